"""Pages anyone sees: which room is free when, and one room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centers.availability.asked import Asked
from centers.availability.room_page import RoomPage
from centers.availability.search_page import SearchPage
from centers.models import Room
from portal.htmx import render_page
from portal.public_pages import public_page


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    """`/rooms/`: which room is free when, near whom, for how many, with what."""
    page = SearchPage(Asked.from_query(request.GET), request.GET)
    return render_page(request, "rooms/search.html", page.context(), fragment="results")


@require_safe
@public_page
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """`/rooms/<id>/`: what the room is, what it costs, and its week or month."""
    bookable = Room.objects.bookable().select_related("center__ward").prefetch_related("equipment")
    found = get_object_or_404(bookable, pk=pk)
    return render(request, "rooms/room.html", RoomPage(found, request.GET).context())
