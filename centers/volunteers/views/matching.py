"""A volunteer's side of matching: what suits me, and answering when somebody asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from centers.volunteers.matching.suits import suits
from centers.volunteers.models import Match, Volunteer
from centers.volunteers.openings import agreeing
from portal.people.requests import SignedInRequest

from .matches import WithdrawalForm, own_match


@never_cache
@login_required
@require_safe
def suiting(request: SignedInRequest) -> HttpResponse:
    """`/my/volunteer/suits/?volunteer=`: openings for one of the household, best first, and why."""
    own = list(
        Volunteer.objects.of(request.user)
        .active()
        .select_related("person", "center")
        .prefetch_related("fields")
        .order_by("person__birth_date", "pk")
    )
    wanted = request.GET.get("volunteer", "")
    chosen = next((one for one in own if str(one.number) == wanted), own[0] if own else None)
    context = {
        "section_nav": "my",
        "volunteers": own,
        "volunteer": chosen,
        "suits": suits(chosen) if chosen else [],
    }
    return render(request, "volunteers/suits.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answering(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/matches/<number>/`: who asks, why me, until when; POST says yes or no."""
    found = own_match(request, number)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    error, status = "", 200
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer not in {"accept", "decline"}:
            error, status = "「参加する」か「辞退する」のどちらかを押してください。", 422
        elif not form.is_valid():
            status = 422
        else:
            try:
                if answer == "accept":
                    agreeing.accept(found, by=request.user)
                else:
                    agreeing.decline(found, form.cleaned_data["why"], by=request.user)
            except ValidationError as refusal:
                found = own_match(request, number)
                if not _is_said(found, answer):
                    error, status = refusal.messages[0], 409
            if not error:
                messages.success(request, _thanks(answer))
                return redirect(f"{reverse('volunteers:matches')}#saved")
    context = {"section_nav": "my", "match": found, "form": form, "error": error}
    return render(request, "volunteers/answer.html", context, status=status)


def _is_said(match: Match, answer: str) -> bool:
    """Whether this very answer was given already: the button was pressed twice."""
    said = {"accept": Match.Status.ACCEPTED, "decline": Match.Status.DECLINED}
    return match.status == said[answer]


def _thanks(answer: str) -> str:
    if answer == "accept":
        return "参加が決まりました。ありがとうございます。"
    return "辞退のお返事をいただきました。お知らせありがとうございます。"
