"""The form of a progress sheet, as the bureau's X方針 of 令和7年度 prints it.

Challenge, area, impact and urgency, contents, background, what changes for residents, progress in
the middle of the year, result and self-assessment, direction for the next year.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from portal.japan import calendar

from .indicator import Indicator
from .plan import YEAR_LIMITS
from .plan_item import PlanItem
from .sheet_work import TEXT


class SheetForm(models.Model):
    """What is written on a sheet; year, bureau, area and number tell which sheet it is."""

    class Area(models.TextChoices):
        A = "A", "行政サービス現場改善にかかる課題"
        B = "B", "課題の掘り起こしが済み、変革の実行段階にあるもの"
        C = "C", "将来を見据えて、今から着手しなければならない課題"

    class Weight(models.TextChoices):
        HIGH = "high", "高"
        LOW = "low", "低"

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

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.area}（{self.number}）{self.title}"

    @property
    def year_name(self) -> str:
        return calendar.fiscal_year_name(self.year)

    @property
    def name(self) -> str:
        """「課題B（4）」, as the form numbers it."""
        return f"課題{self.area}（{self.number}）"
