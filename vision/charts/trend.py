"""A small picture for a row of a list: the course of one figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from .paths import PATHS, Number, Values, strokes

WIDTH, HEIGHT, EDGE = 150, 44, 6


@dataclass(frozen=True)
class Trend:
    """A small picture for a row of a list; its words stand in `summary`."""

    summary: str
    runs: list[str]
    gaps: list[str]
    dots: str
    hollow_dots: str
    target_y: float | None

    width, height = WIDTH, HEIGHT


def trend(
    years: Sequence[int],
    values: Values,
    *,
    target: Number | None = None,
    summary: str = "",
    provisional: Sequence[int] = (),
) -> Trend:
    """The course of a figure in a small space, without words or scales.

    What is provisional (速報) is hollow, and the way to it dotted: it may end elsewhere.
    """
    figures = dict(zip(years, values, strict=True))
    known = [float(value) for value in figures.values() if value is not None]
    reach = [*known, *([float(target)] if target is not None else [])] or [0.0]
    low, high = min(reach), max(reach)
    span = (high - low) or 1
    first, wide = min(years, default=0), max(max(years, default=1) - min(years, default=0), 1)

    def x(year: int) -> float:
        return round(EDGE + (year - first) * (WIDTH - 2 * EDGE) / wide, 1)

    def y(value: Number) -> float:
        free = HEIGHT - 2 * EDGE
        return round(HEIGHT - EDGE - (float(value) - low) * free / span, 1)

    places = {year: (x(year), y(v)) for year, v in figures.items() if v is not None}
    runs, gaps = strokes(places, provisional)
    last = max(places, default=None)
    dots = {year: PATHS["circle"](*at, 4.5 if year == last else 2.5) for year, at in places.items()}
    return Trend(
        summary=summary,
        runs=runs,
        gaps=gaps,
        dots="".join(dot for year, dot in dots.items() if year not in provisional),
        hollow_dots="".join(dot for year, dot in dots.items() if year in provisional),
        target_y=None if target is None else y(target),
    )
