import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .sign_up import SignUp


class DrawQuerySet(models.QuerySet["Draw"]):
    def valid(self) -> "DrawQuerySet":
        return self.filter(annulled_at=None)


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

    def __str__(self) -> str:
        return f"{self.course} 第{self.number}回抽選"


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

    def __str__(self) -> str:
        return f"{self.receipt:09d}"
