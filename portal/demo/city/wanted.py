"""What people are wanted for in the demo city: kinds of openings, each with its usual time."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

from .timetable import is_common_closing_day

WANTED_FILE = Path(__file__).with_name("wanted.csv")
# First and last days of the holidays of schools, as (month, day); the winter's cross the year.
SCHOOL_HOLIDAYS = (((7, 20), (8, 31)), ((12, 24), (12, 31)), ((1, 1), (1, 7)), ((3, 25), (4, 7)))


@dataclass(frozen=True)
class Wanted:
    """A kind of opening: who asks, for what, when and how often; `weeks` 0 is once."""

    host: str
    role: str
    fields: tuple[str, ...]
    qualification: str
    age: int
    weekday: int
    starts: time
    ends: time
    weeks: int
    needed: int
    title: str
    where: str
    description: str
    bring: str
    requirements: str
    thanks: str

    @property
    def minutes(self) -> int:
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute

    def days(self, first: date, last: date) -> Iterator[date]:
        """Its days from `first` to `last`: none on holidays, none in those of a school."""
        day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        while day <= last:
            if not (is_common_closing_day(day) or (self.host == "school" and is_vacation(day))):
                yield day
                if not self.weeks:
                    return
            day += timedelta(weeks=self.weeks or 1)


def is_vacation(day: date) -> bool:
    """Whether schools are on holiday."""
    return any(first <= (day.month, day.day) <= last for first, last in SCHOOL_HOLIDAYS)


@cache
def wanted_by(host: str) -> tuple[Wanted, ...]:
    """What hosts of this kind want people for."""
    with WANTED_FILE.open(encoding="utf-8") as lines:
        return tuple(
            Wanted(
                **{name: row[name] for name in Wanted.__annotations__ if name in TEXTS},
                fields=tuple(row["fields"].split("|")),
                age=int(row["age"]),
                weekday=int(row["weekday"]),
                starts=time.fromisoformat(row["starts"].zfill(5)),
                ends=time.fromisoformat(row["ends"].zfill(5)),
                weeks=int(row["weeks"]),
                needed=int(row["needed"]),
            )
            for row in csv.DictReader(lines)
            if row["host"] == host
        )


TEXTS = {
    "host", "role", "qualification", "title", "where", "description", "bring", "requirements",
    "thanks",
}  # fmt: skip
