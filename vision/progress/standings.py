"""A plan's figures as residents may read them: what was published, and 速報 where nothing is yet.

Figures entered by hand are public once they are published, never before. What the portal counts
from its own records is shown as 速報 until the year is published; it has no grade yet, for a year
half over would be measured by the target of the whole.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from portal.japan.calendar import fiscal_year_name

from ..grading import Letter
from ..models import Indicator, Measurement, Plan, PlanItem, PublishedFigure
from ..models.indicator import NOT_BEGUN
from ..models.publication import recorded_text
from ..numbers import written, written_in_full
from .publishing import aimed_at


class Figure(NamedTuple):
    """What the pages need of a published figure, and what the records say now."""

    pk: int
    indicator_id: int
    year: int
    version: int
    value: Decimal | None
    unit: str
    decimals: int
    aimed_at: str
    letter: str
    percent: int | None
    why: str
    source: str
    reason: str
    published_at: datetime
    recorded: Decimal | None = None
    recorded_not_begun: bool = False


class Record(NamedTuple):
    """What the records say of an indicator and a year."""

    indicator_id: int
    year: int
    value: Decimal | None
    origin: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """One indicator in one fiscal year. 速報 has no `figure`."""

    indicator: Indicator
    year: int
    value: Decimal | None
    aimed_at: str
    unit: str
    figure: Figure | PublishedFigure | None = None
    counted_at: datetime | None = None

    @property
    def year_name(self) -> str:
        return fiscal_year_name(self.year)

    @property
    def origin(self) -> str:
        """Where it comes from, if no source is named."""
        return Measurement.Origin.LIVE.label if self.indicator.is_live else ""

    @property
    def is_provisional(self) -> bool:
        return self.figure is None

    @property
    def letter(self) -> str:
        return self.figure.letter if self.figure else ""

    @property
    def remark(self) -> str:
        """The letter, or 速報: what stands beside the value where there is little room."""
        return "速報" if self.figure is None else self.figure.letter

    @property
    def meaning(self) -> str:
        """The letter in words; where no per cent was taken, without one."""
        if self.letter == Letter.C and self.figure and self.figure.percent is None:
            return "目標に届いていない"
        return str(Letter(self.letter).label) if self.letter else ""

    @property
    def text(self) -> str:
        """The value without its unit; 「未着手」 where the work had not begun."""
        return NOT_BEGUN if self.value is None else written(self.value, self.decimals)

    @property
    def decimals(self) -> int:
        """Those it was published with, whatever the indicator shows by now."""
        return self.figure.decimals if self.figure else self.indicator.decimals

    @property
    def is_corrected(self) -> bool:
        return self.figure is not None and self.figure.version > 1

    @property
    def has_changed(self) -> bool:
        """Whether the records say something else now than what was published."""
        if self.figure is None:
            return False
        now = (self.figure.recorded, self.figure.recorded_not_begun)
        return now != (self.figure.value, self.figure.value is None)

    @property
    def recorded_text(self) -> str:
        """What the records say now."""
        if self.figure is None:
            return ""
        now = (self.figure.recorded, self.figure.recorded_not_begun)
        return recorded_text(*now, self.decimals)

    @property
    def text_in_full(self) -> str:
        """What was published, to be read beside `recorded_text`."""
        return self.text if self.value is None else written_in_full(self.value, self.decimals)


@dataclass(frozen=True)
class Course:
    """An indicator over its years, in their order."""

    indicator: Indicator
    standings: dict[int, Standing]

    def latest(self, year: int) -> Standing | None:
        """The standing of `year` or, where it has none, the last before it."""
        known = [one for one in self.standings if one <= year]
        return self.standings[max(known)] if known else None

    @property
    def last(self) -> Standing | None:
        """What was published last or, where nothing was, counted last."""
        newest_first = list(reversed(self.standings.values()))
        published = [one for one in newest_first if not one.is_provisional]
        return next(iter([*published, *newest_first]), None)

    @property
    def decimals(self) -> int:
        """Enough for every figure of the course as it was published."""
        return max([self.indicator.decimals, *(one.decimals for one in self.standings.values())])

    @cached_property
    def values(self) -> dict[int, Decimal | None]:
        return {year: standing.value for year, standing in self.standings.items()}

    @cached_property
    def provisional(self) -> list[int]:
        return [year for year, standing in self.standings.items() if standing.is_provisional]


def courses_of(plan: Plan) -> list[Course]:
    """All indicators of `plan` with their standings, in four statements whatever their number."""
    indicators = Indicator.objects.for_plan(plan).prefetch_related("targets")
    return _with_standings(plan, list(indicators))


def courses_under(item: PlanItem) -> list[Course]:
    """The indicators of `item` and of what lies below it."""
    below = PlanItem.objects.under(item).values("pk")
    indicators = Indicator.objects.for_plan(item.plan).filter(item__in=below)
    return _with_standings(item.plan, list(indicators.prefetch_related("targets")))


def course_of(indicator: Indicator) -> Course:
    return _with_standings(indicator.plan, [indicator])[0]


def _with_standings(plan: Plan, indicators: list[Indicator]) -> list[Course]:
    if not indicators:
        return []
    courses = {one.pk: Course(one, {}) for one in indicators}
    for indicator in indicators:
        indicator.plan = plan
    records = _records(courses)
    standings: dict[tuple[int, int], Standing] = {}
    for figure in _published(courses, records):
        indicator = courses[figure.indicator_id].indicator
        standings[indicator.pk, figure.year] = Standing(
            indicator, figure.year, figure.value, figure.aimed_at, figure.unit, figure
        )
    for key, one in records.items():
        if key not in standings and one.origin == Measurement.Origin.LIVE:
            standings[key] = _provisional(courses[one.indicator_id].indicator, one)
    for standing in sorted(standings.values(), key=lambda one: one.year):
        courses[standing.indicator.pk].standings[standing.year] = standing
    return list(courses.values())


def _records(courses: Collection[int]) -> dict[tuple[int, int], Record]:
    """What the records say now, by indicator and year."""
    rows = Measurement.objects.filter(indicator__in=courses).order_by()
    found = (Record(*row) for row in rows.values_list(*Record._fields))
    return {(one.indicator_id, one.year): one for one in found}


def _published(courses: dict[int, Course], records: dict[tuple[int, int], Record]) -> list[Figure]:
    """What holds of the figures published; as rows, for a plan may have thousands."""
    columns = [name for name in Figure._fields if not name.startswith("recorded")]
    rows = PublishedFigure.objects.filter(indicator__in=courses).newest().order_by()
    figures = (Figure(*row) for row in rows.values_list(*columns))
    return [
        figure._replace(recorded=(now := records[key].value), recorded_not_begun=now is None)
        if (key := (figure.indicator_id, figure.year)) in records
        else figure
        for figure in figures
    ]


def _provisional(indicator: Indicator, one: Record) -> Standing:
    aim = aimed_at(indicator, indicator.aim_for(one.year).target)
    return Standing(indicator, one.year, one.value, aim, indicator.unit, None, one.at)
