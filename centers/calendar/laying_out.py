"""Laying out the opening calendar: one row for each centre and day, 15 months ahead.

The database does it in one statement (`centers_lay_out`), and does it by itself whenever hours or
closures change, in the same transaction (`centers.models.calendar_triggers`). What is set by hand
stays, and so does every day that is over.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from centers.models import Center

from .holidays import write_holidays

# Holidays are known further ahead than days are laid out, whenever that happens.
HOLIDAYS_AHEAD = timedelta(days=550)


def lay_out(
    centers: Iterable[Center] | None = None, first: date | None = None, last: date | None = None
) -> int:
    """Lay out the calendar of `centers` (all) from `first` (today) to `last` (15 months ahead).

    Returns how many days were written. Days that are over are only ever added, never changed.
    """
    keys = None if centers is None else [center.pk for center in centers]
    with connection.cursor() as cursor:
        cursor.execute("SELECT centers_lay_out(%s::bigint[], %s, %s)", [keys, first, last])
        return cursor.fetchone()[0]


@transaction.atomic
def lay_out_all(first: date | None = None) -> int:
    """The chore of every day: learn the holidays, and lay out every centre's days from `first`."""
    today = timezone.localdate()
    write_holidays(min(first or today, today), today + HOLIDAYS_AHEAD)
    return lay_out(first=first)


def lay_out_after_migrating(**_signal: Any) -> None:
    """Whenever the tables were made or emptied: the holidays, and the days of centres there are."""
    if "centers_holiday" in connection.introspection.table_names():
        lay_out_all()
