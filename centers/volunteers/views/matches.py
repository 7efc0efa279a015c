"""`/my/volunteer/matches/`: what one agreed to; into one's calendar, or taken back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from centers.volunteers.letters.matches import RELATED, in_calendar
from centers.volunteers.models import Match
from centers.volunteers.openings import agreeing
from portal.people.requests import SignedInRequest

MOST_PAST = 20


class WithdrawalForm(forms.Form):
    why = forms.CharField(
        label="理由",
        max_length=200,
        required=False,
        help_text="よろしければ、ひとことお聞かせください。担当の市民センターが読みます。",
        error_messages={"max_length": "理由は200文字までで書いてください。"},
    )


@never_cache
@login_required
@require_safe
def matches(request: SignedInRequest) -> HttpResponse:
    """What waits for an answer, what is to come, and what was."""
    own = Match.objects.of(request.user).select_related(*RELATED)
    to_come = list(own.to_come())
    past = own.exclude(pk__in=[match.pk for match in to_come])
    context = {
        "section_nav": "my",
        "asked": [match for match in to_come if match.is_proposed],
        "agreed": [match for match in to_come if match.is_accepted],
        "past": past.order_by("-shift__starts_at", "-pk")[:MOST_PAST],
    }
    return render(request, "volunteers/matches.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/matches/<number>/withdrawal/`: asks once; POST gives the place back."""
    found = own_match(request, number)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    error, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                agreeing.withdraw(found, form.cleaned_data["why"], by=request.user)
            except ValidationError as refusal:
                found = own_match(request, number)
                if found.status == Match.Status.WITHDRAWN:  # pressed twice
                    return redirect("volunteers:matches")
                error, status = refusal.messages[0], 409
            else:
                messages.success(request, "参加を取りやめました。お知らせありがとうございます。")
                return redirect(f"{reverse('volunteers:matches')}#saved")
    context = {"section_nav": "my", "match": found, "form": form, "error": error}
    return render(request, "volunteers/withdrawal.html", context, status=status)


@never_cache
@login_required
@require_safe
def match_calendar(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/matches/<number>/match.ics`: for one's own calendar."""
    found = own_match(request, number)
    if found.is_proposed:
        raise Http404
    method = "publish" if found.status in Match.HOLDING else "cancel"
    response = HttpResponse(
        in_calendar([found], method=method), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="activity-{found.number}.ics"'
    return response


def own_match(request: SignedInRequest, number: int) -> Match:
    """One of somebody of one's household."""
    return get_object_or_404(Match.objects.of(request.user).select_related(*RELATED), number=number)
