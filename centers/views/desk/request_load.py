"""The load of requests: a calendar of all centres, one centre's year, this year beside last."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centers.models import Center, CityRequest, RequestEffort
from centers.requests import tables
from centers.requests.comparison import by_decision, changes, total
from centers.requests.load import STAFF, Row, months_of, rows_of, shade, tenths
from centers.requests.years import asked
from portal.paging import page_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv, as_xlsx


@desk_page
@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    """`/desk/requests/load/?year=&to=`: hours by month for each of one's centres."""
    told = asked(request.GET, request.user)
    rows = _rows(request, told)
    most = max((row.peak for row in rows), default=Decimal(0))
    context = {
        "desk_nav": "requests",
        **told,
        "months": months_of(told["year"]),
        "wards": [
            (ward, [_shaded(row, most) for row in of_ward])
            for ward, of_ward in groupby(rows, key=lambda row: row.center.ward)
        ],
        "all": _together(rows),
        "staff": STAFF,
    }
    return render(request, "city_requests/calendar.html", context)


@desk_page
@require_safe
def table(request: SignedInRequest, kind: str) -> HttpResponse:
    """`/desk/requests/load/load.csv`, `.xlsx`: the calendar as a table."""
    told = asked(request.GET, request.user)
    rows = tables.of_load(_rows(request, told))
    name = f"load-{told['year']}-{told['to']}.{kind}"
    return as_csv(name, rows) if kind == "csv" else as_xlsx(name, "業務量", rows)


@desk_page
@require_safe
def center(request: SignedInRequest, slug: str) -> HttpResponse:
    """`/desk/requests/load/<slug>/`: the year of one centre, request by request."""
    own = Center.objects.editable_by(request.user).select_related("ward")
    found = get_object_or_404(own, slug=slug)
    told = asked(request.GET, request.user)
    [row], [before] = (
        rows_of(year, told["to"], [found]) for year in (told["year"], told["year"] - 1)
    )
    of_center = (
        CityRequest.objects.of_year(told["year"])
        .filter(to=told["to"])
        .exclude(status=CityRequest.Status.DRAFT)
    )
    requests = list(of_center.of_center(found).distinct())
    efforts = RequestEffort.objects.filter(center=found, request__in=requests)
    told_of = {effort.request_id: effort for effort in efforts}
    context = {
        "desk_nav": "requests",
        **told,
        "center": found,
        "months": list(zip(months_of(told["year"]), _shaded(row, row.peak)[1], strict=True)),
        "row": row,
        "before": before,
        "staff": STAFF,
        "requests": [(one, told_of.get(one.pk)) for one in requests],
    }
    return render(request, "city_requests/center.html", context)


@desk_page
@require_safe
def comparison(request: SignedInRequest) -> HttpResponse:
    """`/desk/requests/comparison/?year=&to=`: in sum and request by request, for the section."""
    if not request.works_for_section:
        raise Http404
    told = asked(request.GET, request.user)
    year, to = told["year"], told["to"]
    rows, page = page_of(changes(year, to), request.GET)
    before = dict(by_decision(year - 1, to))
    context = {
        "desk_nav": "requests",
        **told,
        "last_year": year - 1,
        "now": total(year, to),
        "before": total(year - 1, to),
        "states": [(name, number, before[name]) for name, number in by_decision(year, to)],
        "changes": rows,
        "page": page,
        "staff": STAFF,
    }
    return render(request, "city_requests/comparison.html", context)


def _rows(request: SignedInRequest, told: dict[str, Any]) -> list[Row]:
    own = Center.objects.editable_by(request.user).select_related("ward")
    return rows_of(told["year"], told["to"], own)


def _shaded(row: Row, most: Decimal) -> tuple[Row, list[tuple[Any, int]]]:
    return row, [(cell, shade(cell.hours, most)) for cell in row.cells]


def _together(rows: list[Row]) -> dict[str, Any]:
    """One centre's year on the average, and the fullest."""
    if not rows:
        return {}
    number = len(rows)
    hours = tenths(sum((row.exact for row in rows), Decimal(0)) / number)
    return {
        "centers": number,
        "hours": hours,
        "per_person": tenths(hours / STAFF),
        "requests": tenths(Decimal(sum(row.number for row in rows)) / number),
        "fullest": max(rows, key=lambda row: row.exact),
        "months": [
            tenths(sum((row.cells[place].exact for row in rows), Decimal(0)) / number)
            for place in range(12)
        ],
        "told": sum(row.told_number for row in rows),
    }
