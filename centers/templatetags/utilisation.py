"""How figures of use are written."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def rate(value: Decimal | str | None) -> str:
    """A share in per cent; a dash where there is none to tell. Nought is a share like others."""
    return "—" if value in {None, ""} else f"{value}"
