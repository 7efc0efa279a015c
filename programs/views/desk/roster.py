"""The desk's lists on paper and as a file: roster, name labels, sign-in sheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import XLSX
from programs.attendance.roster import COLUMNS_ON_PAPER, MOST_ON_PAPER, Roster, as_excel, roster_of

from .attendance import visible_session
from .courses import own_course

LABELS_ON_A_SHEET = {"12": 12, "24": 24}


def _logged(request: SignedInRequest, roster: Roster, reason: str) -> Roster:
    AccessLog.record(request.user, roster.person_ids, reason=reason)
    return roster


@desk_page
@require_safe
def roster(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/roster/`: who takes part; `?plain=1` leaves telephones out."""
    course = own_course(request, pk)
    found = _logged(request, roster_of(course, at_most=MOST_ON_PAPER), "名簿")
    context = {
        "desk_nav": "courses",
        "course": course,
        "roster": found,
        "sessions": course.sessions.select_related("room"),
        "shows_marks": 0 < len(found.sessions) <= COLUMNS_ON_PAPER,
        "is_plain": request.GET.get("plain") == "1",
        "is_cut": course.seats_taken > MOST_ON_PAPER,
        "most": MOST_ON_PAPER,
        "now": timezone.now(),
    }
    return render(request, "desk/roster.html", context)


@desk_page
@require_safe
def roster_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/roster.xlsx`: the roster as an Excel sheet."""
    course = own_course(request, pk)
    found = _logged(request, roster_of(course), "名簿（Excel）")
    response = HttpResponse(as_excel(found), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="roster-{course.pk}.xlsx"'
    return response


@desk_page
@require_safe
def labels(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/labels/`: name labels, 12 or 24 to a sheet of A4 (`?per=24`)."""
    course = own_course(request, pk)
    found = _logged(request, roster_of(course, at_most=MOST_ON_PAPER), "名札")
    per = LABELS_ON_A_SHEET.get(request.GET.get("per", ""), 12)
    context = {
        "desk_nav": "courses",
        "course": course,
        "per": per,
        "sheets": [found.rows[i : i + per] for i in range(0, len(found.rows), per)],
    }
    return render(request, "desk/labels.html", context)


@desk_page
@require_safe
def sign_in_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sessions/<id>/sign-in-sheet/`: the list on paper for the door (受付簿)."""
    session = visible_session(request.user, pk)
    found = _logged(request, roster_of(session.course, at_most=MOST_ON_PAPER), "受付簿")
    context = {
        "desk_nav": "today",
        "session": session,
        "course": session.course,
        "number": session.number(),
        "roster": found,
        "blank_lines": range(5),
        "now": timezone.now(),
    }
    return render(request, "desk/sign_in_sheet.html", context)
