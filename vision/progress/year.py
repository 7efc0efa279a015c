"""Where a plan stands in one fiscal year, as its progress page shows it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone

from portal.japan.calendar import fiscal_year, fiscal_year_name

from ..charts import Strip, Trend, grade_strip, trend
from ..models import Difference, Indicator, Plan, PlanItem, SheetVersion, YearReport
from ..models.plan_item import STEP
from ..numbers import written
from .standings import Course, Standing, courses_of

WHOLE_PLAN = "計画全体"


@dataclass(frozen=True)
class Row:
    """An indicator in the list: its course, how it stands this year, and what lies behind it."""

    course: Course
    year: int
    item: PlanItem | None
    address: str
    explanation: str = ""

    @property
    def indicator(self) -> Indicator:
        return self.course.indicator

    @cached_property
    def now(self) -> Standing | None:
        """How it stands in the year the page shows."""
        return self.course.standings.get(self.year)

    @property
    def before(self) -> Standing | None:
        """Where the year has no figure, the last one known."""
        return None if self.now else self.course.latest(self.year)

    @property
    def baseline_text(self) -> str:
        return f"{self.indicator.show(self.indicator.baseline)}{self.indicator.unit}"

    @property
    def aimed_at(self) -> str:
        shown = self.now or self.before
        return shown.aimed_at if shown else ""

    @cached_property
    def trend(self) -> Trend | None:
        """The small picture, where there are at least two figures to connect."""
        known = {y: value for y, value in self._known() if y <= self.year and value is not None}
        if len(known) < 2:
            return None
        years, target = sorted(known), self.indicator.target_for(self.year)
        decimals = self.course.decimals
        ends = [f"{y}年度は{written(known[y], decimals)}" for y in (years[0], years[-1])]
        return trend(
            years,
            [known[y] for y in years],
            target=target.value if target else None,
            provisional=self.course.provisional,
            summary=f"推移：{'、'.join(ends)}（{self.indicator.unit}）",
        )

    def _known(self) -> Iterator[tuple[int, Decimal | None]]:
        if self.indicator.baseline_year is not None:
            yield self.indicator.baseline_year, self.indicator.baseline
        yield from self.course.values.items()

    def cells(self, years: list[int]) -> list[tuple[str, str]]:
        """What stands in the columns of a table of years: a value, and its grade or 速報."""
        standings = (self.course.standings.get(year) for year in years)
        return [(one.text, one.remark) if one else ("—", "") for one in standings]


@dataclass(frozen=True)
class Part:
    """A basic policy, or the plan as a whole, with its indicators."""

    item: PlanItem | None
    rows: list[Row]
    years: list[int]

    @property
    def key(self) -> str:
        return self.item.code if self.item else "whole"

    @property
    def name(self) -> str:
        return self.item.name if self.item else WHOLE_PLAN

    @property
    def with_figures(self) -> list[Row]:
        """Those that have a figure in the year shown."""
        return [row for row in self.rows if row.now]

    @property
    def without_figures(self) -> list[Row]:
        return [row for row in self.rows if not row.now]

    @property
    def is_measured(self) -> bool:
        return any(row.course.standings for row in self.rows)

    @cached_property
    def strip(self) -> Strip:
        return grade_strip(_count(self.rows))

    @property
    def table(self) -> list[tuple[Row, list[tuple[str, str]]]]:
        return [(row, row.cells(self.years)) for row in self.rows]


@dataclass(frozen=True)
class SheetOfYear:
    """A progress sheet that serves the plan, as it was published and not as it is drafted."""

    pk: int
    year: int
    title: str
    number: str
    progress_as_of: str
    has_progress: bool
    has_result: bool

    @property
    def state(self) -> str:
        """How far it tells of the year."""
        if self.has_result:
            return "結果まで公表"
        if self.has_progress:
            return (
                f"途中の進み（{self.progress_as_of}）まで公表"
                if self.progress_as_of
                else "途中の進みまで公表"
            )
        return "計画を公表"


@dataclass(frozen=True)
class Progress:
    """All the progress page shows of a plan and a year."""

    plan: Plan
    year: int
    years: list[int]
    report: YearReport | None
    parts: list[Part]
    sheets: list[SheetOfYear]

    @property
    def year_name(self) -> str:
        return fiscal_year_name(self.year)

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    @cached_property
    def strip(self) -> Strip:
        return grade_strip(_count(self.rows))

    @property
    def reached(self) -> int:
        return self.strip.parts[0].count

    @property
    def graded(self) -> int:
        return self.strip.whole

    @property
    def is_published(self) -> bool:
        return self.report is not None and self.report.is_published

    @property
    def has_provisional(self) -> bool:
        return any(row.now and row.now.is_provisional for row in self.rows)

    @property
    def behind(self) -> list[Row]:
        """Indicators that came to 60 per cent at most, or were not begun: C and D."""
        return [row for row in self.rows if row.now and row.now.letter in {"C", "D"}]


def progress_of(plan: Plan, year: int | None = None) -> Progress | None:
    """How `plan` stood in `year`, or where None in the last year published; None for no such year.

    The number of statements depends neither on the indicators nor on the years.
    """
    courses = courses_of(plan)
    published = YearReport.objects.filter(plan=plan, published_at__isnull=False)
    reported = list(published.values_list("year", flat=True))
    years = years_of(plan, courses, reported)
    if year is None:
        year = _newest(years, courses, reported)
    elif year not in years:
        return None
    return Progress(
        plan=plan,
        year=year,
        years=years,
        report=published.filter(year=year).first(),
        parts=parts_of(plan, courses, year, years),
        sheets=_sheets(plan, year),
    )


def parts_of(plan: Plan, courses: list[Course], year: int, years: list[int]) -> list[Part]:
    """The plan's policies in their order, each with its indicators; then those of the whole."""
    items = {item.pk: item for item in plan.items.for_outline()}
    tops = [item for item in items.values() if item.parent_id is None]
    explained = _explanations(courses, year)
    # One look at the routes for all of them; a code needs no quoting.
    beginning = reverse("vision:indicator", args=[plan.slug, "x"]).removesuffix("x/")
    rows: dict[str, list[Row]] = {}
    for course in courses:
        indicator = course.indicator
        item = items.get(indicator.item_id) if indicator.item_id else None
        address = f"{beginning}{indicator.code}/"
        row = Row(course, year, item, address, explained.get(indicator.pk, ""))
        rows.setdefault(item.path[:STEP] if item else "", []).append(row)
    shown = [top for top in tops if top.path in rows or top.is_pillar]
    whole = [Part(None, rows[""], years)] if "" in rows else []
    return [Part(top, rows.get(top.path, []), years) for top in shown] + whole


def _count(rows: list[Row]) -> dict[str, int]:
    return Counter(row.now.letter for row in rows if row.now and row.now.letter)


def years_of(plan: Plan, courses: list[Course], reported: list[int]) -> list[int]:
    """The years of the plan that have begun, and any other of which something is known."""
    begun = range(plan.first_year, min(plan.last_year, this_year()) + 1)
    measured = {year for course in courses for year in course.standings}
    return sorted({*begun, *measured, *reported}) or [plan.first_year]


def _newest(years: list[int], courses: list[Course], reported: list[int]) -> int:
    """The year one sees first: the last that was published, else the last that has figures."""
    standings = [standing for course in courses for standing in course.standings.values()]
    published = {standing.year for standing in standings if not standing.is_provisional}
    return max(published | set(reported) or {standing.year for standing in standings} or years)


def this_year() -> int:
    return fiscal_year(timezone.localdate())


def _explanations(courses: list[Course], year: int) -> dict[int, str]:
    """By indicator: how it was explained that the records changed after the year was published."""
    standings = [course.standings.get(year) for course in courses]
    changed = {s.figure.pk: s.figure for s in standings if s and s.figure and s.has_changed}
    found = Difference.objects.filter(figure__in=changed).order_by("pk") if changed else []
    return {
        changed[one.figure_id].indicator_id: one.explanation
        for one in found
        if one.explains(changed[one.figure_id].recorded, changed[one.figure_id].recorded_not_begun)
    }


def _sheets(plan: Plan, year: int) -> list[SheetOfYear]:
    """The year's published sheets whose published version names an item of the plan."""
    versions = SheetVersion.objects.published().of_year(year)
    told = versions.values_list(
        "sheet_id", "sheet__area", "sheet__number", "content__items", "content__title",
        KT("content__progress"), KT("content__progress_as_of"), KT("content__result"),
    )  # fmt: skip
    return [
        SheetOfYear(
            pk, year, title, f"{area}（{number}）", as_of or "", bool(progress), bool(result)
        )
        for pk, area, number, items, title, progress, as_of, result in told
        if any(name.startswith(f"{plan.slug}/") for name in items or [])
    ]
