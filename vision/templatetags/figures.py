"""Figures as an indicator shows them."""

from decimal import Decimal

from django import template

from vision.models import Indicator, PublishedFigure

register = template.Library()


@register.filter
def shown(indicator: Indicator | PublishedFigure, value: Decimal | None) -> str:
    """`value` with the decimals of an indicator or of a published figure, without its unit."""
    return indicator.show(value)


@register.filter
def in_full(figure: PublishedFigure, value: Decimal | None) -> str:
    """`value` with all its decimals, beside another it may differ from by little."""
    return figure.show_in_full(value)


@register.filter
def of_year(by_year: dict, year: int):
    """What a table that was kept as JSON holds for a year; its keys are texts."""
    return by_year.get(str(year))
