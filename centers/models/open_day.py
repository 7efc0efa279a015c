from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.japan import calendar

FARTHEST = timedelta(days=3 * 366)


class OpenDayQuerySet(models.QuerySet["OpenDay"]):
    def open(self) -> "OpenDayQuerySet":
        return self.filter(opens__isnull=False)

    def between(self, first: date, last: date) -> "OpenDayQuerySet":
        """From `first` to `last`, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def from_day(self, day: date) -> "OpenDayQuerySet":
        return self.filter(day__gte=day)

    def set_by_hand(self) -> "OpenDayQuerySet":
        return self.filter(by_hand=True)

    def editable_by(self, user) -> "OpenDayQuerySet":
        """The days of the centres `user` works for."""
        from .center import Center  # noqa: PLC0415  centres are declared beside their days

        return self.filter(center__in=Center.objects.editable_by(user))


class OpenDay(models.Model):
    """One centre on one day: its hours, or why it is closed (開館カレンダー).

    Laid out ahead from the weekly hours, the national holidays and the closures; a change of
    those touches the days to come alone, so that a past year is counted by the days it had. A day
    set by hand or by a file stays as it was set.
    """

    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        on_delete=models.CASCADE,
        related_name="open_days",
        db_index=False,  # the constraint has one
    )
    day = models.DateField("日")
    opens = models.TimeField("開館", null=True, blank=True)
    closes = models.TimeField("閉館", null=True, blank=True)
    reason = models.CharField("理由", max_length=100, blank=True)
    by_hand = models.BooleanField("この日だけの決まり", default=False)

    objects = OpenDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "開館カレンダー"
        ordering = ["center", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "day"],
                name="one_state_per_center_and_day",
                violation_error_code="day_given_twice",
                violation_error_message="この日の開館のきまりは、すでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes")),
                name="an_open_day_has_hours_in_order",
                violation_error_code="closes_before_opening",
                violation_error_message="閉館は開館よりあとの時刻にしてください。"
                "休館の日は、両方を空けてください。",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=False) | ~Q(reason=""),
                name="a_closed_day_has_a_reason",
                violation_error_code="no_reason",
                violation_error_message="休館の理由を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.day}"

    @property
    def is_open(self) -> bool:
        return self.opens is not None

    @property
    def is_over(self) -> bool:
        return self.day < timezone.localdate()

    @property
    def told(self) -> str:
        """「9:00〜17:00」, or 「休館（点検）」."""
        if self.opens is None or self.closes is None:
            return f"休館（{self.reason}）"
        return f"{calendar.clock(self.opens)}〜{calendar.clock(self.closes)}"

    # ------------------------------------------------------------ commands

    def refuse_unless_to_come(self) -> None:
        """Codes: day_is_over, too_far."""
        today = timezone.localdate()
        if self.day < today:
            raise ValidationError(
                f"{calendar.long_date(self.day)}は過ぎています。きょうからの日を入れてください。",
                code="day_is_over",
            )
        if self.day > today + FARTHEST:
            raise ValidationError(
                f"{calendar.long_date(self.day)}は先すぎます。3年先までの日を入れてください。",
                code="too_far",
            )

    def refuse_odd_hours(self) -> None:
        """A day by hand has both times or none, and a reason. Codes: half_a_time, no_reason."""
        if (self.opens is None) != (self.closes is None):
            raise ValidationError(
                "開館と閉館は、両方書くか、両方空けてください（空けると休館です）。",
                code="half_a_time",
            )
        if not self.reason:
            raise ValidationError("理由を書いてください。", code="no_reason")
