"""When somebody is free: a weekday and a part of the day, as one small number.

0 is Monday morning, 1 Monday afternoon, 2 Monday evening, … 20 Sunday evening. A time belongs to
the part in which it begins: before noon, before 17:00, after.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from portal.japan import calendar

PARTS = ("午前", "午後", "夜間")
NOON, EVENING = 12, 17
CODES = range(7 * len(PARTS))


def code(weekday: int, part: int) -> int:
    """The number of `part` (0 morning … 2 evening) of `weekday` (0 Monday … 6 Sunday)."""
    return weekday * len(PARTS) + part


def code_of(moment: datetime) -> int:
    """The number of the time in which `moment` lies on the city's clock."""
    local = timezone.localtime(moment)
    part = 0 if local.hour < NOON else 1 if local.hour < EVENING else 2
    return code(local.weekday(), part)


def name(number: int) -> str:
    """「土曜の午前」."""
    weekday, part = divmod(number, len(PARTS))
    return f"{calendar.WEEKDAYS[weekday]}曜の{PARTS[part]}"


CHOICES = [(number, name(number)) for number in CODES]


def told(numbers: Iterable[int]) -> str:
    """「月曜の午前・午後、土曜の午前」."""
    by_day = groupby(sorted(set(numbers)), key=lambda number: number // len(PARTS))
    days = (
        f"{calendar.WEEKDAYS[weekday]}曜の{'・'.join(PARTS[one % len(PARTS)] for one in found)}"
        for weekday, found in by_day
    )
    return "、".join(days)


def grid() -> list[tuple[str, list[tuple[int, str]]]]:
    """A row for each weekday: its name, and the number and name of each of its parts."""
    return [
        (
            f"{day}曜",
            [(code(weekday, part), name(code(weekday, part))) for part in range(len(PARTS))],
        )
        for weekday, day in enumerate(calendar.WEEKDAYS)
    ]
