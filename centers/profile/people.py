"""Who lives in the school districts, and who comes to the centres, by the same bands of ages.

The bands are those of the city's own figures (課題B(4): 29歳以下 0.9%、60歳以上 71.4%).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centers.models import Center, DistrictPopulation
from centers.utilisation.counting import per_cent
from vision.figures.counting import public_figure
from vision.metrics import Scope, metric
from vision.suppression import LEAST, to_hide

BANDS = ("29歳以下", "30〜59歳", "60歳以上")
YOUNG, MIDDLE, SENIOR = range(3)
STEP = 10  # what the public reads is in tens: no figure can be had as the rest of others


def band_of(age: int) -> int:
    return YOUNG if age < 30 else MIDDLE if age < 60 else SENIOR


@dataclass(frozen=True)
class Population:
    """The district of one centre on one day."""

    as_of: date
    bands: tuple[int, int, int]
    rows: tuple[DistrictPopulation, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.bands)

    @property
    def total_told(self) -> str:
        return f"{self.total:,}人"

    def share(self, band: int) -> Decimal | None:
        return per_cent(self.bands[band], self.total)


def populations(centers: Collection[int]) -> dict[int, Population]:
    """The newest population of each centre's district, by its key: one statement."""
    found: defaultdict[int, list[DistrictPopulation]] = defaultdict(list)
    for row in DistrictPopulation.objects.newest().filter(center__in=centers):
        found[row.center_id].append(row)
    return {key: _population(rows) for key, rows in found.items()}


def _population(rows: list[DistrictPopulation]) -> Population:
    bands = [0, 0, 0]
    for row in rows:
        bands[band_of(row.from_age)] += row.count
    young, middle, senior = bands
    return Population(rows[0].as_of, (young, middle, senior), tuple(rows))


def shown_to_public(people: Sequence[int], hide: Collection[int] = ()) -> list[int | None]:
    """Counts as the public may read them: in tens; None for what tells of fewer than ten.

    Where one is hidden, or is to be (`hide`), another is hidden with it by the rule of
    `vision.suppression`.
    """
    if sum(people) < LEAST:
        return [None] * len(people)
    hidden = to_hide(people) | {*hide}
    if len(hidden) == 1:
        hidden |= {(min(hidden) + 1) % len(people)}
    return [
        None if place in hidden else int(Decimal(count / STEP).quantize(Decimal(1))) * STEP
        for place, count in enumerate(people)
    ]


def young_are_public(center: Center, year: int) -> bool:
    """Whether the plan's own figures show the share of the young at this centre.

    They guard each centre against its ward and the city; what they hide is hidden here too.
    """
    share = metric("young_room_users")
    figure = share and public_figure(share, year, Scope("center", center.slug))
    return bool(figure and figure.value is not None)
