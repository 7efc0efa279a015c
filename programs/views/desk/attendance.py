"""The desk's check-in: who came to one session."""

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.attendance.check_in_page import page_of, rows_of, session_for
from programs.attendance.taps import MOST_TAPS, read_taps, record_taps, states_of, tap_now
from programs.desk.people import ticket_for
from programs.models import Attendance, Session, SignUp

LARGEST_BATCH = 50_000  # bytes


def visible_session(user, pk: int) -> Session:
    """The session, if it is one of a course `user` may edit; else 404."""
    return get_object_or_404(
        Session.objects.visible_to(user).select_related("course__center", "course__organizer"),
        pk=pk,
    )


@desk_page
@require_safe
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sessions/<id>/`: one big row for everybody expected; a tap says they are there."""
    found = visible_session(request.user, pk)
    context = page_of(found, request.GET.get("q", "")[:200])
    shown = [one.person_id for one in [*context["rows"], *context["to_call"]]]
    AccessLog.record(request.user, shown, reason="当日の受付")
    return render(request, "desk/session.html", context)


@desk_page
@require_POST
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sessions/<id>/attendance/`: one tap without script; back to the row it was made on."""
    found = visible_session(request.user, pk)
    try:
        state = Attendance.State(request.POST.get("state", ""))
        sign_up = int(request.POST.get("sign_up", ""))
    except ValueError:
        raise Http404 from None
    get_object_or_404(SignUp, pk=sign_up, course=found.course_id)
    record_taps(found, [tap_now(sign_up, state)], by=request.user)
    return redirect(f"{reverse('desk:session', args=[found.pk])}#row-{sign_up}")


@desk_page
@require_POST
def taps(request: SignedInRequest, pk: int) -> JsonResponse:
    """`/desk/sessions/<id>/taps/`: a batch of taps; answers how everybody stands now.

    An empty batch asks only. The answer names nobody: it holds keys and states.
    """
    found = visible_session(request.user, pk)
    if len(request.body) > LARGEST_BATCH:
        return JsonResponse({"error": "too_many"}, status=413)
    try:
        sent = json.loads(request.body)
        rows = sent["taps"]
        if not isinstance(rows, list) or len(rows) > MOST_TAPS:
            raise ValueError("too many")
        batch = read_taps(rows, sent_at=sent["sent_at"], now=timezone.now())
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": "not_taps"}, status=400)
    record_taps(found, batch, by=request.user)
    return JsonResponse({"states": states_of(found)})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/check-in/<receipt>/`: what the receipt's QR code opens; one button, one person."""
    sign_up = get_object_or_404(
        SignUp.objects.visible_to(request.user).select_related("person", "course"), receipt=receipt
    )
    found = session_for(sign_up.course)
    if request.method == "POST" and found and sign_up.is_seated:
        record_taps(found, [tap_now(sign_up.pk, Attendance.State.PRESENT)], by=request.user)
        return redirect("desk:session", found.pk)
    AccessLog.record(request.user, [sign_up.person_id], reason="当日の受付（QR）")
    row = rows_of(found, only=sign_up.pk)[0] if found and sign_up.is_seated else None
    context = {
        "desk_nav": "today",
        "sign_up": sign_up,
        "course": sign_up.course,
        "session": found,
        "number": found.number() if found else 0,
        "row": row,
        "ticket": ticket_for(request.user, sign_up.person),
    }
    return render(request, "desk/session_check_in.html", context)
