from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import ExtractYear
from django.utils import timezone

from portal.receipts import receipt_field, spelled

from .booking import Booking
from .group import UserGroup
from .registration import Registration

GIVE_UP_DAYS = int(settings.CITY["rooms"]["give_up_days"])


class ReservationQuerySet(models.QuerySet["Reservation"]):
    def of(self, user) -> "ReservationQuerySet":
        """Those of the groups `user` may book for."""
        return self.filter(registration__group__in=UserGroup.objects.of(user))

    def visible_to(self, user) -> "ReservationQuerySet":
        """Those in the rooms of the centres `user` works for."""
        return self.filter(booking__in=Booking.objects.visible_to(user))

    def live(self) -> "ReservationQuerySet":
        """Those that hold their room."""
        return self.filter(status__in=Reservation.LIVE)

    def to_come(self) -> "ReservationQuerySet":
        """Live ones whose use is not over."""
        return self.live().filter(booking__period__endswith__gt=timezone.now())

    def without_registration(self) -> "ReservationQuerySet":
        """Whose registration ended, or is of another fiscal year than their day of use."""
        begins = "booking__period__startswith"
        return self.annotate(
            fiscal_year=ExtractYear(begins)
            - Case(When(**{f"{begins}__month__lt": 4}, then=1), default=0)
        ).exclude(
            registration__status=Registration.Status.APPROVED,
            registration__fiscal_year=F("fiscal_year"),
        )

    def in_series(self, first: "Reservation") -> "ReservationQuerySet":
        """All that was asked for together with `first`, itself included."""
        return self.filter(Q(pk=first.pk) | Q(series=first.pk))

    def to_approve(self) -> "ReservationQuerySet":
        return self.filter(status=Reservation.Status.REQUESTED)

    def to_pay_back(self) -> "ReservationQuerySet":
        """Given up or refused after the fee was paid; who did not come is given nothing back."""
        over = [Reservation.Status.CANCELLED, Reservation.Status.REFUSED]
        return self.filter(status__in=over, paid_at__isnull=False)


@pghistory.track()
class Reservation(models.Model):
    """A group's request for a room, which holds a booking (利用申請).

    It holds its room from the moment it is asked for, approved or not. What was agreed stays in
    the row: the slots by name and the fee, whatever becomes of slots and fees later. Every change
    writes what happened, by whom and why; the database copies each version into the history.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", "承認待ち"
        CONFIRMED = "confirmed", "確定"
        REFUSED = "refused", "承認できません"
        CANCELLED = "cancelled", "取り消し"
        NO_SHOW = "no_show", "利用なし"

    class What(models.TextChoices):
        REQUESTED = "requested", "申請しました"
        WON = "won", "抽選で選ばれました"
        MOVED_UP = "moved_up", "空きが出て、予約できました"
        APPROVED = "approved", "承認しました"
        REFUSED = "refused", "承認しませんでした"
        CHANGED = "changed", "変更しました"
        CANCELLED = "cancelled", "取り消しました"
        NO_SHOW = "no_show", "利用がありませんでした"
        USED = "used", "利用を記録しました"
        PAID = "paid", "使用料を受け取りました"
        REFUNDED = "refunded", "使用料を返しました"

    class Via(models.TextChoices):
        WEB = "web", "ウェブ"
        PHONE = "phone", "電話"
        COUNTER = "counter", "窓口"
        LOTTERY = "lottery", "抽選"

    LIVE = (Status.REQUESTED, Status.CONFIRMED)

    registration = models.ForeignKey(
        Registration,
        verbose_name="利用登録",
        on_delete=models.PROTECT,
        related_name="reservations",
    )
    booking = models.OneToOneField(
        Booking, verbose_name="利用予定", on_delete=models.PROTECT, related_name="reservation"
    )
    series = models.ForeignKey(
        "self",
        verbose_name="まとめて申請した最初の回",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later_ones",
    )
    slots = models.CharField("利用区分", max_length=100)
    purpose = models.CharField("使用目的", max_length=100)
    headcount = models.PositiveSmallIntegerField(
        "利用する人数", validators=[MinValueValidator(1), MaxValueValidator(2_000)]
    )
    fee = models.PositiveIntegerField("使用料（円）", default=0)
    exemption = models.PositiveIntegerField("減免（円）", default=0)
    paid_at = models.DateTimeField("支払いの日時", null=True, blank=True)

    via = models.CharField("受付の方法", max_length=8, choices=Via, default=Via.WEB)
    by = models.ForeignKey(
        "people.User",
        verbose_name="申請したアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("申請日時", auto_now_add=True)
    status = models.CharField("状態", max_length=10, choices=Status, default=Status.CONFIRMED)
    what = models.CharField("できごと", max_length=10, choices=What, default=What.REQUESTED)
    changed_by = models.ForeignKey(
        "people.User",
        verbose_name="変えた人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )
    why = models.CharField("理由", max_length=400, blank=True)

    receipt = receipt_field()

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用申請"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status="requested"),
                name="reservations_to_approve",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["receipt"], name="one_reservation_per_receipt"),
            models.CheckConstraint(
                condition=Q(exemption__lte=F("fee")),
                name="an_exemption_is_part_of_the_fee",
                violation_error_code="exemption_too_large",
                violation_error_message="減免は使用料までにしてください。",
            ),
            models.CheckConstraint(
                condition=Q(headcount__gte=1, headcount__lte=2_000),
                name="a_reservation_is_for_somebody",
                violation_error_code="headcount_out_of_range",
                violation_error_message="利用する人数は1人から2,000人までで入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def receipt_number(self) -> str:
        return spelled(self.receipt)

    @property
    def to_pay(self) -> int:
        """Yen, after the exemption."""
        return self.fee - self.exemption

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def day(self) -> date:
        """The day of use on the city's clock."""
        return timezone.localdate(self.booking.starts_at)

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def last_day_to_give_up(self) -> date:
        """The last day on which the group itself changes or cancels; later the centre does."""
        return self.day - timedelta(days=GIVE_UP_DAYS)

    @property
    def may_be_given_up(self) -> bool:
        """Whether the group itself may still change or cancel."""
        return self.is_live and timezone.localdate() <= self.last_day_to_give_up
