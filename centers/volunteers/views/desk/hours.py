"""Hours at the desk: who came to a shift, records that wait, certificates of thanks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.volunteers.hours import check_in
from centers.volunteers.hours.came_rows import CameRow, came_rows, read_came
from centers.volunteers.hours.recording import came, confirm_each, refuse
from centers.volunteers.hours.same_day import beside, written_beside
from centers.volunteers.hours.saying_thanks import thank_all
from centers.volunteers.models import ActivityLog, Match, Shift, Thanks
from centers.volunteers.roster.shown import kept_by
from centers.volunteers.todo import shifts_of
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import MOST_AT_ONCE, keys_in

MOST_SHIFTS = 30


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def who_came(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/came/`: POST writes down who came, or thanks all who did."""
    shift = _shift(request, pk)
    rows = _rows(request, shift)
    is_thanks = "words" in request.POST
    error, status = "", 200
    if request.method == "POST":
        try:
            if is_thanks:
                thanked = thank_all(shift, request.POST["words"], by=request.user)
                told = f"{thanked}人にお礼を送りました。"
            else:
                who = read_came(rows, request.POST)
                arrived = came(shift, who, by=request.user, how=ActivityLog.How.LIST)
                told = f"{arrived}人の活動を記録しました。"
        except ValidationError as refusal:
            error, status = refusal.messages[0], 422
        else:
            messages.success(request, told)
            here = reverse("volunteers_desk:came", args=[pk])
            return redirect(f"{here}#saved" if is_thanks else here)
    is_open = shift.starts_at <= timezone.now()
    if is_open:
        people = [row.match.volunteer.person_id for row in rows]
        AccessLog.record(request.user, people, reason="来た方の記録")
    context = {
        "desk_nav": "volunteers",
        "shift": shift,
        "opening": shift.opening,
        "rows": rows,
        "done": any(row.match.status == Match.Status.DONE for row in rows),
        "is_open": is_open,
        "error": error,
        "words": request.POST.get("words"),
    }
    return render(request, "volunteers_desk/came.html", context, status=status)


@desk_page
@require_safe
def wall(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/wall/`: the code to hang up, on a sheet of A4."""
    shift = _shift(request, pk)
    context = {
        "desk_nav": "volunteers",
        "shift": shift,
        "opening": shift.opening,
        "path": check_in.path_of(shift),
    }
    return render(request, "volunteers_desk/wall.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/hours/`: what volunteers wrote down; POST confirms the chosen."""
    error, refused, status = "", [], 200
    if request.method == "POST":
        chosen = keys_in(request.POST, "log")
        try:
            told = confirm_each(
                _waiting(request), chosen, by=request.user, how=ActivityLog.How.COUNTER
            )
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
        else:
            if told.number:
                messages.success(request, f"{told.number}件の活動を確かめました。")
            if not told.refused:
                return redirect("volunteers_desk:hours")
            refused, status = told.refused, 409
    logs, page = page_of(_waiting(request), request.GET)
    AccessLog.record(
        request.user, [one.volunteer.person_id for one in logs], reason="活動記録の確認"
    )
    known = beside(logs, request.user)
    context = {
        "desk_nav": "volunteers",
        "rows": [(one, known[one.pk]) for one in logs],
        "page": page,
        "to_record": shifts_of(Match.objects.editable_by(request.user).to_record())[:MOST_SHIFTS],
        "error": error,
        "refused": refused,
    }
    return render(request, "volunteers_desk/hours.html", context, status=status)


@desk_page
@require_POST
def refusal(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/hours/<id>/refusal/`: it was not so, for this reason."""
    found = get_object_or_404(ActivityLog.objects.editable_by(request.user), pk=pk)
    try:
        refuse(found, request.POST.get("why", ""), by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(
            request, "「確認できません」と記録しました。理由は、ご本人のページに出ます。"
        )
    return redirect("volunteers_desk:hours")


@desk_page
@require_safe
def thanks(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/thanks/`: certificates to hand over, and those handed over lately."""
    rows = _thanks(request)
    to_hand, page = page_of(rows.filter(handed_on=None), request.GET)
    handed = rows.exclude(handed_on=None).order_by("-handed_on", "-pk")[:20]
    AccessLog.record(
        request.user,
        [one.volunteer.person_id for one in [*to_hand, *handed]],
        reason="感謝状の確認",
    )
    context = {"desk_nav": "volunteers", "to_hand": to_hand, "handed": handed, "page": page}
    return render(request, "volunteers_desk/thanks.html", context)


@desk_page
@require_safe
def certificates(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/thanks/print/?thanks=`: the chosen, or all to hand over."""
    keys = keys_in(request.GET, "thanks")
    rows = _thanks(request)
    rows = rows.filter(pk__in=keys) if keys else rows.filter(handed_on=None)
    shown = list(rows[:MOST_AT_ONCE])
    AccessLog.record(
        request.user, [one.volunteer.person_id for one in shown], reason="感謝状の印刷"
    )
    context = {"desk_nav": "volunteers", "certificates": shown, "most": MOST_AT_ONCE}
    return render(request, "volunteers_desk/certificates.html", context)


@desk_page
@require_POST
def handed(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/thanks/handed/`: the chosen were handed over today."""
    keys = keys_in(request.POST, "thanks")
    number = (
        _thanks(request)
        .filter(pk__in=keys, handed_on=None)
        .update(handed_on=timezone.localdate(), handed_by=request.user)
    )
    if number:
        messages.success(request, f"{number}枚の感謝状を、渡したと記録しました。")
    else:
        messages.error(request, "渡した感謝状を選んでください。")
    return redirect("volunteers_desk:thanks")


def _shift(request: SignedInRequest, pk: int) -> Shift:
    own = Shift.objects.editable_by(request.user).select_related(
        "opening__organization", "opening__center", "opening__role"
    )
    return get_object_or_404(own, pk=pk)


def _rows(request: SignedInRequest, shift: Shift) -> list[CameRow]:
    by_name = shift.matches.holding().order_by(
        "volunteer__person__family_kana", "volunteer__person__given_kana", "pk"
    )
    expected = list(by_name.select_related("volunteer__person", "log", "shift"))
    named = [(one, f"{one.volunteer}さん") for one in expected]
    own = ActivityLog.objects.editable_by(request.user)
    return came_rows(shift, named, request.POST, written_beside(expected, own))


def _waiting(request: SignedInRequest):
    return (
        ActivityLog.objects.editable_by(request.user)
        .to_confirm()
        .select_related("volunteer__person", "role", "organization", "center")
        .order_by("day", "pk")
    )


def _thanks(request: SignedInRequest):
    return (
        Thanks.objects.filter(volunteer__in=kept_by(request.user))
        .select_related("volunteer__person", "volunteer__center", "threshold")
        .order_by("reached_on", "pk")
    )
