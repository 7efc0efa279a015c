"""The coordinator's desk of matching: who fits and why, asking them, their answers, the weights."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from centers.volunteers.matching.fits import PAGE, fits
from centers.volunteers.matching.proposing import MOST_AT_ONCE, propose_to
from centers.volunteers.matching.weights import REST_DAYS, SHIPPED, Reason, Weights
from centers.volunteers.models import Match, Opening, Shift, Weight
from centers.volunteers.openings import agreeing
from centers.volunteers.roster.shown import record
from portal.people.models import AccessLog
from portal.people.permissions import desk_page, works_for_section
from portal.people.requests import SignedInRequest
from portal.typed import keys_in, number_in

LONGEST_WORDS = 300
WHY_FITS = "活動に合う方をさがすため"
WHY_ASKED = "声をかけた方の返事を確かめるため"


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/volunteers/openings/<id>/fits/?shift=`: who fits, best first; POST asks the chosen."""
    openings = Opening.objects.editable_by(request.user).for_list()
    opening = get_object_or_404(openings, pk=pk)
    shifts = list(opening.shifts.to_come())
    shift = _chosen(shifts, request.POST if "shift" in request.POST else request.GET)
    error, refused, status = "", [], 200
    if request.method == "POST" and shift is not None:
        keys = set(keys_in(request.POST, "volunteer"))
        words = " ".join(request.POST.get("words", "").replace("\x00", "").split())
        try:
            if len(words) > LONGEST_WORDS:
                raise ValidationError(f"ひとことは{LONGEST_WORDS}文字までで書いてください。")
            asked = propose_to(shift, keys, by=request.user, words=words)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 422
        else:
            if asked.matches:
                messages.success(request, asked.in_words())
            if not asked.refused:
                return redirect(f"{_address(opening, shift)}#saved")
            refused, status = asked.refused, 409
    first = _first(request.GET.get("from", ""))
    found = fits(shift, request.user, first=first, most=PAGE + 1) if shift else []
    record(request.user, found[:PAGE], reason=WHY_FITS)
    asked_before = _asked(request, opening)
    context = {
        "desk_nav": "volunteers",
        "opening": opening,
        "shifts": shifts,
        "shift": shift,
        "fits": found[:PAGE],
        "first": first,
        "next": first + PAGE if len(found) > PAGE else None,
        "asked": asked_before,
        "most": MOST_AT_ONCE,
        "longest": LONGEST_WORDS,
        "typed": request.POST.get("words", ""),
        "ticked": keys_in(request.POST, "volunteer"),
        "error": error,
        "refused": refused,
    }
    return render(request, "volunteers_desk/matching.html", context, status=status)


@desk_page
@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """`/desk/volunteers/matches/<number>/answer/`: what somebody said on the telephone."""
    own = Match.objects.editable_by(request.user).select_related("shift__opening")
    match = get_object_or_404(own, number=number)
    said = request.POST.get("answer")
    try:
        if said == "accept":
            agreeing.accept(match, by=request.user)
        elif said == "decline":
            why = " ".join(request.POST.get("why", "").replace("\x00", "").split())[:200]
            agreeing.decline(match, why, by=request.user)
        else:
            raise Http404
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"{match.volunteer}さんの返事を記録しました。")
    return redirect(_address(match.shift.opening, match.shift))


class WeightForm(forms.Form):
    """One number for every reason, and the days of rest."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for reason in SHIPPED:
            self.fields[reason] = forms.IntegerField(
                label=Reason(reason).label, min_value=0, max_value=100, localize=False
            )
        self.fields["rest_days"] = forms.IntegerField(
            label="「しばらく声をかけていない」とする日数",
            min_value=1,
            max_value=730,
            localize=False,
        )
        for field in self.fields.values():
            field.widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3})
            field.error_messages |= {
                "required": f"「{field.label}」を数字で入れてください。",
                "invalid": f"「{field.label}」は数字で入れてください。",
            }

    def save(self) -> None:
        for reason in SHIPPED:
            days = self.cleaned_data["rest_days"] if reason == Reason.RESTED else None
            Weight.objects.update_or_create(
                reason=reason, defaults={"points": self.cleaned_data[reason], "days": days}
            )


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/weights/`: how much each reason counts; the section's to change."""
    now = Weights.in_force()
    may_change = works_for_section(request.user)
    if request.method == "POST" and not may_change:
        raise Http404
    form = WeightForm(
        request.POST if request.method == "POST" else None,
        initial={**now.points, "rest_days": now.rest_days},
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            form.save()
            messages.success(request, "並べ方の重みを保存しました。次にさがすときから使います。")
            return redirect("volunteers_desk:weights")
        status = 422
    context = {
        "desk_nav": "volunteers",
        "form": form,
        "may_change": may_change,
        "shipped": SHIPPED,
        "rest_days": REST_DAYS,
    }
    return render(request, "volunteers_desk/weights.html", context, status=status)


def _asked(request: SignedInRequest, opening: Opening) -> list[Match]:
    """Whom coordinators asked for this opening; who waits for an answer first."""
    rows = (
        Match.objects.filter(shift__opening=opening, proposed_by__isnull=False)
        .select_related("volunteer__person", "shift", "proposed_by")
        .order_by("shift__starts_at", "-status", "pk")
    )
    found = sorted(rows[:200], key=lambda match: not match.is_proposed)
    AccessLog.record(request.user, [match.volunteer.person_id for match in found], reason=WHY_ASKED)
    return found


def _chosen(shifts: list[Shift], said: QueryDict) -> Shift | None:
    """The shift that is asked for, else the first at which somebody is still wanted."""
    wanted = said.get("shift", "")
    for shift in shifts:
        if str(shift.pk) == wanted:
            return shift
    return next((shift for shift in shifts if shift.left), shifts[0] if shifts else None)


def _first(typed: str) -> int:
    return number_in(typed, longest=5)


def _address(opening: Opening, shift: Shift) -> str:
    return f"{reverse('volunteers_desk:fits', args=[opening.pk])}?shift={shift.pk}"
