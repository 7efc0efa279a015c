"""What was published of a plan's figures, and stays as it was."""

from decimal import Decimal

import pgtrigger
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery

from ..grading import Letter
from ..numbers import written, written_in_full
from .indicator import NOT_BEGUN, Indicator, Measurement, a_value
from .plan import YEAR_LIMITS, Plan
from .wording import fingerprint, refuse_stale

STORY = MaxLengthValidator(5_000)


class YearReport(models.Model):
    """A plan's report of one fiscal year: its story, and when its figures were published."""

    plan = models.ForeignKey(
        Plan, verbose_name="計画", on_delete=models.PROTECT, related_name="reports"
    )
    year = models.PositiveSmallIntegerField("年度", validators=YEAR_LIMITS)
    story = models.TextField("この年のあらまし", blank=True, validators=[STORY])
    behind = models.TextField("遅れていること", blank=True, validators=[STORY])
    published_at = models.DateTimeField("公表した時", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        "people.User",
        verbose_name="公表した人",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "年次報告"
        ordering = ["plan", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"],
                name="one_report_a_year",
                violation_error_code="repeated_year",
                violation_error_message="この年度の報告はもうあります。",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True, published_by__isnull=True)
                | models.Q(published_at__isnull=False, published_by__isnull=False),
                name="a_publication_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}年度の報告"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def state(self) -> str:
        """What the words are now, so that two who write at once notice each other."""
        return fingerprint(self.story, self.behind)

    @classmethod
    def write(cls, plan: Plan, year: int, *, story: str, behind: str, was: str) -> "YearReport":
        """Keep the words of a year's report, if they are still what they `was`. Code: stale."""
        with transaction.atomic():
            cls.objects.get_or_create(plan=plan, year=year)
            report = cls.objects.select_for_update().get(plan=plan, year=year)
            refuse_stale(report.state, was, "報告のことば")
            report.story, report.behind = story, behind
            report.save(update_fields=["story", "behind"])
        return report


class PublishedFigureQuerySet(models.QuerySet["PublishedFigure"]):
    def newest(self) -> "PublishedFigureQuerySet":
        """Of each indicator and year the version that holds."""
        later = PublishedFigure.objects.filter(
            indicator=OuterRef("indicator"), year=OuterRef("year"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later))

    def with_records(self) -> "PublishedFigureQuerySet":
        """With what the records say now for the same indicator and year.

        `recorded` is the value; where there is none, `recorded_not_begun` tells work that has not
        begun (未着手) from a record that is gone.
        """
        now = Measurement.objects.filter(indicator=OuterRef("indicator"), year=OuterRef("year"))
        return self.annotate(
            recorded=Subquery(now.values("value")[:1]),
            recorded_not_begun=Exists(now.filter(not_begun=True)),
        )

    def differing(self) -> "PublishedFigureQuerySet":
        """Those that hold, and that the records no longer bear out; with `recorded`."""
        return (
            self.newest()
            .with_records()
            .filter(
                Q(value__isnull=True, recorded_not_begun=False)
                | Q(value__isnull=False, recorded__isnull=True)
                | Q(value__lt=F("recorded"))
                | Q(value__gt=F("recorded"))
            )
        )


class PublishedFigure(models.Model):
    """A figure as it was published: value, grade, definition, and what it was counted from.

    Never changed and never deleted (a trigger sees to it). What has to be put right is published
    anew as the next version, with the reason.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="published")
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版", default=1)
    name = models.CharField("名称", max_length=200)
    unit = models.CharField("単位", max_length=20)
    definition = models.TextField("数えかた")
    decimals = models.PositiveSmallIntegerField("小数の桁", default=0)
    value = a_value("値", null=True, blank=True)
    baseline = a_value("基準値", null=True, blank=True)
    aimed_at = models.CharField("目標", max_length=60, blank=True)
    letter = models.CharField("達成度", max_length=1, choices=Letter, blank=True)
    percent = models.PositiveBigIntegerField("達成率", null=True, blank=True)
    why = models.CharField("計算", max_length=200, blank=True)
    source = models.CharField("出典", max_length=200, blank=True)
    counted = models.JSONField("計算のもと", default=dict, blank=True)
    reason = models.CharField("訂正の理由", max_length=300, blank=True)
    published_at = models.DateTimeField("公表した時")
    published_by = models.ForeignKey(
        "people.User", verbose_name="公表した人", on_delete=models.PROTECT, related_name="+"
    )

    recorded: Decimal | None  # these two by `with_records`
    recorded_not_begun: bool

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公表した数値"
        ordering = ["indicator", "year", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "version"],
                name="one_published_figure_of_a_version",
                violation_error_code="already_published",
                violation_error_message="この数値は、ほかの人が先に公表しました。",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""),
                name="a_correction_has_a_reason",
                violation_error_code="no_reason",
                violation_error_message="訂正の理由を書いてください。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_what_was_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    RAISE EXCEPTION 'figure % is published as it is', OLD.id
                    USING ERRCODE = 'check_violation',
                        CONSTRAINT = 'a_published_figure_stays';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度 第{self.version}版"

    def show(self, value: Decimal | None) -> str:
        """A value with the decimals it was published with, and without its unit."""
        return "" if value is None else written(value, self.decimals)

    @property
    def text_in_full(self) -> str:
        """What was published, to be read beside `recorded_text`, with nothing rounded away."""
        return NOT_BEGUN if self.value is None else written_in_full(self.value, self.decimals)

    @property
    def recorded_text(self) -> str:
        """What the records say now; only after `with_records`."""
        return recorded_text(self.recorded, self.recorded_not_begun, self.decimals)


def recorded_text(value: Decimal | None, not_begun: bool, decimals: int) -> str:
    """What the records say of a published figure now: a value, not begun, or nothing any more."""
    if value is not None:
        return written_in_full(value, decimals)
    return NOT_BEGUN if not_begun else "記録なし"


class Difference(models.Model):
    """Why the records say something else now than what was published (公表後の変化の説明).

    It explains what the records said then (`value`, or that the work had `not_begun`); when they
    change again, it explains no more.
    """

    figure = models.ForeignKey(
        PublishedFigure,
        verbose_name="公表した数値",
        on_delete=models.PROTECT,
        related_name="differences",
    )
    value = a_value("いまの値", null=True, blank=True)
    not_begun = models.BooleanField("いまは未着手", default=False)
    explanation = models.CharField("説明", max_length=500)
    at = models.DateTimeField("説明した時", auto_now_add=True)
    by = models.ForeignKey(
        "people.User", verbose_name="説明した人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "公表後の変化の説明"
        ordering = ["figure", "pk"]

    def __str__(self) -> str:
        return self.explanation

    def explains(self, value: Decimal | None, not_begun: bool) -> bool:
        """Whether this is about what the records say now."""
        return (self.value, self.not_begun) == (value, not_begun)
