"""One reservation at the desk: what was agreed, what happened, and what staff can do about it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from centers.letters.sending import account_of, is_reached
from centers.models import Call, Reservation
from centers.reserving import deciding, giving_up
from centers.running.place import Place
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest

from .bookings import day_of

LONGEST_REASON = 200
HOW_TOLD = {
    True: "団体にメールでお知らせします。",
    False: "団体にはメールが届きません。電話などで知らせてください。",
}
MOST_OTHERS = 60


def own_reservation(request: SignedInRequest, receipt: int) -> Reservation:
    """A reservation in a room of the centres one works for; else 404."""
    own = Reservation.objects.visible_to(request.user).select_related(
        "booking__room__center",
        "booking__use",
        "registration__purpose_class",
        "registration__group__representative",
        "by",
    )
    return get_object_or_404(own, receipt=receipt)


@desk_page
@require_safe
def approvals(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/approvals/`: the requests of all one's centres that wait for approval."""
    waiting = Reservation.objects.visible_to(request.user).to_approve()
    rows, page = page_of(
        waiting.select_related("booking__room__center", "registration__group").order_by(
            "booking__period", "pk"
        ),
        request.GET,
    )
    context = {"desk_nav": "rooms", "reservations": rows, "page": page}
    return render(request, "room_desk/approvals.html", context)


@desk_page
@require_safe
def repayments(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/repayments/`: fees that were paid for uses which were then called off."""
    owed = Reservation.objects.visible_to(request.user).to_pay_back()
    rows, page = page_of(
        owed.select_related(
            "booking__room__center", "registration__group__representative"
        ).order_by("paid_at", "pk"),
        request.GET,
    )
    people = {one.registration.group.representative_id for one in rows}
    AccessLog.record(request.user, people, reason="返す使用料")
    context = {"desk_nav": "rooms", "reservations": rows, "page": page}
    return render(request, "room_desk/repayments.html", context)


@desk_page
@require_safe
def reservation(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/`: one reservation and all that happened to it."""
    return _page(request, own_reservation(request, receipt))


@desk_page
@require_POST
def decision(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/decision/`: approved, or refused for a reason."""
    found = own_reservation(request, receipt)
    if request.POST.get("decision") == "approve":
        return _do(
            request,
            found,
            lambda: deciding.approve(found, by=request.user),
            "承認しました。",
            tells=True,
            is_done=lambda fresh: fresh.is_confirmed,
        )
    why = _reason(request)
    return _do(
        request,
        found,
        lambda: deciding.refuse(found, why, by=request.user),
        "承認しませんでした。",
        tells=True,
        is_done=lambda fresh: fresh.status == Reservation.Status.REFUSED,
        why=why,
    )


@desk_page
@require_POST
def cancellation(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/cancellation/`: given up, for a reason that is told."""
    found = own_reservation(request, receipt)
    why = _reason(request)
    return _do(
        request,
        found,
        lambda: giving_up.cancel(found, by=request.user, why=why, at_desk=True),
        "取り消しました。",
        tells=True,
        is_done=lambda fresh: fresh.status == Reservation.Status.CANCELLED,
        why=why,
    )


@desk_page
@require_POST
def no_show(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/no-show/`: nobody came."""
    found = own_reservation(request, receipt)
    return _do(
        request,
        found,
        lambda: deciding.note_no_show(found, by=request.user),
        "来なかった、と記録しました。",
        is_done=lambda fresh: fresh.status == Reservation.Status.NO_SHOW,
    )


@desk_page
@require_POST
def payment(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/payment/`: the fee was taken, or given back."""
    found = own_reservation(request, receipt)
    if request.POST.get("payment") == "back":
        return _do(
            request,
            found,
            lambda: deciding.give_fee_back(found, by=request.user),
            "使用料を返したことを記録しました。",
            is_done=lambda fresh: fresh.paid_at is None,
        )
    return _do(
        request,
        found,
        lambda: deciding.receive_fee(found, by=request.user),
        "使用料の受け取りを記録しました。",
        is_done=lambda fresh: fresh.paid_at is not None,
    )


# ---------------------------------------------------------------- what they share


def group_is_reached(found: Reservation) -> bool:
    """Whether mail to the group arrives."""
    return is_reached(account_of(found.registration.group, found.by))


def _reason(request: SignedInRequest) -> str:
    return " ".join(request.POST.get("why", "").replace("\x00", "").split())[:LONGEST_REASON]


def _do(
    request: SignedInRequest,
    found: Reservation,
    command: Callable[[], object],
    done: str,
    *,
    why: str = "",
    tells: bool = False,
    is_done: Callable[[Reservation], bool] = lambda _: False,
) -> HttpResponse:
    """Run one command; where it is refused the page says why and keeps what was typed.

    What the group is told of, staff hear how: by mail, or by themselves. Pressed twice, the second
    finds it done.
    """
    try:
        command()
    except ValidationError as refusal:
        fresh = own_reservation(request, found.receipt)
        if is_done(fresh):
            messages.info(request, f"{found.registration.group}：もう記録してあります。")
            return redirect("rooms_desk:reservation", found.receipt)
        return _page(request, fresh, error=refusal.messages[0], why=why, status=422)
    if tells:
        done += HOW_TOLD[group_is_reached(found)]
    messages.success(request, f"{found.registration.group}：{done}")
    return redirect("rooms_desk:reservation", found.receipt)


def _page(
    request: SignedInRequest, found: Reservation, *, error: str = "", why: str = "", status=200
) -> HttpResponse:
    group = found.registration.group
    AccessLog.record(
        request.user, [group.representative_id], reason=f"利用申請の確認：{group}"[:100]
    )
    booking = found.booking
    history = Reservation.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=found.pk
    )
    others = Reservation.objects.in_series(found.series or found).live()
    context = {
        "desk_nav": "rooms",
        "reservation": found,
        "booking": booking,
        "place": Place.of(booking),
        "group": group,
        "use": getattr(booking, "use", None),
        "history": history.select_related("changed_by").order_by("pgh_id"),
        "others": others.exclude(pk=found.pk).select_related("booking__room")[:MOST_OTHERS],
        "calls": Call.objects.visible_to(request.user).to_make().filter(group=group).count(),
        "may_note_no_show": found.status == Reservation.Status.CONFIRMED and booking.has_begun,
        "error": error,
        "why": why,
        "back": day_of(booking),
    }
    return render(request, "room_desk/reservation.html", context, status=status)
