"""National holidays and the year's end, written ahead for the database (国民の祝日に関する法律).

The city's rule: every centre is closed on them, whatever the weekday (北九州市「市民センターの
利用案内」; the days of the year's end stand in the city file).
"""

from datetime import date, timedelta

from django.db import transaction

from centers.models import Holiday
from centers.models.hours import is_year_end
from portal.japan import calendar


def closed_by_the_calendar(day: date) -> str:
    """Why the calendar closes every centre on `day`; empty where it does not."""
    if is_year_end(day):
        return "年末年始"
    if holiday := calendar.holiday_name(day):
        return f"祝日（{holiday}）"
    return ""


@transaction.atomic
def write_holidays(first: date, last: date) -> None:
    """Let the table say what the law and the city file say of the days `first` to `last`."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    rows = [Holiday(day=day, reason=why) for day in days if (why := closed_by_the_calendar(day))]
    known = Holiday.objects.filter(day__gte=first, day__lte=last)
    known.exclude(pk__in=[row.pk for row in rows]).delete()
    Holiday.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["reason"]
    )
