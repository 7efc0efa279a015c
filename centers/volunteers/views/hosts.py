"""`/my/hosting/`: what one asked for, for oneself or an organisation, and who comes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from centers.volunteers.browsing.list_page import with_shifts
from centers.volunteers.models import Opening, Organization
from centers.volunteers.openings import asking
from centers.volunteers.openings.who_comes import for_host
from portal.paging import page_of
from portal.people.requests import SignedInRequest

SIZE = 30


@never_cache
@login_required
@require_safe
def hosting(request: SignedInRequest) -> HttpResponse:
    """Every opening one asked for, the last first, and the organisations one speaks for."""
    own = Opening.objects.of(request.user).for_list().order_by("-asked_at", "-pk").distinct()
    openings, page = page_of(own, request.GET, size=SIZE)
    context = {
        "section_nav": "my",
        "organizations": Organization.objects.of(request.user).select_related("center"),
        "openings": with_shifts(openings),
        "page": page,
    }
    return render(request, "volunteers/hosting.html", context)


@never_cache
@login_required
@require_safe
def hosted(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/hosting/<number>/`: how it stands, and who comes: what they agreed to be shown."""
    opening = _own(request, number)
    return _page(request, opening)


@never_cache
@login_required
@require_POST
def take_back(request: SignedInRequest, number: int) -> HttpResponse:
    """`/my/hosting/<number>/taking-back/`: it is not needed after all."""
    opening = _own(request, number)
    try:
        asking.take_back(opening, by=request.user)
    except ValidationError as refusal:
        if not Opening.objects.get(pk=opening.pk).was_refused:
            return _page(request, _own(request, number), error=refusal.messages[0], status=409)
    messages.success(request, "依頼を取り下げました。")
    return redirect("volunteers:hosted", opening.number)


def _own(request: SignedInRequest, number: int) -> Opening:
    own = Opening.objects.filter(pk__in=Opening.objects.of(request.user).values("pk"))
    return get_object_or_404(own.for_list(), number=number)


def _page(
    request: SignedInRequest, opening: Opening, *, error: str = "", status: int = 200
) -> HttpResponse:
    host = opening.organization
    speaks = bool(host and host.representatives.live().filter(user=request.user).exists())
    comers = for_host(opening, request.user)
    context = {
        "section_nav": "my",
        "opening": opening,
        "coming": [one for one in comers if not one.is_past],
        "past": [one for one in reversed(comers) if one.is_past],
        "speaks": speaks,
        "cancelled": opening.shifts.exclude(cancelled_at=None),
        "now": timezone.now(),
        "error": error,
    }
    return render(request, "volunteers/hosted.html", context, status=status)
