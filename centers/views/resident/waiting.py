"""A resident waits for a room that is taken, sees the place in the line, and leaves it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.availability.schedule import State
from centers.models import Registration, Room, RoomWait
from centers.registering.missing import missing_for
from centers.reserving import waiting as waits
from centers.reserving.asking import RequestForm, offer_of
from portal.japan import calendar
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest
from portal.refusal import code_of

from .registering import to_people
from .reserving import begun_with, day_of

CAN_BE_WAITED_FOR = {State.TAKEN, State.FREE}


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wait(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/rooms/<id>/wait/?day=&slot=`: for which time, for whom; POST joins the line."""
    room = get_object_or_404(Room.objects.bookable().select_related("center__ward"), pk=pk)
    if not request.user.has_registered:
        return to_people(request)
    said = request.POST if request.method == "POST" else request.GET
    day = day_of(said)
    if day is None:
        return redirect("rooms:room", room.pk)
    offer = offer_of(room, day)
    registrations = list(
        Registration.objects.of(request.user)
        .valid_on(day)
        .select_related("group", "purpose_class")
        .order_by("group__kana", "purpose_class__order")
    )
    context: dict[str, Any] = {
        "section_nav": "rooms",
        "room": room,
        "day": day,
        "offer": offer,
        "is_near": waits.is_near(day),
        "wait_days": waits.WAIT_DAYS,
    }
    if not registrations:
        context["missing"] = missing_for(request.user, room, day, request.get_full_path())
        return render(request, "rooms/wait.html", context)
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        registrations=registrations,
        slots=[one for one in offer.slots if one.state in CAN_BE_WAITED_FOR],
        initial=begun_with(said, registrations),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _join(form, room, request, day)
            except ValidationError as refusal:
                context["errors"], status = refusal.messages, 409
            else:
                messages.success(request, "空き待ちに入りました。")
                return redirect("rooms:waiting", made.pk)
    context |= {"form": form, "chosen": {slot.pk for slot in form.chosen_slots}}
    context["registration_chosen"] = form.chosen_registration
    return render(request, "rooms/wait.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/rooms/waits/<id>/`: how it stands and the place in the line; POST leaves it."""
    own = RoomWait.objects.of(request.user).select_related(
        "room__center", "registration__group", "reservation"
    )
    found = get_object_or_404(own, pk=pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            found.leave(by=request.user)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
            found = own.get(pk=pk)
        else:
            messages.success(request, "空き待ちをやめました。")
            return redirect("rooms:waiting", found.pk)
    context = {
        "section_nav": "my",
        "wait": found,
        "error": error,
        "is_near": waits.is_near(found.day),
        "wait_days": waits.WAIT_DAYS,
    }
    return render(request, "rooms/waiting.html", context, status=status)


def _join(form: RequestForm, room: Room, request: SignedInRequest, day: date) -> RoomWait:
    """Join the line; pressed twice it is the wait of the first time."""
    said, slots = form.cleaned_data, form.chosen_slots
    registration = form.registrations[said["registration"]]
    try:
        return waits.join(
            registration,
            room,
            day,
            slots,
            purpose=said["purpose"],
            headcount=said["headcount"],
            by=request.user,
        )
    except ValidationError as refusal:
        if code_of(refusal) != "already_waiting":
            raise
        period = DateTimeTZRange(
            calendar.at(day, slots[0].starts), calendar.at(day, slots[-1].ends)
        )
        return RoomWait.objects.live().get(registration=registration, room=room, period=period)
