"""The vocabulary of sign-ups."""

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

LIVE = ["entered", "waiting", "offered", "seated"]
HOLDING = ["offered", "seated"]
# Behind every rank of a lottery.
NO_RANK = 2_147_483_647


class SignUpQuerySet(models.QuerySet):
    def live(self) -> "SignUpQuerySet":
        return self.filter(status__in=LIVE)

    def holding(self) -> "SignUpQuerySet":
        """Those a seat is kept for: taken, or offered and not yet answered."""
        return self.filter(status__in=HOLDING)

    def seated(self) -> "SignUpQuerySet":
        return self.filter(status="seated")

    def waiting(self) -> "SignUpQuerySet":
        return self.filter(status="waiting")

    def in_order(self) -> "SignUpQuerySet":
        """The order of the queue: reserves in the order of the lot, then who came first."""
        return self.order_by(F("rank").asc(nulls_last=True), "pk")

    def offers_over(self) -> "SignUpQuerySet":
        """Offers whose deadline has passed without an answer, the oldest first."""
        return self.filter(status="offered", offer_until__lte=timezone.now()).order_by(
            "offer_until", "pk"
        )

    def with_places(self) -> "SignUpQuerySet":
        """Each with its number in the queue as `place`: parties and people before it, and one.

        Counted by the database in the same statement; 1 for those who do not wait.
        """
        rank = Coalesce(OuterRef("rank"), NO_RANK)
        own = Coalesce(OuterRef("party_id"), -OuterRef("pk"))
        before = (
            self.model.objects.waiting()
            .filter(course=OuterRef("course"))
            .alias(order=Coalesce("rank", NO_RANK), stands_as=Coalesce("party_id", -F("pk")))
            .filter(Q(order__lt=rank) | Q(order=rank, pk__lt=OuterRef("pk")))
            .exclude(stands_as=own)
            .order_by()
            .values("course")
            .annotate(parties=Count("stands_as", distinct=True))
            .values("parties")
        )
        return self.annotate(place=Coalesce(Subquery(before, output_field=IntegerField()), 0) + 1)

    def of(self, user) -> "SignUpQuerySet":
        """The sign-ups of `user`'s own household."""
        if not user.is_authenticated or user.household_id is None:
            return self.none()
        return self.filter(person__household_id=user.household_id)

    def visible_to(self, user) -> "SignUpQuerySet":
        """Those of the courses a member of staff may edit."""
        from .course import Course  # noqa: PLC0415  courses are declared after sign-ups

        return self.filter(course__in=Course.objects.editable_by(user))
