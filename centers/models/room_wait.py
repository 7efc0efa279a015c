from datetime import date, datetime

import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from portal.people.models import User

from .registration import Registration
from .room import Room


class RoomWaitQuerySet(models.QuerySet["RoomWait"]):
    def live(self) -> "RoomWaitQuerySet":
        return self.filter(ended_at=None)

    def to_come(self) -> "RoomWaitQuerySet":
        """Live ones whose time has not begun."""
        return self.live().filter(period__startswith__gt=timezone.now())

    def to_show(self) -> "RoomWaitQuerySet":
        """What a group still reads about: it waits, or was passed over and may ask elsewhere."""
        live_or_refused = Q(ended_at=None) | Q(outcome=RoomWait.Outcome.REFUSED)
        return self.filter(live_or_refused, period__startswith__gt=timezone.now())

    def meeting(self, room: Room, period: DateTimeTZRange) -> "RoomWaitQuerySet":
        """Live ones to come for `room` that want some of `period`, in the order of asking."""
        wanted = self.to_come().filter(room=room, period__overlap=period)
        return wanted.order_by("created_at", "pk")

    def of(self, user) -> "RoomWaitQuerySet":
        return self.filter(registration__in=Registration.objects.of(user))


@pghistory.track()
class RoomWait(models.Model):
    """A group waits for a room that is taken to come free (空き待ち), in the order of asking."""

    class Outcome(models.TextChoices):
        GIVEN = "given", "予約できました"
        LEFT = "left", "取りやめました"
        PASSED = "passed", "利用日が過ぎました"
        REFUSED = "refused", "空きましたが、予約できませんでした"

    registration = models.ForeignKey(
        Registration, verbose_name="利用登録", on_delete=models.PROTECT, related_name="waits"
    )
    room = models.ForeignKey(
        Room, verbose_name="部屋", on_delete=models.PROTECT, related_name="waits"
    )
    period = DateTimeRangeField("利用の時間")
    slots = models.CharField("利用区分", max_length=100)
    purpose = models.CharField("使用目的", max_length=100)
    headcount = models.PositiveSmallIntegerField(
        "利用する人数", validators=[MinValueValidator(1), MaxValueValidator(2_000)]
    )
    by = models.ForeignKey(
        "people.User",
        verbose_name="申請したアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("申込日時", auto_now_add=True)
    told_free_at = models.DateTimeField(
        "空いたと知らせた日時", null=True, blank=True, help_text="またふさがると、空にもどります。"
    )
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    outcome = models.CharField("結果", max_length=8, choices=Outcome, blank=True)
    why = models.CharField("理由", max_length=200, blank=True)
    reservation = models.ForeignKey(
        "centers.Reservation",
        verbose_name="できた利用申請",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RoomWaitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "空き待ち"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "room", "period"],
                condition=Q(ended_at__isnull=True),
                name="one_wait_per_room_and_time",
                violation_error_code="already_waiting",
                violation_error_message="この部屋のこの時間は、すでに空き待ちに入っています。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="a_wait_that_ended_has_an_outcome",
                violation_error_code="no_outcome",
                violation_error_message="空き待ちの結果がありません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.slots}"

    @property
    def starts_at(self) -> datetime:
        return self.period.lower

    @property
    def ends_at(self) -> datetime:
        return self.period.upper

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def is_live(self) -> bool:
        return self.ended_at is None

    @property
    def place(self) -> int:
        """Its number among those who want some of the same time, 1 for the first."""
        before = Q(created_at__lt=self.created_at) | Q(created_at=self.created_at, pk__lt=self.pk)
        return RoomWait.objects.meeting(self.room, self.period).filter(before).count() + 1

    def pass_over(self, why: str) -> None:
        """It came free, and the rules say no. Call it with the row locked."""
        self.ended_at, self.outcome, self.why = timezone.now(), self.Outcome.REFUSED, why[:200]
        self.save(update_fields=["ended_at", "outcome", "why"])

    def leave(self, *, by: User) -> None:
        """Wait no longer. Code: not_live."""
        with transaction.atomic(), pghistory.context(user=by.pk, what=self.Outcome.LEFT):
            own = RoomWait.objects.select_for_update(of=["self"]).get(pk=self.pk)
            if not own.is_live:
                raise ValidationError(
                    f"この空き待ちは、すでに終わっています（{own.get_outcome_display()}）。",
                    code="not_live",
                )
            own.ended_at, own.outcome = timezone.now(), self.Outcome.LEFT
            own.save(update_fields=["ended_at", "outcome"])
        self.refresh_from_db()
