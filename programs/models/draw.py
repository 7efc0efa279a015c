import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.draws.arithmetic import LONGEST_VALUE
from portal.receipts import spelled
from programs.lottery.arithmetic import EVERYBODY_FITS, Head

from .draw_triggers import KEEP_THE_LIST, KEEP_WHAT_WAS_PUBLISHED
from .sign_up import SignUp


class DrawQuerySet(models.QuerySet["Draw"]):
    def valid(self) -> "DrawQuerySet":
        """The draw that counts: one a course at most."""
        return self.filter(annulled_at=None)

    def to_announce(self) -> "DrawQuerySet":
        """Drawn, and the hour told to residents has come; not where a redraw is asked for."""
        return self.valid().filter(
            drawn_at__isnull=False,
            announced_at=None,
            annulment_asked_by=None,
            course__results_at__lte=timezone.now(),
            course__cancelled_at=None,
        )


@pghistory.track(exclude=["secret"])
class Draw(models.Model):
    """One lottery of one course, once, verifiable by anybody (抽選).

    At the close the list of receipt numbers is published with its hash and the hash of the city's
    secret. Later a public value that nobody knew then is typed in with its source; secret and
    value together are the seed, the seed orders the list, and the secret is published.
    """

    course = models.ForeignKey(
        "programs.Course", verbose_name="講座", on_delete=models.PROTECT, related_name="draws"
    )
    number = models.PositiveSmallIntegerField("何回目", default=1)
    seats = models.PositiveIntegerField("選ばれる人数")
    closed_at = models.DateTimeField("受付名簿の確定", default=timezone.now, editable=False)
    closed_by = models.ForeignKey(
        "people.User",
        verbose_name="確定した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="空ならば自動です。",
    )
    list_hash = models.CharField("名簿のハッシュ", max_length=64)
    commitment = models.CharField("市の秘密の数のハッシュ", max_length=64)
    secret = models.CharField("市の秘密の数", max_length=64)
    source = models.CharField("公開の数の出どころ", max_length=200)
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

    annulled_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    annul_reason = models.CharField("やり直しの理由", max_length=300, blank=True)
    annulment_asked_by = models.ForeignKey(
        "people.User",
        verbose_name="やり直しを求めた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    annulled_by = models.ForeignKey(
        "people.User",
        verbose_name="やり直しを認めた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DrawQuerySet.as_manager()

    refused_by_trigger = {
        "a_draw_happens_once": (
            "already_drawn",
            "この抽選は、すでに公開したとおりです。変えられません。",
        )
    }

    class Meta:
        verbose_name = verbose_name_plural = "抽選"
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(annulled_at__isnull=True),
                name="one_draw_per_course",
                violation_error_code="already_closed",
                violation_error_message="この講座の抽選は、すでに始まっています。",
            ),
            models.UniqueConstraint(
                fields=["course", "number"],
                name="draws_are_numbered",
                violation_error_code="already_closed",
                violation_error_message="この講座の抽選は、すでに始まっています。",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | ~Q(value=""),
                name="a_draw_has_a_public_value",
                violation_error_code="no_value",
                violation_error_message="公開の数を入れてから、抽選してください。",
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(drawn_at__isnull=False),
                name="what_is_announced_was_drawn",
                violation_error_code="not_drawn",
                violation_error_message="まだ抽選していません。",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True)
                | (
                    Q(annulment_asked_by__isnull=False, annulled_by__isnull=False)
                    & ~Q(annul_reason="")
                    & ~Q(annulment_asked_by=F("annulled_by"))
                ),
                name="a_redraw_has_a_reason_and_two_people",
                violation_error_code="second_person",
                violation_error_message="やり直しには、理由と、もう一人の職員の確認が必要です。",
            ),
        ]
        triggers = [KEEP_WHAT_WAS_PUBLISHED]

    def __str__(self) -> str:
        return f"{self.course} 第{self.number}回抽選"

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None

    @property
    def is_annulled(self) -> bool:
        return self.annulled_at is not None

    @property
    def redraw_is_asked(self) -> bool:
        return self.annulment_asked_by_id is not None and not self.is_annulled

    @property
    def is_open_to_all(self) -> bool:
        """Whether secret and order are public: announced, or given up and so without effect."""
        return self.is_announced or self.is_annulled

    @property
    def needed_no_lot(self) -> bool:
        """Whether there was a seat for everybody on the list."""
        return self.value == EVERYBODY_FITS

    @property
    def head(self) -> Head:
        """What was declared with the list, as its hash is taken of it."""
        return Head(
            course=self.course_id,
            draw=self.number,
            closed=timezone.localtime(self.closed_at).isoformat(),
            seats=self.seats,
            source=self.source,
            commitment=self.commitment,
        )


class DrawEntry(models.Model):
    """One line of a draw's published list: a party or a person alone, by receipt number."""

    draw = models.ForeignKey(
        Draw, verbose_name="抽選", on_delete=models.CASCADE, related_name="entries"
    )
    sign_up = models.ForeignKey(
        SignUp, verbose_name="申込", on_delete=models.PROTECT, related_name="draw_entries"
    )
    receipt = models.BigIntegerField("受付番号")
    size = models.PositiveSmallIntegerField("人数", default=1)
    tier = models.PositiveSmallIntegerField("優先の段", help_text="小さいほど先です。")
    rank = models.PositiveIntegerField("順位", null=True)
    selected = models.BooleanField("選ばれた", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "抽選の名簿"
        ordering = ["draw", "receipt"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "receipt"], name="one_line_per_receipt"),
            models.UniqueConstraint(fields=["draw", "rank"], name="one_line_per_rank"),
        ]
        triggers = [KEEP_THE_LIST]

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def receipt_number(self) -> str:
        """The receipt as people read it out: 「123-456-789」."""
        return spelled(self.receipt)
