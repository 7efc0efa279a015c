"""Who in a table is registered already: for sure, or so it seems.

Sure is who has the same name, birthday and telephone, as when somebody comes to the counter. Alike
is who shares the reading or the name with the birthday or the telephone, or these two: readings in
any kana, voiced or not, names in old forms or new (髙・高, 﨑・崎). Staff decide about those.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from portal.japan import text
from portal.people.models import Person
from portal.people.models.person import PHONE_BACKWARDS


@dataclass(frozen=True)
class Alike:
    """Somebody registered, or named on a `line` above, who may be the one in the table."""

    person: Person
    shared: tuple[str, ...]
    differs: tuple[str, ...]
    line: int | None = None

    @property
    def key(self) -> str:
        """The same at every look: whom the table registers has another key each time."""
        return f"line{self.line}" if self.line else str(self.person.pk)

    @property
    def why(self) -> str:
        same = f"{'・'.join(self.shared)}が同じ"
        return f"{same}、{'・'.join(self.differs)}がちがいます" if self.differs else f"{same}です"


@dataclass
class KnownPeople:
    """Everybody registered whom a table may mean, read at once; who is registered from it joins."""

    by_birthday: dict = field(default_factory=lambda: defaultdict(list))
    by_number: dict = field(default_factory=lambda: defaultdict(list))
    lines: dict[int, int] = field(default_factory=dict)  # of those who joined, by their key

    @classmethod
    def read(cls, told: Iterable[Person]) -> "KnownPeople":
        """Those who share a birthday or a telephone with somebody in the table: one statement."""
        rows = list(told)
        numbers = {text.digits(one.phone)[::-1] for one in rows}
        known = cls()
        found = (
            Person.objects.registered()
            .annotate(backwards=PHONE_BACKWARDS)
            .filter(Q(backwards__in=numbers) | Q(birth_date__in={one.birth_date for one in rows}))
            .order_by("pk")
        )
        for person in found:
            known.add(person)
        return known

    def join(self, person: Person, line: int) -> None:
        """Registered from a line of the table."""
        self.lines[person.pk] = line
        self.add(person)

    def add(self, person: Person) -> None:
        self.by_birthday[person.birth_date].append(person)
        self.by_number[text.digits(person.phone)].append(person)

    def _near(self, told: Person) -> list[Person]:
        found = [*self.by_birthday[told.birth_date], *self.by_number[text.digits(told.phone)]]
        return list({one.pk: one for one in found}.values())

    def same(self, told: Person) -> Person | None:
        """The one with this name, birthday and telephone."""
        for one in self._near(told):
            names = (one.family_name, one.given_name) == (told.family_name, told.given_name)
            if names and _facts(one)[2:] == _facts(told)[2:]:
                return one
        return None

    def alike(self, told: Person) -> list[Alike]:
        """Those who may be the one, who shares most first."""
        found = []
        for one in self._near(told):
            reading, name, birthday, number = (
                mine == theirs for mine, theirs in zip(_facts(one), _facts(told), strict=True)
            )
            if ((reading or name) and (birthday or number)) or (birthday and number):
                shared = (reading, name, birthday, number)
                found.append(_alike(one, told, shared, self.lines.get(one.pk)))
        return sorted(found, key=lambda one: -len(one.shared))


NAMES = ("フリガナ", "氏名", "生年月日", "電話番号")


def _facts(person: Person) -> tuple:
    return (
        text.kana_key(person.full_kana),
        text.name_key(person.full_name),
        person.birth_date,
        text.digits(person.phone),
    )


def _alike(one: Person, told: Person, shared: tuple[bool, ...], line: int | None) -> Alike:
    differs = [name for name, same in zip(NAMES, shared, strict=True) if not same]
    if shared[1] and text.plain_spaces(one.full_name) != text.plain_spaces(told.full_name):
        differs.append("氏名の字")
    same = tuple(name for name, is_shared in zip(NAMES, shared, strict=True) if is_shared)
    return Alike(one, same, tuple(differs), line)
