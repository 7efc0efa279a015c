from datetime import date

from django.contrib.postgres.fields import DateTimeRangeField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.receipts import receipt_field, spelled

from .registration import Registration
from .room import Room
from .room_lottery import RoomLottery
from .room_lottery_triggers import KEEP_THE_LISTS, KEEP_THE_WISHES

MOST_WISHES = 20
CLOSED = ("closed", "抽選の受付は終わりました。希望は変えられません。")


class WishListQuerySet(models.QuerySet["WishList"]):
    def of(self, user) -> "WishListQuerySet":
        """Those of the groups `user` may book for."""
        return self.filter(registration__in=Registration.objects.of(user))

    def visible_to(self, user) -> "WishListQuerySet":
        """Those of the groups whose home is a centre `user` works for."""
        return self.filter(registration__in=Registration.objects.visible_to(user))

    def declared(self) -> "WishListQuerySet":
        """Those that wish for something, in the order of the published list."""
        return self.filter(Exists(Wish.objects.filter(wish_list=OuterRef("pk")))).order_by(
            "receipt"
        )


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

    objects = WishListQuerySet.as_manager()

    refused_by_trigger = {"lists_stay_as_they_were_closed": CLOSED}

    class Meta:
        verbose_name = verbose_name_plural = "抽選の申込"
        ordering = ["lottery", "pk"]
        triggers = [KEEP_THE_LISTS]
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


class Outcome(models.TextChoices):
    """What became of a wish, by the same words as in the published file."""

    WON = "won", "選ばれました"
    TAKEN = "taken", "先の順番の団体が選ばれました"
    LIMIT = "limit", "選ばれる上限に達しました"
    CLOSED = "closed", "休館などで、その時間は使えなくなりました"
    IN_USE = "in_use", "講座などで、その時間は使うことになりました"
    ENDED = "ended", "利用登録がないため、お貸しできません"


class Wish(models.Model):
    """One room at one time, by rank: the smaller the more wanted (希望)."""

    wish_list = models.ForeignKey(
        WishList, verbose_name="抽選の申込", on_delete=models.CASCADE, related_name="wishes"
    )
    rank = models.PositiveSmallIntegerField(
        "第何希望", validators=[MinValueValidator(1), MaxValueValidator(MOST_WISHES)]
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
    changeover = models.PositiveSmallIntegerField(
        "入れ替えの時間（分）",
        default=0,
        editable=False,
        help_text="名簿の確定のとき、部屋から写します。",
    )
    outcome = models.CharField("結果", max_length=10, blank=True, choices=Outcome)

    refused_by_trigger = {"lists_stay_as_they_were_closed": CLOSED}

    class Meta:
        verbose_name = verbose_name_plural = "希望"
        ordering = ["wish_list", "rank"]
        triggers = [KEEP_THE_WISHES]
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

    @property
    def day(self) -> date:
        """The day of use on the city's clock."""
        return timezone.localdate(self.period.lower)

    @property
    def has_won(self) -> bool:
        return self.outcome == Outcome.WON
