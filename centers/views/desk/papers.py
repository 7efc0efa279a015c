"""The papers staff hand over: permit and receipt of a reservation, the result of a draw."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centers.models import Registration, Reservation
from centers.reserving.history import agreed_at
from centers.views.resident.papers import result_of
from centers.views.resident.reservation import context_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest

from .bookings import day_of
from .reservations import own_reservation


@desk_page
@require_safe
def permit(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/permit/`: 使用許可書; 404 before it is confirmed."""
    found = own_reservation(request, receipt)
    if not found.is_confirmed:
        raise Http404("not confirmed")
    return _paper(request, found, "permit", {"agreed_at": agreed_at(found)})


@desk_page
@require_safe
def fee_receipt(request: SignedInRequest, receipt: int) -> HttpResponse:
    """`/desk/rooms/reservations/<receipt>/receipt/`: 領収書; 404 where nothing was paid."""
    found = own_reservation(request, receipt)
    if found.paid_at is None:
        raise Http404("nothing was paid")
    return _paper(request, found, "payment", {})


@desk_page
@require_safe
def result(request: SignedInRequest, month: date, receipt: int) -> HttpResponse:
    """`/desk/rooms/lotteries/<month>/wishes/<registration>/paper/`: for whom no mail reaches."""
    own = Registration.objects.visible_to(request.user).select_related(
        "group__center", "group__representative"
    )
    registration = get_object_or_404(own, receipt=receipt)
    page = result_of(month, registration)
    AccessLog.record(
        request.user, [registration.group.representative_id], reason="部屋の抽選の結果の印刷"
    )
    context = {"desk_nav": "rooms", "lottery": page.lottery, "page": page}
    return render(request, "room_desk/result.html", context | {"group": registration.group})


def _paper(
    request: SignedInRequest, found: Reservation, paper: str, more: dict[str, Any]
) -> HttpResponse:
    representative = found.registration.group.representative_id
    AccessLog.record(request.user, [representative], reason="使用許可書・領収書の印刷")
    title = {"permit": "使用許可書", "payment": "領収書"}[paper]
    context = context_of(found) | more | {"title": title, "sheet": f"rooms/{paper}_sheet.html"}
    context |= {"desk_nav": "rooms", "back": day_of(found.booking)}
    return render(request, "room_desk/paper.html", context)
