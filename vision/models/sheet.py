"""Progress sheets (進捗シート): one challenge of one bureau for one fiscal year.

The form is that of the bureau's X方針 of 令和7年度: challenge, area, impact and urgency, contents,
background, what changes for residents, workstreams by quarter, progress in the middle of the year,
result and self-assessment, direction for the next year.
"""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.japan import calendar

from .indicator import Indicator
from .plan import YEAR_LIMITS
from .plan_item import PlanItem

TEXT = MaxLengthValidator(5_000)
QUARTERS = [
    (1, "第1四半期（4〜6月）"),
    (2, "第2四半期（7〜9月）"),
    (3, "第3四半期（10〜12月）"),
    (4, "第4四半期（1〜3月）"),
]


class SheetQuerySet(models.QuerySet["ProgressSheet"]):
    def of_year(self, year: int) -> "SheetQuerySet":
        return self.filter(year=year)

    def published(self) -> "SheetQuerySet":
        """Those of which a version was published, whatever happens to them since."""
        return self.filter(published_version__isnull=False)


class ProgressSheet(models.Model):
    """One challenge (課題) for one fiscal year, on its way from draft to publication.

    The fields hold what is being written; every saving keeps a `SheetVersion`, and what residents
    read is the version published last.
    """

    class Area(models.TextChoices):
        A = "A", "行政サービス現場改善にかかる課題"
        B = "B", "課題の掘り起こしが済み、変革の実行段階にあるもの"
        C = "C", "将来を見据えて、今から着手しなければならない課題"

    class Weight(models.TextChoices):
        HIGH = "high", "高"
        LOW = "low", "低"

    class Status(models.TextChoices):
        DRAFT = "draft", "作成中"
        SUBMITTED = "submitted", "提出済み"
        RETURNED = "returned", "差戻し"
        APPROVED = "approved", "承認済み"
        PUBLISHED = "published", "公表済み"

    year = models.PositiveSmallIntegerField("年度", validators=YEAR_LIMITS)
    bureau = models.CharField("局・課", max_length=60)
    area = models.CharField("課題領域", max_length=1, choices=Area)
    number = models.PositiveSmallIntegerField(
        "番号", validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    title = models.CharField("課題名", max_length=120)
    field = models.CharField("政策分野", max_length=40)
    impact = models.CharField("インパクト", max_length=4, choices=Weight)
    urgency = models.CharField("緊急度", max_length=4, choices=Weight)
    challenge = models.TextField("課題の内容", validators=[TEXT])
    background = models.TextField("課題の背景や現状", blank=True, validators=[TEXT])
    outcome = models.TextField(
        "めざす成果（市民にとって何がどう変わるか）", blank=True, validators=[TEXT]
    )
    approach = models.TextField("取組の全体の流れ", blank=True, validators=[TEXT])
    progress = models.TextField("進捗状況", blank=True, validators=[TEXT])
    progress_as_of = models.CharField("進捗の時点", max_length=40, blank=True)
    result = models.TextField("取組結果（自己評価）", blank=True, validators=[TEXT])
    next_year = models.TextField("次の年度の考え（方向性）", blank=True, validators=[TEXT])
    goes_on = models.BooleanField("次の年度も続ける", default=True)
    items = models.ManyToManyField(
        PlanItem, verbose_name="計画の項目", blank=True, related_name="sheets"
    )
    indicators = models.ManyToManyField(
        Indicator, verbose_name="指標", blank=True, related_name="sheets"
    )
    previous = models.OneToOneField(
        "self",
        verbose_name="前の年度のシート",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="following",
    )
    status = models.CharField(
        "状態", max_length=9, choices=Status, default=Status.DRAFT, editable=False
    )
    version = models.PositiveIntegerField("版", default=0, editable=False)
    published_version = models.PositiveIntegerField(
        "公表した版", null=True, blank=True, editable=False
    )
    editing_by = models.ForeignKey(
        "people.User",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    editing_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "進捗シート"
        ordering = ["-year", "bureau", "area", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "bureau", "area", "number"],
                name="one_sheet_of_a_number",
                violation_error_code="repeated_number",
                violation_error_message="この番号のシートは、この年度にもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(editing_by__isnull=True) | Q(editing_until__isnull=False),
                name="an_editor_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_version__isnull=False),
                name="a_published_sheet_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}（{self.number}）{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("vision:sheet", args=[self.year, self.pk])

    @property
    def year_name(self) -> str:
        return calendar.fiscal_year_name(self.year)


class Workstream(models.Model):
    """One strand of a sheet's work (取組内容): its name and words, its steps by quarter below."""

    sheet = models.ForeignKey(ProgressSheet, on_delete=models.CASCADE, related_name="workstreams")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    name = models.CharField("取組", max_length=120)
    body = models.TextField("内容", blank=True, validators=[TEXT])

    class Meta:
        verbose_name = verbose_name_plural = "取組"
        ordering = ["sheet", "order", "pk"]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A bar of the year's grid: what is done, from which quarter to which."""

    workstream = models.ForeignKey(Workstream, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    name = models.CharField("すること", max_length=120)
    first_quarter = models.PositiveSmallIntegerField("はじめ", choices=QUARTERS)
    last_quarter = models.PositiveSmallIntegerField("おわり", choices=QUARTERS)

    class Meta:
        verbose_name = verbose_name_plural = "四半期の計画"
        ordering = ["workstream", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    first_quarter__gte=1,
                    last_quarter__lte=4,
                    first_quarter__lte=models.F("last_quarter"),
                ),
                name="quarters_in_order",
                violation_error_code="quarters_out_of_order",
                violation_error_message="おわりの四半期は、はじめと同じかあとにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name
