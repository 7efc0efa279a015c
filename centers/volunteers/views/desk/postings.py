"""Postings at the desk: appointing one or many, renewing a whole term, ending before time."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from centers.models import Center
from centers.volunteers.models import Posting, VolunteerRole
from centers.volunteers.roster import renewing
from centers.volunteers.roster.appointing import appoint, end_early
from centers.volunteers.roster.desk_forms import AppointmentForm, EndForm
from centers.volunteers.roster.shown import Shown, record, shown_to
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import day_in, is_number, keys_in

SEAL, SEAL_HOLDS_SECONDS = "volunteers.renewal", 3_600


@desk_page
@require_safe
def postings(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/postings/?role=&center=&until=`: the terms that end, soonest first."""
    chosen = _chosen(request)
    rows = _ending(request, chosen)
    found, page = page_of(rows, request.GET)
    AccessLog.record(
        request.user, [one.volunteer.person_id for one in found], reason="終わる任期の一覧"
    )
    context = _context(request, chosen) | {"postings": found, "page": page}
    return render(request, "volunteers_desk/postings.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/postings/renewal/`: what renewing these terms does; then all in one go."""
    context = _context(request, chosen := _chosen(request))
    status = 200
    if request.method == "POST":
        try:
            keys = _unsealed(request)
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
        else:
            done = renewing.renew(keys, by=request.user)
            made = sum(one.next is not None for one in done)
            left = len(done) - made
            messages.success(
                request,
                f"{made:,}件の任期を更新しました。"
                + ("委嘱状・登録証は「委嘱状」から印刷できます。" if made else "")
                + (f"更新できなかった{left:,}件は、一覧に残っています。" if left else ""),
            )
            return redirect(f"{reverse('volunteers_desk:postings')}?{_query(chosen)}")
    judged = renewing.look(_ending(request, chosen), by=request.user)
    people = [one.posting.volunteer.person_id for one in judged]
    AccessLog.record(request.user, people, reason="任期の更新")
    will = [one for one in judged if one.next is not None]
    context |= {
        "will": will,
        "wont": [one for one in judged if one.next is None],
        "sealed": signing.dumps(
            {"by": request.user.pk, "postings": [one.posting.pk for one in will]},
            salt=SEAL,
            compress=True,
        ),
    }
    return render(request, "volunteers_desk/renewal.html", context, status=status)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_posting(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/postings/new/?volunteer=&volunteer=`: all of them to one place."""
    said = request.POST if request.method == "POST" else request.GET
    keys = keys_in(said, "volunteer")
    rows = shown_to(request.user).filter(pk__in=keys).select_related("person", "center")
    chosen = [Shown.of(one) for one in rows]
    if not chosen:
        messages.info(request, "名簿で、配置する方にしるしをつけてください。")
        return redirect("volunteers_desk:roster")
    begun = {"first_day": timezone.localdate(), "role": said.get("role") or None}
    form = AppointmentForm(
        request.POST if request.method == "POST" else None, user=request.user, initial=begun
    )
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = appoint(
                    [one.volunteer for one in chosen],
                    form.cleaned_data["role"],
                    form.chosen_place,
                    form.cleaned_data["first_day"],
                    form.chosen_end,
                    by=request.user,
                )
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"{made[0]}：{len(made)}人を配置しました。")
                return redirect(_after(made))
    record(request.user, chosen, reason="配置")
    context = {
        "desk_nav": "volunteers",
        "chosen": chosen,
        "form": form,
        "errors": errors,
    }
    return render(request, "volunteers_desk/new_posting.html", context, status=status)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def end_posting(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/postings/<id>/end/`: the last day, and why."""
    found = get_object_or_404(Posting.objects.visible_to(request.user).for_list(), pk=pk)
    if found.last_day is not None and found.last_day < timezone.localdate():
        raise Http404("over already")
    form = EndForm(
        request.POST if request.method == "POST" else None,
        initial={"last_day": timezone.localdate()},
    )
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                end_early(found, told["last_day"], told["why"], by=request.user)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"{found}は、{_day(found.last_day)}で終わります。")
                return redirect("volunteers_desk:volunteer", found.volunteer_id)
    AccessLog.record(request.user, [found.volunteer.person_id], reason="配置の終了")
    context = {"desk_nav": "volunteers", "posting": found, "form": form, "errors": errors}
    return render(request, "volunteers_desk/end_posting.html", context, status=status)


# ---------------------------------------------------------------- what the addresses say


def _chosen(request: SignedInRequest) -> dict[str, Any]:
    said = request.GET
    roles = VolunteerRole.objects.in_use()
    centers = Center.objects.editable_by(request.user)
    role, center = said.get("role", ""), said.get("center", "")
    return {
        "role": roles.filter(pk=int(role)).first() if is_number(role) else None,
        "center": centers.filter(pk=int(center)).first() if is_number(center) else None,
        "until": day_in(said.get("until", "")),
    }


def _ending(request: SignedInRequest, chosen: dict[str, Any]):
    rows = Posting.objects.visible_to(request.user)
    if chosen["role"]:
        rows = rows.filter(role=chosen["role"])
    if chosen["center"]:
        rows = rows.filter(center=chosen["center"])
    return renewing.ending(rows, chosen["until"])


def _context(request: SignedInRequest, chosen: dict[str, Any]) -> dict[str, Any]:
    return {
        "desk_nav": "volunteers",
        "chosen": chosen,
        "query": _query(chosen),
        "roles": VolunteerRole.objects.in_use(),
        "centers": Center.objects.editable_by(request.user),
    }


def _query(chosen: dict[str, Any]) -> str:
    told = {name: getattr(value, "pk", value) for name, value in chosen.items() if value}
    return urlencode(told)


def _unsealed(request: SignedInRequest) -> list[int]:
    """The terms that were looked at, without those marked to be left. Code: seal_broken."""
    try:
        told = signing.loads(request.POST.get("sealed", ""), salt=SEAL, max_age=SEAL_HOLDS_SECONDS)
    except signing.BadSignature:
        told = {}
    if told.get("by") != request.user.pk:
        raise ValidationError(
            "確かめてから時間がたちました。もう一度、内容を確かめてください。", code="seal_broken"
        )
    looked_at = told["postings"]
    left = set(keys_in(request.POST, "leave", len(looked_at)))
    return [key for key in looked_at if key not in left]


def _after(made: list[Posting]) -> str:
    """One's own page for one; for many the letters of all of them."""
    if len(made) == 1:
        return reverse("volunteers_desk:volunteer", args=[made[0].volunteer_id])
    keys = urlencode([("posting", one.pk) for one in made])
    return f"{reverse('volunteers_desk:letters')}?{keys}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
