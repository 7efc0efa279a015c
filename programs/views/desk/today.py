"""The desk's first page: what happens today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.models import Course


@desk_page
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """`/desk/`: the courses of the staff's places that are not over."""
    courses = Course.objects.editable_by(request.user).not_over().soonest_first()[:50]
    return render(request, "desk/today.html", {"desk_nav": "today", "courses": courses})
