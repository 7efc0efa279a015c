"""The live figures for everybody: all of them, and one with its years and its breakdowns."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year
from portal.public_pages import public_page

from ..charts import line_chart, trend
from ..figures import counting
from ..metrics import DIMENSIONS, NOTHING, OVERLAPPING, Figure, Metric, metric, registered
from ..models import MetricCount
from ..suppression import WHY, as_listed, least_of, may_be_shown


@require_safe
@public_page
def metrics(request: HttpRequest) -> HttpResponse:
    """`/vision/metrics/`: every figure, what it came to this year and last, and its trend."""
    trends, this_year = counting.trends(), fiscal_year(timezone.localdate())
    years = list(range(this_year - counting.YEARS + 1, this_year + 1))
    context = {
        "section_nav": "vision",
        "this_year": this_year,
        "last_year": this_year - 1,
        "lines": [_line(one, trends.get(one.key, {}), years) for one in registered()],
        "failing": counting.failing(registered()),
        "counted_at": MetricCount.objects.last_run(),
    }
    return render(request, "vision/metrics.html", context)


@require_safe
@public_page
def metric_page(request: HttpRequest, key: str) -> HttpResponse:
    """`/vision/metrics/<key>/?year=&by=`: one figure, its definition, its years, its parts."""
    shown = metric(key)
    if shown is None:
        raise Http404
    this_year = fiscal_year(timezone.localdate())
    figures = counting.trends(shown).get(key, {})
    years = list(range(min([*figures, this_year]), this_year + 1))
    latest = max((one for one, figure in figures.items() if figure.rows), default=this_year)
    year = _asked_year(request, years, latest=latest)
    by = request.GET.get("by", "")
    by = by if by in shown.dimensions else next(iter(shown.dimensions))
    cells, has_hidden = as_listed(counting.public_breakdown(shown, year, by))
    context = {
        "section_nav": "vision",
        "metric": shown,
        "year": year,
        "years": sorted(years, reverse=True),
        "is_running": year == this_year,
        "figure": _shown(shown, figures.get(year, NOTHING)),
        "chart": line_chart(
            years,
            [_value(shown, figures.get(one, NOTHING)) for one in years],
            unit=shown.unit,
            decimals=shown.decimals,
            label=shown.name,
            provisional=[this_year],
        ),
        "hidden_years": [one for one in years if not _is_open(shown, figures.get(one, NOTHING))],
        "by": by,
        "by_name": DIMENSIONS[by],
        "dimensions": [(name, DIMENSIONS[name]) for name in shown.dimensions],
        "cells": [(cell, _shown(shown, cell.figure)) for cell in cells],
        "has_hidden": has_hidden,
        "overlaps": by in OVERLAPPING,
        "least": least_of(shown),
        "why": WHY,
        "failing": counting.failing([shown]),
        "counted_at": MetricCount.objects.filter(metric=key).last_run(),
    }
    return render(request, "vision/metric.html", context)


def _line(one: Metric, figures: dict[int, Figure], years: list[int]) -> dict[str, Any]:
    values = [_value(one, figures.get(year, NOTHING)) for year in years]
    told = "、".join(
        f"{year}年度 {one.show(value)}" for year, value in zip(years, values, strict=True) if value
    )
    return {
        "metric": one,
        "now": _shown(one, figures.get(years[-1], NOTHING)),
        "before": _shown(one, figures.get(years[-2], NOTHING)),
        "trend": trend(years[:-1], values[:-1], summary=f"{one.name}（{one.unit}）：{told}"),
        "has_trend": sum(value is not None for value in values[:-1]) > 1,
    }


def _shown(one: Metric, figure: Figure | None) -> dict[str, Any]:
    """A figure in words: hidden, not there, or a number with the people it tells of."""
    if figure is None or not _is_open(one, figure):
        return {"is_hidden": True}
    people = figure.n if one.says_people else None
    return {"value": one.show(figure.value), "people": people}


def _is_open(one: Metric, figure: Figure) -> bool:
    return not figure.rows or may_be_shown(one, figure)


def _value(one: Metric, figure: Figure) -> Any:
    return figure.value if _is_open(one, figure) else None


def _asked_year(request: HttpRequest, years: list[int], *, latest: int) -> int:
    asked = request.GET.get("year", "")
    known = {str(year): year for year in years}
    return known.get(asked, latest)
