"""Figures as an indicator shows them."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from vision.models import Indicator, PublishedFigure

register = template.Library()


@register.filter
def shown(indicator: Indicator | PublishedFigure, value: Decimal | None) -> str:
    """`value` with the decimals of an indicator or of a published figure, without its unit."""
    return indicator.show(value)


@register.filter
def of_year(by_year: dict, year: int):
    """What a table that was kept as JSON holds for a year; its keys are texts."""
    return by_year.get(str(year))


@register.filter
def as_cells(cells: Iterable[tuple[str, str]]) -> SafeString:
    """Values, each with its grade or 速報, as cells of a table.

    Written here and not in a template: a plan of ten years has a thousand and more.
    """
    written = (
        f'<td class="figures__number">{escape(text)}'
        + (f'<span class="figures__letter">{escape(remark)}</span></td>' if remark else "</td>")
        for text, remark in cells
    )
    return mark_safe("".join(written))  # noqa: S308  escaped above
