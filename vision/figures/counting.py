"""Counting the live figures every night, so that no page has to.

Each metric by itself: one that fails keeps what it had, is written to the log and named on the
pages (`failing`), and keeps no other from being counted.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.japan.calendar import fiscal_year

from .. import metrics
from ..metrics import Cell, Figure, Metric, Scope
from ..models import Indicator, Measurement, MetricCount
from ..suppression import WHY, Beside, beside, may_be_shown, public_cells

logger = logging.getLogger(__name__)

YEARS = 10
COUNT_AT = "04:30"
TOO_OLD = timedelta(hours=26)  # then the night itself failed, and not one metric


@dataclass
class Counted:
    """What came of a night: how many figures were written, and what failed, by name."""

    measurements: int = 0
    failed_metrics: list[str] = field(default_factory=list)
    failed_indicators: dict[str, str] = field(default_factory=dict)


def count_live() -> Counted:
    """Count all metrics, then write what the live indicators of all plans came to.

    Run again, it changes nothing that has not changed.
    """
    now, counted = timezone.now(), Counted()
    first, last = years_counted()
    for metric in metrics.registered():
        try:
            _count(metric, first, last, now)
        except Exception:
            logger.exception("A metric failed, the others go on: %s", metric.key)
            counted.failed_metrics.append(metric.name)
    MetricCount.objects.exclude(metric__in=[one.key for one in metrics.registered()]).delete()
    for indicator in Indicator.objects.live().select_related("plan"):
        try:
            counted.measurements += _measure(indicator, last, now)
        except ValidationError as refusal:
            counted.failed_indicators[indicator.name] = " ".join(refusal.messages)
            logger.warning("An indicator was not measured: %s: %s", indicator.pk, refusal)
    return counted


def years_counted() -> tuple[int, int]:
    """The last ten fiscal years; more where a live indicator's plan began before them."""
    this_year = fiscal_year(timezone.localdate())
    began = Indicator.objects.live().values_list("plan__first_year", flat=True)
    return min([this_year - YEARS + 1, *began]), this_year


def failing(metrics_shown: Collection[Metric]) -> list[Metric]:
    """Those the last count could not count, or all if no count came last night.

    Before the first count there are none.
    """
    by_metric = MetricCount.objects.order_by().values_list("metric").annotate(Max("at"))
    counted = dict(by_metric)
    if not counted:
        return []
    since = max(*counted.values(), timezone.now() - TOO_OLD)
    return [one for one in metrics_shown if one.key not in counted or counted[one.key] < since]


def trends(of: Metric | None = None) -> dict[str, dict[int, Figure]]:
    """The figures of all metrics, or of one, in all years, for the city as a whole."""
    counts = MetricCount.objects.of_city()
    found: dict[str, dict[int, Figure]] = {}
    for count in counts.filter(metric=of.key) if of else counts:
        found.setdefault(count.metric, {})[count.year] = count.figure
    return found


def public_figure(metric: Metric, year: int, scope: Scope) -> Figure | None:
    """A figure as it may be shown; None where it may not. Code: no_such_scope."""
    if not scope.dimension:
        [whole, *_] = counted_cells(metric, year, "") or [Cell("", "", metrics.NOTHING)]
        figure = whole.figure or metrics.NOTHING
        return figure if may_be_shown(metric, figure) or not figure.rows else None
    metric.dimension(scope.dimension).rows_of(scope.key)
    for cell in public_breakdown(metric, year, scope.dimension):
        if cell.key == scope.key:
            return cell.figure
    return metrics.NOTHING


def public_breakdown(metric: Metric, year: int, dimension: str) -> list[Cell]:
    """A year's lines as they may be shown."""
    together = [
        one for one in metrics.registered() if metric.among and one.among == metric.among
    ] or [metric]
    counts = MetricCount.objects.filter(metric__in=[one.key for one in together], year=year)
    by_metric: dict[str, dict[str, list[Cell]]] = {}
    for count in counts.filter(dimension__in=["", "ward", dimension]):
        by_metric.setdefault(count.metric, {})[count.dimension] = count.cells
    found = by_metric.get(metric.key, {})
    if not found.get("") or dimension not in found:
        return []

    def others(by: str) -> list[Beside]:
        lines = [(one, by_metric.get(one.key, {})) for one in together]
        stood = [beside(one, _whole(of), of.get(by, [])) for one, of in lines if of.get("")]
        return [one for one in stood if one]

    whole = _whole(found)
    above = public_cells(metric, whole, found.get("ward", []), others=others("ward"))
    return public_cells(metric, whole, found[dimension], above, others(dimension))


def _whole(found: dict[str, list[Cell]]) -> Figure:
    """The figure of the whole city among the lines of a year."""
    return found[""][0].figure or metrics.NOTHING


def counted_cells(metric: Metric, year: int, dimension: str) -> list[Cell]:
    count = MetricCount.objects.filter(metric=metric.key, year=year, dimension=dimension).first()
    return count.cells if count else []


@transaction.atomic
def _count(metric: Metric, first: int, last: int, now: datetime) -> None:
    """Put a metric's counts in the place of those it had; this year's is there even if empty."""
    counts = [
        MetricCount(metric=metric.key, dimension="", year=year, lines=[_city_line(figure)], at=now)
        for year, figure in ({last: metrics.NOTHING} | metric.trend(first, last)).items()
    ]
    for dimension in metric.dimensions:
        counts += [
            MetricCount(
                metric=metric.key,
                dimension=dimension,
                year=year,
                lines=[MetricCount.as_line(cell) for cell in cells],
                at=now,
            )
            for year, cells in metric.breakdowns(first, last, dimension).items()
        ]
    MetricCount.objects.filter(metric=metric.key).delete()
    MetricCount.objects.bulk_create(counts)


def _city_line(figure: Figure) -> list:
    return MetricCount.as_line(Cell("", "", figure))


# ---------------------------------------------------------------- indicators


def _measure(indicator: Indicator, last: int, now: datetime) -> int:
    """Write an indicator's live figures; how many changed. Code: no_such_metric and others."""
    metric = metrics.metric(indicator.metric)
    if metric is None:
        raise ValidationError(
            f"「{indicator.metric}」という自動の数値はありません。指標の設定を確かめてください。",
            code="no_such_metric",
        )
    if not MetricCount.objects.filter(metric=metric.key).exists():
        raise ValidationError(f"「{metric.name}」を、まだ数えられていません。", code="not_counted")
    scope, plan = Scope.parse(indicator.scope), indicator.plan
    written, too_few = 0, []
    for year in range(plan.first_year, min(plan.last_year, last) + 1):
        figure = public_figure(metric, year, scope)
        if figure is None:
            too_few.append(year)
        written += _write(indicator, metric, year, figure or metrics.NOTHING, now)
    if too_few:
        named = "、".join(f"{year}年度" for year in too_few)
        raise ValidationError(f"{named}は、{WHY}とし、記録しませんでした。", code="too_few")
    return written


@transaction.atomic
def _write(indicator: Indicator, metric: Metric, year: int, figure: Figure, now: datetime) -> int:
    """Write one figure if it changed; what the staff wrote by hand stays."""
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    held = Measurement.objects.filter(indicator=indicator, year=year).first()
    if held and held.origin != Measurement.Origin.LIVE:
        return 0
    if figure.value is None:
        return held.delete()[0] if held else 0
    made_of = {
        "n": figure.n,
        "rows": figure.rows,
        "definition": metric.definition,
        "scope": indicator.scope,
    }
    is_same = held and held.value == figure.value and made_of.items() <= held.counted.items()
    if is_same:
        return 0
    measurement = held or Measurement(indicator=indicator, year=year)
    measurement.value, measurement.not_begun = figure.value, False
    measurement.origin, measurement.by = Measurement.Origin.LIVE, None
    measurement.source = "このサイトの記録"
    measurement.counted = made_of | {"at": now.isoformat()}
    measurement.full_clean()
    measurement.save()
    return 1
