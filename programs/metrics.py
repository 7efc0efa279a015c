"""The live figures the courses offer to the plan, each of one fiscal year.

A course counts in the year its last session is held in.
"""

from datetime import date

from django.db.models import Sum
from django.utils import timezone

from programs.models import Attendance, Completion, Course, Draw, DrawEntry, SignUp
from programs.models.course_queryset import CourseQuerySet
from programs.survey.results import Figures, results_of
from vision.metrics import Figure, Metric


def courses_of(year: int) -> CourseQuerySet:
    """The courses whose last session lies in the fiscal year, those called off left out."""
    return Course.objects.filter(
        ends_at__date__gte=date(year, 4, 1),
        ends_at__date__lt=date(year + 1, 4, 1),
        cancelled_at=None,
    )


def participants(year: int) -> Figure:
    """How many people took part at least once, each counted in every course."""
    came = Attendance.objects.filter(
        sign_up__course__in=courses_of(year).values("pk"), state=Attendance.State.PRESENT
    )
    number = came.values("sign_up").distinct().count()
    return Figure(number, number)


def completion_rate(year: int) -> Figure:
    """Of those with a seat in courses that are finished by a rule, how many in a hundred did."""
    courses = courses_of(year).filter(completion_percent__isnull=False, ends_at__lt=timezone.now())
    seated = SignUp.objects.seated().filter(course__in=courses.values("pk")).count()
    finished = Completion.objects.valid().filter(sign_up__course__in=courses.values("pk")).count()
    return Figure(round(100 * finished / seated, 1) if seated else None, seated)


def satisfaction(year: int) -> Figure:
    """The mean of the marks, one to five."""
    together = _survey(year)
    return Figure(together.average, together.n)


def wants_activity(year: int) -> Figure:
    """How many in a hundred of those who answered would like to be active somewhere."""
    together = _survey(year)
    return Figure(together.wants_activity_percent if together.n else None, together.n)


def lottery_ratio(year: int) -> Figure:
    """How many entries came to one seat of the lotteries."""
    draws = Draw.objects.valid().filter(
        course__in=courses_of(year).values("pk"), drawn_at__isnull=False
    )
    entries = DrawEntry.objects.filter(draw__in=draws.values("pk")).count()
    seats = draws.aggregate(seats=Sum("seats"))["seats"]
    return Figure(round(entries / seats, 2) if seats else None, entries)


def _survey(year: int) -> Figures:
    return results_of(year, Course.objects.all()).together


METRICS = [
    Metric(
        "participants",
        "講座の参加者",
        "人",
        "その年度に終わった講座に、1回でも出席した方（のべ）",
        participants,
    ),
    Metric(
        "completion_rate",
        "修了した方の割合",
        "％",
        "修了のきまりのある講座で、席のあった方のうち、修了した方",
        completion_rate,
    ),
    Metric(
        "satisfaction",
        "満足度",
        "点（5点満点）",
        "アンケートの満足度の平均",
        satisfaction,
    ),
    Metric(
        "wants_activity",
        "活動に関心のある方の割合",
        "％",
        "アンケートで「活動に関心がある」と答えた方",
        wants_activity,
    ),
    Metric(
        "lottery_ratio",
        "抽選の倍率",
        "倍",
        "抽選の講座の、定員1人あたりの申込",
        lottery_ratio,
    ),
]
