"""The residents of the demo city, by household, each with one account; and the staff."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from portal.people.models import Household, Membership, Person, User, Ward

from . import cast
from .names import FAMILIES, given_name
from .sites import Site, address_in
from .timetable import at
from .wards import WARDS

# Ages of the members of a household: the account's owner first.
KINDS = (
    (18, ((66, 92),)),
    (15, ((20, 58),)),
    (16, ((65, 88), (62, 86))),
    (10, ((28, 60), (27, 60))),
    (10, ((26, 42), (26, 43), (0, 6))),
    (13, ((30, 46), (30, 47), (5, 12), (0, 8))),
    (8, ((36, 52), (36, 54), (13, 18), (7, 12))),
    (4, ((32, 45), (32, 46), (9, 12), (5, 8), (0, 4))),
    (6, ((28, 48), (2, 15))),
    (4, ((36, 48), (36, 49), (66, 80), (6, 17))),
)
GROWN_UP = 19
OLD, WITHOUT_MAIL = 66, 0.3  # of the households of old people so many have no account

# How the same family is written by somebody who heard it on the telephone.
AS_HEARD = {
    "渡邉": "渡辺",
    "髙橋": "高橋",
    "山﨑": "山崎",
    "宮﨑": "宮崎",
    "髙﨑": "高崎",
    "𠮷村": "吉村",
}
TWINS = (
    ("渡邉", "ワタナベ", "watanabe", "節子", "セツコ"),
    ("髙橋", "タカハシ", "takahashi", "清", "キヨシ"),
    ("宮﨑", "ミヤザキ", "miyazaki", "洋子", "ヨウコ"),
)


@dataclass
class Population:
    """Everybody in the demo city, in the order in which they are written."""

    households: list[Household] = field(default_factory=list)
    accounts: list[User] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    account_of: dict[int, User] = field(default_factory=dict)
    members: dict[int, list[Person]] = field(default_factory=dict)
    twins: list[tuple[Person, Person]] = field(default_factory=list)

    def account(self, person: Person) -> User | None:
        """The account of this person's household; None for those who come to the counter."""
        return self.account_of.get(id(person.household))

    def family(self, person: Person) -> list[Person]:
        """Everybody of the household, the account's owner first."""
        return self.members[id(person.household)]

    def of(self, resident: cast.Featured) -> list[Person]:
        """The people of one featured household."""
        account = next(user for user in self.accounts if user.email == resident.email)
        home = next(home for home in self.households if self.account_of.get(id(home)) is account)
        return self.members[id(home)]

    def browsing(self) -> list[Person]:
        """The people of the featured households that have no scene of their own."""
        return [person for resident in cast.BROWSING for person in self.of(resident)]

    @property
    def section(self) -> User:
        """The section's desk."""
        return next(u for u in self.accounts if u.email == cast.SECTION.featured.email)


NAMED = {Membership.Role.MANAGER: "館長", Membership.Role.STAFF: "職員"}


class Registry:
    """Adds households one by one until enough people live in the city."""

    def __init__(self, wards: list[Ward], today: date) -> None:
        self.rng = Random("people")  # noqa: S311  a demo city, not a secret
        self.wards = {ward.slug: ward for ward in wards}
        self.today = today
        self.all = Population()

    def birthday(self, age: int) -> date:
        """A day on which somebody who is `age` today may have been born."""
        last = date(self.today.year - age, self.today.month, min(self.today.day, 28))
        return last - timedelta(days=self.rng.randrange(360))

    def household(
        self,
        email: str,
        family: tuple[str, ...],
        members: list[tuple[tuple[str, str], date]],
        **live,
    ) -> None:
        """One household with its people; `live` says where and how they live.

        Its account has the address `email`; without one they come by telephone, by postcard and to
        the counter.
        """
        joined = self._moment()
        home = Household(created_at=joined)
        if email:
            account = User(
                email=email,
                password=unusable_password(self.rng),
                household=home,
                display_name="",
                date_joined=joined,
            )
            self.all.accounts.append(account)
            self.all.account_of[id(home)] = account
        phone = live.get("phone") or f"090-0000-{len(self.all.households) % 10_000:04d}"
        postcode, address = self._address(live.get("ward")) if not email else ("", "")
        self.all.households.append(home)
        of_home = self.all.members.setdefault(id(home), [])
        for (given, kana), born in members:
            grown = born.year <= self.today.year - GROWN_UP
            of_home.append(
                Person(
                    household=home,
                    family_name=family[0],
                    family_kana=family[1],
                    given_name=given,
                    given_kana=kana,
                    birth_date=born,
                    phone=phone,
                    ward=live.get("ward"),
                    postcode=postcode,
                    address=address,
                    works_or_studies_in_city=live.get("commutes", False) and grown,
                    created_at=joined,
                )
            )
        self.all.people.extend(of_home)

    def invent_household(self, at_most: int) -> None:
        """A household of a common kind, with at most `at_most` people."""
        family = self.rng.choice(FAMILIES)
        ages = self.rng.choices([k for _, k in KINDS], [weight for weight, _ in KINDS])[0]
        members: list[tuple[tuple[str, str], date]] = []
        for place, (youngest, oldest) in enumerate(ages[:at_most]):
            born = self.birthday(self.rng.randint(youngest, oldest))
            woman = (
                self.rng.random() < 0.5 if place > 1 else (place == 0) == (self.rng.random() < 0.6)
            )
            name = given_name(self.rng, born.year, woman=woman)
            while any(name[1] == other[1] for other, _ in members):
                name = given_name(self.rng, born.year, woman=woman)
            members.append((name, born))
        outside = self.rng.random() < 0.05
        without_mail = ages[0][0] >= OLD - 1 and not outside and self.rng.random() < WITHOUT_MAIL
        self.household(
            "" if without_mail else f"{family[2]}{len(self.all.households):04d}@example.jp",
            family,
            members,
            ward=None if outside else self.rng.choice(list(self.wards.values())),
            commutes=self.rng.random() < (0.7 if outside else 0.5) and ages[0][0] < 62,
        )

    def register_twice(self, who: tuple[str, ...], ward: Ward) -> None:
        """Somebody with an account, and the same one as the desk wrote it down on the telephone."""
        family, kana, romaji, given, given_kana = who
        born = self.birthday(self.rng.randint(66, 78))
        phone = f"090-0000-{9_000 + len(self.all.twins):04d}"
        home = {"ward": ward, "phone": phone}
        name = [((given, given_kana), born)]
        self.household(f"{romaji}@example.jp", (family, kana), name, **home)
        self.household("", (AS_HEARD[family], kana), name, **home)
        one, other = self.all.people[-2:]
        self.all.twins.append((one, other))

    def employ(self, post: cast.Post, site: Site | None) -> None:
        """An account for a member of staff, who has no household here."""
        called = post.called or NAMED.get(post.role, "")
        name = f"{site.center.name} {called}" if site else post.featured.name
        user = User(
            email=post.featured.email,
            password=unusable_password(self.rng),
            display_name=name,
            is_staff=post.role != Membership.Role.COUNCIL,
            date_joined=self._moment(),
        )
        self.all.accounts.append(user)
        self.all.memberships.append(
            Membership(
                user=user,
                role=post.role,
                ward=self.wards[post.ward] if post.ward and not site else None,
                center=site.center if site else None,
            )
        )

    def _address(self, ward: Ward | None) -> tuple[str, str]:
        """Postcode and address of a house in this ward, for postcards."""
        if ward is None:
            return "", ""
        circle = self.rng.choice(next(w for w in WARDS if w.slug == ward.slug).neighbourhoods)
        town = self.rng.choice(("桜が丘", "若葉台", "千鳥町", "潮見台", "萩の浜", "星見が原"))
        postcode = f"{circle.postcode}{self.rng.randint(10, 89)}"
        return postcode, address_in(self.rng, ward.name, town)

    def _moment(self) -> datetime:
        day = self.today - timedelta(days=self.rng.randint(30, 1_100))
        return at(day, time(self.rng.randint(8, 21), self.rng.randint(0, 59)))


def unusable_password(rng: Random) -> str:
    """What Django stores for an account that signs in without a password."""
    return "!" + "".join(rng.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=40))


def build_population(
    wards: list[Ward], sites: list[Site], residents: int, today: date
) -> Population:
    """The featured households, invented ones until there are `residents` people, and the staff."""
    registry = Registry(wards, today)
    _move_in_featured(registry)
    for who in TWINS:
        registry.register_twice(who, registry.wards["kokurakita"])
    while (missing := residents - len(registry.all.people)) > 0:
        registry.invent_household(missing)
    for post in cast.STAFF:
        site = None
        if post.in_center:
            site = next(site for site in sites if site.center.ward.slug == post.ward)
        registry.employ(post, site)
    return registry.all


def _move_in_featured(registry: Registry) -> None:
    ward, birthday = registry.wards, registry.birthday
    registry.household(
        cast.HANAKO.email,
        ("小倉", "コクラ"),
        [(("花子", "ハナコ"), birthday(72))],
        ward=ward["kokurakita"],
    )
    registry.household(
        cast.SATO.email,
        ("佐藤", "サトウ"),
        [
            (("麻衣", "マイ"), birthday(36)),
            (("湊", "ミナト"), birthday(9)),
            (("ひなた", "ヒナタ"), birthday(4)),
        ],
        ward=ward["yahatanishi"],
        commutes=True,
    )
    registry.household(
        cast.TAKASAKI.email,
        ("髙﨑", "タカサキ"),
        [(("翔太", "ショウタ"), birthday(35))],
        ward=ward["kokuraminami"],
        commutes=True,
    )
    for resident, family, members in (
        (cast.WAITS, ("古賀", "コガ"), [("直美", "ナオミ", 44)]),
        (cast.OFFERED, ("井上", "イノウエ"), [("健一", "ケンイチ", 52)]),
        (cast.ENTERED, ("松尾", "マツオ"), [("恵子", "ケイコ", 58)]),
        (cast.GRADUATE, ("白石", "シライシ"), [("博", "ヒロシ", 57)]),
        (cast.FAMILY, ("藤田", "フジタ"), [("美穂", "ミホ", 38), ("葵", "アオイ", 7)]),
        (cast.VOLUNTEER, ("原田", "ハラダ"), [("千鶴", "チヅル", 64)]),
        (cast.SCHOOL, ("太田", "オオタ"), [("由美", "ユミ", 51)]),
    ):
        named = [((given, kana), birthday(age)) for given, kana, age in members]
        registry.household(resident.email, family, named, ward=ward["kokurakita"])
