"""When courses are held and when they take sign-ups, seen from today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random

from .timetable import at

LAST_MINUTE = time(23, 59)


class Phase(Enum):
    """Where a course stands today."""

    OPEN = "takes sign-ups now"
    CLOSING = "takes sign-ups until tonight"
    COMING = "will take sign-ups"
    AWAITED = "begins soon, sign-up is over"
    TODAY = "has begun and meets today"
    RUNNING = "has begun"
    FINISHED = "is over"
    SCHEDULED = "will be published"
    DRAFT = "is being written"


CURRENT = (Phase.OPEN, Phase.CLOSING, Phase.COMING)


@dataclass(frozen=True)
class Period:
    """When a course is published and takes sign-ups; either end may be left open."""

    published: datetime | None
    opens: datetime | None
    closes: datetime | None
    written: datetime


def current_phase(rng: Random) -> Phase:
    return rng.choices(CURRENT, [86, 4, 10])[0]


def earliest_start(rng: Random, phase: Phase, today: date, number: int) -> date:
    """From which day on to look for the first session."""
    ahead = {
        Phase.OPEN: (2, 66),
        Phase.CLOSING: (1, 6),
        Phase.COMING: (16, 68),
        Phase.AWAITED: (9, 30),
        Phase.TODAY: (-14, -14),
        Phase.RUNNING: (-16, -9),
        Phase.FINISHED: (-1_090, -7 * (number + 6) - 1),
        Phase.SCHEDULED: (24, 80),
        Phase.DRAFT: (24, 90),
    }[phase]
    return today + timedelta(days=rng.randint(*ahead))


def period_for(rng: Random, phase: Phase, today: date, first: date) -> Period:
    """The sign-up period of a course that begins on `first`."""
    nine, ten, five = time(9), time(10), time(17)

    def days(low: int, high: int) -> timedelta:
        return timedelta(days=rng.randint(low, high))

    if phase is Phase.CLOSING:
        closes, opens = at(today, LAST_MINUTE), at(today - days(8, 30), nine)
    elif phase is Phase.OPEN:
        closes = at(max(today + timedelta(days=1), first - days(1, 9)), five)
        opens = at(today - days(2, 30), nine)
    elif phase is Phase.AWAITED:
        closes, opens = at(today - days(6, 8), five), at(today - days(20, 34), nine)
    elif phase in {Phase.TODAY, Phase.RUNNING, Phase.FINISHED}:
        closes = at(min(first - days(2, 8), today - timedelta(days=1)), five)
        opens = closes - days(14, 30) - timedelta(hours=8)
    else:
        soonest = today + days(1, 13) if phase is Phase.COMING else today + days(9, 18)
        opens, closes = at(soonest, nine), at(first - days(1, 3), five)
    if phase is Phase.DRAFT:
        return Period(None, opens, closes, at(today - days(1, 20), five))
    if phase is Phase.SCHEDULED:
        return Period(at(today + days(1, 7), nine), opens, closes, at(today - days(1, 9), five))
    published = at(min(opens.date(), today) - days(2, 12), ten)
    return Period(published, opens, closes, published - days(1, 10))
