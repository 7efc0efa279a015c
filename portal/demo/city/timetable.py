"""When the rooms of the centres are taken, so that no two sessions ever meet in one room."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone

from centers.models import Room
from centers.models.hours import OpeningHours, is_year_end, state_on
from portal.japan import calendar

from .sites import Site

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"

# Within a part of the day a room is used once; no two parts overlap.
TIMES = {
    MORNING: ((time(9, 30), time(11, 30)), (time(10), time(11, 30)), (time(10), time(12))),
    AFTERNOON: (
        (time(13, 30), time(15, 30)), (time(14), time(16)), (time(13, 30), time(15)),
        (time(14), time(15, 30)),
    ),
    EVENING: (
        (time(18, 30), time(20)), (time(19), time(20, 30)), (time(18, 30), time(20, 30)),
        (time(19), time(21)),
    ),
}  # fmt: skip
AFTER_SCHOOL = (time(15, 30), time(17))
COOKING = {
    MORNING: (time(10), time(13)),
    AFTERNOON: (time(13, 30), time(16)),
    EVENING: (time(18, 30), time(20, 30)),
}


def at(day: date, clock: time) -> datetime:
    """A moment on the city's clock."""
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


@cache
def is_common_closing_day(day: date) -> bool:
    """Whether every centre is closed: a national holiday or the year's end."""
    return is_year_end(day) or bool(calendar.holiday_name(day))


class Timetable:
    """What is taken in every room, by day and part of the day."""

    def __init__(self) -> None:
        self._taken: set[tuple[int, date, str]] = set()

    def reserve(
        self,
        site: Site,
        kind: str,
        *,
        not_before: date,
        part: str,
        number: int,
        weekdays: list[int],
    ) -> tuple[Room, list[date]]:
        """Take one room weekly for `number` sessions, and say which room and days.

        The first day is the earliest from `not_before` on one of `weekdays` with a free room;
        weeks in which the centre is closed or the room taken are left out.
        """
        rooms = site.rooms_for(kind)
        for first in _days(not_before, weekdays):
            if not is_open(site, first, part):
                continue
            for room in rooms:
                if (id(room), first, part) not in self._taken:
                    return room, self._take(site, room, first, part, number)
        raise AssertionError("a year holds no day for this course")

    def _take(self, site: Site, room: Room, first: date, part: str, number: int) -> list[date]:
        days: list[date] = []
        day = first
        while len(days) < number:
            if (id(room), day, part) not in self._taken and is_open(site, day, part):
                days.append(day)
                self._taken.add((id(room), day, part))
            day += timedelta(weeks=1)
        return days


def is_open(site: Site, day: date, part: str) -> bool:
    """Whether the centre is open through this part of the day."""
    if is_common_closing_day(day):
        return False
    if site.closures:
        state = state_on(day, site.hours, site.closures)
        return state.is_open and _covers(state.opens, state.closes, part)
    hours: OpeningHours | None = next((h for h in site.hours if h.weekday == day.weekday()), None)
    return hours is not None and _covers(hours.opens, hours.closes, part)


def _covers(opens: time | None, closes: time | None, part: str) -> bool:
    times = TIMES[part]
    return (
        opens is not None
        and closes is not None
        and opens <= min(begin for begin, _ in times)
        and max(end for _, end in times) <= closes
    )


def _days(first: date, weekdays: list[int]) -> Iterator[date]:
    """A year of days from `first`: those on `weekdays`."""
    for number in range(366):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays:
            yield day


def weekly_days(not_before: date, number: int) -> list[date]:
    """Weekly from `not_before` on, leaving out holidays and the year's end."""
    days: list[date] = []
    day = not_before
    while len(days) < number:
        if not is_common_closing_day(day):
            days.append(day)
        day += timedelta(weeks=1)
    return days
