"""Live figures for the plan: the apps above offer them, and an indicator may be measured by one.

An app registers its metrics in `AppConfig.ready()`; the plan itself knows none. A metric says
what rows it counts, how, and by what they may be told apart; whatever is asked of it is then one
statement, grouped in the database. `docs/metrics.md` shows how to add one.

Nothing here is fit for the public as it stands: `vision.suppression` decides what may be shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from .numbers import rounded, written

# What a city may be told apart by, where a metric offers it.
DIMENSIONS = {
    "ward": "区",
    "center": "市民センター",
    "category": "分野",
    "life_stage": "対象の世代",
    "weekday": "曜日",
    "time": "時間帯",
    "age": "年代",
    "policy": "計画の方針",
    "role": "役割",
}
# What lies under several keys counts in each: the lines may add up to more than the whole.
OVERLAPPING = frozenset({"life_stage", "weekday", "time", "policy"})
# The fiscal years that can be told apart.
EARLIEST, LATEST = 1990, 2101
# The key of what has no ward, no centre or no life stage.
NONE = "none"


# ---------------------------------------------------------------- what is asked and answered


@dataclass(frozen=True)
class Scope:
    """Of what a figure is asked: the whole city, or one ward, centre, category and so on."""

    dimension: str = ""
    key: str = ""

    @classmethod
    def parse(cls, text: str) -> "Scope":
        """The scope written 「ward:tobata」; empty for the whole city."""
        dimension, _, key = text.strip().partition(":")
        return cls(dimension, key)

    def __str__(self) -> str:
        return f"{self.dimension}:{self.key}" if self.dimension else ""


CITY = Scope()


@dataclass(frozen=True)
class Figure:
    """What a metric came to, of how many people that tells, and from how many rows it comes."""

    value: Decimal | None
    n: int
    rows: int


NOTHING = Figure(None, 0, 0)


@dataclass(frozen=True)
class Cell:
    """One line of a breakdown; without a figure where it may not be shown.

    `group` is the key of what it lies in, as a centre lies in its ward.
    """

    key: str
    name: str
    figure: Figure | None
    group: str = ""


# ---------------------------------------------------------------- what a metric is made of


@dataclass(frozen=True)
class Dimension:
    """How the rows are told apart: paths to key, name and order; `words` names bare keys.

    Where the key is an expression and no path, `where` gives the rows of one key.
    """

    key: str | Combinable
    name: str = ""
    order: str = ""
    group: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    where: Callable[[str], Q] | None = None

    def columns(self) -> dict[str, Combinable]:
        key = F(self.key) if isinstance(self.key, str) else self.key
        named = {"by_name": self.name, "by_order": self.order, "by_group": self.group}
        return {"by_key": key} | {column: F(path) for column, path in named.items() if path}

    def rows_of(self, key: str) -> Q:
        """The condition for the rows of one key. Code: no_such_scope."""
        if not key:
            raise no_such_scope(key)
        if self.where is not None:
            if key not in self.words:
                raise no_such_scope(key)
            return self.where(key)
        path = str(self.key)
        return Q(**{f"{path}__isnull": True}) if key == NONE else Q(**{path: key})

    def place(self, key: str, row: Mapping[str, Any]) -> tuple:
        """Where a cell stands: what has no key last."""
        order = list(self.words).index(key) if key in self.words else row.get("by_order")
        return (key == NONE, (order is None, order), key)


@dataclass(frozen=True)
class Rows:
    """What staff see behind a figure: never people, but what they took part in."""

    key: str
    columns: Mapping[str, str]
    order: tuple[str, ...]
    address: Callable[[Any], str]
    called: str = "講座"


class FiscalYear(Func):
    """The fiscal year of a moment on the city's clock, as a number.

    Found among the first moments of the years, which is several times quicker than reckoning with
    time zones for each of a million rows.
    """

    output_field = models.IntegerField()

    def __init__(self, moment: str | F) -> None:
        begins = ", ".join(f"'{begin_of(year).isoformat()}'" for year in range(EARLIEST, LATEST))
        super().__init__(F(moment) if isinstance(moment, str) else moment, begins=begins)

    template = f"(width_bucket(%(expressions)s, ARRAY[%(begins)s]::timestamptz[]) + {EARLIEST - 1})"


def share(part: Combinable, whole: Combinable, *, times: int = 1) -> Combinable:
    """`part` of `whole` as a decimal, in per cent with `times=100`; nothing of nothing."""
    exact = models.DecimalField(max_digits=20, decimal_places=6)
    return Cast(part, exact) * times / NullIf(Cast(whole, exact), Value(Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One live figure of a fiscal year, and in plain words what it counts.

    `of` gives the rows, `ends` leads from a row to the moment whose fiscal year it counts in,
    `value` and `people` sum them up. A metric without `people` tells of offers and of nobody.
    """

    key: str
    name: str
    unit: str
    decimals: int = 0
    definition: str
    of: Callable[[], QuerySet]
    ends: str
    value: Any
    people: Any = None
    dimensions: Mapping[str, Dimension]
    behind: Rows
    is_share_of_people: bool = False  # the value is per cent of these people
    among: str = ""  # whose people these are; metrics among the same people hide the same lines
    least_in_a_row = 0  # rows that tell of fewer people are not listed, even for staff

    @property
    def tells_of_people(self) -> bool:
        return self.people is not None

    @property
    def says_people(self) -> bool:
        """Whether pages also say of how many people it tells: not where that is the figure."""
        return self.tells_of_people and self.value != self.people

    def show(self, value: Decimal | None) -> str:
        """A value with the metric's decimals and without its unit."""
        return "" if value is None else written(value, self.decimals)

    # ------------------------------------------------------------ one statement each

    def measure(self, year: int, scope: Scope = CITY) -> Figure:
        """The figure of one fiscal year. Code: no_such_scope."""
        return self.trend(year, year, scope).get(year, NOTHING)

    def trend(self, first: int, last: int, scope: Scope = CITY) -> dict[int, Figure]:
        """The figures of the years from `first` to `last` that have any. Code: no_such_scope."""
        within = self._within(scope)
        return {year: figure for year, _, figure in self._ask(first, last, within=within)}

    def breakdown(self, year: int, dimension: str) -> list[Cell]:
        """The year's figures of everything of a dimension, in order. Code: no_such_scope."""
        return self.breakdowns(year, year, dimension).get(year, [])

    def breakdowns(self, first: int, last: int, dimension: str) -> dict[int, list[Cell]]:
        """The breakdowns of several years. Code: no_such_scope."""
        by = self.dimension(dimension)
        found: dict[int, list[tuple[tuple, Cell]]] = {}
        for year, row, figure in self._ask(first, last, by=by):
            key = NONE if row["by_key"] is None else str(row["by_key"])
            name = by.words.get(key) or row.get("by_name") or "（決まっていない）"
            group = (row.get("by_group") or NONE) if by.group else ""
            cell = Cell(key, name, figure, group)
            found.setdefault(year, []).append(((group, by.place(key, row)), cell))
        return {
            year: [cell for _, cell in sorted(cells, key=lambda one: one[0])]
            for year, cells in found.items()
        }

    def rows(self, year: int, scope: Scope = CITY) -> QuerySet | list[dict[str, Any]]:
        """What the figure is made of, for staff: a line for each, with its own part."""
        return self._rows_behind(year, scope)

    # ------------------------------------------------------------ how

    def _rows_behind(self, year: int, scope: Scope) -> QuerySet:
        named = {f"row_{place}": F(path) for place, path in enumerate(self.behind.columns.values())}
        return (
            self._lying_in(year, year)
            .filter(self._within(scope))
            .values(row_key=F(self.behind.key), **named)
            .annotate(**self._sums())
            .order_by(*self.behind.order)
        )

    def refuse_scope(self, scope: Scope) -> None:
        """Refuse what cannot be asked for. Code: no_such_scope."""
        self._within(scope)

    def dimension(self, name: str) -> Dimension:
        """Code: no_such_scope."""
        if name not in self.dimensions:
            raise no_such_scope(name)
        return self.dimensions[name]

    def _within(self, scope: Scope) -> Q:
        return self.dimension(scope.dimension).rows_of(scope.key) if scope.dimension else Q()

    def _ask(
        self, first: int, last: int, *, by: Dimension | None = None, within: Q | None = None
    ) -> Iterable[tuple[int, Mapping[str, Any], Figure]]:
        """Year, key and figure of every group there is."""
        grouped = (
            self._lying_in(first, last)
            .filter(within or Q())
            .order_by()
            .values(at_year=FiscalYear(self.ends), **(by.columns() if by else {}))
            .annotate(**self._sums())
        )
        for row in grouped:
            yield row["at_year"], row, self.figure_of(row)

    def _lying_in(self, first: int, last: int) -> QuerySet:
        """The rows of these fiscal years, of what has ended by now."""
        until = min(begin_of(last + 1), timezone.now())
        return self.of().filter(**{f"{self.ends}__gte": begin_of(first), f"{self.ends}__lt": until})

    def _sums(self) -> dict[str, Any]:
        people = self.people if self.people is not None else Value(0)
        return {"sum_value": self.value, "sum_people": people, "sum_rows": Count("pk")}

    def figure_of(self, row: Mapping[str, Any]) -> Figure:
        return self.figure(row["sum_value"], row["sum_people"] or 0, row["sum_rows"])

    def figure(self, value: Any, n: int, rows: int) -> Figure:
        """A figure with the metric's own decimals; halves go up."""
        if value is None:
            return Figure(None, n, rows)
        return Figure(rounded(Decimal(value), self.decimals), n, rows)


@dataclass(frozen=True, kw_only=True)
class WholeCityMetric(Metric):
    """A metric that looks beyond a part of the city even for that part's figure.

    So nothing may be narrowed beforehand: a part's figure is its line in the breakdown.
    """

    def trend(self, first: int, last: int, scope: Scope = CITY) -> dict[int, Figure]:
        if not scope.dimension:
            return super().trend(first, last)
        self.refuse_scope(scope)
        return {
            year: cell.figure
            for year, cells in self.breakdowns(first, last, scope.dimension).items()
            for cell in cells
            if cell.key == scope.key and cell.figure
        }


def begin_of(year: int) -> datetime:
    """The first moment of a fiscal year."""
    return timezone.make_aware(datetime(year, 4, 1))


def no_such_scope(named: str) -> ValidationError:
    return ValidationError(
        f"「{named}」という範囲では数えられません。区や市民センターの名前を確かめてください。",
        code="no_such_scope",
    )


# ---------------------------------------------------------------- the registry

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
