from datetime import date

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from centers.models import Center

from .match_triggers import KEEP_OWN_COUNT, MOVE_WITH_THE_SHIFT


class ShiftQuerySet(models.QuerySet["Shift"]):
    def live(self) -> "ShiftQuerySet":
        return self.filter(cancelled_at=None)

    def to_come(self) -> "ShiftQuerySet":
        return self.live().filter(starts_at__gt=timezone.now())

    def with_room(self) -> "ShiftQuerySet":
        """Those where somebody is still wanted."""
        return self.to_come().filter(taken__lt=F("needed"))

    def editable_by(self, user) -> "ShiftQuerySet":
        """Those of openings a centre looks after for which `user` works."""
        return self.filter(opening__center__in=Center.objects.editable_by(user))


@pghistory.track()
class Shift(models.Model):
    """One time at which an opening wants people (活動の回): from when to when, and how many.

    `taken` is counted by the database; more than `needed` is refused whoever writes it.
    """

    opening = models.ForeignKey(
        "volunteers.Opening",
        verbose_name="活動募集",
        on_delete=models.PROTECT,
        related_name="shifts",
    )
    starts_at = models.DateTimeField("はじまり")
    ends_at = models.DateTimeField("おわり")
    needed = models.PositiveSmallIntegerField("人数", validators=[MaxValueValidator(500)])
    taken = models.PositiveSmallIntegerField("決まった人数", default=0, editable=False)
    cancelled_at = models.DateTimeField("中止した日時", null=True, blank=True)
    cancelled_why = models.CharField("中止の理由", max_length=200, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活動の回"
        ordering = ["starts_at", "pk"]
        triggers = [KEEP_OWN_COUNT, MOVE_WITH_THE_SHIFT]
        indexes = [models.Index(fields=["opening", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("needed")),
                name="no_more_come_than_are_needed",
                violation_error_code="shift_full",
                violation_error_message=(
                    "この回は、人数に達しました。ほかの回か、ほかの募集をご覧ください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(needed__gte=1, needed__lte=500),
                name="a_shift_needs_somebody",
                violation_error_code="nobody_needed",
                violation_error_message="人数は、1人から500人までで入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="a_shift_ends_after_it_began",
                violation_error_code="times_out_of_order",
                violation_error_message="おわりの時刻は、はじまりよりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opening} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def left(self) -> int:
        """How many are still wanted."""
        return max(self.needed - self.taken, 0)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def overlaps(self, other: "Shift") -> bool:
        """Whether nobody can be at both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        return not (self.is_cancelled or self.has_begun)
