"""Pages anyone sees: who is wanted where, and the directory of organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centers.volunteers.browsing.asked import Asked
from centers.volunteers.browsing.list_page import ListPage, with_shifts
from centers.volunteers.browsing.opening_page import context_of
from centers.volunteers.browsing.organizations_page import OrganizationsPage
from centers.volunteers.models import Opening, Organization
from portal.htmx import render_page
from portal.public_pages import public_page


@require_safe
@public_page
def openings(request: HttpRequest) -> HttpResponse:
    """`/volunteers/`: who is wanted where and when, twenty a page, the nearest first."""
    page = ListPage(Asked.from_query(request.GET), request.GET)
    return render_page(request, "volunteers/openings.html", page.context(), fragment="results")


@require_safe
@public_page
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """`/volunteers/openings/<id>/`: all that somebody who might come wants to know."""
    found = get_object_or_404(Opening.objects.shown_to_all().for_list(), pk=pk)
    return render(request, "volunteers/opening.html", context_of(request, found))


@require_safe
@public_page
def organizations(request: HttpRequest) -> HttpResponse:
    """`/volunteers/organizations/`: the directory by words, field, ward and kind."""
    page = OrganizationsPage(request.GET)
    return render_page(request, "volunteers/organizations.html", page.context(), fragment="results")


@require_safe
@public_page
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """`/volunteers/organizations/<id>/`: what it makes public, and whom it asks for now."""
    listed = Organization.objects.listed().select_related("ward", "center")
    found = get_object_or_404(listed.prefetch_related("fields"), pk=pk)
    asks = list(found.openings.current().soonest_first().for_list()[:20])
    context = {
        "section_nav": "volunteers",
        "organization": found,
        "openings": with_shifts(asks),
    }
    return render(request, "volunteers/organization.html", context)
