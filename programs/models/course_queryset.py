"""The vocabulary of courses: every page, feed and job asks in these words."""

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone

from centers.models import Center
from portal.people.permissions import works_for_section
from programs.composed import Composed

if TYPE_CHECKING:
    from .course import Course


def is_open(now: datetime) -> Q:
    """The condition 「いま申し込める」: begun and not over, not called off, and a seat left."""
    return (
        Q(closes_at__gte=now, cancelled_at__isnull=True)
        & (Q(apply_from__isnull=True) | Q(apply_from__lte=now))
        & (Q(capacity__isnull=True) | Q(seats_taken__lt=F("capacity")))
    )


class CourseQuerySet(models.QuerySet):
    def published(self) -> "CourseQuerySet":
        return self.filter(published_at__lte=timezone.now())

    def unpublished(self) -> "CourseQuerySet":
        """Drafts, and what waits for its time."""
        return self.exclude(published_at__lte=timezone.now())

    def publish_now(self) -> int:
        """Publish what has a session to come to; tell how many.

        What is published already keeps its day; what waits for its time waits no longer. Locked in
        the order of their keys, as everything that locks several courses does.
        """
        with transaction.atomic():
            ready = self.unpublished().filter(session_count__gt=0).order_by("pk")
            keys = list(ready.select_for_update(of=["self"]).values_list("pk", flat=True))
            chosen: CourseQuerySet = CourseQuerySet(self.model).filter(pk__in=keys)
            return chosen.update(published_at=timezone.now())

    def current(self) -> "CourseQuerySet":
        """Published, and still to be reached: sign-up not over, or without sign-up and not over."""
        return self.published().filter(closes_at__gte=timezone.now())

    def not_over(self) -> "CourseQuerySet":
        """Published and not finished, sign-up over or not; what has no days yet is not finished."""
        return self.published().filter(Q(ends_at=None) | Q(ends_at__gte=timezone.now()))

    def open_for_sign_up(self) -> "CourseQuerySet":
        """Published, the period begun and not over, and a seat left."""
        return self.published().filter(is_open(timezone.now()))

    def under_minimum_at_deadline(self) -> "CourseQuerySet":
        """Courses about which staff are to decide: closed, and fewer came than the course asks for.

        From the deadline until the first day, or until it is decided. Before the draw of a
        lottery its entries count.
        """
        now = timezone.now()
        return self.published().filter(
            minimum_to_run__gt=F("seats_taken") + F("entered_count"),
            closes_at__lt=now,
            starts_at__gt=now,
            cancelled_at=None,
            runs_anyway_at=None,
        )

    def needing_sign_up(self) -> "CourseQuerySet":
        return self.exclude(method="none")

    def soonest_first(self) -> "CourseQuerySet":
        """What closes or starts soon comes first."""
        return self.order_by("closes_at", "id")

    def editable_by(self, user) -> "CourseQuerySet":
        """Courses of the centres `user` works for; the section also those of partners."""
        if works_for_section(user):
            return self
        return self.filter(center__in=Center.objects.editable_by(user))

    def owing_seats(self) -> "CourseQuerySet":
        """Courses where a seat is free, somebody waits, and nobody needs to choose."""
        free = Q(capacity__isnull=True) | Q(seats_taken__lt=F("capacity"))
        days = F("by_staff_days") * Value(timedelta(days=1))
        before_staff_choose = Q(starts_at__isnull=True) | Q(starts_at__gt=timezone.now() + days)
        return self.filter(
            free,
            before_staff_choose,
            waiting_count__gt=0,
            entered_count=0,
            queue__in=["at_once", "offer"],
            cancelled_at__isnull=True,
        ).order_by("pk")

    def awaiting_choice(self) -> "CourseQuerySet":
        """Courses where a seat is free, somebody waits, and staff choose who gets it."""
        days = F("by_staff_days") * Value(timedelta(days=1))
        staff_choose = Q(queue="by_staff") | Q(starts_at__lte=timezone.now() + days)
        return self.filter(
            staff_choose,
            capacity__gt=F("seats_taken"),
            waiting_count__gt=0,
            starts_at__gt=timezone.now(),
            cancelled_at=None,
        )

    def lotteries_here(self) -> "CourseQuerySet":
        """Published courses, not called off, whose lots this portal draws."""
        return self.published().filter(
            method="lottery", takes_sign_ups_here=True, cancelled_at=None
        )

    def awaiting_draw(self) -> "CourseQuerySet":
        """Lotteries whose sign-up is over and whose lots are not drawn yet."""
        from .draw import Draw  # noqa: PLC0415  draws are declared after sign-ups

        drawn = Draw.objects.valid().filter(course=OuterRef("pk"), drawn_at__isnull=False)
        return self.lotteries_here().filter(
            ~Exists(drawn),
            closes_at__lt=timezone.now(),
            starts_at__gt=timezone.now(),
            entered_count__gt=0,
        )

    def with_people_to_call(self) -> "CourseQuerySet":
        """Courses of which somebody whom no mail reaches has not been told the news."""
        from .sign_up import SignUp  # noqa: PLC0415  sign-ups are declared with courses

        own = SignUp.objects.filter(course__in=self.order_by().values("pk"))
        return self.filter(pk__in=own.to_call().values("course"))

    def for_list(self) -> "CourseQuerySet":
        """With a course's own part of a row; `with_reference_rows` adds place and organizer."""
        return self.fetch_mode(models.FETCH_PEERS).only(
            "center",
            "ward",
            "organizer",
            "category",
            "title",
            "method",
            "fee",
            "fee_note",
            "source",
            "target",
            "min_age",
            "max_age",
            "min_school_year",
            "max_school_year",
            "residence",
            "childcare",
            "wheelchair",
            "online",
            "venue",
            "capacity",
            "seats_taken",
            "waiting_count",
            "entered_count",
            "queue",
            "by_staff_days",
            "party_min",
            "party_max",
            "cancelled_at",
            "takes_sign_ups_here",
            "apply_from",
            "apply_until",
            "published_at",
            "starts_at",
            "ends_at",
            "session_count",
            "closes_at",
        )

    def for_page(self) -> "CourseQuerySet":
        """With `stage_ids` and `plan_item_ids`, the keys of what its page names besides."""
        course: Any = self.model
        stages = course.life_stages.through.objects.filter(course=OuterRef("pk"))
        items = course.plan_items.through.objects.filter(course=OuterRef("pk"))
        return self.annotate(
            stage_ids=ArraySubquery(stages.values("lifestage")),
            plan_item_ids=ArraySubquery(items.values("planitem")),
        )

    def with_questions(self) -> "CourseQuerySet":
        """With `question_ids`, the keys of the course's own questions."""
        from .asking import Question  # noqa: PLC0415  questions are declared with answers

        questions = Question.objects.order_by().filter(course=OuterRef("pk"))
        return self.annotate(question_ids=ArraySubquery(questions.values("pk")))

    def for_sign_up(self) -> "CourseQuerySet":
        """With what the rules of a sign-up and the queue read, and no more."""
        return self.with_questions().only(
            "title",
            "published_at",
            "cancelled_at",
            "method",
            "takes_sign_ups_here",
            "apply_from",
            "closes_at",
            "capacity",
            "seats_taken",
            "waiting_count",
            "queue",
            "offer_hours",
            "by_staff_days",
            "party_min",
            "party_max",
            "min_age",
            "max_age",
            "min_school_year",
            "max_school_year",
            "residence",
            "childcare_capacity",
            "childcare_taken",
            "starts_at",
        )

    def locked(self, pk: int) -> "Course":
        """The one course `for_sign_up`, locked until the end of the transaction."""
        course: Any = self.model
        found = _locked(course).ask(pk)
        if not found:
            raise course.DoesNotExist
        return found[0]


@cache
def _locked(course: type["Course"]) -> "Composed[Course]":
    """Put together once: it stands in every command, and took longer than its answer."""
    return Composed(course.objects.for_sign_up().select_for_update().filter(pk=0))
