"""What people thought, for the plan: in the same groups of five as everywhere else.

A group is one course of five answers or more, or several small ones of a centre put together
(`programs.survey.results`). It counts as a whole: in the city's figure always; in that of a ward,
a category or a weekday only if all its courses lie there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from programs.measured import courses_behind, dimensions
from programs.models import SurveyAnswer
from programs.survey.results import LEAST, in_groups, no_more_answers_before
from vision.metrics import CITY, Dimension, Figure, FiscalYear, Scope, WholeCityMetric


@dataclass
class CourseAnswers:
    """What a course's answers add up to, and the keys it lies under, each with its line."""

    year: int
    center: int | None
    n: int
    total: int
    lines: dict[Any, Mapping[str, Any]] = field(default_factory=dict)


def closed_answers() -> QuerySet:
    """The answers to surveys that take no more."""
    return SurveyAnswer.objects.filter(sign_up__course__ends_at__date__lt=no_more_answers_before())


@dataclass(frozen=True, kw_only=True)
class SurveyMetric(WholeCityMetric):
    """A figure from the survey: the sum of `value` over whole groups, made into one by `mean`."""

    mean: Callable[[int, int], float]
    least_in_a_row = LEAST

    def _ask(
        self, first: int, last: int, *, by: Dimension | None = None, within: Q | None = None
    ) -> Iterable[tuple[int, Mapping[str, Any], Figure]]:
        sums: dict[tuple[int, Any], tuple[int, int]] = {}
        lines: dict[Any, Mapping[str, Any]] = {}
        for group in self._groups(first, last, by):
            year = group[0].year
            n, total = sum(one.n for one in group), sum(one.total for one in group)
            for key in set.intersection(*(set(one.lines) for one in group)):
                lines[key] = group[0].lines[key]
                had_n, had_total = sums.get((year, key), (0, 0))
                sums[year, key] = had_n + n, had_total + total
        for (year, key), (n, total) in sums.items():
            yield year, lines[key], self.figure(str(self.mean(total, n)), n, n)

    def rows(self, year: int, scope: Scope = CITY) -> QuerySet:
        """The courses of five answers or more; the smaller ones are in the figure only."""
        return self._rows_behind(year, scope).filter(sum_people__gte=self.least_in_a_row)

    def figure_of(self, row: Mapping[str, Any]) -> Figure:
        n = row["sum_people"]
        return self.figure(str(self.mean(row["sum_value"], n)), n, n)

    def _groups(self, first: int, last: int, by: Dimension | None) -> Iterable[list[CourseAnswers]]:
        """The groups of each year and centre, in the order in which the courses ended."""
        courses = self._courses(first, last, by)
        for _, together in groupby(courses, key=lambda course: (course.year, course.center)):
            yield from in_groups(together, size=lambda course: course.n)

    def _courses(self, first: int, last: int, by: Dimension | None) -> list[CourseAnswers]:
        """Every course's answers added up, by the database in one statement."""
        rows = (
            self._lying_in(first, last)
            .values(
                at_year=FiscalYear(self.ends),
                at_center=F("sign_up__course__center"),
                at_course=F("sign_up__course"),
                at_end=F("sign_up__course__ends_at"),
                **(by.columns() if by else {}),
            )
            .annotate(**self._sums())
            .order_by("at_year", "at_center", "at_end", "at_course")
        )
        found: dict[int, CourseAnswers] = {}
        for row in rows:
            course = found.setdefault(
                row["at_course"],
                CourseAnswers(
                    row["at_year"], row["at_center"], row["sum_people"], row["sum_value"]
                ),
            )
            course.lines[row.get("by_key")] = row
        return list(found.values())


def _survey_metric(**told: Any) -> SurveyMetric:
    course = "sign_up__course__"
    return SurveyMetric(
        of=closed_answers,
        ends=f"{course}ends_at",
        people=Count("pk"),
        dimensions=dimensions(course),
        behind=courses_behind(course),
        **told,
    )


IN_GROUPS = (
    f"回答した方が分からないように、{LEAST}人以上をまとめて計算し、"
    "回答の受付が終わった講座だけを入れています。"
)

SATISFACTION = _survey_metric(
    key="satisfaction",
    name="満足度",
    unit="点（5点満点）",
    decimals=1,
    definition="その年度に終わった講座の、アンケートの満足度（1〜5点）の平均です。" + IN_GROUPS,
    value=Sum("satisfaction"),
    mean=lambda total, n: total / n,
)

WANTS_ACTIVITY = _survey_metric(
    key="wants_activity",
    name="活動に関心のある方の割合",
    unit="％",
    definition="その年度に終わった講座のアンケートに答えた方のうち、"
    "「活動に関心がある」を選んだ方の割合です。" + IN_GROUPS,
    value=Count("pk", filter=Q(wants_activity=True)),
    mean=lambda total, n: total * 100 / n,
)
