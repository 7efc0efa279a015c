"""A centre's profile for its staff: the whole figures, and what is missing beside like centres."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.models import Center
from centers.profile.facts import facts_with_alike, last_whole_year
from centers.profile.findings import RULES_FOR_STAFF, beside_alike, missing, of_ages
from centers.utilisation.facts import Asked
from centers.utilisation.periods import Period
from centers.utilisation.uses import ages
from portal.japan.calendar import fiscal_year
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest


@desk_page
@require_safe
def profile(request: SignedInRequest, slug: str) -> HttpResponse:
    """`/desk/rooms/profile/<slug>/?year=`: a whole year, or the present one so far."""
    own = Center.objects.editable_by(request.user).select_related("ward")
    found = get_object_or_404(own, slug=slug)
    this_year, last = fiscal_year(timezone.localdate()), last_whole_year()
    year = this_year if request.GET.get("year") == str(this_year) else last
    facts, others = facts_with_alike(found, year)
    lines = facts.age_lines
    findings = [*of_ages(lines), *beside_alike(facts, others)]
    context = {
        "desk_nav": "rooms",
        "center": found,
        "year": year,
        "years": [last, this_year],
        "is_running": year == this_year,
        "facts": facts,
        "lines": lines,
        "city": ages(Asked(Period.of_year(year))),
        "others": others,
        "strengths": [one for one in findings if one.is_strength],
        "weaknesses": [one for one in findings if not one.is_strength],
        "missing": missing(facts, others),
        "rules": RULES_FOR_STAFF,
        "most": max(facts.courses.values(), default=0),
    }
    return render(request, "room_desk/profile.html", context)


@desk_page
@require_safe
def profiles(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/profile/`: the centres whose profile one may read."""
    own = Center.objects.editable_by(request.user).select_related("ward")
    context = {"desk_nav": "rooms", "centers": own.order_by("ward__code", "kana")}
    return render(request, "room_desk/profiles.html", context)
