"""One shift at the desk: who comes, moved, called off, and somebody signed up by telephone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.volunteers.letters.matches import households_reached
from centers.volunteers.models import Match, Shift
from centers.volunteers.openings import agreeing, shifts
from centers.volunteers.openings.desk_forms import MoveForm, NumberForm
from centers.volunteers.roster.finding import find, people_of, ticket_for
from centers.volunteers.roster.shown import Shown, record, shown_to
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import texts_in

WHO_COMES = "活動に来る方の確認"
LONGEST_REASON, LONGEST_SEARCH = 200, 80


@desk_page
@require_safe
def shift(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/`: who comes, and what may be changed."""
    return _page(request, _own(request, pk))


@desk_page
@require_safe
def shift_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/list/`: who comes, on paper, with boxes to tick."""
    found = _own(request, pk)
    lines = [line for line in _lines(request, found) if line["match"].status in Match.HOLDING]
    context = {
        "desk_nav": "volunteers",
        "shift": found,
        "opening": found.opening,
        "lines": lines,
        "empty": range(min(found.left, 5)),
        "now": timezone.now(),
    }
    return render(request, "volunteers_desk/shift_list.html", context)


@desk_page
@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/move/`: another time; all who agreed go along, or it stays."""
    found = _own(request, pk)
    form = MoveForm(request.POST, prefix="move")
    if not form.is_valid():
        return _page(request, found, move_form=form, status=422)
    try:
        moved = shifts.move(found, form.starts_at, form.ends_at, by=request.user)
    except shifts.CannotMove as refusal:
        named = _named(request, refusal)
        errors = refusal.messages
        return _page(request, found, move_form=form, errors=errors, hindrances=named, status=409)
    except ValidationError as refusal:
        return _page(
            request, _own(request, pk), move_form=form, errors=refusal.messages, status=409
        )
    told = f"参加が決まっている{len(moved)}人にお知らせします。" if moved else ""
    messages.success(request, f"日時を変えました。{told}")
    return redirect("volunteers_desk:shift", pk)


@desk_page
@require_POST
def number(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/number/`: more or fewer are wanted."""
    found = _own(request, pk)
    form = NumberForm(request.POST, prefix="number")
    if not form.is_valid():
        return _page(request, found, number_form=form, status=422)
    try:
        shifts.change_number(found, form.cleaned_data["needed"], by=request.user)
    except ValidationError as refusal:
        return _page(
            request, _own(request, pk), number_form=form, errors=refusal.messages, status=409
        )
    messages.success(request, f"人数を{found.needed}人にしました。")
    return redirect("volunteers_desk:shift", pk)


@desk_page
@require_POST
def cancellation(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/cancellation/`: it does not take place, for this reason."""
    found = _own(request, pk)
    try:
        let_go = agreeing.call_off(found, _reason(request), by=request.user)
    except ValidationError as refusal:
        fresh = _own(request, pk)
        if not fresh.is_cancelled:
            return _page(request, fresh, errors=refusal.messages, status=422)
        return redirect("volunteers_desk:opening", found.opening_id)  # pressed twice
    messages.success(
        request, f"中止しました。声をかけた方と参加する方、{len(let_go)}人にお知らせします。"
    )
    return redirect("volunteers_desk:opening", found.opening_id)


@desk_page
@require_POST
def release(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/matches/<number>/release/`: they cannot come after all."""
    found = _own(request, pk)
    match = get_object_or_404(
        found.matches.select_related("volunteer__person__household"), number=number
    )
    try:
        agreeing.withdraw(match, _reason(request), by=request.user)
    except ValidationError as refusal:
        if match.status != Match.Status.WITHDRAWN:
            return _page(request, found, errors=refusal.messages, status=409)
    messages.success(request, "参加の取り消しを記録しました。")
    return redirect("volunteers_desk:shift", pk)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/shifts/<id>/sign-up/?q=`: somebody at the counter or on the telephone."""
    found = _own(request, pk)
    q = " ".join(request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split())
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        people = people_of(request.user, texts_in(request.POST, "person", 1))
        volunteer = getattr(people[0], "volunteer", None) if people else None
        if volunteer is None:
            errors, status = ["方をさがして、選び直してください。"], 422
        else:
            try:
                agreeing.sign_up_for(volunteer, [found], by=request.user)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, f"{volunteer}さんの参加を記録しました。")
                return redirect("volunteers_desk:shift", pk)
    seen = find(request.user, q, None) if q else []
    AccessLog.record(request.user, [one.pk for one in seen], reason="活動への参加の受付")
    context = {
        "desk_nav": "volunteers",
        "shift": found,
        "opening": found.opening,
        "q": q,
        "found": [
            (person, getattr(person, "volunteer", None), ticket_for(request.user, person))
            for person in seen
        ],
        "errors": errors,
    }
    return render(request, "volunteers_desk/shift_sign_up.html", context, status=status)


# ---------------------------------------------------------------- what they share


def _own(request: SignedInRequest, pk: int) -> Shift:
    own = Shift.objects.editable_by(request.user).select_related(
        "opening__organization", "opening__center", "opening__role"
    )
    return get_object_or_404(own, pk=pk)


def _reason(request: SignedInRequest) -> str:
    return " ".join(request.POST.get("why", "").replace("\x00", "").split())[:LONGEST_REASON]


def _lines(request: SignedInRequest, found: Shift) -> list[dict[str, Any]]:
    """Who was asked or comes, as this desk may see them; each look is written down."""
    matches = list(
        found.matches.exclude(status__in=[Match.Status.DECLINED, Match.Status.LAPSED])
        .select_related("volunteer__person")
        .order_by("volunteer__person__family_kana", "volunteer__person__given_kana", "pk")
    )
    seen = shown_to(request.user).filter(pk__in=[match.volunteer_id for match in matches])
    rows = {one.pk: Shown.of(one) for one in seen.select_related("person", "center")}
    record(request.user, list(rows.values()), reason=WHO_COMES)
    to_decide = set(found.matches.to_decide().values_list("pk", flat=True))
    reached = households_reached(matches)
    return [
        {
            "match": match,
            "shown": rows.get(match.volunteer_id),
            "is_reached": match.volunteer.person.household_id in reached,
            "is_to_decide": match.pk in to_decide,
        }
        for match in matches
    ]


def _named(request: SignedInRequest, refusal: shifts.CannotMove) -> list[tuple[Any, str]]:
    """Whom the new time keeps away: by name, where this desk may see it."""
    keys = [one.match.volunteer_id for one in refusal.hindrances]
    rows = {one.pk: Shown.of(one) for one in shown_to(request.user).filter(pk__in=keys)}
    return [(rows.get(one.match.volunteer_id), one.why) for one in refusal.hindrances]


def _page(
    request: SignedInRequest,
    found: Shift,
    *,
    move_form: MoveForm | None = None,
    number_form: NumberForm | None = None,
    errors: list[str] | None = None,
    hindrances: list[tuple[Any, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    starts, ends = timezone.localtime(found.starts_at), timezone.localtime(found.ends_at)
    begun = {"day": starts.date(), "begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    lines = _lines(request, found)
    context = {
        "desk_nav": "volunteers",
        "shift": found,
        "opening": found.opening,
        "comes": [one for one in lines if one["match"].status in Match.HOLDING],
        "asked": [one for one in lines if one["match"].is_proposed],
        "gone": [
            one
            for one in lines
            if one["match"].status in {Match.Status.WITHDRAWN, Match.Status.CANCELLED}
        ],
        "move_form": move_form or MoveForm(prefix="move", initial=begun),
        "number_form": number_form or NumberForm(prefix="number", initial={"needed": found.needed}),
        "form": move_form or number_form,
        "errors": errors or [],
        "hindrances": hindrances or [],
    }
    return render(request, "volunteers_desk/shift.html", context, status=status)
