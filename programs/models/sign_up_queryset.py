"""The vocabulary of sign-ups."""

from django.db import models
from django.db.models import F

LIVE = ["entered", "waiting", "offered", "seated"]
HOLDING = ["offered", "seated"]


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

    def of(self, user) -> "SignUpQuerySet":
        """The sign-ups of `user`'s own household."""
        if not user.is_authenticated or user.household_id is None:
            return self.none()
        return self.filter(person__household_id=user.household_id)

    def visible_to(self, user) -> "SignUpQuerySet":
        """Those of the courses a member of staff may edit."""
        from .course import Course  # noqa: PLC0415  courses are declared after sign-ups

        return self.filter(course__in=Course.objects.editable_by(user))
