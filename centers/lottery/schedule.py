"""When the draw of each month is held: by the city file (`[rooms] lottery_…`), or as staff say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.models import RoomLottery
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

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


def reschedule(
    lottery: RoomLottery, opens_at: datetime, closes_at: datetime, results_at: datetime, *, by: User
) -> RoomLottery:
    """Hold a draw on other dates than the city's rule says, as long as nobody could wish yet.

    Codes: already_open, in_the_past, times_out_of_order, after_the_month.
    """
    with (
        refused_by_database(RoomLottery),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="rescheduled"),
    ):
        own = RoomLottery.objects.select_for_update().get(pk=lottery.pk)
        if not own.may_be_rescheduled:
            raise ValidationError("受付が始まったので、日程は変えられません。", code="already_open")
        if opens_at <= timezone.now():
            raise ValidationError(
                "受付の開始は、いまより先の日時にしてください。", code="in_the_past"
            )
        before = own.month - timedelta(days=1)
        if results_at >= calendar.at(own.month, time()):
            raise ValidationError(
                f"結果は、{calendar.short_date(before)}までに知らせてください。"
                "利用する月に入ると、部屋を使えない日ができます。",
                code="after_the_month",
            )
        own.opens_at, own.closes_at, own.results_at = opens_at, closes_at, results_at
        own.save(update_fields=["opens_at", "closes_at", "results_at"])
    return own
