"""Live figures for the plan: the apps above offer them, and an indicator may be measured by one.

An app registers its metrics in `AppConfig.ready()`; the plan itself knows none.
"""

from collections.abc import Callable
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Figure:
    """What a metric came to, and of how many people, courses or answers that tells."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Metric:
    """One live figure of a fiscal year: its name, its unit, and in words what it counts."""

    key: str
    name: str
    unit: str
    counts: str
    of: Callable[[int], Figure]

    def measure(self, year: int) -> Figure:
        """The figure of the fiscal year `year`; no value where it would tell of fewer than five."""
        figure = self.of(year)
        return figure if figure.n >= LEAST else Figure(None, figure.n)


_registered: dict[str, Metric] = {}


def register(*metrics: Metric) -> None:
    """Offer `metrics` to the plan; one of the same key is replaced."""
    for metric in metrics:
        _registered[metric.key] = metric


def registered() -> list[Metric]:
    """All there are, in the order of registration."""
    return list(_registered.values())


def metric(key: str) -> Metric | None:
    """The metric of this key; None where no app offers it."""
    return _registered.get(key)
