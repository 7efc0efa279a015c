"""Fiscal years, eras, weekdays and holidays (JIS X 0301; 国民の祝日に関する法律)."""

from datetime import date, datetime, time

import jpholiday
from django.utils import timezone

WEEKDAYS = "月火水木金土日"
REIWA_BEGAN = 2019


def fiscal_year(day: date) -> int:
    """The fiscal year (年度, April to March) that `day` belongs to."""
    return day.year - (day.month < 4)


def reiwa(year: int) -> str:
    """A year of the present era: 2026 gives 「令和8」, 2019 gives 「令和元」."""
    number = year - REIWA_BEGAN + 1
    return f"令和{'元' if number == 1 else number}"


def fiscal_year_name(year: int) -> str:
    """「令和8（2026）年度」"""
    return f"{reiwa(year)}（{year}）年度"


def weekday_name(day: date) -> str:
    """One character: 月火水木金土日."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """「2026年12月6日（日）」"""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_name(day)}）"


def short_date(day: date) -> str:
    """「12/6（日）」"""
    return f"{day.month}/{day.day}（{weekday_name(day)}）"


def clock(moment: time | datetime) -> str:
    """24-hour time, 「9:00」."""
    return f"{moment.hour}:{moment.minute:02d}"


def local(moment: datetime) -> datetime:
    """An aware moment on the city's clock."""
    return moment.astimezone(timezone.get_default_timezone())


def holiday_name(day: date) -> str:
    """The national holiday on `day`, or an empty string."""
    return jpholiday.is_holiday_name(day) or ""


def age_on(birth: date, day: date) -> int:
    """Full years lived on `day`. Born on 29 February: a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
