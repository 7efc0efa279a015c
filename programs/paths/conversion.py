"""Whether learning led into activity: who registered, and who was active, months after a course.

Told of those who finished a course that prepares for a role and were no volunteers yet. A figure
waits until its months have passed for the course, so that nobody counts as not come who still may.
"""

from collections.abc import Iterator, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat
from django.utils import timezone

from centers.volunteers.models import ActivityLog, Volunteer
from portal.kept import Kept
from programs.measured import courses_behind, dimensions
from programs.models import Circle, Completion, Course, Preparation
from vision.metrics import Dimension, Metric, share
from vision.models import PlanItem

MONTHS = (3, 6, 12)
COURSE = "sign_up__course__"
WHO_FINISHED = "finishers"


class MonthsLater(Func):
    """A moment so many months later on the calendar; the last of a month that is shorter."""

    template = "((%(expressions)s) + make_interval(months => %(months)s))"
    output_field = DateTimeField()

    def __init__(self, moment: str | F | OuterRef, months: int) -> None:
        super().__init__(moment, months=int(months))


class DayOf(Func):
    """The day of a moment on the city's clock."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()

    def __init__(self, moment: Func | OuterRef) -> None:
        super().__init__(moment, Value(timezone.get_default_timezone_name()))


# ---------------------------------------------------------------- who


def finishers(months: int) -> QuerySet:
    """Who finished a course that leads to a role, so many months ago, and was no volunteer then."""
    volunteer_before = Volunteer.objects.filter(
        person=OuterRef("sign_up__person"), registered_at__lte=OuterRef(f"{COURSE}ends_at")
    )
    prepares = Preparation.objects.filter(course=OuterRef("sign_up__course"))
    return (
        Completion.objects.valid()
        .alias(told_from=MonthsLater(f"{COURSE}ends_at", months))
        .filter(Exists(prepares), told_from__lte=timezone.now())
        .exclude(Exists(volunteer_before))
    )


def _registered_within(months: int) -> Exists:
    """Among `finishers`: whose registration came within so many months."""
    until = MonthsLater(OuterRef(f"{COURSE}ends_at"), months)
    return Exists(
        Volunteer.objects.filter(person=OuterRef("sign_up__person"), registered_at__lte=until)
    )


def _active_within(months: int) -> Exists:
    """Among `finishers`: who did something that was confirmed within so many months."""
    ended = OuterRef(f"{COURSE}ends_at")
    return Exists(
        ActivityLog.objects.confirmed().filter(
            volunteer__person=OuterRef("sign_up__person"),
            day__gte=DayOf(ended),
            day__lte=DayOf(MonthsLater(ended, months)),
        )
    )


# ---------------------------------------------------------------- by policy

_ROOTS = Kept(PlanItem.objects.filter(parent=None).select_related("plan").order_by("plan", "path"))


class _Policies(Mapping[str, str]):
    """The topmost items of every plan by key, 「kitakyushu-2026:p1」, with their names."""

    def _named(self) -> dict[str, str]:
        return {
            f"{root.plan.slug}:{root.code}": f"{root.label} {root.name}".strip()
            for root in _ROOTS.rows().values()
        }

    def __getitem__(self, key: str) -> str:
        return self._named()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named())

    def __len__(self) -> int:
        return len(_ROOTS.rows())


def _roots_of(course: str) -> QuerySet:
    """The topmost items that the course at the path `course` serves, each once."""
    served = Course.plan_items.through.objects.filter(
        course_id=OuterRef(OuterRef(course)),
        planitem__plan=OuterRef("plan"),
        planitem__path__startswith=OuterRef("path"),
    )
    return PlanItem.objects.filter(Exists(served), parent=None).annotate(
        key=Concat("plan__slug", Value(":"), "code", output_field=TextField())
    )


def _serves(key: str) -> Q:
    return Q(Exists(_roots_of("sign_up__course_id").filter(key=key)))


# A course that serves two policies counts in both, one that serves none in no line.
POLICY = Dimension(
    Func(
        ArraySubquery(_roots_of("sign_up__course_id").order_by().values("key")),
        function="unnest",
        output_field=TextField(),
    ),
    words=_Policies(),
    where=_serves,
)

# ---------------------------------------------------------------- the figures


def _conversion(key: str, name: str, months: int, came: Exists, came_means: str) -> Metric:
    return Metric(
        key=f"{key}_{months}",
        name=f"{name}（{months}か月）",
        unit="％",
        decimals=1,
        definition="役割につながる講座をその年度に修了した方のうち、講座が終わってから"
        f"{months}か月のうちに{came_means}方の割合です。講座が終わる前から登録していた方は入りません。"
        f"終わって{months}か月たった講座だけで計算します。登録をやめて保存期間が過ぎ、記録を消した方は、"
        "登録しなかった方と同じに数えます。",
        of=lambda: finishers(months),
        ends=f"{COURSE}ends_at",
        value=share(Count("pk", filter=Q(came)), Count("pk"), times=100),
        people=Count("pk"),
        among=f"{WHO_FINISHED}-{months}",
        is_share_of_people=True,
        dimensions=dimensions(COURSE) | {"policy": POLICY},
        behind=courses_behind(COURSE),
    )


CIRCLES = Metric(
    key="circles",
    name="講座から生まれた団体",
    unit="団体",
    definition="講座に参加した方が始めた団体のうち、その年度に登録された団体の数です。",
    of=Circle.objects.all,
    ends="founded_at",
    value=Count("pk"),
    dimensions=dimensions("course__"),
    behind=courses_behind("course__"),
)

CONVERSIONS = [
    *(
        _conversion(
            "registered",
            "修了してボランティアに登録した方の割合",
            months,
            _registered_within(months),
            "ボランティアに登録した",
        )
        for months in MONTHS
    ),
    *(
        _conversion(
            "active",
            "修了して活動した方の割合",
            months,
            _active_within(months),
            "活動した（活動先が確認した）",
        )
        for months in MONTHS
    ),
    CIRCLES,
]
