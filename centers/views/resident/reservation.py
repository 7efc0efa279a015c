"""One reservation of one's own group: how it stands; to be changed, given up, put in a calendar."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from centers.calendar.affected import shut_out
from centers.letters.calendar import uses_in_calendar
from centers.models import Booking, Reservation, RoomWait
from centers.reserving import giving_up
from centers.reserving.asking import price_of
from centers.reserving.changing import Wanted
from centers.reserving.history import history_of
from portal.htmx import render_page
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest

from .reserving import day_of

MOST_TOGETHER = 60


@never_cache
@login_required
@require_safe
def reservation(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/<receipt>/`: what, when, what it costs, how it stands and how it came to."""
    found = own_reservation(request, receipt)
    first = found.series or found
    together = Reservation.objects.in_series(first).exclude(pk=found.pk)
    context = context_of(found) | {
        "happenings": history_of(found, request.user),
        "shut": shut_out(Booking.objects.filter(pk=found.booking_id)).first(),
        "together": together.select_related("booking__room").order_by("booking__period")[
            :MOST_TOGETHER
        ],
    }
    return render(request, "rooms/reservation.html", context)


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/<receipt>/change/?room=&day=`: another time or room; POST changes, or nothing."""
    found = own_reservation(request, receipt)
    said = request.POST if request.method == "POST" else request.GET
    wanted = Wanted.of(found, said, day_of(said))
    form = wanted.form(request.POST if request.method == "POST" else None)
    context = context_of(found) | {"form": form, "wanted": wanted, "offer": wanted.offer}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                wanted.change(form, by=request.user)
            except ValidationError as refusal:
                context["errors"], status = refusal.messages, 409
            else:
                fee = f"使用料は{found.to_pay:,}円です" if found.to_pay else "使用料はかかりません"
                messages.success(request, f"予約を変更しました。{fee}。")
                return redirect("rooms:reservation", found.receipt)
    slots = form.chosen_slots
    context["chosen"] = {slot.pk for slot in slots}
    if {slot.pk for slot in slots} != set(wanted.own_slots):  # what it costs now is said already
        context["price"] = price_of(wanted.room, slots, found.registration)
    response = render_page(request, "rooms/change.html", context, fragment="price")
    response.status_code = status
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/<receipt>/cancellation/`: asks once; POST gives the room up."""
    found = own_reservation(request, receipt)
    error, status = "", 200
    if request.method == "POST":
        try:
            giving_up.cancel(found, by=request.user)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
            found = own_reservation(request, receipt)
        else:
            messages.success(request, "予約を取り消しました。")
            return redirect("rooms:reservation", found.receipt)
    context = context_of(found) | {
        "error": error,
        "is_waited_for": RoomWait.objects.meeting(
            found.booking.room, found.booking.period
        ).exists(),
    }
    return render(request, "rooms/cancellation.html", context, status=status)


@never_cache
@login_required
@require_safe
def calendar_file(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/my/rooms/<receipt>/reservation.ics`: for one's own calendar."""
    found = own_reservation(request, receipt)
    method = "publish" if found.is_live else "cancel"
    response = HttpResponse(
        uses_in_calendar([found], method=method), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="room-{found.receipt}.ics"'
    return response


def own_reservation(request: SignedInRequest, receipt: int) -> Reservation:
    """One of the groups that somebody of the household represents."""
    own = Reservation.objects.of(request.user).select_related(
        "series",
        "booking__room__center",
        "registration__purpose_class",
        "registration__group__representative",
    )
    return get_object_or_404(own, receipt=receipt)


def context_of(found: Reservation) -> dict[str, Any]:
    room = found.booking.room
    return {
        "section_nav": "my",
        "reservation": found,
        "booking": found.booking,
        "room": room,
        "center": room.center,
        "group": found.registration.group,
    }
