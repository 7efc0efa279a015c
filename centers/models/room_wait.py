import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .registration import Registration
from .room import Room


class RoomWaitQuerySet(models.QuerySet["RoomWait"]):
    def live(self) -> "RoomWaitQuerySet":
        return self.filter(ended_at=None)

    def of(self, user) -> "RoomWaitQuerySet":
        return self.filter(registration__in=Registration.objects.of(user))


@pghistory.track()
class RoomWait(models.Model):
    """A group waits for a room that is taken to come free (空き待ち), in the order of asking."""

    class Outcome(models.TextChoices):
        GIVEN = "given", "予約できました"
        LEFT = "left", "取りやめました"
        PASSED = "passed", "利用日が過ぎました"

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
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    outcome = models.CharField("結果", max_length=8, choices=Outcome, blank=True)
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
