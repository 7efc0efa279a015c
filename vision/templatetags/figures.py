"""Figures as an indicator shows them."""

from decimal import Decimal

from django import template

from vision.models import Indicator

register = template.Library()


@register.filter
def shown(indicator: Indicator, value: Decimal | None) -> str:
    """`value` with the indicator's decimals, without its unit."""
    return indicator.show(value)
