"""A resident reserves a room: choose the time, see the fee, agree."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.models import Registration, Reservation, Room
from centers.registering.missing import missing_for
from centers.reserving.asking import Request, RequestForm, offer_of, price_of
from portal.htmx import render_page
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest
from portal.refusal import code_of
from portal.typed import day_in, keys_in, number_in

from .registering import to_people

ELSEWHERE = {"room_taken", "too_many_people", "not_bookable"}  # another room may do
PAGE, CONFIRM = "rooms/reserve.html", "rooms/reserve_confirm.html"


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/rooms/<id>/reserve/?day=&slot=`: the form; `do=look` shows the price; POST reserves.

    What is looked at stands in the address, so that one can go back to it and reload it.
    """
    open_rooms = Room.objects.filter(center__is_open_to_public=True)
    room = get_object_or_404(open_rooms.select_related("center__ward"), pk=pk)
    if not request.user.has_registered:
        return to_people(request)
    said = request.POST if request.method == "POST" else request.GET
    day = day_of(said)
    context: dict[str, Any] = {"section_nav": "rooms", "room": room, "day": day}
    if day is None or not room.is_bookable:
        return render(request, PAGE, context)
    registrations = list(
        Registration.objects.of(request.user)
        .valid_on(day)
        .select_related("group", "purpose_class")
        .order_by("group__kana", "purpose_class__order")
    )
    context["offer"] = offer = offer_of(room, day)
    context["waits_at"] = reverse("rooms:wait", args=[pk])
    if not offer.slots:
        return render(request, PAGE, context)
    if not registrations:
        here = f"{request.path}?day={day}"
        context["missing"] = missing_for(request.user, room, day, here)
    else:
        sent = said if request.method == "POST" or said.get("do") == "look" else None
        begun = begun_with(said, registrations)
        form = RequestForm(sent, registrations=registrations, slots=offer.slots, initial=begun)
        context["form"] = form
        if sent is not None:
            return _answer(request, form, context)
    return page(request, PAGE, context)


def _answer(request: SignedInRequest, form: RequestForm, context: dict[str, Any]) -> HttpResponse:
    """Look whether it can be, and show the price; or reserve what was looked at."""
    if not form.is_valid():
        return page(request, PAGE, context, status=422)
    wanted = Request.said(form, context["room"], context["day"], by=request.user)
    is_looking = request.method != "POST"
    made = wanted.made_already() if is_looking else None
    try:
        if is_looking and made is None:
            context |= {"wanted": wanted, "reservation": wanted.try_out()}
            return render(request, CONFIRM, context | {"edit": address_to_edit(request)})
        made = made or wanted.make()
    except ValidationError as refusal:
        context["errors"] = refusal.messages
        if code_of(refusal) in ELSEWHERE:
            context["elsewhere"] = f"{reverse('rooms:index')}?day={context['day']}"
        context["offer"] = offer_of(context["room"], context["day"])
        return page(request, PAGE, context, status=409)
    messages.success(request, told(made))
    return redirect("rooms:reservation", made.receipt)


def address_to_edit(request: SignedInRequest) -> str:
    """The form with everything that was said in it."""
    query = request.GET.copy()
    query.pop("do", None)
    return f"{request.path}?{query.urlencode()}"


def told(made: Reservation) -> str:
    """What is said once a room is reserved."""
    number = f"受付番号は {made.receipt_number} です。"
    if made.status == Reservation.Status.REQUESTED:
        return f"部屋を押さえました。市民センターが承認すると、確定します。{number}"
    return f"予約できました。{number}"


def page(
    request: SignedInRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The form with the price of what is chosen so far."""
    form: RequestForm | None = context.get("form")
    if form is not None:
        form.is_valid()
        slots, registration = form.chosen_slots, form.chosen_registration
        context["chosen"] = {slot.pk for slot in slots}
        context["registration_chosen"] = registration
        context["price"] = price_of(context["room"], slots, registration)
    response = render_page(request, template, context, fragment="price")
    response.status_code = status
    return response


def begun_with(said: QueryDict, registrations: list[Registration]) -> dict[str, Any]:
    """What an address says already; of the one group one knows how many there are."""
    begun: dict[str, Any] = {"slot": keys_in(said, "slot")}
    begun["purpose"] = said.get("purpose", "")[:100].replace("\x00", "")
    if registration := number_in(said.get("registration", "")):
        begun["registration"] = registration
    if headcount := said.get("headcount", "")[:4].replace("\x00", ""):
        begun["headcount"] = headcount
    elif len(registrations) == 1:
        begun["headcount"] = registrations[0].group.members
    return begun


def day_of(said: QueryDict) -> date | None:
    """The day an address names; None for what is none, or lies years away."""
    day = day_in(said.get("day", ""))
    is_near = day is not None and abs((day - timezone.localdate()).days) < 3 * 366
    return day if is_near else None
