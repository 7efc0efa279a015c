"""Pages anyone sees: what one can be for the community, and whether a volunteer's card is valid."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centers.volunteers.models import Consent, Volunteer, VolunteerRole
from portal.public_pages import public_page


@require_safe
@public_page
def roles(request: HttpRequest) -> HttpResponse:
    """`/volunteers/roles/`: every role with what it is in one sentence."""
    found = VolunteerRole.objects.in_use().prefetch_related("fields")
    return render(request, "volunteers/roles.html", {"section_nav": "volunteers", "roles": found})


@require_safe
@public_page
def role(request: HttpRequest, slug: str) -> HttpResponse:
    """`/volunteers/roles/<slug>/`: what it asks, where it serves, how one becomes it."""
    rows = VolunteerRole.objects.in_use().prefetch_related("fields", "qualifications")
    found = get_object_or_404(rows, slug=slug)
    return render(request, "volunteers/role.html", {"section_nav": "volunteers", "role": found})


@never_cache
@require_safe
def card(request: HttpRequest, number: int) -> HttpResponse:
    """`/volunteers/cards/<number>/`: what the QR code of an ID card leads to.

    Whoever scans it learns whether it is valid and which roles its owner holds today; the name only
    where its owner agreed, and not a moment longer, so that the page is kept nowhere. A number that
    was never given, and one whose owner rests or ended, look the same.
    """
    today = timezone.localdate()
    rows = Volunteer.objects.active().select_related("person", "center")
    holder = rows.filter(number=number).first()
    if holder is None:
        return render(request, "volunteers/card.html", {"number": number}, status=404)
    named = holder.consents.to_all().filter(item=Consent.Item.NAME).exists()
    context = {
        "holder": holder,
        "name": holder.person.full_name if named else "",
        "postings": holder.postings.on(today).select_related(
            "role", "center", "organization", "ward"
        ),
        "today": today,
    }
    return render(request, "volunteers/card.html", context)
