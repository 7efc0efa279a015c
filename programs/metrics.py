"""The live figures the courses offer to the plan, each of one fiscal year.

A course counts in the fiscal year its last session is held in, once that is over; drafts and what
was called off do not count. The survey's two figures stand in `programs.survey.metrics`, the share
of newcomers in `programs.newcomers`, what learning led to in `programs.paths.conversion`;
`programs.measured` holds what all of them are told apart by.
"""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from programs.measured import WHO_SIGNED_UP, courses_behind, dimensions
from programs.models import Course, Draw, DrawEntry, SignUp
from programs.newcomers import SHARE_OF_NEWCOMERS, participations
from programs.paths.conversion import CONVERSIONS
from programs.survey.metrics import SATISFACTION, WANTS_ACTIVITY
from vision.metrics import Metric, share


def held_courses() -> QuerySet:
    """Courses that were published and not called off."""
    return Course.objects.published().filter(cancelled_at=None)


def sign_ups_of_held_courses() -> QuerySet:
    return SignUp.objects.filter(course__published_at__isnull=False, course__cancelled_at=None)


def applicants() -> QuerySet:
    """Everybody who signed up; what was entered twice for one person counts once."""
    return sign_ups_of_held_courses().exclude(status="cancelled", what="merged")


def seated_under_a_rule() -> QuerySet:
    """Those with a seat in a course that says what finishing it takes."""
    return sign_ups_of_held_courses().seated().filter(course__completion_percent__isnull=False)  # type: ignore[attr-defined]


def lotteries() -> QuerySet:
    """Draws that count, each with how many people were on its list."""
    listed = DrawEntry.objects.filter(draw=OuterRef("pk")).order_by().values("draw")
    people = Subquery(listed.annotate(people=Sum("size")).values("people"))
    return (
        Draw.objects.valid()
        .filter(drawn_at__isnull=False, course__cancelled_at=None)
        .annotate(entered=Coalesce(people, Value(0)))
    )


FINISHED = Count("pk", filter=Q(completion__isnull=False, completion__taken_back_at=None))

METRICS = [
    Metric(
        key="courses",
        name="開いた講座",
        unit="講座",
        definition="その年度に最後の回が終わった講座の数です。中止した講座は入りません。",
        of=held_courses,
        ends="ends_at",
        value=Count("pk"),
        dimensions=dimensions(),
        behind=courses_behind(),
    ),
    Metric(
        key="places",
        name="講座の定員",
        unit="人分",
        definition="その年度に終わった講座の定員を合わせた数です。"
        "定員を決めていない講座は入りません。",
        of=lambda: held_courses().filter(capacity__isnull=False),
        ends="ends_at",
        value=Sum("capacity"),
        dimensions=dimensions(),
        behind=courses_behind(),
    ),
    Metric(
        key="applicants",
        name="講座に申し込んだ方",
        unit="人",
        definition="その年度に終わった講座に申し込んだ方の、のべ人数です。1人が3つの講座に"
        "申し込むと、3人と数えます。取り消した方、席が空かなかった方も入ります。",
        of=applicants,
        ends="course__ends_at",
        value=Count("pk"),
        people=Count("pk"),
        among=WHO_SIGNED_UP,
        dimensions=dimensions("course__"),
        behind=courses_behind("course__"),
    ),
    Metric(
        key="participants",
        name="講座の参加者",
        unit="人",
        definition="その年度に終わった講座に、1回でも出席した方の、のべ人数です。"
        "1人が3つの講座に参加すると、3人と数えます。",
        of=participations,
        ends="course__ends_at",
        value=Count("pk"),
        people=Count("pk"),
        among=WHO_SIGNED_UP,
        dimensions=dimensions("course__"),
        behind=courses_behind("course__"),
    ),
    SHARE_OF_NEWCOMERS,
    Metric(
        key="fill_rate",
        name="定員がうまった割合",
        unit="％",
        decimals=1,
        definition="その年度に終わった講座の定員のうち、席が決まっていた方の割合です。"
        "このサイトで申込を受けた、定員のある講座だけで計算します。",
        of=lambda: held_courses().filter(capacity__gt=0, takes_sign_ups_here=True),
        ends="ends_at",
        value=share(Sum("seats_taken"), Sum("capacity"), times=100),
        people=Sum("seats_taken"),
        among=WHO_SIGNED_UP,
        dimensions=dimensions(),
        behind=courses_behind(),
    ),
    Metric(
        key="lottery_ratio",
        name="抽選の倍率",
        unit="倍",
        decimals=2,
        definition="抽選をした講座の、定員1人あたりの申込の人数です。"
        "その年度に終わった講座の、抽選の名簿にあった方を、選ばれる人数の合計で割ります。",
        of=lotteries,
        ends="course__ends_at",
        value=share(Sum("entered"), Sum("seats")),
        people=Sum("entered"),
        among=WHO_SIGNED_UP,
        dimensions=dimensions("course__"),
        behind=courses_behind("course__"),
    ),
    Metric(
        key="completion_rate",
        name="修了した方の割合",
        unit="％",
        decimals=1,
        definition="その年度に終わった、修了のきまりのある講座で、席のあった方のうち、"
        "修了した方の割合です。",
        of=seated_under_a_rule,
        ends="course__ends_at",
        value=share(FINISHED, Count("pk"), times=100),
        people=Count("pk"),
        among=WHO_SIGNED_UP,
        is_share_of_people=True,
        dimensions=dimensions("course__"),
        behind=courses_behind("course__"),
    ),
    SATISFACTION,
    WANTS_ACTIVITY,
    *CONVERSIONS,
]
