"""`/my/volunteer/`: what one registered, holds and agreed to; resting, ending, going on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.volunteers import times
from centers.volunteers.models import Consent, Posting, Qualification, Volunteer
from centers.volunteers.models.volunteer import YEAR
from centers.volunteers.roster import confirming, registering
from centers.volunteers.roster.agreed import ASKED
from centers.volunteers.roster.retention import forgotten_on
from portal.people.models import Person
from portal.people.requests import SignedInRequest

AGAIN = "また始めました。お願いが届くようになります。"
RESTING = "お休みにしました。お願いは届きません。いつでもまた始められます。"


@never_cache
@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """All volunteers of the household, each with what it may change."""
    own = (
        Volunteer.objects.of(request.user)
        .for_list()
        .prefetch_related(
            "fields",
            "wanted_roles",
            "wards",
            "person__trainings__training",
            Prefetch("qualifications", Qualification.objects.select_related("kind")),
            Prefetch("postings", Posting.objects.for_list()),
            Prefetch("consents", Consent.objects.live()),
        )
        .order_by("registered_at", "pk")
    )
    shown = [_shown(one) for one in own]
    known = {one.person_id for one in own}
    others = [one for one in Person.objects.of(request.user) if one.pk not in known]
    today = timezone.localdate()
    context = {
        "section_nav": "my",
        "volunteers": shown,
        "may_register_others": any(one.age_on(today) >= registering.YOUNGEST for one in others),
    }
    return render(request, "volunteers/mine.html", context)


def _shown(volunteer: Volunteer) -> dict:
    today = timezone.localdate()
    agreed = {(one.audience, one.item) for one in volunteer.consents.all()}
    return {
        "own": volunteer,
        "languages": [Volunteer.Language(one).label for one in volunteer.languages],
        "times": times.told(volunteer.times),
        "postings": [one for one in volunteer.postings.all() if not _is_over(one, today)],
        "qualifications": [
            (one, one.expires_on is not None and one.expires_on < today)
            for one in volunteer.qualifications.all()
        ],
        "consents": [
            (
                asked.who,
                [
                    Consent.Item(item).label
                    for item in asked.items
                    if (asked.audience, item) in agreed
                ],
            )
            for asked in ASKED
        ],
        "needs_guardian": volunteer.is_minor_on(today) and volunteer.guardian_agreed_on is None,
        "is_due": volunteer.confirmed_on <= today - YEAR,
        "to_confirm": confirming.address_to_confirm(volunteer),
        "forgotten_on": forgotten_on(volunteer.stopped_on) if volunteer.stopped_on else None,
    }


def _is_over(posting: Posting, today) -> bool:
    return posting.last_day is not None and posting.last_day < today


@never_cache
@login_required
@require_POST
def rest(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/rest/`: rest, or be there again."""
    volunteer = own_volunteer(request, number)
    begins = request.POST.get("rest") != "0"
    try:
        (registering.rest if begins else registering.go_on)(volunteer, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, RESTING if begins else AGAIN)
    return redirect("volunteers:mine")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/volunteer/<number>/stop/`: says what ending brings, and ends."""
    volunteer = own_volunteer(request, number)
    if request.method == "POST":
        registering.stop(volunteer, request.POST.get("why", ""), by=request.user)
        messages.success(request, "ボランティアの登録を終えました。ありがとうございました。")
        return redirect("volunteers:mine")
    today = timezone.localdate()
    coming = volunteer.matches.live().filter(shift__starts_at__gt=timezone.now())
    context = {
        "section_nav": "my",
        "volunteer": volunteer,
        "coming": coming.select_related("shift__opening"),
        "postings": volunteer.postings.on(today).for_list(),
        "forgotten_on": forgotten_on(today),
    }
    return render(request, "volunteers/stop.html", context)


def own_volunteer(request: SignedInRequest, number: int) -> Volunteer:
    """One of the account's own household; 404 for anybody else's."""
    own = Volunteer.objects.of(request.user).for_list()
    return get_object_or_404(own, number=number)
