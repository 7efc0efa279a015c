"""Calendars of rooms for the programs of staff: the page with their addresses, and the files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from centers.models import Booking, CalendarKey, Center, Room
from centers.running.private_calendar import calendar_of
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/calendars/`: one's own addresses, of a centre and each of its rooms."""
    key = CalendarKey.objects.of(request.user)
    if request.method == "POST":
        key.renew()
        messages.success(request, "新しいアドレスにしました。前のアドレスは、もう使えません。")
        return redirect("rooms_desk:calendars")
    centers = list(Center.objects.editable_by(request.user).order_by("kana"))
    asked = request.GET.get("center", "")
    center = next((one for one in centers if str(one.pk) == asked), centers[0] if centers else None)

    def address(name: str, *parts: Any) -> str:
        return request.build_absolute_uri(reverse(f"rooms:{name}", args=[key.token, *parts]))

    context: dict[str, Any] = {"desk_nav": "rooms", "centers": centers, "center": center}
    if center is not None:
        rooms = center.rooms.all()
        context["address"] = address("center_calendar", center.slug)
        context["rooms"] = [(room, address("room_calendar", room.pk)) for room in rooms]
    return render(request, "room_desk/calendars.html", context)


@never_cache
@require_safe
def center_calendar(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """`/rooms/calendars/<token>/<centre>.ics`"""
    own = Center.objects.editable_by(_owner(token))
    center = get_object_or_404(own, slug=slug)
    return _file(center.name, Booking.objects.filter(room__center=center), request)


@never_cache
@require_safe
def room_calendar(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """`/rooms/calendars/<token>/rooms/<pk>.ics`"""
    own = Room.objects.editable_by(_owner(token)).select_related("center")
    room = get_object_or_404(own, pk=pk)
    return _file(f"{room.center.name} {room.name}", Booking.objects.filter(room=room), request)


def _owner(token: str) -> Any:
    user = CalendarKey.objects.opened_by(token)
    if user is None:
        raise Http404
    return user


def _file(name: str, bookings: Any, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(
        calendar_of(name, bookings, request), content_type="text/calendar; charset=utf-8"
    )
    response["X-Robots-Tag"] = "noindex"
    return response
