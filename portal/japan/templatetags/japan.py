"""Filters that write dates, money and numbers the way the city does."""

from datetime import date, datetime

from django import template

from portal.japan import calendar

register = template.Library()


def _day(value: date | datetime) -> date:
    return calendar.local(value).date() if isinstance(value, datetime) else value


@register.filter
def long_date(value: date | datetime | None) -> str:
    """2026年12月6日（日）"""
    return calendar.long_date(_day(value)) if value else ""


@register.filter
def short_date(value: date | datetime | None) -> str:
    """12/6（日）"""
    return calendar.short_date(_day(value)) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """9:00"""
    if not value:
        return ""
    return calendar.clock(calendar.local(value) if isinstance(value, datetime) else value)


@register.filter
def long_moment(value: datetime | None) -> str:
    """2026年12月6日（日）17:00"""
    return f"{long_date(value)}{clock(value)}" if value else ""


@register.filter
def month_day(value: date | datetime) -> str:
    """12/6"""
    day = _day(value)
    return f"{day.month}/{day.day}"


@register.filter
def weekday(value: date | datetime) -> str:
    """日"""
    return calendar.weekday_name(_day(value))


@register.filter
def yen(value: int | None) -> str:
    """「1,800円」, and 「無料」 spelled out for nothing to pay."""
    return f"{value:,}円" if value else "無料"


@register.filter
def postcode(value: str) -> str:
    """803-8501"""
    return f"{value[:3]}-{value[3:]}" if len(value) == 7 else value


@register.filter
def fiscal_year_name(value: int) -> str:
    """令和8（2026）年度"""
    return calendar.fiscal_year_name(value)
