"""Figures as an indicator shows them."""

from decimal import Decimal

from django import template

from vision.models import Indicator

register = template.Library()


@register.filter
def shown(indicator: Indicator, value: Decimal | None) -> str:
    """`value` with the indicator's decimals, without its unit."""
    return indicator.show(value)


@register.filter
def of_year(by_year: dict, year: int):
    """What a table that was kept as JSON holds for a year; its keys are texts."""
    return by_year.get(str(year))
