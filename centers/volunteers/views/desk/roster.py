"""The roster at the desk: on the screen, as a list on paper, and as an Excel file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.volunteers.roster.export import rows_of
from centers.volunteers.roster.listing import RosterFilter, lines, with_postings
from centers.volunteers.roster.shown import record
from portal.paging import page_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_xlsx

MOST_PRINTED = 500


@desk_page
@require_safe
def roster(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/`: whom one may see, narrowed by what the address says."""
    form = RosterFilter(request.GET, user=request.user)
    found, page = page_of(with_postings(form.rows()), request.GET)
    shown = lines(found)
    record(request.user, shown, reason="ボランティア名簿")
    context = _context(request, form) | {"lines": shown, "page": page}
    return render(request, "volunteers_desk/roster.html", context)


@desk_page
@require_safe
def name_list(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/list/`: the same people as a list to print, five hundred at most."""
    form = RosterFilter(request.GET, user=request.user)
    found = lines(with_postings(form.rows())[: MOST_PRINTED + 1])
    shown = found[:MOST_PRINTED]
    record(request.user, shown, reason="ボランティア名簿の印刷")
    context = _context(request, form) | {
        "lines": shown,
        "is_cut": len(found) > MOST_PRINTED,
        "most": MOST_PRINTED,
        "now": timezone.now(),
    }
    return render(request, "volunteers_desk/name_list.html", context)


@desk_page
@require_safe
def roster_xlsx(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/roster.xlsx`: the same people, each with what one may see of them."""
    form = RosterFilter(request.GET, user=request.user)
    return as_xlsx("roster.xlsx", "ボランティア名簿", rows_of(form.rows(), request.user))


def _context(request: SignedInRequest, form: RosterFilter) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "desk_nav": "volunteers",
        "filter": form,
        "conditions": form.conditions(),
        "query": query.urlencode(),
    }
