"""Years of a plan side by side, and one plan beside another."""

from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from portal.japan.calendar import fiscal_year_name

from ..charts import Chart, Strip, grade_strip, series_chart
from ..models import Indicator, Plan, PlanItem, YearReport
from .standings import Course, Standing, courses_of
from .year import Part, parts_of, years_of


@dataclass(frozen=True)
class GradesOfYear:
    """How many of each grade a year came to."""

    year: int
    strip: Strip

    @property
    def year_name(self) -> str:
        return fiscal_year_name(self.year)


@dataclass(frozen=True)
class Years:
    """A plan's figures and grades, year beside year."""

    years: list[int]
    grades: list[GradesOfYear]
    parts: list[Part]


@dataclass(frozen=True)
class Pair:
    """The same figure in two plans: of one name and one unit."""

    here: Course
    there: Course

    @property
    def name(self) -> str:
        return self.here.indicator.name

    @property
    def unit(self) -> str:
        return self.here.indicator.unit

    @property
    def sides(self) -> list[tuple[Plan, Indicator, Standing | None]]:
        """Of each plan the indicator and its last figure, the earlier plan first."""
        both = sorted([self.there, self.here], key=lambda one: one.indicator.plan.first_year)
        return [(one.indicator.plan, one.indicator, one.last) for one in both]

    @cached_property
    def chart(self) -> Chart:
        years = sorted({*self.here.values, *self.there.values})
        series = {
            one.indicator.plan.name: [one.values.get(year) for year in years]
            for one in (self.here, self.there)
        }
        decimals = max(self.here.decimals, self.there.decimals)
        return series_chart(years, series, unit=self.unit, decimals=decimals, label=self.name)


@dataclass(frozen=True)
class Beside:
    """Another plan beside this one: what they measure alike, and what continues what."""

    plan: Plan
    pairs: list[Pair]
    continued: list[PlanItem]


def years_beside(plan: Plan, courses: list[Course]) -> Years:
    """The years of which something is known, with their grades and figures."""
    reported = YearReport.objects.filter(plan=plan, published_at__isnull=False)
    known = {year for course in courses for year in course.standings}
    years = [
        year
        for year in years_of(plan, courses, list(reported.values_list("year", flat=True)))
        if year in known
    ]
    letters = {
        year: [c.standings[year].letter for c in courses if year in c.standings] for year in years
    }
    grades = [
        GradesOfYear(year, grade_strip({one: letters[year].count(one) for one in "ABCD"}))
        for year in years
    ]
    last = years[-1] if years else plan.first_year
    return Years(years, grades, [one for one in parts_of(plan, courses, last, years) if one.rows])


def plans_beside(plan: Plan) -> list[Plan]:
    """The plans one may lay beside `plan`: those it continues or that continue it come first."""
    continued = PlanItem.objects.filter(plan=plan, continues__isnull=False)
    continuing = PlanItem.objects.filter(continues__plan=plan)
    kin = {
        *continued.values_list("continues__plan", flat=True),
        *continuing.values_list("plan", flat=True),
    }
    others = Plan.objects.exclude(pk=plan.pk)
    return sorted(
        others,
        key=lambda one: (one.pk not in kin, one.city != plan.city, -one.first_year, one.slug),
    )


def beside(plan: Plan, courses: list[Course], other: Plan) -> Beside:
    """What `plan` and `other` measure alike, and the items of one that continue the other's."""
    theirs = {_alike(course.indicator): course for course in courses_of(other)}
    for course in courses:
        course.indicator.plan = plan
    pairs = [
        Pair(course, theirs[_alike(course.indicator)])
        for course in courses
        if _alike(course.indicator) in theirs
    ]
    earlier, later = sorted([plan, other], key=lambda one: one.first_year)
    continued = PlanItem.objects.filter(plan=later, continues__plan=earlier).select_related(
        "plan", "level", "continues__plan", "continues__level"
    )
    return Beside(other, pairs, list(continued.order_by("path")))


def _alike(indicator: Indicator) -> tuple[str, str]:
    """Name and unit, whatever the width of their letters and the spaces between."""
    name, unit = (normalize("NFKC", text) for text in (indicator.name, indicator.unit))
    return "".join(name.split()), "".join(unit.split())
