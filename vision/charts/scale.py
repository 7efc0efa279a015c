"""The scales of a picture: from years and values to places, and the round numbers at its edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from .paths import Number
from .words import text

WIDTH, HEIGHT = 360, 210
TOP, BOTTOM, RIGHT, LEAST_LEFT = 30, 28, 22, 30
INSET = 8  # marks keep clear of the edges
CHARACTER = 7.2  # about the width of a digit at the size of the chart's words
ROOM_FOR_A_YEAR = 36
LEAST_SPAN = 0.2  # of the highest value, where the scale does not begin at 0


@dataclass(frozen=True)
class Tick:
    """A word at the edge of the picture, and how far along the edge it stands."""

    place: float
    text: str


class Scale:
    """Where the years and values of one picture lie."""

    right, ground = WIDTH - RIGHT, HEIGHT - BOTTOM

    def __init__(self, years: Sequence[int], values: Sequence[float]) -> None:
        self.first, self.last = min(years, default=0), max(years, default=0)
        self.ticks = round_numbers(values)
        widest = max(len(tick.text) for tick in self._value_texts())
        self.left = round(max(LEAST_LEFT, INSET + CHARACTER * widest), 1)

    @property
    def starts_at_zero(self) -> bool:
        return self.ticks[0] <= 0

    def x(self, year: int) -> float:
        inner = self.right - self.left - 2 * INSET
        span = self.last - self.first
        part = (year - self.first) / span if span else 0.5
        return round(self.left + INSET + part * inner, 1)

    def y(self, value: Number) -> float:
        part = (float(value) - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return round(self.ground - part * (self.ground - TOP), 1)

    def value_ticks(self) -> list[Tick]:
        return [Tick(self.y(tick.place), tick.text) for tick in self._value_texts()]

    def year_ticks(self) -> list[Tick]:
        """The first and the last year and, where there is room, those between."""
        span = self.last - self.first
        if not span:
            return [Tick(self.x(self.first), str(self.first))] if self.first else []
        room = max(1, int((self.right - self.left) // ROOM_FOR_A_YEAR))
        step = ceil(span / room)
        years = [*range(self.first, self.last - step + 1, step), self.last]
        return [Tick(self.x(year), str(year)) for year in years]

    def _value_texts(self) -> list[Tick]:
        decimals = max(0, -floor(log10(self.ticks[1] - self.ticks[0]) + 1e-9))
        return [Tick(tick, text(tick, decimals)) for tick in self.ticks]


def round_numbers(values: Sequence[float]) -> list[float]:
    """Three to six round numbers around `values`.

    They begin at 0 unless that would flatten the line, and never hold so little that a small
    change looks like a great one.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if 0 <= low <= high / 2:
        low = 0.0
    elif low > 0:
        low = min(low, high * (1 - LEAST_SPAN))
    if high == low:
        low, high = low - 1, high + 1
    raw = (high - low) / 4
    power = 10 ** floor(log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]
