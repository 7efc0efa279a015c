"""The figures inside a progress sheet: of each indicator it names, what may be told of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Indicator, Measurement, PublishedFigure
from .content import Content
from .links import found


@dataclass(frozen=True)
class SheetFigure:
    """An indicator with its newest public figure up to the sheet's year, where there is one.

    `is_early` tells a live figure of the portal's own records that is not published yet (速報).
    """

    indicator: Indicator
    year: int | None = None
    shown: str = ""
    letter: str = ""
    is_early: bool = False


def figures_of(content: Content, year: int) -> list[SheetFigure]:
    """What is published goes first; a live count stands in; what was written by hand waits."""
    indicators = found(Indicator, content.indicators)
    published = _newest_of_each(
        PublishedFigure.objects.newest().filter(indicator__in=indicators, year__lte=year)
    )
    live = _newest_of_each(
        Measurement.objects.filter(
            indicator__in=indicators, year__lte=year, origin=Measurement.Origin.LIVE
        )
    )
    return [
        _figure(one, published.get(one.pk), live.get(one.pk) if one.is_live else None)
        for one in indicators
    ]


def _newest_of_each[Row: (PublishedFigure, Measurement)](rows: Iterable[Row]) -> dict[int, Row]:
    return {row.indicator_id: row for row in sorted(rows, key=lambda row: row.year)}


def _figure(
    indicator: Indicator, published: PublishedFigure | None, live: Measurement | None
) -> SheetFigure:
    if published is not None:
        shown = published.show(published.value)
        return SheetFigure(indicator, published.year, shown, published.letter)
    if live is not None:
        return SheetFigure(indicator, live.year, indicator.show(live.value), is_early=True)
    return SheetFigure(indicator)
