"""What the demo city's courses are about: `topics.csv`, one topic a line."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TOPICS_FILE = Path(__file__).with_name("topics.csv")


@dataclass(frozen=True)
class Topic:
    """A subject that a course can be about.

    `stages` are the life stages it is for, one letter each (see `offer.STAGES`), `ages` a
    narrower span where only that makes sense; `most` is the largest number of sessions;
    `months` are those in which it makes sense, empty for the whole year;
    `when` is 「day」 or 「evening」 where only that makes sense.
    """

    category: str
    stages: str
    ages: tuple[int, ...]
    most: int
    months: frozenset[int]
    when: str
    room: str
    fee: int
    fee_note: str
    bring: str
    teacher: str
    title: str
    kana: str
    what: str
    steps: tuple[str, ...]

    def suits(self, month: int) -> bool:
        return not self.months or month in self.months


@cache
def topics_by_category() -> dict[str, tuple[Topic, ...]]:
    """Every topic of the file under the slug of its category."""
    found: dict[str, list[Topic]] = {}
    with TOPICS_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["category"], []).append(_topic(row))
    return {category: tuple(topics) for category, topics in found.items()}


def _topic(row: dict[str, str]) -> Topic:
    return Topic(
        category=row["category"],
        stages=row["stages"],
        ages=tuple(map(int, row["ages"].split("-"))) if row["ages"] else (),
        most=int(row["most"]),
        months=_months(row["months"]),
        when=row["when"],
        room=row["room"],
        fee=int(row["fee"]),
        fee_note=row["fee_note"],
        bring=row["bring"],
        teacher=row["teacher"],
        title=row["title"],
        kana=row["kana"],
        what=row["what"],
        steps=tuple(row["steps"].split("/")),
    )


def _months(span: str) -> frozenset[int]:
    """「11-1」 is November to January."""
    if not span:
        return frozenset()
    first, last = map(int, span.split("-"))
    length = (last - first) % 12 + 1
    return frozenset((first - 1 + step) % 12 + 1 for step in range(length))
