"""Publishing a plan's figures: once, as they are then, with what they were counted from.

A figure keeps its value, its definition, the moment and the counts behind it. When the records
say something else later, the difference is shown until somebody explains it, or the figure is
published anew with a reason; the versions before stay readable.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.people.models import User

from ..grading import Direction
from ..metrics import metric
from ..models import Difference, Indicator, Measurement, Plan, PublishedFigure, YearReport
from ..models.publication import PublishedFigureQuerySet

LONGEST_REASON = 300
LONGEST_EXPLANATION = 500


# ---------------------------------------------------------------- publishing


@transaction.atomic
def publish_year(plan: Plan, year: int, *, by: User) -> list[PublishedFigure]:
    """Publish the plan's report of a fiscal year and every figure of it that was measured.

    Codes: already_published, nothing_measured.
    """
    YearReport.objects.get_or_create(plan=plan, year=year)
    report = YearReport.objects.select_for_update().get(plan=plan, year=year)
    if report.is_published:
        raise ValidationError(
            "この年度の報告は、もう公表されています。数字を直すときは「訂正」から進んでください。",
            code="already_published",
        )
    locked = Indicator.objects.filter(plan=plan).order_by("pk").select_for_update()
    measured = [(one, one.measurement_of(year)) for one in locked.with_years()]
    figures = [_figure(one, found, by=by) for one, found in measured if found is not None]
    if not figures:
        raise ValidationError(
            "この年度の実績値がまだありません。実績値を入れてから、公表してください。",
            code="nothing_measured",
        )
    report.published_at, report.published_by = timezone.now(), by
    report.save(update_fields=["published_at", "published_by"])
    return PublishedFigure.objects.bulk_create(figures)


@transaction.atomic
def publish_figure(indicator: Indicator, year: int, *, by: User, reason: str) -> PublishedFigure:
    """Publish one figure of a published year as it is measured now: anew, or for the first time.

    What was published before stays as the earlier version. Codes: report_not_published,
    not_measured, nothing_changed, no_reason, reason_too_long.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    reports = YearReport.objects.filter(plan=indicator.plan_id, year=year)
    if not reports.filter(published_at__isnull=False).exists():
        raise ValidationError(
            "この年度の報告がまだ公表されていません。先に報告を公表してください。",
            code="report_not_published",
        )
    measured = Measurement.objects.filter(indicator=indicator, year=year).first()
    if measured is None:
        raise ValidationError("この年度の実績値がありません。", code="not_measured")
    published = PublishedFigure.objects.filter(indicator=indicator, year=year)
    before = published.order_by("version").last()
    if before is not None:
        _refuse_correction(before, measured, reason)
    figure = _figure(indicator, measured, by=by)
    if before is not None:
        figure.version, figure.reason = before.version + 1, reason.strip()
    figure.save(force_insert=True)
    return figure


def _refuse_correction(before: PublishedFigure, measured: Measurement, reason: str) -> None:
    if before.value == measured.value:
        raise ValidationError("公表した値と同じです。訂正はいりません。", code="nothing_changed")
    if not reason.strip():
        raise ValidationError("訂正の理由を書いてください。", code="no_reason")
    if len(reason) > LONGEST_REASON:
        raise ValidationError(
            f"訂正の理由は{LONGEST_REASON}文字までで書いてください。", code="reason_too_long"
        )


def _figure(indicator: Indicator, measured: Measurement, *, by: User) -> PublishedFigure:
    """The first version of a figure, with all that makes it understandable without our data."""
    aim = indicator.aim_for(measured.year)
    found = indicator.grade_for(measured)
    return PublishedFigure(
        indicator=indicator,
        year=measured.year,
        name=indicator.name,
        unit=indicator.unit,
        definition=measured.counted.get("definition") or definition_of(indicator),
        decimals=indicator.decimals,
        value=measured.value,
        baseline=indicator.baseline,
        aimed_at=aimed_at(indicator, aim.target),
        letter=found.letter if found else "",
        percent=found.percent if found else None,
        why=found.why if found else "",
        source=measured.source,
        counted=measured.counted,
        published_at=timezone.now(),
        published_by=by,
    )


def definition_of(indicator: Indicator) -> str:
    """In words what is counted: the metric's own where the portal counts it."""
    counted_by = metric(indicator.metric) if indicator.is_live else None
    return counted_by.definition if counted_by else indicator.note or indicator.name


def aimed_at(indicator: Indicator, target: Decimal | None) -> str:
    """The target as it is read: 「50.0％」, or the direction: 「増加」."""
    if target is not None:
        return f"{indicator.show(target)}{indicator.unit}"
    return Direction(indicator.direction).label if indicator.direction else ""


# ---------------------------------------------------------------- afterwards


@dataclass(frozen=True)
class Change:
    """A published figure, what the records say now, and how that was explained, if it was."""

    figure: PublishedFigure
    explanation: Difference | None

    @property
    def value(self) -> Decimal | None:
        return self.figure.recorded

    @property
    def is_recorded(self) -> bool:
        """Whether the records say anything that could be published instead."""
        return self.figure.recorded is not None or self.figure.recorded_not_begun


def changes_among(figures: PublishedFigureQuerySet) -> list[Change]:
    """Those of `figures` that the records no longer bear out, the newest year first."""
    differing = figures.differing().select_related("indicator").prefetch_related("differences")
    return [
        Change(figure, _explanation_of(figure))
        for figure in differing.order_by("-year", "indicator__order", "indicator")
    ]


def _explanation_of(figure: PublishedFigure) -> Difference | None:
    """The newest explanation of what the records say now."""
    now = (figure.recorded, figure.recorded_not_begun)
    fitting = [one for one in figure.differences.all() if one.explains(*now)]
    return fitting[-1] if fitting else None


@transaction.atomic
def explain(figure: PublishedFigure, *, by: User, text: str) -> Difference:
    """Say why the records differ from `figure`, which stays. Codes: no_explanation,
    explanation_too_long, no_difference.
    """
    text = text.strip()
    if not text:
        raise ValidationError("変わったわけを書いてください。", code="no_explanation")
    if len(text) > LONGEST_EXPLANATION:
        raise ValidationError(
            f"わけは{LONGEST_EXPLANATION}文字までで書いてください。", code="explanation_too_long"
        )
    Indicator.objects.select_for_update().get(pk=figure.indicator_id)
    differing = PublishedFigure.objects.filter(indicator=figure.indicator_id).differing()
    now = differing.filter(pk=figure.pk).first()
    if now is None:
        raise ValidationError(
            "公表した値と、いまの記録は同じです。説明はいりません。", code="no_difference"
        )
    return Difference.objects.create(
        figure=now,
        value=now.recorded,
        not_begun=now.recorded_not_begun,
        explanation=text,
        by=by,
    )
