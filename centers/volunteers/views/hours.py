"""`/my/volunteer/hours/`: what one did, year by year; written down, or by a code on the wall."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.volunteers.hours import check_in
from centers.volunteers.hours.forms import LogForm
from centers.volunteers.hours.recording import log
from centers.volunteers.hours.year import years_of
from centers.volunteers.models import ActivityLog, Match, Posting, Thanks, Volunteer
from portal.japan.calendar import fiscal_year
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest
from portal.typed import number_in

LOGGED = "活動を記録しました。活動先が確かめると、時間に入ります。"
HERE = "来てくださって、ありがとうございます。活動を記録しました。"
SHOWN_YEARS = 5


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: SignedInRequest) -> HttpResponse:
    """Of one of the household (`?volunteer=`); POST writes a day down."""
    own = list(_own(request))
    said = request.POST if request.method == "POST" else request.GET
    wanted = said.get("volunteer", "")
    volunteer = next((one for one in own if str(one.number) == wanted), own[0] if own else None)
    if volunteer is None:
        return redirect("volunteers:mine")
    this_year = fiscal_year(timezone.localdate())
    postings = list(
        Posting.objects.filter(volunteer=volunteer)
        .exclude(last_day__lt=date(this_year - 1, 4, 1))
        .for_list()
    )
    form = LogForm(
        request.POST if request.method == "POST" else None,
        volunteer=volunteer,
        postings=postings,
        begun=request.GET,
    )
    errors: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = form.cleaned_data
            try:
                log(
                    volunteer,
                    day=told["day"],
                    minutes=told["lasted"],
                    what=told["what"],
                    posting=form.chosen,
                    by=request.user,
                )
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
            else:
                messages.success(request, LOGGED)
                return redirect(_address(volunteer))
    logs = ActivityLog.objects.filter(
        volunteer=volunteer, day__gte=date(this_year - SHOWN_YEARS + 1, 4, 1)
    )
    context = {
        "section_nav": "my",
        "volunteers": own,
        "volunteer": volunteer,
        "years": years_of(logs.select_related("role", "center", "organization")),
        "thanks": Thanks.objects.filter(volunteer=volunteer).select_related("threshold"),
        "form": form,
        "errors": errors,
    }
    return render(request, "volunteers/hours.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: SignedInRequest, token: str) -> HttpResponse:
    """`/my/volunteer/here/<token>/`: what the code on the wall leads to; POST says 「来ました」."""
    shift = check_in.read(token)
    if shift is None:
        return render(request, "volunteers/here.html", {"section_nav": "my"}, status=404)
    expected = _own(request).filter(matches__shift=shift, matches__status__in=Match.HOLDING)
    error, status = "", 200
    if request.method == "POST":
        chosen = expected.filter(number=number_in(request.POST.get("volunteer", ""))).first()
        if chosen is None:
            error, status = "どなたが来たかを選んでください。", 422
        else:
            try:
                check_in.say_here(shift, chosen, by=request.user)
            except ValidationError as refusal:
                error, status = refusal.messages[0], 409
            else:
                messages.success(request, HERE)
                return redirect(_address(chosen))
    context = {
        "section_nav": "my",
        "shift": shift,
        "opening": shift.opening,
        "expected": expected,
        "error": error,
    }
    return render(request, "volunteers/here.html", context, status=status)


def _own(request: SignedInRequest):
    return (
        Volunteer.objects.of(request.user)
        .select_related("person", "center")
        .order_by("person__birth_date", "pk")
    )


def _address(volunteer: Volunteer) -> str:
    return f"{reverse('volunteers:hours')}?volunteer={volunteer.number}"
