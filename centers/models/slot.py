from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from portal.japan import calendar


class SlotQuerySet(models.QuerySet["Slot"]):
    def of(self, center) -> "SlotQuerySet":
        """The slots `center` goes by: its own where it has any, else those of every centre."""
        own = Slot.objects.filter(center=center)
        return self.filter(
            Q(center=center) | (Q(center__isnull=True) & ~Exists(own)),
        )

    def of_center_of(self, path: str) -> "SlotQuerySet":
        """Of an outer query's centre at `path`: the same rule, for use inside a subquery."""
        own = Slot.objects.filter(center=OuterRef(OuterRef(path)))
        return self.filter(
            Q(center=OuterRef(path)) | (Q(center__isnull=True) & ~Exists(own)),
        )

    def on(self, day: date) -> "SlotQuerySet":
        """Those in force on `day`."""
        return self.filter(
            Q(first_day=None) | Q(first_day__lte=day), Q(last_day=None) | Q(last_day__gte=day)
        )


class Slot(models.Model):
    """A part of the day by which rooms are lent (利用区分): 午前, 午後, 夜間, or single hours.

    The rows without a centre are the city's rule; a centre with rows of its own goes by those
    alone. A rule is not changed but ended, and a new one begun: bookings made under the old one
    stay, and its years keep being counted by it.
    """

    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="own_slots",
        help_text="空けると、すべての市民センターの区分になります。",
    )
    name = models.CharField("名称", max_length=20)
    starts = models.TimeField("開始")
    ends = models.TimeField("終了")
    first_day = models.DateField("使い始める日", null=True, blank=True)
    last_day = models.DateField("使い終わる日", null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用区分"
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")),
                name="slot_starts_before_it_ends",
                violation_error_code="times_out_of_order",
                violation_error_message="終了は、開始よりあとの時刻にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="slot_days_in_order",
                violation_error_code="days_out_of_order",
                violation_error_message="使い終わる日は、使い始める日と同じかあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{calendar.clock(self.starts)}〜{calendar.clock(self.ends)}）"

    @property
    def has_begun(self) -> bool:
        return self.first_day is None or self.first_day <= timezone.localdate()
