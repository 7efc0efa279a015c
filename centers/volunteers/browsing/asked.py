"""What an address of `/volunteers/` asks for; whatever cannot be used becomes a sentence.

Within one group of conditions any may hold (two wards: either); between groups all must, and what
is asked of the time must hold for one and the same shift.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from centers.availability.asked import UNREADABLE_DAY, read_day
from centers.kept import WARDS
from centers.volunteers.kept import FIELDS, ROLES
from centers.volunteers.models import Opening, Shift
from centers.volunteers.models.opening import OpeningQuerySet
from centers.volunteers.models.shift import ShiftQuerySet
from centers.volunteers.times import PARTS
from portal.japan import calendar
from portal.typed import texts_in

LONGEST_WORDS = 100
MOST_VALUES = 20
OLDEST = 110
HOURS = {0: (0, 12), 1: (12, 17), 2: (17, 24)}  # of the parts of a day (`times.py`)


@dataclass(frozen=True)
class Group:
    """One group of conditions: its name in the address, its title, its values with labels."""

    name: str
    title: str
    labels: Mapping[str, str]


def groups() -> list[Group]:
    """All groups in the order of the page."""
    return [
        Group("nice", "はじめての方", {"first": "資格や経験がなくてもできる"}),
        Group("ward", "区", WARDS.names()),
        Group("field", "分野", FIELDS.names()),
        Group("role", "役割", ROLES.names()),
        Group("weekday", "曜日", {str(i): f"{day}曜" for i, day in enumerate(calendar.WEEKDAYS)}),
        Group("time", "時間帯", {str(i): part for i, part in enumerate(PARTS)}),
    ]


@dataclass
class Asked:
    """What one address of the list asks for."""

    groups: list[Group]
    q: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    age: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    full: bool = False
    problems: list[str] = field(default_factory=list)

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        asked = cls(groups())
        asked._read_words(query.get("q", ""))
        for group in asked.groups:
            values = tuple(dict.fromkeys(texts_in(query, group.name, MOST_VALUES)))
            if known := tuple(value for value in values if value in group.labels):
                asked.chosen[group.name] = known
            if any(value and value not in group.labels for value in values):
                asked.problems.append(
                    f"「{group.title}」に知らない条件があったので、外してさがしました。"
                )
        asked._read_age(query.get("age", ""))
        asked._read_days(query.get("from", ""), query.get("to", ""))
        asked.full = query.get("full") == "1"
        return asked

    def _read_words(self, typed: str) -> None:
        words = " ".join(typed.replace("\x00", "").split())
        if len(words) > LONGEST_WORDS:
            words = words[:LONGEST_WORDS]
            self.problems.append(f"ことばが長いので、はじめの{LONGEST_WORDS}文字でさがしました。")
        self.q = words

    def _read_age(self, typed: str) -> None:
        number = unicodedata.normalize("NFKC", typed).strip().removesuffix("歳")
        if re.fullmatch(r"[0-9]{1,3}", number) and int(number) <= OLDEST:
            self.age = int(number)
        elif number:
            self.problems.append(f"年齢は、0から{OLDEST}までの数字で入れてください。")

    def _read_days(self, first: str, last: str) -> None:
        self.first_day, self.last_day = read_day(first), read_day(last)
        if (first and self.first_day is None) or (last and self.last_day is None):
            self.problems.append(UNREADABLE_DAY)
        if self.first_day and self.last_day and self.last_day < self.first_day:
            self.first_day, self.last_day = self.last_day, self.first_day
            self.problems.append("終わりの日が先だったので、2つの日を入れかえてさがしました。")

    # ------------------------------------------------------------ the answer

    def openings(self) -> OpeningQuerySet:
        """Openings that meet every condition, those with the nearest shift first."""
        return self.found().soonest_first(self.shifts())

    def found(self, *, without: str = "") -> OpeningQuerySet:
        """Those that meet every condition; those of the group `without` left aside."""
        shifts = self.shifts(without=without).filter(opening=OuterRef("pk"))
        return self.at_any_time(without=without).filter(Exists(shifts))

    def at_any_time(self, *, without: str = "") -> OpeningQuerySet:
        """Those that meet what is asked of the opening, whenever their shifts are."""
        found = Opening.objects.current()
        chosen = {name: values for name, values in self.chosen.items() if name != without}
        if self.q:
            found = found.called(self.q)
        if self.age is not None:
            found = found.for_age(self.age)
        if "nice" in chosen:
            found = found.for_beginners()
        if wards := chosen.get("ward"):
            found = found.filter(ward__slug__in=wards)
        if roles := chosen.get("role"):
            found = found.filter(role__slug__in=roles)
        if fields := chosen.get("field"):
            of_field = Opening.fields.through.objects.filter(activityfield__slug__in=fields)
            found = found.filter(pk__in=of_field.values("opening_id"))
        return found

    def shifts(self, *, without: str = "") -> ShiftQuerySet:
        """The shifts that lie in the time asked for, and still want somebody."""
        shifts = Shift.objects.to_come() if self.full else Shift.objects.with_room()
        if self.first_day:
            shifts = shifts.filter(starts_at__gte=_midnight(self.first_day))
        if self.last_day:
            shifts = shifts.filter(starts_at__lt=_midnight(self.last_day + timedelta(days=1)))
        for name in {"weekday", "time"} - {without}:
            if values := self.chosen.get(name):
                shifts = shifts.filter(reduce(or_, (begins(name, value) for value in values)))
        return shifts

    def key(self) -> str:
        """The same for every address that asks for the same."""
        chosen = sorted((name, sorted(values)) for name, values in self.chosen.items())
        return repr((self.q, chosen, self.age, self.first_day, self.last_day, self.full))


def begins(name: str, value: str) -> Q:
    """Of shifts: they begin on that `weekday`, or at that `time` of the day."""
    if name == "weekday":
        return Q(starts_at__iso_week_day=int(value) + 1)
    first, after = HOURS[int(value)]
    return Q(starts_at__hour__gte=first, starts_at__hour__lt=after)


def _midnight(day: date) -> datetime:
    return calendar.bounds_of(day)[0]
