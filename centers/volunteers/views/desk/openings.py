"""Openings at the desk: what is to be decided, one opening and its shifts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.models import Center
from centers.volunteers.browsing.list_page import with_shifts
from centers.volunteers.directory import representing
from centers.volunteers.models import Match, Opening
from centers.volunteers.openings import deciding, shifts, wording
from centers.volunteers.openings.desk_forms import OpeningForm, TimesForm
from centers.volunteers.openings.when_step import ROWS_AT_FIRST
from centers.volunteers.todo import shifts_of
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import number_in

SHOWN = {
    "asked": "確認を待つ募集",
    "open": "募集中",
    "short": "人が足りない",
    "ended": "終わった募集",
}
LONGEST_REASON = 200
SIZE = 50


@desk_page
@require_safe
def openings(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/openings/`: what waits first; `?show=` the open, the short, the ended."""
    show = request.GET.get("show", "")
    own = Opening.objects.editable_by(request.user)
    waiting = own.to_decide().count()
    show = show if show in SHOWN else "asked" if waiting else "open"
    rows = {
        "asked": own.to_decide().order_by("asked_at", "pk"),
        "open": own.current().soonest_first(),
        "short": own.current().short_of_people().soonest_first(),
        "ended": own.exclude(status=Opening.Status.ASKED)
        .exclude(pk__in=own.current().values("pk"))
        .order_by("-asked_at", "-pk"),
    }[show]
    found, page = page_of(rows.for_list(), request.GET, size=SIZE)
    context = {
        "desk_nav": "volunteers",
        "show": show,
        "choices": SHOWN.items(),
        "waiting": waiting,
        "openings": with_shifts(found),
        "page": page,
        "closed_hosts": own.of_closed_hosts().soonest_first().for_list()[:SIZE],
        "taken_back": shifts_of(Match.objects.editable_by(request.user).to_decide())[:SIZE],
    }
    return render(request, "volunteers_desk/openings.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_opening(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/openings/new/`: the centre itself asks, or for an organisation."""
    center = Center.objects.editable_by(request.user).order_by("kana").first()
    begun = {"center": center, "place": center.name, "ward": center.ward_id} if center else {}
    opening = Opening(asked_by=request.user, changed_by=request.user)
    return _edit(request, opening, initial=begun)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/openings/<id>/edit/`: its words; times are changed shift by shift."""
    with transaction.atomic():
        return _edit(request, _own(request, pk, locks=request.method == "POST"))


def _edit(
    request: SignedInRequest, opening: Opening, *, initial: dict[str, Any] | None = None
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = OpeningForm(sent, instance=opening, user=request.user, initial=initial)
    if sent is not None and form.is_valid():
        saved = wording.save(form, by=request.user)
        messages.success(request, f"「{saved.title}」を保存しました。")
        return redirect(f"{reverse('volunteers_desk:opening', args=[saved.pk])}#saved")
    context = {"desk_nav": "volunteers", "form": form, "opening": opening}
    return render(
        request, "volunteers_desk/opening_edit.html", context, status=422 if sent else 200
    )


@desk_page
@require_safe
def opening(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/openings/<id>/`: all of it, what is to be decided, and its shifts."""
    return _page(request, _own(request, pk))


@desk_page
@require_POST
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/openings/<id>/decision/`: publish, send back, refuse, end, call off."""
    found, by = _own(request, pk), request.user
    why = " ".join(request.POST.get("why", "").replace("\x00", "").split())[:LONGEST_REASON]
    commands: dict[str, tuple[Callable[[], object], str, str]] = {
        "publish": (lambda: deciding.publish(found, by=by), "公開しました。", "published"),
        "return": (
            lambda: deciding.send_back(found, why, by=by), "書き直しをお願いしました。", "returned",
        ),
        "refuse": (lambda: deciding.refuse(found, why, by=by), "断りました。", "cancelled"),
        "end": (lambda: deciding.end(found, by=by), "募集を終えました。", "closed"),
        "cancel": (
            lambda: deciding.call_off(found, why, by=by),
            "中止しました。参加が決まっていた方にメールでお知らせします。", "cancelled",
        ),
        "take_over": (
            lambda: deciding.take_over(found, by=by), "市民センターの募集にしました。", "",
        ),
    }  # fmt: skip
    if (do := request.POST.get("do", "")) not in commands:
        return _page(request, found, error="ボタンを押し直してください。", status=422)
    command, done, becomes = commands[do]
    try:
        command()
    except ValidationError as refusal:
        fresh = _own(request, pk)
        if fresh.status == becomes:  # pressed twice
            return redirect("volunteers_desk:opening", pk)
        return _page(request, fresh, error=refusal.messages[0], why=why, status=422)
    messages.success(request, f"「{found.title}」：{done}")
    return redirect("volunteers_desk:opening", pk)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/openings/<id>/shifts/`: further times, once or week after week."""
    found = _own(request, pk)
    said = request.POST if request.method == "POST" else request.GET
    rows = number_in(said.get("rows", ""), ROWS_AT_FIRST, longest=2)
    wants_rows = "more" in said
    sent = request.POST if request.method == "POST" and not wants_rows else None
    form = TimesForm(
        sent,
        rows=rows + 3 * wants_rows,
        initial=said.dict() if wants_rows else {"needed": _usual_number(found)},
    )
    errors: list[str] = []
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                added = shifts.add(found, form.times, form.cleaned_data["needed"], by=request.user)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"{len(added)}回の日時を加えました。")
                return redirect("volunteers_desk:opening", pk)
    context = {"desk_nav": "volunteers", "opening": found, "form": form, "errors": errors}
    return render(request, "volunteers_desk/times.html", context, status=status)


@desk_page
@require_POST
def representative(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/openings/<id>/representative/`: who asked speaks for the organisation."""
    found = _own(request, pk)
    if found.organization is not None:
        try:
            representing.confirm(found.organization, found.asked_by.email, by=request.user)
        except ValidationError as refusal:
            return _page(request, found, error=refusal.messages[0], status=422)
        messages.success(request, f"{found.organization}の担当者として確かめました。")
    return redirect("volunteers_desk:opening", pk)


def _own(request: SignedInRequest, pk: int, *, locks: bool = False) -> Opening:
    own = Opening.objects.editable_by(request.user).for_list().select_related("asked_by")
    if locks:
        own = own.select_for_update(of=["self"])
    return get_object_or_404(own, pk=pk)


def _usual_number(found: Opening) -> int | None:
    last = found.shifts.order_by("-pk").first()
    return last.needed if last else None


def _page(
    request: SignedInRequest, found: Opening, *, error: str = "", why: str = "", status: int = 200
) -> HttpResponse:
    asker = found.asked_by
    people = (
        list(asker.household.people.all()[:1]) if asker.household and not asker.is_staff else []
    )
    AccessLog.record(request.user, [one.pk for one in people], reason="募集を依頼した方の確認")
    host = found.organization
    all_shifts = list(found.shifts.all())
    context = {
        "desk_nav": "volunteers",
        "opening": found,
        "asker": people[0] if people else None,
        "speaks": bool(host and host.representatives.live().filter(user=asker).exists()),
        "to_come": [shift for shift in all_shifts if shift.is_to_come],
        "past": [shift for shift in all_shifts if not shift.is_to_come],
        "number": sum(shift.taken for shift in all_shifts if shift.is_to_come),
        "fields": found.fields.all(),
        "qualifications": found.qualifications.all(),
        "host_has_closed": bool(host and host.is_closed),
        "error": error,
        "why": why,
        "now": timezone.now(),
    }
    return render(request, "volunteers_desk/opening.html", context, status=status)
