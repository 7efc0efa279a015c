"""The residents of the demo city, by household, each with one account; and the staff."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from portal.people.models import Household, Membership, Person, User, Ward

from . import cast
from .names import FAMILIES, given_name
from .sites import Site
from .timetable import at

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


@dataclass
class Population:
    """Everybody in the demo city, in the order in which they are written."""

    households: list[Household] = field(default_factory=list)
    accounts: list[User] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    account_of: dict[int, User] = field(default_factory=dict)

    def by(self, person: Person) -> User:
        """The account of this person's household."""
        return self.account_of[id(person.household)]

    def featured(self) -> list[Person]:
        """The people of the featured households."""
        emails = {resident.email for resident in cast.RESIDENTS}
        return [person for person in self.people if self.by(person).email in emails]


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
        """One household with its account and its people; `live` says where and how they live."""
        joined = self._moment()
        home = Household(created_at=joined)
        account = User(
            email=email,
            password=unusable_password(self.rng),
            household=home,
            display_name="",
            date_joined=joined,
        )
        phone = f"090-0000-{len(self.all.households) % 10_000:04d}"
        self.all.households.append(home)
        self.all.accounts.append(account)
        self.all.account_of[id(home)] = account
        for (given, kana), born in members:
            grown = born.year <= self.today.year - GROWN_UP
            self.all.people.append(
                Person(
                    household=home,
                    family_name=family[0],
                    family_kana=family[1],
                    given_name=given,
                    given_kana=kana,
                    birth_date=born,
                    phone=phone,
                    ward=live.get("ward"),
                    works_or_studies_in_city=live.get("commutes", False) and grown,
                    created_at=joined,
                )
            )

    def invent_household(self, at_most: int) -> None:
        """A household of a common kind, with at most `at_most` people."""
        family = self.rng.choice(FAMILIES)
        ages = self.rng.choices([k for _, k in KINDS], [weight for weight, _ in KINDS])[0]
        members = []
        for place, (youngest, oldest) in enumerate(ages[:at_most]):
            born = self.birthday(self.rng.randint(youngest, oldest))
            woman = (
                self.rng.random() < 0.5 if place > 1 else (place == 0) == (self.rng.random() < 0.6)
            )
            members.append((given_name(self.rng, born.year, woman=woman), born))
        outside = self.rng.random() < 0.05
        self.household(
            f"{family[2]}{len(self.all.households):04d}@example.jp",
            family,
            members,
            ward=None if outside else self.rng.choice(list(self.wards.values())),
            commutes=self.rng.random() < (0.7 if outside else 0.5) and ages[0][0] < 62,
        )

    def employ(self, post: cast.Post, site: Site | None) -> None:
        """An account for a member of staff, who has no household here."""
        name = f"{site.center.name} 館長" if site else post.featured.name
        user = User(
            email=post.featured.email,
            password=unusable_password(self.rng),
            display_name=name,
            is_staff=True,
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
