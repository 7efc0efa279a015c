"""A host says who came and thanks them: `/my/hosting/<number>/shifts/<id>/`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.volunteers.hours.forms import read_came
from centers.volunteers.hours.recording import came
from centers.volunteers.models import ActivityLog, Match, Shift
from centers.volunteers.openings.agreeing import thank
from centers.volunteers.openings.who_comes import FOR_HOSTS, agreed_to_hosts
from portal.people.models import AccessLog
from portal.people.requests import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hosted_shift(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Only who speaks for the organisation; names as far as consent goes, else the receipt."""
    mine = Match.objects.of_host(request.user).filter(shift__opening__number=number, shift=pk)
    matches = list(mine.select_related("volunteer__person", "log").order_by("pk"))
    shift = get_object_or_404(
        Shift.objects.filter(
            pk=pk,
            opening__number=number,
            opening__organization__representatives__user=request.user,
            opening__organization__representatives__ended_at=None,
        )
        .select_related("opening__organization", "opening__center", "opening__role")
        .distinct()
    )
    error, status = "", 200
    if request.method == "POST":
        try:
            if "words" in request.POST:
                told = _thank_all(request, matches)
            else:
                number_came = came(
                    shift,
                    read_came(request.POST, matches, shift.minutes),
                    by=request.user,
                    how=ActivityLog.How.HOST,
                )
                told = f"{number_came}人の活動を記録しました。ありがとうございます。"
        except ValidationError as refusal:
            error, status = refusal.messages[0], 422
        else:
            messages.success(request, told)
            return redirect("volunteers:hosted_shift", number, pk)
    named, is_open = agreed_to_hosts(matches), shift.starts_at <= timezone.now()
    if is_open:
        AccessLog.record(request.user, named.people, reason=FOR_HOSTS)
    context = {
        "section_nav": "my",
        "shift": shift,
        "opening": shift.opening,
        "lines": [(match, named.name_of(match)) for match in matches],
        "done": [match for match in matches if match.status == Match.Status.DONE],
        "is_open": is_open,
        "error": error,
        "said": request.POST,
    }
    return render(request, "volunteers/hosted_shift.html", context, status=status)


def _thank_all(request: SignedInRequest, matches: list[Match]) -> str:
    waiting = [
        match for match in matches if match.status == Match.Status.DONE and not match.thanked_at
    ]
    for match in waiting:
        thank(match, request.POST.get("words", "")[:300], by=request.user)
    return f"{len(waiting)}人にお礼を送りました。"
