"""What somebody whom no mail reaches has not been told yet: the part of it the database works out.

Three things may have happened: to the sign-up itself, to a session one comes to, to the place of
a child. Each was told once a call about it is noted that is not older.
"""

from django.apps import apps
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from .news import TELLS_NOTHING, last_news

RESULTS = ["selected", "reserve"]
# What one must hear about even without mail. A sign-up itself is confirmed when it is taken, but
# for a postcard, whose other half is the answer.
TO_BE_TOLD = [*RESULTS, "promoted", "offered", "lapsed", "cancelled", "course_cancelled", "redrawn"]
ANSWERED_BY_POSTCARD = ["seated", "queued"]
# What a call was about where it was not about the sign-up's own news.
SESSION, CHILDCARE = "session", "childcare"
ABOUT = {SESSION: "回の日時の変更・中止", CHILDCARE: "託児の席が決まりました"}


def may_be_untold() -> Q:
    """What leaves out at once most of those there is nothing to tell."""
    return _own_matters() | _comes_to_what_changed() | _asked_for_childcare()


def with_untold[Rows: QuerySet](sign_ups: Rows) -> Rows:
    """With `own_news`, `session_news` and `childcare_news`: when it came, where it was not told.

    `own_what` is what the own news is.
    """
    return (
        sign_ups.annotate(own_what=last_news("what"))
        .alias(
            own_at=last_news("pgh_created_at"),
            signed_up_at=_first(),
            session_at=_last_change(),
            childcare_at=_last_place(),
        )
        .annotate(
            own_news=_unless_told("own_at", OuterRef("own_what"), _own_news() & _is_no_secret()),
            session_news=_unless_told(
                "session_at", SESSION, _comes_to_what_changed() & _came_before()
            ),
            childcare_news=_unless_told("childcare_at", CHILDCARE, _asked_for_childcare()),
        )
    )


def has_untold() -> Q:
    return (
        Q(own_news__isnull=False) | Q(session_news__isnull=False) | Q(childcare_news__isnull=False)
    )


def _unless_told(at: str, about, matters: Q) -> Case:
    from .call import Call  # noqa: PLC0415  calls are declared after sign-ups

    told = Call.objects.filter(sign_up=OuterRef("pk"), what=about, at__gte=OuterRef(at))
    return Case(When(matters & ~Exists(told), then=F(at)))


def _history_of(model: str) -> QuerySet:
    return apps.get_model("programs", f"{model}Event")._default_manager.all()


# ---------------------------------------------------------------- the sign-up itself


def _own_matters() -> Q:
    of_row = Q(what__in=TO_BE_TOLD) | Q(via="postcard", what__in=ANSWERED_BY_POSTCARD)
    return of_row | TELLS_NOTHING


def _own_news() -> Q:
    """A second place given up in a merge is told nobody: the better one is held."""
    given_up = Q(status="cancelled", what="merged")
    answered = Q(via="postcard", own_what__in=ANSWERED_BY_POSTCARD)
    return (Q(own_what__in=TO_BE_TOLD) | answered) & ~given_up


def _is_no_secret() -> Q:
    """The result of a lottery is told from its announcement on."""
    from .draw import Draw  # noqa: PLC0415  draws are declared after sign-ups

    secret = Draw.objects.valid().filter(course=OuterRef("course"), announced_at=None)
    return ~Q(Exists(secret), own_what__in=RESULTS)


# ---------------------------------------------------------------- a session, a child


def _first() -> Subquery:
    """When this sign-up came, by the clock of the history."""
    history = _history_of("SignUp").filter(pgh_obj=OuterRef("pk"))
    return Subquery(history.order_by("pgh_id").values("pgh_created_at")[:1])


def _last_change() -> Subquery:
    """When a session to come of this course was moved or called off."""
    changes = _history_of("Session").filter(
        pgh_obj__course=OuterRef("course"),
        pgh_obj__ends_at__gt=timezone.now(),
        pgh_context__metadata__what__in=["session_moved", "session_cancelled"],
    )
    return Subquery(changes.order_by("-pgh_created_at").values("pgh_created_at")[:1])


def _comes_to_what_changed() -> Q:
    from .session import Session  # noqa: PLC0415  sessions are declared with courses

    changed = Session.objects.filter(revision__gt=0, ends_at__gt=timezone.now())
    return Q(status__in=["offered", "seated"], course__in=changed.values("course"))


def _came_before() -> Q:
    return Q(session_at__gte=F("signed_up_at"))


def _last_place() -> Subquery:
    """When a child of this sign-up got a place it had waited for."""
    history = _history_of("ChildcarePlace")
    waited = history.filter(
        pgh_obj=OuterRef("pgh_obj"), status="waiting", pgh_created_at__lt=OuterRef("pgh_created_at")
    )
    given = history.filter(Exists(waited), pgh_obj__sign_up=OuterRef("pk"), status="seated")
    return Subquery(given.order_by("-pgh_id").values("pgh_created_at")[:1])


def _asked_for_childcare() -> Q:
    from .asking import ChildcarePlace  # noqa: PLC0415  places are declared after sign-ups

    seated = ChildcarePlace.objects.filter(status="seated")
    return Q(status="seated", pk__in=seated.values("sign_up"))
