"""Behind a live figure, for the section: the courses it is made of, and nobody's name."""

import logging
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year, local, long_date
from portal.paging import page_of
from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv

from ...figures.counting import failing, years_counted
from ...metrics import CITY, DIMENSIONS, Metric, Scope, metric, registered

logger = logging.getLogger(__name__)


@plan_page
@require_safe
def metrics(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/metrics/`: which figures the portal counts, and which it could not."""
    if not request.works_for_section:
        raise Http404
    context = {"desk_nav": "plans", "metrics": registered(), "failing": failing(registered())}
    return render(request, "plan_desk/metrics.html", context)


@plan_page
@require_safe
def rows(request: SignedInRequest, key: str) -> HttpResponse:
    """`/desk/plans/metrics/<key>/?year=&by=&key=`: the figure now, its parts, its rows."""
    shown, year, scope = _asked(request, key)
    try:
        return _rows_page(request, shown, year, scope)
    except Exception:
        logger.exception("A metric failed: %s", key)
        return _failed(request, shown)


def _failed(request: SignedInRequest, shown: Metric) -> HttpResponse:
    """The list of the figures, saying which of them cannot be counted now."""
    messages.error(
        request,
        f"「{shown.name}」は、いま数えられません。ほかの数値は、いつもどおりです。"
        "理由はサーバーの記録にあります。",
    )
    return redirect("plan_desk:metrics")


def _rows_page(request: SignedInRequest, shown: Metric, year: int, scope: Scope) -> HttpResponse:
    by = request.GET.get("by", "")
    by = by if by in shown.dimensions else next(iter(shown.dimensions))
    found, page = page_of(shown.rows(year, scope), request.GET)
    cells = shown.breakdown(year, by)
    context = {
        "desk_nav": "plans",
        "metric": shown,
        "year": year,
        "years": list(range(years_counted()[1], years_counted()[0] - 1, -1)),
        "scope": scope,
        "scope_name": next((one.name for one in cells if one.key == scope.key), ""),
        "figure": _told(shown, shown.measure(year, scope)),
        "by": by,
        "by_name": DIMENSIONS[by],
        "dimensions": [(name, DIMENSIONS[name]) for name in shown.dimensions],
        "cells": [(cell, _told(shown, cell.figure)) for cell in cells],
        "headings": list(shown.behind.columns),
        "rows": [_row(shown, row) for row in found],
        "page": page,
        "in_groups": shown.least_in_a_row,
    }
    return render(request, "plan_desk/metric.html", context)


@plan_page
@require_safe
def rows_csv(request: SignedInRequest, key: str) -> HttpResponse:
    """`/desk/plans/metrics/<key>/rows.csv?year=&by=&key=`: the same rows as a table."""
    shown, year, scope = _asked(request, key)
    try:
        lines = _rows(shown, year, scope)
    except Exception:
        logger.exception("A metric failed: %s", key)
        return _failed(request, shown)
    headings = [*shown.behind.columns, f"{shown.name}（{shown.unit}）", "人数"]
    table = ([year, *row["cells"], row["value"], row["people"]] for row in lines)
    return as_csv(f"{key}-{year}.csv", [["年度", *headings], *table])


def _asked(request: SignedInRequest, key: str) -> tuple[Metric, int, Scope]:
    """The metric, the fiscal year and the scope asked for; 404 where there is no such thing."""
    shown = metric(key)
    if shown is None or not request.works_for_section:
        raise Http404
    first, last = years_counted()
    years = {str(year): year for year in range(first, last + 1)}
    year = years.get(request.GET.get("year", ""), fiscal_year(timezone.localdate()))
    part = request.GET.get("key", "")
    scope = Scope(request.GET.get("by", ""), part) if part else CITY
    try:
        shown.refuse_scope(scope)
    except ValidationError as refusal:
        raise Http404 from refusal
    return shown, year, scope


def _rows(shown: Metric, year: int, scope: Scope) -> list[dict[str, Any]]:
    return [_row(shown, row) for row in shown.rows(year, scope)]


def _row(shown: Metric, row: dict[str, Any]) -> dict[str, Any]:
    cells = [row[f"row_{place}"] for place in range(len(shown.behind.columns))]
    told = _told(shown, shown.figure_of(row))
    return {"cells": [_cell(one) for one in cells], **told} | {
        "address": shown.behind.address(row["row_key"])
    }


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return long_date(local(value).date())
    return "" if value is None else value


def _told(shown: Metric, figure: Any) -> dict[str, Any]:
    people = figure.n if shown.tells_of_people else ""
    return {"value": shown.show(figure.value), "people": people}
