from dataclasses import dataclass
from datetime import date, time

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.japan import calendar

from .calendar_triggers import CLOSURES_CHANGE, HOURS_CHANGE


@dataclass(frozen=True)
class DayState:
    """One centre on one day: its hours, or why it is closed."""

    opens: time | None = None
    closes: time | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return self.opens is not None


class OpeningHours(models.Model):
    """A centre's hours on one weekday; a weekday without a row is closed."""

    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        on_delete=models.CASCADE,
        related_name="opening_hours",
    )
    weekday = models.PositiveSmallIntegerField(
        "曜日", choices=list(enumerate(f"{day}曜日" for day in calendar.WEEKDAYS))
    )
    opens = models.TimeField("開館")
    closes = models.TimeField("閉館")

    class Meta:
        verbose_name = verbose_name_plural = "開館時間"
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "weekday"],
                name="one_opening_per_weekday",
                violation_error_code="weekday_taken",
                violation_error_message="この曜日の開館時間はすでにあります。",
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="opens_before_it_closes",
                violation_error_code="closes_before_opening",
                violation_error_message="閉館は開館よりあとの時刻にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="weekday_of_seven",
                violation_error_code="no_such_weekday",
                violation_error_message="曜日を選んでください。",
            ),
        ]
        triggers = HOURS_CHANGE

    def __str__(self) -> str:
        hours = f"{calendar.clock(self.opens)}〜{calendar.clock(self.closes)}"
        return f"{self.get_weekday_display()} {hours}"


class ClosureQuerySet(models.QuerySet["Closure"]):
    def concerning(self, center) -> "ClosureQuerySet":
        """The centre's own closures and those of every centre."""
        return self.filter(Q(center=center) | Q(center__isnull=True))

    def not_before(self, day: date) -> "ClosureQuerySet":
        return self.filter(last_day__gte=day)


class Closure(models.Model):
    """Days on which one centre, or every centre, is closed besides the weekly rule."""

    center = models.ForeignKey(
        "centers.Center",
        verbose_name="市民センター",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        help_text="空けると、すべての市民センターが休館になります。",
    )
    first_day = models.DateField("最初の日")
    last_day = models.DateField("最後の日")
    reason = models.CharField("理由", max_length=100)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "休館"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="closure_days_in_order",
                violation_error_code="days_out_of_order",
                violation_error_message="最後の日は、最初の日と同じかあとの日にしてください。",
            )
        ]
        triggers = CLOSURES_CHANGE

    def __str__(self) -> str:
        return f"{self.first_day}〜{self.last_day} {self.reason}"


def state_on(day: date, hours: list[OpeningHours], closures: list[Closure]) -> DayState:
    """Whether a centre with these hours and closures is open on `day`, and why not.

    The city's rule: closed on national holidays and over the year's end, whatever the weekday
    (北九州市「市民センターの利用案内」; the days of the year's end stand in the city file).
    """
    for closure in closures:
        if closure.first_day <= day <= closure.last_day:
            return DayState(reason=closure.reason)
    if is_year_end(day):
        return DayState(reason="年末年始")
    if holiday := calendar.holiday_name(day):
        return DayState(reason=f"祝日（{holiday}）")
    for opening in hours:
        if opening.weekday == day.weekday():
            return DayState(opens=opening.opens, closes=opening.closes)
    return DayState(reason="定休日")


def is_year_end(day: date) -> bool:
    """Whether `day` lies in the city file's `year_end_closure`, which may span the new year."""
    first, last = settings.CITY["calendar"]["year_end_closure"]
    today = f"{day:%m-%d}"
    return first <= today <= last if first <= last else today >= first or today <= last
