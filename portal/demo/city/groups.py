"""Who uses the rooms of the demo city: groups and people, registered year by year."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from centers.models import PurposeClass, Registration, UserGroup
from portal.japan import calendar
from portal.people.models import Person, User

from . import cast
from .people import Population
from .sites import Site
from .timetable import at

GROUPS_FILE = Path(__file__).with_name("groups.csv")
NAMES = (
    ("さくら", "サクラ"), ("ひまわり", "ヒマワリ"), ("青空", "アオゾラ"), ("なかよし", "ナカヨシ"),
    ("すみれ", "スミレ"), ("あじさい", "アジサイ"), ("はまゆう", "ハマユウ"), ("こだま", "コダマ"),
    ("ゆうなぎ", "ユウナギ"), ("つばき", "ツバキ"), ("みらい", "ミライ"), ("えがお", "エガオ"),
    ("いずみ", "イズミ"), ("わかば", "ワカバ"), ("かもめ", "カモメ"), ("若松", "ワカマツ"),
    ("ほたる", "ホタル"), ("もみじ", "モミジ"), ("ひびき", "ヒビキ"), ("たんぽぽ", "タンポポ"),
)  # fmt: skip

# 年齢別利用割合 (課題B(4)): 29歳以下 0.9%、30〜59歳 27.7%、60歳以上 71.4%
AGES_OF_THE_CITY = {"young": 0.009, "middle": 0.277, "senior": 0.714}
# Of which age those are who come, by the kind of group.
AGES = {
    "senior": (0.0, 0.08, 0.92),
    "working": (0.01, 0.93, 0.06),
    "young": (0.5, 0.45, 0.05),
}
GROWN_UP = 20
INDIVIDUALS = 0.25  # of those for other purposes
REDUCED = 0.06  # of those who pay, who pay half


@dataclass(frozen=True)
class Kind:
    """A kind of group: what for, of which age, and where and when it likes to meet."""

    purpose_class: str
    ages: str
    name: str
    kana: str
    activity: str
    rooms: tuple[str, ...]
    slots: tuple[int, ...]
    size: int
    purposes: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    with GROUPS_FILE.open(encoding="utf-8") as lines:
        return tuple(
            Kind(
                purpose_class=row["class"],
                ages=row["ages"],
                name=row["name"],
                kana=row["kana"],
                activity=row["activity"],
                rooms=tuple(row["rooms"].split("|")),
                slots=tuple(map(int, row["slots"].split("|"))),
                size=int(row["size"]),
                purposes=tuple(row["purposes"].split("|")),
            )
            for row in csv.DictReader(lines)
        )


@dataclass
class Guest:
    """A group with its registrations by fiscal year."""

    kind: Kind
    group: UserGroup
    site: Site
    by: User
    via: str
    since: date
    registrations: dict[int, Registration] = field(default_factory=dict)

    @property
    def pays(self) -> bool:
        return self.kind.purpose_class != "community"


class Registrar:
    """Invents groups and registers them, approved or not."""

    def __init__(
        self, population: Population, classes: dict[str, PurposeClass], today: date
    ) -> None:
        self.rng = Random("groups")  # noqa: S311  a demo city, not a secret
        self.population, self.classes, self.today = population, classes, today
        self.desks = {id(p.center): p.user for p in reversed(population.memberships) if p.center}
        known = {id(one) for pair in population.twins for one in pair}
        known |= {id(one) for who in cast.RESIDENTS for one in population.of(who)}
        self._grown = [
            one
            for one in population.people
            if one.age_on(today) >= GROWN_UP and id(one) not in known
        ]
        self._section = population.section
        self._taken: set[tuple[int, str]] = set()

    def desk(self, site: Site) -> User:
        """Who writes down what is said at the counter of this centre."""
        return self.desks.get(id(site.center), self._section)

    def guest(self, site: Site, kind: Kind, since: date, *, who: Person | None = None) -> Guest:
        """A group of this kind whose home is this centre, not registered yet."""
        rng = self.rng
        person = who or self._representative(site, kind)
        is_known = (id(site), person.full_name) in self._taken
        may_be_alone = kind.purpose_class != "community" and not is_known
        alone = may_be_alone and rng.random() < INDIVIDUALS
        if alone:
            self._taken.add((id(site), person.full_name))
            name, kana = person.full_name, f"{person.family_kana} {person.given_kana}"
        else:
            name, kana = self._name(site, kind)
        account = self.population.account(person)
        desk = self.desk(site)
        by_web = account is not None and (bool(who) or rng.random() < 0.7)
        group = UserGroup(
            name=name,
            kana=kana,
            is_individual=alone,
            representative=person,
            center=site.center,
            activity=f"{kind.name}（{kind.activity}）" if alone else kind.activity,
            members=1 if alone else max(3, round(kind.size * rng.uniform(0.8, 1.6))),
            created_at=at(since - timedelta(days=rng.randint(20, 40)), time(10)),
        )
        via = "web" if by_web else rng.choice(["phone", "counter"])
        return Guest(kind, group, site, account if by_web and account else desk, via, since)

    def register(self, guest: Guest, years: range) -> None:
        """Approved for each of these fiscal years, renewed in the February before."""
        for year in years:
            spring = date(year, 2, self.rng.randint(1, 25))
            asked = max(at(spring, time(9, 30)), guest.group.created_at)
            self._put(guest, year, asked, Registration.Status.APPROVED)

    def leave_open(self, guest: Guest) -> None:
        """Asked for in these days, not decided."""
        asked = at(self.today - timedelta(days=self.rng.randint(1, 9)), time(14, 20))
        guest.group.created_at = asked
        self._put(guest, calendar.fiscal_year(self.today), asked, Registration.Status.APPLIED)

    def refuse(self, guest: Guest) -> None:
        year = calendar.fiscal_year(self.today)
        asked = at(self.today - timedelta(days=self.rng.randint(20, 60)), time(11, 5))
        guest.group.created_at = asked
        one = self._put(guest, year, asked, Registration.Status.REFUSED)
        one.why = self.rng.choice(
            (
                "物を売ることが主な目的のため、登録できません。",
                "活動の内容がわかりませんでした。窓口でくわしくお聞かせください。",
            )
        )

    def _put(self, guest: Guest, year: int, asked: datetime, status: str) -> Registration:
        purpose_class = self.classes[guest.kind.purpose_class]
        decided = status != Registration.Status.APPLIED
        one = guest.registrations[year] = Registration(
            group=guest.group,
            purpose_class=purpose_class,
            fiscal_year=year,
            status=status,
            applied_at=asked,
            by=guest.by,
            decided_at=asked + timedelta(days=3, hours=2) if decided else None,
            changed_by=self.desk(guest.site) if decided else guest.by,
            exemption_percent=purpose_class.exemption_percent if decided else 0,
        )
        if decided and guest.pays and hash_of(guest.group.name) < REDUCED:
            one.exemption_percent = 50
            one.exemption_reason = "障害者の団体のため"
        return one

    def _representative(self, site: Site, kind: Kind) -> Person:
        """Somebody of the right age, from the ward where possible."""
        oldest, youngest = {"senior": (120, 60), "working": (59, 30), "young": (29, 20)}[kind.ages]
        asked = [self.rng.choice(self._grown) for _ in range(12)]
        fits = [one for one in asked if youngest <= one.age_on(self.today) <= oldest]
        near = [one for one in fits if one.ward is site.center.ward]
        return (near or fits or asked)[0]

    def _name(self, site: Site, kind: Kind) -> tuple[str, str]:
        """「桜が丘シニアクラブ」, and 「ひまわりシニアクラブ」 once there is one."""
        place = site.place, site.center.kana.removesuffix("シミンセンター")
        for name, kana in (place, *self.rng.sample(NAMES, len(NAMES))):
            if (id(site), name + kind.name) not in self._taken:
                self._taken.add((id(site), name + kind.name))
                return name + kind.name, kana + kind.kana
        number = len(self._taken)
        return f"{site.place}{kind.name} {number}", f"{place[1]}{kind.kana}"


def hash_of(name: str) -> float:
    """A number from 0 to 1 that is always the same for a name."""
    return Random(name).random()  # noqa: S311  a demo city, not a secret


def featured(population: Population) -> dict[str, tuple[Person, str]]:
    """Of the people the sign-in page introduces those who book rooms: ward, who, which kind."""
    return {
        "kokurakita": (population.of(cast.HANAKO)[0], "コーラス"),
        "yahatanishi": (population.of(cast.SATO)[0], "リトミック教室"),
    }
