"""One booking at the desk of rooms: moved, its keys handed out, its use recorded."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from centers.calendar.telling import tell_affected
from centers.letters.sending import account_of, is_reached
from centers.models import Booking, Reservation, Slot
from centers.reserving import deciding
from centers.running import moving, using
from centers.running.forms import MoveForm, PeriodForm, SlotForm, UseForm
from centers.running.owners import owner_of
from centers.running.place import Place
from centers.running.taken import told, who_has
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.refusal import code_of
from portal.typed import number_in

Status = Reservation.Status


def own_booking(request: SignedInRequest, pk: int) -> Booking:
    """A booking in a room of the centres one works for, given up or not; else 404."""
    return get_object_or_404(Booking.objects.visible_to(request.user).for_desk(), pk=pk)


def say_it_is_gone(request: SignedInRequest, booking: Booking) -> HttpResponse:
    """Somebody gave it up meanwhile, or it was pressed twice: back to the day, which says so."""
    messages.info(request, f"「{booking.who}」は、もう取り消してあります。")
    return redirect(day_of(booking).partition("#")[0])


def day_of(booking: Booking) -> str:
    """The address of its centre's day, at its row."""
    query = QueryDict(mutable=True)
    query.update({"center": str(booking.room.center_id), "day": booking.day.isoformat()})
    return f"{reverse('rooms_desk:today')}?{query.urlencode()}#booking-{booking.pk}"


# ---------------------------------------------------------------- to another room or time


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/rooms/bookings/<id>/move/`: where to; `?room=&day=&slot=` as it was dropped there."""
    booking = own_booking(request, pk)
    if booking.is_cancelled:
        return say_it_is_gone(request, booking)
    kind = SlotForm if booking.kind == Booking.Kind.RESERVATION else PeriodForm
    in_the_way: list[str] = []
    if request.method != "POST":
        form: MoveForm = kind(booking, initial=kind.begun(booking))
        if "room" in request.GET:
            form, in_the_way = _dropped(booking, kind, request.GET)
    else:
        form = kind(booking, request.POST)
        if form.is_valid():
            try:
                _move(request, booking, form)
            except ValidationError as refusal:
                if code_of(refusal) == "moved_meanwhile":
                    booking = own_booking(request, pk)
                    if form.place() == Place.of(booking):  # pressed twice
                        messages.info(request, f"「{booking.who}」は、もう移してあります。")
                        return redirect(day_of(booking))
                    form = kind(booking, _shown_anew(request.POST, booking))
                form.add_error(None, refusal)
            else:
                booking = own_booking(request, pk)
                messages.success(request, f"「{booking.who}」を、{Place.of(booking)}に移しました。")
                tell_affected(request)
                return redirect(day_of(booking))
    _log(request, booking, "部屋の予定の変更")
    owner = owner_of(booking)
    context = {
        "desk_nav": "rooms",
        "booking": booking,
        "place": Place.of(booking),
        "form": form,
        "in_the_way": in_the_way,
        "told": owner.told(booking) if owner else "",
        "is_reached": _is_reached(booking),
        "back": day_of(booking),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "room_desk/move.html", context, status=status)


def _move(request: SignedInRequest, booking: Booking, form: MoveForm) -> None:
    given = form.cleaned_data
    if isinstance(form, SlotForm):
        moving.move_reservation(
            booking.reservation,
            given["room"],
            given["day"],
            form.run(),
            shown=given["shown"],
            why=given["why"],
            by=request.user,
        )
    elif isinstance(form, PeriodForm):
        moving.move(booking, form.place(), shown=given["shown"], by=request.user)


def _is_reached(booking: Booking) -> bool:
    """Whether mail to the group arrives; of what is no group's nobody is asked."""
    if booking.kind != Booking.Kind.RESERVATION:
        return True
    own = booking.reservation
    return is_reached(account_of(own.registration.group, own.by))


def _shown_anew(posted: QueryDict, booking: Booking) -> QueryDict:
    """What was typed, on the page that shows where the booking is now."""
    data = posted.copy()
    data["shown"] = Place.of(booking).mark
    return data


def _dropped(
    booking: Booking, kind: type[SlotForm] | type[PeriodForm], asked: QueryDict
) -> tuple[MoveForm, list[str]]:
    """The form with the place filled in, and who has it already."""
    values = kind.begun(booking) | {
        name: asked[name] for name in ("room", "day") if asked.get(name)
    }
    key = number_in(asked.get("slot", ""))
    slot = Slot.objects.filter(pk=key).first() if key else None
    look = kind(booking, values)
    if slot is not None and look.is_valid():
        values |= kind.at_slot(booking, slot, look.cleaned_data["day"])
        look = kind(booking, values)
    in_the_way: list[str] = []
    if look.is_valid():
        try:
            in_the_way = [told(one) for one in who_has(look.place(), but=booking)]
        except ValidationError as refusal:
            in_the_way = refusal.messages
    return kind(booking, initial=values), in_the_way


# ---------------------------------------------------------------- keys, heads


@desk_page
@require_POST
def keys(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/rooms/bookings/<id>/keys/`: the keys were handed out."""
    booking = own_booking(request, pk)
    if booking.is_cancelled:
        return say_it_is_gone(request, booking)
    try:
        using.hand_out_keys(booking, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"「{booking.who}」に鍵を渡しました。")
    return redirect(day_of(booking))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/rooms/bookings/<id>/use/`: keys back and who came; one tap saves what is likely."""
    booking = own_booking(request, pk)
    if booking.is_cancelled:
        return say_it_is_gone(request, booking)
    if booking.kind == Booking.Kind.BLOCK:
        return redirect(day_of(booking))
    _log(request, booking, "利用の記録")
    likely = using.suggested(booking)
    counts = {band: getattr(likely, band) for band in using.BANDS}
    form = UseForm(request.POST) if request.method == "POST" else UseForm(initial=counts)
    if request.method == "POST" and "step" in request.POST:
        form = _stepped(request.POST, counts)
    elif request.method == "POST":
        try:
            if "nobody" in request.POST and booking.kind == Booking.Kind.RESERVATION:
                if booking.reservation.status != Status.NO_SHOW:  # else pressed twice
                    deciding.note_no_show(booking.reservation, by=request.user)
                messages.success(request, f"「{booking.who}」は来なかった、と記録しました。")
                return redirect(day_of(booking))
            if form.is_valid():
                came = using.record(booking, **form.cleaned_data, by=request.user)
                messages.success(
                    request, f"「{booking.who}」の利用を記録しました（{came.headcount}人）。"
                )
                return redirect(day_of(booking))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "desk_nav": "rooms",
        "booking": booking,
        "place": Place.of(booking),
        "form": form,
        "grounds": likely.grounds,
        "total": sum(_number(form[band].value()) for band in using.BANDS),
        "is_reservation": booking.kind == Booking.Kind.RESERVATION,
        "back": day_of(booking),
    }
    return render(
        request, "room_desk/use.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _log(request: SignedInRequest, booking: Booking, reason: str) -> None:
    """Note the look at whom a group is known by."""
    if booking.kind == Booking.Kind.RESERVATION:
        group = booking.reservation.registration.group
        AccessLog.record(request.user, [group.representative_id], reason=reason)


def _stepped(posted: QueryDict, likely: dict[str, int]) -> UseForm:
    """The form after one of its + or − was pressed in a browser without scripts."""
    counts = {band: _number(posted.get(band, likely[band])) for band in using.BANDS}
    band, _, sign = str(posted.get("step")).partition(":")
    if band in counts:
        counts[band] = min(max(counts[band] + (1 if sign == "+" else -1), 0), using.MOST)
    return UseForm(initial=counts)


def _number(typed: object) -> int:
    digits = str(typed)
    return int(digits) if digits.isdecimal() and len(digits) < 6 else 0
