"""What the desk prints and tells: receipts, result postcards, the list of whom to telephone."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import keys_in
from programs.desk.calls import note, to_call
from programs.lottery.alternatives import alternatives_to
from programs.models import Call, SignUp

from .courses import own_course, own_sign_up

MOST_PRINTED = 500
ALTERNATIVES = 2  # more would not stand on a postcard


@desk_page
@require_safe
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/receipt/`: the slip (申込の控え) for whoever came without mail."""
    found = own_sign_up(request, pk)
    together = list(
        SignUp.objects.filter(party=found.party_id).select_related("person").order_by("pk")
        if found.party_id
        else [found]
    )
    AccessLog.record(request.user, [one.person_id for one in together], reason="申込の控えの印刷")
    context = {
        "desk_nav": "courses",
        "course": found.course,
        "sign_up": found,
        "sign_ups": together,
        "sessions": found.course.sessions.select_related("room")[:50],
        "place": found.place_in_queue() if found.is_waiting else None,
        "now": timezone.now(),
        "section": settings.CITY["section"],
    }
    return render(request, "desk/receipt.html", context)


@desk_page
@require_safe
def call_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/call-list/`: whom no mail reaches, with boxes to tick on paper."""
    course, now = own_course(request, pk), timezone.now()
    people = to_call(course, at_most=MOST_PRINTED)
    calls = Call.objects.filter(sign_up__course=course).select_related("sign_up__person", "by")
    told = list(calls[:MOST_PRINTED])
    AccessLog.record(
        request.user,
        [one.person_id for one in people] + [call.sign_up.person_id for call in told],
        reason=f"連絡先の一覧：{course.title}"[:100],
    )
    context = {
        "desk_nav": "courses",
        "course": course,
        "people": people,
        "with_address": sum(one.person.can_be_written_to for one in people),
        "told": told,
        "now": now,
    }
    return render(request, "desk/call_list.html", context)


@desk_page
@require_safe
def postcards(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/postcards/`: the answering halves (返信面), two pages a person."""
    course = own_course(request, pk)
    people = [one for one in to_call(course, at_most=MOST_PRINTED) if one.person.can_be_written_to]
    AccessLog.record(
        request.user,
        [one.person_id for one in people],
        reason=f"結果はがきの印刷：{course.title}"[:100],
    )
    context = {
        "desk_nav": "courses",
        "course": course,
        "people": people,
        "side": request.GET.get("side", ""),
        "sessions": course.sessions.held()[:3],
        "alternatives": alternatives_to(course)[:ALTERNATIVES]
        if any(one.own_what == SignUp.What.RESERVE for one in people)
        else [],
        "section": settings.CITY["section"],
        "now": timezone.now(),
    }
    return render(request, "desk/postcards.html", context)


@desk_page
@require_POST
def calls(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/calls/`: these were told, by telephone or by postcard."""
    course = own_course(request, pk)
    how = request.POST.get("how", "")
    how = Call.How(how) if how in Call.How.values else Call.How.PHONE
    keys = keys_in(request.POST, "sign_up", MOST_PRINTED)
    told = note(course, keys, how, by=request.user, shown_at=_moment(request.POST.get("shown")))
    if told:
        messages.success(request, f"{told}人に連絡したことを記録しました。")
    elif keys:
        messages.info(request, "記録していません。一覧が変わっていないか、お確かめください。")
    else:
        messages.info(request, "連絡した方を選んでください。")
    return redirect("desk:call_list", pk)


def _moment(sent: str | None) -> datetime:
    """When the list was shown, as its form says; now where it says nothing of use."""
    try:
        shown = parse_datetime(sent or "")
    except ValueError:
        shown = None
    now = timezone.now()
    return min(shown, now) if shown and timezone.is_aware(shown) else now
