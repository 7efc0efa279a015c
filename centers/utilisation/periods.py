"""The days a figure is of: whole months of a fiscal year, as far as they are over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from portal.japan import calendar


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included; empty where `last` lies before `first`."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """A fiscal year, the present one until yesterday."""
        return cls.of_months(date(year, 4, 1), date(year + 1, 3, 1))

    @classmethod
    def of_months(cls, first: date, last: date) -> "Period":
        """From the month of `first` to that of `last`, until yesterday at most."""
        return cls(first.replace(day=1), min(end_of_month(last), yesterday()))

    @property
    def is_empty(self) -> bool:
        return self.last < self.first

    @property
    def days(self) -> int:
        """How many there are."""
        return max((self.last - self.first).days + 1, 0)

    def year_before(self) -> "Period":
        """The same days a year earlier; a whole February stays whole."""
        before = _year_before(self.last)
        if self.last == end_of_month(self.last):
            before = end_of_month(before)
        return Period(_year_before(self.first), before)

    def begins_before(self, day: date) -> bool:
        """Whether it lies around `day`, so that a part of it is before it."""
        return self.first < day <= self.last

    def __str__(self) -> str:
        return f"{calendar.long_date(self.first)}から{calendar.long_date(self.last)}まで"


def yesterday() -> date:
    """The last day that is over: today's rooms may still fill."""
    return timezone.localdate() - timedelta(days=1)


def end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_of(year: int) -> list[date]:
    """The first days of the twelve months of a fiscal year."""
    return [date(year + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)]


def asked_period(query: Mapping[str, str], years: list[int]) -> tuple[int, date, date]:
    """The fiscal year asked for, and its first and last month; unknown words mean the whole year.

    Months in the wrong order are exchanged.
    """
    year = {str(one): one for one in years}.get(query.get("year", ""), years[0])
    months = {str(one.month): one for one in months_of(year)}
    first = months.get(query.get("from", ""), months["4"])
    last = months.get(query.get("to", ""), months["3"])
    return year, min(first, last), max(first, last)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
