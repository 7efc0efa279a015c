"""Time that staff block: asked for, and given free again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from centers.models import Booking, Center, Slot
from centers.running import blocking
from centers.running.forms import BlockForm
from centers.running.place import Place
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import day_in, is_number, number_in

from .bookings import day_of, own_booking, say_it_is_gone


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/rooms/centers/<id>/blocks/`: rooms of a centre, from when to when, and why."""
    center = get_object_or_404(Center.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        form = BlockForm(center, request.POST)
        if form.is_valid():
            given = form.cleaned_data
            asked = (form.chosen(), form.days(), given["starts"], given["ends"], given["reason"])
            try:
                made = blocking.block(*asked, by=request.user)
            except ValidationError as refusal:
                if made := blocking.blocked_already(*asked):  # pressed twice
                    messages.info(request, "もう確保してあります。")
                    return redirect(day_of(made[0]))
                form.add_error(None, refusal)
            else:
                messages.success(request, f"{len(made)}件の時間を確保しました。")
                return redirect(day_of(made[0]))
    else:
        form = BlockForm(center, initial=_begun(request, center))
    context = {"desk_nav": "rooms", "center": center, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "room_desk/block.html", context, status=status)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def unblock(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/rooms/bookings/<id>/unblock/`: free again, alone or with the others."""
    booking = own_booking(request, pk)
    if booking.kind != Booking.Kind.BLOCK:
        raise Http404
    if booking.is_cancelled:
        return say_it_is_gone(request, booking)
    together = list(blocking.together_with(booking).select_related("room"))
    if request.method == "POST":
        chosen = together if "all" in request.POST else [booking]
        try:
            blocking.unblock(chosen, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, f"{len(chosen)}部屋の確保をやめました。")
        return redirect(day_of(booking).partition("#")[0])
    context = {
        "desk_nav": "rooms",
        "booking": booking,
        "place": Place.of(booking),
        "together": together,
        "back": day_of(booking),
    }
    return render(request, "room_desk/unblock.html", context)


def _begun(request: SignedInRequest, center: Center) -> dict[str, object]:
    """A room, a day and a slot, as the table of the day names them."""
    begun: dict[str, object] = {}
    if is_number(room := request.GET.get("room", "")):
        begun["rooms"] = [room]
    begun["day"] = day_in(request.GET.get("day", ""))
    if key := number_in(request.GET.get("slot", "")):
        slot = Slot.objects.of(center).filter(pk=key).first()
        if slot is not None:
            begun |= {"starts": slot.starts, "ends": slot.ends}
    return begun
