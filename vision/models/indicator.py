"""What a plan is measured by: indicators, what they aim at, and what they came to."""

from decimal import Decimal

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.urls import reverse

from ..grading import Aim, Better, Direction, Grade, Reach, grade
from ..numbers import written, written_in_full
from .plan import YEAR_LIMITS, Plan
from .plan_item import PlanItem

NOT_BEGUN = "未着手"
PER_CENT = {"％", "%"}
CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    "番号は半角の英数字と「-」「_」「.」で書いてください。",
    code="bad_code",
)


def a_value(name: str, **more) -> models.DecimalField:
    """A figure: up to a thousand million, with up to three decimals."""
    return models.DecimalField(name, max_digits=13, decimal_places=3, **more)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def for_plan(self, plan: Plan) -> "IndicatorQuerySet":
        """Those of `plan` in its order, with the item each belongs to."""
        return self.filter(plan=plan).select_related("item").order_by("order", "pk")

    def with_years(self) -> "IndicatorQuerySet":
        """With all targets and all measurements, in two more statements."""
        return self.prefetch_related("targets", "measurements")

    def live(self) -> "IndicatorQuerySet":
        """Those a metric of the portal measures."""
        return self.exclude(metric="")


class Indicator(models.Model):
    """A monitored figure (指標): its unit, which way is better, its baseline, what it aims at.

    It aims at numbers for years (`Target`) or at a direction; a number for the year goes first.
    """

    class Kind(models.TextChoices):
        INDICATOR = "indicator", "指標"
        MONITORED = "monitored", "モニタリング項目"

    Better, Direction, Reach = Better, Direction, Reach

    plan = models.ForeignKey(
        Plan, verbose_name="計画", on_delete=models.PROTECT, related_name="indicators"
    )
    item = models.ForeignKey(
        PlanItem,
        verbose_name="計画の項目",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
        help_text="空なら、計画全体の指標です。",
    )
    code = models.CharField("番号", max_length=30, validators=[CODE])
    name = models.CharField("名称", max_length=200)
    kind = models.CharField("種別", max_length=10, choices=Kind, default=Kind.INDICATOR)
    unit = models.CharField("単位", max_length=20)
    decimals = models.PositiveSmallIntegerField("小数の桁", default=0)
    better = models.CharField("よい向き", max_length=6, choices=Better, default=Better.HIGHER)
    baseline = a_value("基準値", null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(
        "基準値の年度", null=True, blank=True, validators=YEAR_LIMITS
    )
    direction = models.CharField(
        "めざす向き", max_length=8, choices=Direction, blank=True, help_text="目標値がないとき。"
    )
    reach = models.CharField("達成度の出しかた", max_length=6, choices=Reach, default=Reach.TARGET)
    highest = a_value("上限", null=True, blank=True, help_text="割合なら100。")
    zero_is_not_begun = models.BooleanField("0のときは未着手とする", default=False)
    metric = models.CharField(
        "自動で数える数値", max_length=40, blank=True, help_text="空なら、職員が入力します。"
    )
    scope = models.CharField("数える範囲", max_length=60, blank=True)
    note = models.TextField("説明", blank=True, validators=[MaxLengthValidator(1_000)])
    source = models.CharField("出典", max_length=200, blank=True)
    order = models.PositiveIntegerField("並び順", default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指標"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="one_indicator_of_a_code_per_plan",
                violation_error_code="repeated_code",
                violation_error_message="この番号の指標は、この計画にもうあります。",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=True, baseline_year__isnull=True)
                | models.Q(baseline__isnull=False, baseline_year__isnull=False),
                name="a_baseline_has_its_year",
                violation_error_code="baseline_without_year",
                violation_error_message="基準値とその年度は、両方を書くか、両方を空けてください。",
            ),
            models.CheckConstraint(
                condition=models.Q(decimals__lte=3), name="at_most_three_decimals"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vision:indicator", args=[self.plan.slug, self.code])

    def clean(self) -> None:
        """Codes: beyond_highest, below_zero, foreign_item."""
        super().clean()
        self.refuse_value(self.baseline, "baseline")
        if self.item is not None and self.item.plan_id != self.plan_id:
            raise ValidationError(
                {"item": ValidationError("この計画の項目を選んでください。", code="foreign_item")}
            )

    def refuse_value(self, value: Decimal | None, field: str = "value") -> None:
        """Refuse what cannot be: 120 per cent, or -3. Codes: beyond_highest, below_zero."""
        if value is None:
            return
        if self.is_share and value < 0:
            why = ValidationError("割合に、0より小さい値は入れられません。", code="below_zero")
        elif self.highest is not None and value > self.highest:
            limit = f"{self.show(self.highest)}{self.unit}"
            why = ValidationError(f"{limit}をこえる値は入れられません。", code="beyond_highest")
        else:
            return
        raise ValidationError({field: why})

    # ------------------------------------------------------------ reading

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, from 0 to its limit; a rate of growth has no limit."""
        return self.unit in PER_CENT and self.highest is not None

    @property
    def is_live(self) -> bool:
        """Whether the portal itself counts it."""
        return bool(self.metric)

    def show(self, value: Decimal | None) -> str:
        """A value with the indicator's decimals and without its unit: 「22.8」, 「1,016」."""
        return "" if value is None else written(value, self.decimals)

    def show_in_full(self, value: Decimal | None) -> str:
        """A value as it was entered, even where `show` would round it."""
        return "" if value is None else written_in_full(value, self.decimals)

    def target_for(self, year: int) -> "Target | None":
        """The target of `year`, or where there is none the next to come; at the end the last."""
        found = sorted(self.targets.all(), key=lambda target: target.year)
        return next((one for one in found if one.year >= year), found[-1] if found else None)

    def aim_for(self, year: int) -> Aim:
        target = self.target_for(year)
        return Aim(
            better=Better(self.better),
            target=target.value if target else None,
            direction=self.direction,
            baseline=self.baseline,
            reach=Reach(self.reach),
            decimals=self.decimals,
        )

    def measurement_of(self, year: int) -> "Measurement | None":
        return next((one for one in self.measurements.all() if one.year == year), None)

    def grade_of(self, year: int) -> Grade | None:
        """How far `year` came; None where nothing was measured or nothing was aimed at."""
        found = self.measurement_of(year)
        return self.grade_for(found) if found else None

    def grade_for(self, found: "Measurement") -> Grade | None:
        """The grade of a figure; the baseline itself, and what was before it, have none."""
        since = self.baseline_year
        if since is not None and not found.not_begun:
            is_start = found.year == since and found.value == self.baseline
            if found.year < since or is_start:
                return None
        return grade(self.aim_for(found.year), found.value, not_begun=found.was_not_begun(self))


class Target(models.Model):
    """What an indicator is to reach in a fiscal year (目標値)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField("年度", validators=YEAR_LIMITS)
    value = a_value("目標値")

    class Meta:
        verbose_name = verbose_name_plural = "目標値"
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="one_target_a_year",
                violation_error_code="repeated_year",
                violation_error_message="この年度の目標値はもうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度の目標"

    def clean(self) -> None:
        """Codes: target_before_baseline, beyond_highest, below_zero."""
        super().clean()
        self.indicator.refuse_value(self.value)
        since = self.indicator.baseline_year
        if since is not None and self.year is not None and self.year < since:
            raise ValidationError(
                {
                    "year": ValidationError(
                        f"目標の年度は、基準値の年度（{since}年度）からあとにしてください。",
                        code="target_before_baseline",
                    )
                }
            )


@pghistory.track()
class Measurement(models.Model):
    """What an indicator came to in a fiscal year (実績値), and where that comes from.

    `counted` keeps what a live figure was made of when it was counted: rows, people, the moment.
    """

    class Origin(models.TextChoices):
        HAND = "hand", "職員が入力"
        FILE = "file", "表から読み込み"
        LIVE = "live", "記録から計算"

    indicator = models.ForeignKey(
        Indicator, verbose_name="指標", on_delete=models.PROTECT, related_name="measurements"
    )
    year = models.PositiveSmallIntegerField("年度", validators=YEAR_LIMITS)
    value = a_value("実績値", null=True, blank=True)
    not_begun = models.BooleanField("未着手", default=False)
    as_of = models.CharField("時点", max_length=40, blank=True, help_text="「令和8年1月末」など。")
    source = models.CharField("出典", max_length=200, blank=True)
    note = models.CharField("補足", max_length=300, blank=True)
    origin = models.CharField("入れかた", max_length=4, choices=Origin, default=Origin.HAND)
    counted = models.JSONField("計算のもと", default=dict, blank=True, editable=False)
    at = models.DateTimeField("記録した時", auto_now=True)
    by = models.ForeignKey(
        "people.User",
        verbose_name="記録した人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "実績値"
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                name="one_measurement_a_year",
                violation_error_code="repeated_year",
                violation_error_message="この年度の実績値はもうあります。",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, not_begun=False)
                | models.Q(value__isnull=True, not_begun=True),
                name="measured_or_not_begun",
                violation_error_code="value_or_not_begun",
                violation_error_message="実績値を入れるか、「未着手」を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度"

    def clean(self) -> None:
        """Codes: beyond_highest, below_zero, no_source."""
        super().clean()
        self.indicator.refuse_value(self.value)
        if self.origin == self.Origin.HAND and not self.source:
            raise ValidationError(
                {"source": ValidationError("数字の出典を書いてください。", code="no_source")}
            )

    def was_not_begun(self, indicator: Indicator) -> bool:
        """Whether the work had not begun: said so, or a 0 of a figure whose 0 means that."""
        return self.not_begun or (indicator.zero_is_not_begun and self.value == 0)
