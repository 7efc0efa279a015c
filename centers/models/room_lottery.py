from datetime import date

import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.receipts import receipt_field, spelled

from .registration import Registration
from .room import Room


class RoomLotteryQuerySet(models.QuerySet["RoomLottery"]):
    def taking_wishes(self) -> "RoomLotteryQuerySet":
        now = timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now, closed_at=None)


@pghistory.track(exclude=["secret"])
class RoomLottery(models.Model):
    """The draw for one month of use, over all rooms of the city (抽選月).

    Groups put in wishes by rank until `closes_at`; then the list is published with its hash and
    the hash of the city's secret, and drawn with a public value nobody knew at the close, as the
    lottery of a course is. Before its announcement nothing of the month is given first-come.
    """

    month = models.DateField("利用する月", unique=True, help_text="その月の1日です。")
    opens_at = models.DateTimeField("受付の開始")
    closes_at = models.DateTimeField("受付の締切")
    results_at = models.DateTimeField("結果を知らせる日時")

    closed_at = models.DateTimeField("受付名簿の確定", null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.User",
        verbose_name="確定した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )
    list_hash = models.CharField("名簿のハッシュ", max_length=64, blank=True)
    commitment = models.CharField("市の秘密の数のハッシュ", max_length=64, blank=True)
    secret = models.CharField("市の秘密の数", max_length=64, blank=True)
    source = models.CharField("公開の数の出どころ", max_length=200, blank=True)
    value = models.CharField("公開の数", max_length=100, blank=True)
    drawn_at = models.DateTimeField("抽選した日時", null=True, blank=True)
    drawn_by = models.ForeignKey(
        "people.User",
        verbose_name="抽選した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    announced_at = models.DateTimeField("結果を知らせた日時", null=True, blank=True)

    objects = RoomLotteryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部屋の抽選"
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"), closes_at__lte=F("results_at")),
                name="a_room_lottery_in_order",
                violation_error_code="times_out_of_order",
                violation_error_message="受付の開始、締切、結果の順の日時にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="a_month_is_its_first_day",
                violation_error_code="not_a_month",
                violation_error_message="利用する月は、その月の1日で入れてください。",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | ~Q(value=""),
                name="a_room_draw_has_a_public_value",
                violation_error_code="no_value",
                violation_error_message="公開の数を入れてから、抽選してください。",
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(drawn_at__isnull=False),
                name="an_announced_room_lottery_was_drawn",
                violation_error_code="not_drawn",
                violation_error_message="まだ抽選していません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月分"

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the month this draw gives out."""
        return (day.year, day.month) == (self.month.year, self.month.month)


class WishList(models.Model):
    """The wishes of one registered group in one room lottery (抽選の申込)."""

    lottery = models.ForeignKey(
        RoomLottery, verbose_name="抽選", on_delete=models.PROTECT, related_name="wish_lists"
    )
    registration = models.ForeignKey(
        Registration,
        verbose_name="利用登録",
        on_delete=models.PROTECT,
        related_name="wish_lists",
    )
    by = models.ForeignKey(
        "people.User",
        verbose_name="申し込んだアカウント",
        on_delete=models.PROTECT,
        related_name="+",
    )
    via = models.CharField(
        "受付の方法",
        max_length=8,
        choices=[("web", "ウェブ"), ("phone", "電話"), ("counter", "窓口")],
        default="web",
    )
    created_at = models.DateTimeField("申込日時", auto_now_add=True)
    most = models.PositiveSmallIntegerField(
        "選ばれる上限", help_text="名簿の確定のとき、利用種別のきまりから写します。", default=0
    )
    place = models.PositiveIntegerField("抽選の順位", null=True, blank=True)

    receipt = receipt_field()

    class Meta:
        verbose_name = verbose_name_plural = "抽選の申込"
        ordering = ["lottery", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lottery", "registration"],
                name="one_wish_list_per_group_and_month",
                violation_error_code="already_entered",
                violation_error_message="この月の抽選には、すでに申し込んでいます。",
            ),
            models.UniqueConstraint(
                fields=["lottery", "place"], name="one_wish_list_per_place_in_the_draw"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def receipt_number(self) -> str:
        return spelled(self.receipt)


class Wish(models.Model):
    """One room at one time, by rank: the smaller the more wanted (希望)."""

    wish_list = models.ForeignKey(
        WishList, verbose_name="抽選の申込", on_delete=models.CASCADE, related_name="wishes"
    )
    rank = models.PositiveSmallIntegerField(
        "第何希望", validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    room = models.ForeignKey(
        Room, verbose_name="部屋", on_delete=models.PROTECT, related_name="wishes"
    )
    period = DateTimeRangeField("利用の時間")
    slots = models.CharField("利用区分", max_length=100)
    purpose = models.CharField("使用目的", max_length=100)
    headcount = models.PositiveSmallIntegerField(
        "利用する人数", validators=[MinValueValidator(1), MaxValueValidator(2_000)]
    )
    reservation = models.OneToOneField(
        "centers.Reservation",
        verbose_name="できた利用申請",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wish",
    )
    outcome = models.CharField(
        "結果",
        max_length=10,
        blank=True,
        choices=[
            ("won", "選ばれました"),
            ("taken", "先の順位の団体が選ばれました"),
            ("limit", "上限に達しました"),
            ("closed", "その時間は使えなくなりました"),
        ],
    )

    class Meta:
        verbose_name = verbose_name_plural = "希望"
        ordering = ["wish_list", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["wish_list", "rank"],
                name="one_wish_per_rank",
                violation_error_code="rank_given_twice",
                violation_error_message="同じ順位の希望が2つあります。",
            ),
            models.UniqueConstraint(
                fields=["wish_list", "room", "period"],
                name="one_wish_per_room_and_time",
                violation_error_code="wished_twice",
                violation_error_message="同じ部屋の同じ時間が2つあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.rank}希望 {self.room} {self.slots}"
