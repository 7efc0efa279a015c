"""When the draw of each month is held: by the city file (`[rooms] lottery_…`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from centers.models import RoomLottery
from portal.japan import calendar

OPENS, TOLD = time(9), time(10)


@dataclass(frozen=True)
class Dates:
    """From when until when wishes are taken for one month, and when the result is told."""

    month: date
    opens_at: datetime
    closes_at: datetime
    results_at: datetime


def dates_of(month: date) -> Dates:
    """The dates of the draw that gives out the month which begins on `month`."""
    rooms = settings.CITY["rooms"]
    held = calendar.months_later(month, -rooms["lottery_months_ahead"])
    first, last = rooms["lottery_entries"]
    return Dates(
        month=month,
        opens_at=calendar.at(held.replace(day=first), OPENS),
        closes_at=calendar.at(held.replace(day=last) + timedelta(days=1), time()),
        results_at=calendar.at(held.replace(day=rooms["lottery_results_day"]), TOLD),
    )


def open_lotteries() -> None:
    """Write down the draws to come, before any of their months could be asked for first-come.

    A month whose wishes would have ended already stays first-come: so it is in a city that begins.
    Run again, it does no more.
    """
    for dates in _coming():
        if dates.closes_at > timezone.now():
            RoomLottery.objects.get_or_create(
                month=dates.month,
                defaults={
                    "opens_at": dates.opens_at,
                    "closes_at": dates.closes_at,
                    "results_at": dates.results_at,
                },
            )


def _coming() -> Iterator[Dates]:
    """Of every month up to one that can not be asked for yet; none in a city without a draw."""
    rooms = settings.CITY["rooms"]
    if not rooms["lottery_months_ahead"]:
        return
    this = timezone.localdate().replace(day=1)
    last = max(rooms["months_ahead"], rooms["lottery_months_ahead"]) + 1
    for ahead in range(1, last + 1):
        yield dates_of(calendar.months_later(this, ahead))
