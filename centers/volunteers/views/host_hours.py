"""A host says who came and thanks them: `/my/hosting/<number>/shifts/<id>/`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.volunteers.hours.came_rows import came_rows, read_came
from centers.volunteers.hours.recording import came
from centers.volunteers.hours.same_day import written_beside
from centers.volunteers.hours.saying_thanks import thank_all
from centers.volunteers.models import ActivityLog, Match, Shift
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
    named = agreed_to_hosts(matches)
    rows = came_rows(
        shift,
        [(match, named.name_of(match)) for match in matches],
        request.POST,
        written_beside(
            matches, ActivityLog.objects.filter(organization=shift.opening.organization)
        ),
    )
    error, status = "", 200
    is_thanks = "words" in request.POST
    if request.method == "POST":
        try:
            if is_thanks:
                thanked = thank_all(shift, request.POST["words"], by=request.user)
                told = f"{thanked}人にお礼を送りました。"
            else:
                who = read_came(rows, request.POST)
                arrived = came(shift, who, by=request.user, how=ActivityLog.How.HOST)
                told = f"{arrived}人の活動を記録しました。ありがとうございます。"
        except ValidationError as refusal:
            error, status = refusal.messages[0], 422
        else:
            messages.success(request, told)
            here = reverse("volunteers:hosted_shift", args=[number, pk])
            return redirect(f"{here}#saved" if is_thanks else here)
    is_open = shift.starts_at <= timezone.now()
    if is_open:
        AccessLog.record(request.user, named.people, reason=FOR_HOSTS)
    context = {
        "section_nav": "my",
        "shift": shift,
        "opening": shift.opening,
        "rows": rows,
        "done": any(match.status == Match.Status.DONE for match in matches),
        "is_open": is_open,
        "error": error,
        "words": request.POST.get("words"),
    }
    return render(request, "volunteers/hosted_shift.html", context, status=status)
