"""What people thought of courses, in groups so large that nobody can be found in them.

Every figure is a sum of groups of five answers or more, each used whole. A course with five is a
group of its own; of a centre, the smaller ones are put together in the order they ended until
they make five, and what is left waits for the next. Answers are reckoned only when no more can
come in. So a group never changes, and no difference of two figures, or of two looks at one, ever
tells of fewer than five.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Self

from django.db.models import Count, F, Func, Q
from django.utils import timezone

from portal.japan.calendar import fiscal_year, local
from programs.models import Course, SurveyAnswer
from programs.models.course_queryset import CourseQuerySet
from programs.models.survey_answer import SURVEY_DAYS, answerable_until

LEAST = 5
FACES = (5, 4, 3, 2, 1)


# ---------------------------------------------------------------- when


def is_closed(course: Course) -> bool:
    """Whether no more answers can come in, so that results may be shown."""
    until = answerable_until(course)
    return until is not None and until < timezone.now()


def no_more_answers_before() -> date:
    """The day before which a course must have ended for its survey to be closed."""
    return timezone.localdate() - timedelta(days=SURVEY_DAYS)


# ---------------------------------------------------------------- figures


@dataclass
class Figures:
    """Answers added up."""

    n: int = 0
    marks: Counter[int] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)
    wants_activity: int = 0

    def __add__(self, other: Self) -> "Figures":
        return Figures(
            self.n + other.n,
            self.marks + other.marks,
            self.uses + other.uses,
            self.wants_activity + other.wants_activity,
        )

    @property
    def is_enough(self) -> bool:
        return self.n >= LEAST

    @property
    def average(self) -> float | None:
        """The mean of the marks, one to five, with one decimal."""
        return round(sum(m * n for m, n in self.marks.items()) / self.n, 1) if self.n else None

    @property
    def satisfied_percent(self) -> int:
        """The share of those who gave a four or a five."""
        return percent(self.marks[5] + self.marks[4], self.n)

    @property
    def wants_activity_percent(self) -> int:
        return percent(self.wants_activity, self.n)

    @property
    def rows_of_marks(self) -> list[tuple[str, int, int]]:
        """Words, number and percent of every mark, the best first."""
        words = dict(SurveyAnswer.Mark.choices)
        return [(words[m], self.marks[m], percent(self.marks[m], self.n)) for m in FACES]

    @property
    def rows_of_uses(self) -> list[tuple[str, int, int]]:
        """Words, number and percent of everything one may use it for."""
        return [
            (label, self.uses[value], percent(self.uses[value], self.n))
            for value, label in SurveyAnswer.Use.choices
        ]


def percent(part: int, whole: int) -> int:
    """A whole number; halves go up."""
    return int(part * 100 / whole + 0.5) if whole else 0


def in_groups[One](answered: Iterable[One], *, size: Callable[[One], int]) -> Iterator[list[One]]:
    """A centre's courses, in the order of their ends, in the groups of which figures are sums."""
    waiting: list[One] = []
    for one in answered:
        if size(one) >= LEAST:
            yield [one]
            continue
        waiting.append(one)
        if sum(map(size, waiting)) >= LEAST:
            yield waiting
            waiting = []


@dataclass
class Line:
    """One line of the results: of a course, a centre or the city."""

    name: str
    figures: Figures
    course: Course | None = None


@dataclass
class CenterResults:
    """What a centre's courses of one year came to: those of five answers, and all together."""

    name: str
    courses: list[Line] = field(default_factory=list)
    together: Figures = field(default_factory=Figures)
    _waiting: Figures = field(default_factory=Figures)

    def take_in(self, course: Course, figures: Figures) -> None:
        """Add the next course, in the order of their ends."""
        if figures.is_enough:
            self.courses.append(Line(course.title, figures, course))
            self.together += figures
            return
        self._waiting += figures
        if self._waiting.is_enough:
            self.together += self._waiting
            self._waiting = Figures()


@dataclass
class Results:
    """A fiscal year's results: centres, and all of them together."""

    year: int
    centers: list[CenterResults]
    together: Figures


def figures_of(courses: Iterable[int]) -> dict[int, Figures]:
    """The answers of each course added up, by its key; in two questions to the database."""
    answers = SurveyAnswer.objects.filter(sign_up__course__in=list(courses))
    of = answers.values(course=F("sign_up__course"))
    found: dict[int, Figures] = {}
    marks = {f"m{mark}": Count("pk", filter=Q(satisfaction=mark)) for mark in FACES}
    wants = Count("pk", filter=Q(wants_activity=True))
    row: Any
    for row in of.annotate(n=Count("pk"), wants=wants, **marks).order_by():
        found[row["course"]] = Figures(
            row["n"], Counter({mark: row[f"m{mark}"] for mark in FACES}), Counter(), row["wants"]
        )
    for row in of.annotate(use=Func("uses", function="unnest"), n=Count("pk")).order_by():
        found[row["course"]].uses[row["use"]] = row["n"]
    return found


def results_of(year: int, courses: CourseQuerySet) -> Results:
    """The results of the fiscal year `year` for `courses`, in groups of five or more."""
    asked = (
        courses.filter(
            ends_at__date__gte=date(year, 4, 1),
            ends_at__date__lt=min(date(year + 1, 4, 1), no_more_answers_before()),
        )
        .select_related("center")
        .only("title", "ends_at", "center__name", "center__kana")
        .order_by("center__kana", "center", "ends_at", "pk")
    )
    centers: dict[int | None, CenterResults] = {}
    listed = list(asked)
    figures = figures_of(course.pk for course in listed)
    for course in listed:
        if course.pk in figures:
            name = course.center.name if course.center else "市民センターのほか"
            center = centers.setdefault(course.center_id, CenterResults(name))
            center.take_in(course, figures[course.pk])
    shown = [center for center in centers.values() if center.together.n]
    return Results(year, shown, sum((center.together for center in shown), Figures()))


def results_of_course(course: Course) -> Figures | None:
    """A course's results; None before its survey is closed, or with fewer than five answers."""
    if not is_closed(course):
        return None
    figures = figures_of([course.pk]).get(course.pk, Figures())
    return figures if figures.is_enough else None


def comments_on(course: Course) -> list[str]:
    """What was written about a course, in an order that tells nothing of who or when."""
    if results_of_course(course) is None:
        return []
    comments = SurveyAnswer.objects.filter(sign_up__course=course.pk).exclude(comment="")
    texts = comments.values_list("comment", flat=True)
    return sorted(texts, key=lambda text: sha256(text.encode()).hexdigest())


def years_asked() -> list[int]:
    """The fiscal years there are answers of, the latest first; this year always."""
    first = SurveyAnswer.objects.order_by("sign_up__course__ends_at").values_list(
        "sign_up__course__ends_at", flat=True
    )[:1]
    this_year = fiscal_year(timezone.localdate())
    oldest = fiscal_year(local(first[0]).date()) if first and first[0] else this_year
    return list(range(this_year, min(oldest, this_year) - 1, -1))
