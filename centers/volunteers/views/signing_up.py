"""The resident's way into an opening: who comes, to which shifts, press."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.views.resident.registering import to_people
from centers.volunteers.models import Match, Opening, QualificationKind, Shift, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.openings.rules import asked_by, lacking_in_words
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest
from portal.typed import keys_in

CHOOSE = "参加する日を、1つは選んでください。"
CHOOSE_WHO = "参加する方を選んでください。"
MOST_AT_ONCE = 60


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/volunteers/openings/<id>/sign-ups/?shift=`: choose who and when; POST takes the places."""
    opening = get_object_or_404(Opening.objects.published().for_list(), pk=pk)
    if not request.user.has_registered:
        return to_people(request)
    volunteers = list(
        Volunteer.objects.of(request.user)
        .on_roster()
        .select_related("person", "center")
        .prefetch_related("qualifications__kind")
    )
    if not volunteers:
        here = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('volunteers:register')}?{here}")
    said = request.POST if request.method == "POST" else request.GET
    who = _who(said, volunteers)
    shifts = list(opening.shifts.to_come())
    keys = keys_in(said, "shift", MOST_AT_ONCE)
    chosen = [shift for shift in shifts if shift.pk in keys]
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        if who is None or not chosen:
            errors, status = [CHOOSE if who else CHOOSE_WHO], 422
        else:
            try:
                made = agreeing.sign_up_for(who, chosen, by=request.user)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
                shifts = list(opening.shifts.to_come())
            else:
                messages.success(request, _told(who, len(made)))
                return redirect("volunteers:matches")
    rows = _rows(shifts, volunteers, list(asked_by(opening)))
    context: dict[str, Any] = {
        "section_nav": "volunteers",
        "opening": opening,
        "volunteers": volunteers,
        "who": who,
        "rows": rows,
        "lacks": any(row["lacking"] for row in rows),
        "chosen": {shift.pk for shift in chosen},
        "errors": errors,
        "is_closed": bool(opening.organization and opening.organization.is_closed),
    }
    return render(request, "volunteers/sign_up.html", context, status=status)


def _who(said: QueryDict, volunteers: list[Volunteer]) -> Volunteer | None:
    """The one who is named; the only one there is, where nobody is."""
    if len(volunteers) == 1:
        return volunteers[0]
    named = said.get("volunteer", "")
    return next((one for one in volunteers if str(one.pk) == named), None)


def _rows(
    shifts: list[Shift], volunteers: list[Volunteer], asked: list[QualificationKind]
) -> list[dict[str, Any]]:
    """Each shift; who of the family comes already, is elsewhere, or lacks what is asked for."""
    live = Match.objects.to_come().filter(volunteer__in=volunteers)
    own = list(live.select_related("volunteer__person", "shift__opening"))
    rows = []
    for shift in shifts:
        here = [match for match in own if match.shift_id == shift.pk]
        elsewhere = [
            match
            for match in own
            if match.is_accepted and match.shift_id != shift.pk and match.shift.overlaps(shift)
        ]
        lacking = [(one, missing) for one in volunteers if (missing := _missing(one, shift, asked))]
        kept_away = {match.volunteer_id for match in [*here, *elsewhere] if match.is_accepted}
        kept_away |= {one.pk for one, _ in lacking}
        rows.append(
            {
                "shift": shift,
                "matches": here,
                "elsewhere": elsewhere,
                "lacking": lacking,
                "is_free": shift.left > 0 and len(kept_away) < len(volunteers),
            }
        )
    return rows


def _missing(volunteer: Volunteer, shift: Shift, asked: list[QualificationKind]) -> str:
    """The qualifications that are asked for and do not hold on that day, in words."""
    held = {one.kind_id for one in volunteer.qualifications.all() if one.is_valid_on(shift.day)}
    missing = [kind for kind in asked if kind.pk not in held]
    return "・".join(lacking_in_words(volunteer, shift, missing))


def _told(who: Volunteer, number: int) -> str:
    if number:
        return (
            f"ありがとうございます。{who}さんの参加が決まりました（{number}回）。"
            "メールでもお知らせします。"
        )
    return "もう申し込みずみです。下の予定をご確認ください。"
