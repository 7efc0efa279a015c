"""The vocabulary of courses: every page, feed and job asks in these words."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from centers.models import Center
from portal.people.models import Membership


def is_open(now: datetime) -> Q:
    """The condition 「いま申し込める」: the period begun and not over, and a seat left."""
    return (
        Q(closes_at__gte=now)
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

        What is published already keeps its day; what waits for its time waits no longer.
        """
        return self.unpublished().filter(session_count__gt=0).update(published_at=timezone.now())

    def current(self) -> "CourseQuerySet":
        """Published, and still to be reached: sign-up not over, or without sign-up and not over."""
        return self.published().filter(closes_at__gte=timezone.now())

    def not_over(self) -> "CourseQuerySet":
        """Published and not finished, whether sign-up is over or not."""
        return self.published().filter(ends_at__gte=timezone.now())

    def open_for_sign_up(self) -> "CourseQuerySet":
        """Published, the period begun and not over, and a seat left."""
        return self.published().filter(is_open(timezone.now()))

    def needing_sign_up(self) -> "CourseQuerySet":
        return self.exclude(method="none")

    def soonest_first(self) -> "CourseQuerySet":
        """What closes or starts soon comes first."""
        return self.order_by("closes_at", "id")

    def editable_by(self, user) -> "CourseQuerySet":
        """Courses of the centres `user` works for; the section also those of partners."""
        if user.is_superuser or any(post.is_section for post in Membership.objects.of(user)):
            return self
        return self.filter(center__in=Center.objects.editable_by(user))

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
            "belongings",
            "source",
            "target",
            "min_age",
            "max_age",
            "residence",
            "childcare",
            "wheelchair",
            "online",
            "venue",
            "capacity",
            "seats_taken",
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

    def for_sign_up(self) -> "CourseQuerySet":
        """With what the rules of a sign-up read, and no more."""
        return self.only(
            "title",
            "published_at",
            "takes_sign_ups_here",
            "apply_from",
            "closes_at",
            "capacity",
            "seats_taken",
            "min_age",
            "max_age",
            "residence",
            "starts_at",
        )
