"""Marks and strokes as SVG writes them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = Decimal | float | int
Values = Sequence[Number | None]
Place = tuple[float, float]

SHAPES = ("circle", "square", "triangle", "diamond", "cross")


@dataclass(frozen=True)
class Mark:
    """A figure's place in the picture; `label` is written above it, or below what is in the way."""

    x: float
    y: float
    path: str
    kind: str = ""
    label: str = ""
    label_below: bool = False

    @property
    def label_y(self) -> float:
        return round(self.y + (19 if self.label_below else -9), 1)


def strokes(
    places: Mapping[int, Place], provisional: Collection[int] = ()
) -> tuple[list[str], list[str]]:
    """Unbroken strokes over years that follow one another, and the dotted ones.

    Dotted are those over years without a figure, and those that lead to one not yet final.
    """
    runs: list[list[Place]] = []
    gaps: list[str] = []
    before = None
    for year in sorted(places):
        if before is not None and year - before == 1 and year not in provisional:
            runs[-1].append(places[year])
        else:
            if before is not None:
                gaps.append(as_points([places[before], places[year]]))
            runs.append([places[year]])
        before = year
    return [as_points(run) for run in runs if len(run) > 1], gaps


def as_points(places: Sequence[Place]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def mark(shape: str, x: float, y: float, *, size: float = 4.5, **more) -> Mark:
    return Mark(x, y, PATHS[shape](x, y, size), **more)


PATHS: dict[str, Callable[[float, float, float], str]] = {
    "circle": lambda x, y, s: (
        f"M{x - s:.1f} {y:.1f}a{s} {s} 0 1 0 {2 * s} 0a{s} {s} 0 1 0 {-2 * s} 0z"
    ),
    "square": lambda x, y, s: f"M{x - s:.1f} {y - s:.1f}h{2 * s}v{2 * s}h{-2 * s}z",
    "triangle": lambda x, y, s: f"M{x:.1f} {y - s:.1f}l{s} {2 * s}h{-2 * s}z",
    "diamond": lambda x, y, s: (
        f"M{x:.1f} {y - s - 1:.1f}l{s + 1} {s + 1}l{-s - 1} {s + 1}l{-s - 1} {-s - 1}z"
    ),
    "cross": lambda x, y, s: (
        f"M{x - s:.1f} {y - s:.1f}l{2 * s} {2 * s}m0 {-2 * s}l{-2 * s} {2 * s}"
    ),
}
