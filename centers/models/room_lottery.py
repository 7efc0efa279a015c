from datetime import date, timedelta

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from portal.draws.arithmetic import LONGEST_VALUE

from .room_lottery_triggers import KEEP_WHAT_WAS_PUBLISHED


class RoomLotteryQuerySet(models.QuerySet["RoomLottery"]):
    def to_close(self) -> "RoomLotteryQuerySet":
        """Whose deadline is over. After a redraw staff close, when what was wrong is mended."""
        return self.filter(closes_at__lte=timezone.now(), closed_at=None, number=1)

    def to_announce(self) -> "RoomLotteryQuerySet":
        """Drawn, and the hour told to residents has come; not where a redraw is asked for."""
        asked = RoomRedraw.objects.filter(lottery=OuterRef("pk"), decided_at=None)
        return self.filter(
            ~Exists(asked),
            drawn_at__isnull=False,
            announced_at=None,
            results_at__lte=timezone.now(),
        )

    def waiting_for_staff(self) -> "RoomLotteryQuerySet":
        """Where the public value is to be put in, a redraw to be decided, or a list closed anew."""
        asked = RoomRedraw.objects.filter(lottery=OuterRef("pk"), decided_at=None)
        to_draw = Q(closed_at__isnull=False, drawn_at=None)
        anew = Q(closed_at=None, number__gt=1)
        return self.filter(to_draw | anew | Q(Exists(asked)), announced_at=None)

    def of_month(self, first: date) -> "RoomLotteryQuerySet":
        return self.filter(month=first)


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

    number = models.PositiveSmallIntegerField("何回目", default=1, editable=False)
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
    value = models.CharField("公開の数", max_length=LONGEST_VALUE, blank=True)
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

    refused_by_trigger = {
        "a_room_draw_happens_once": (
            "already_drawn",
            "この抽選は、すでに公開したとおりです。変えられません。",
        )
    }

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
        triggers = [KEEP_WHAT_WAS_PUBLISHED]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月分"

    @property
    def month_key(self) -> str:
        """As it stands in addresses: 「2027-02」."""
        return f"{self.month:%Y-%m}"

    @property
    def last_day(self) -> date:
        return (self.month + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def takes_wishes(self) -> bool:
        """Whether residents may put in and change wishes now."""
        return self.closed_at is None and self.opens_at <= timezone.now() < self.closes_at

    @property
    def may_be_rescheduled(self) -> bool:
        """Whether its dates may still change: nobody could wish for anything yet."""
        return self.closed_at is None and timezone.now() < self.opens_at

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the month this draw gives out."""
        return (day.year, day.month) == (self.month.year, self.month.month)

    @property
    def redraw_asked(self) -> "RoomRedraw | None":
        """The redraw somebody asks for; until it is decided, the draw rests."""
        return next((one for one in self.redraws.all() if one.decided_at is None), None)


@pghistory.track(exclude=["file"])
class RoomRedraw(models.Model):
    """A draw of rooms that was given up, or that somebody wants given up (抽選のやり直し).

    Before the result is told alone: nobody has lost anything by then. It takes a reason and a
    second person, and the file of the draw given up stays public.
    """

    lottery = models.ForeignKey(
        RoomLottery, verbose_name="抽選", on_delete=models.PROTECT, related_name="redraws"
    )
    number = models.PositiveSmallIntegerField("取り消す回")
    reason = models.CharField("やり直しの理由", max_length=200)
    asked_by = models.ForeignKey(
        "people.User",
        verbose_name="やり直しを求めた職員",
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField("求めた日時", auto_now_add=True)
    decided_by = models.ForeignKey(
        "people.User",
        verbose_name="決めた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    approved = models.BooleanField("認めた", default=False)
    file = models.TextField("取り消した抽選のファイル", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "抽選のやり直し"
        ordering = ["lottery", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lottery"],
                condition=Q(decided_at__isnull=True),
                name="one_redraw_asked_for_at_a_time",
                violation_error_code="redraw_asked",
                violation_error_message="やり直しは、すでに求められています。",
            ),
            models.UniqueConstraint(
                fields=["lottery", "number"],
                condition=Q(approved=True),
                name="a_room_draw_is_given_up_once",
                violation_error_code="redraw_asked",
                violation_error_message="この抽選は、すでに取り消されています。",
            ),
            models.CheckConstraint(
                condition=Q(approved=False)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""))
                & ~Q(asked_by=F("decided_by")),
                name="a_room_redraw_has_a_reason_and_two_people",
                violation_error_code="second_person",
                violation_error_message="やり直しには、理由と、もう一人の職員の確認が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lottery} 第{self.number}回のやり直し"
