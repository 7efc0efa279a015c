"""The rooms' desk on a day: on the screen, and as the sheet that lies at the counter."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.calendar.affected import affected
from centers.models import Call, Center, Registration, Reservation
from centers.running.day import Day
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import day_in, number_in

MOST_LISTED = 30


@desk_page
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/`: every room of a centre on a day, who comes, and what waits for staff."""
    centers = Center.objects.editable_by(request.user)
    center, day = _asked(request, centers)
    if center is None:
        return render(request, "room_desk/no_center.html", {"desk_nav": "rooms"})
    shown = Day(center, day)
    AccessLog.record(request.user, shown.person_ids, reason="部屋のきょうの予定")
    own = Reservation.objects.filter(booking__room__center=center).select_related(
        "booking__room", "registration__group"
    )
    by_time = own.order_by("booking__period", "pk")
    context = _context(shown) | {
        "centers": list(centers.order_by("kana")),
        "to_approve": list(by_time.to_approve()[:MOST_LISTED]),
        "number_to_approve": own.to_approve().count(),
        "calls": Call.objects.to_make().filter(center=center).count(),
        "repayments": own.to_pay_back().count(),
        "without_registration": list(by_time.to_come().without_registration()[:MOST_LISTED]),
        "registrations": Registration.objects.to_decide().filter(group__center=center).count(),
        "affected": affected(request.user).filter(room__center=center).count(),
    }
    return render(request, "room_desk/today.html", context)


@desk_page
@require_safe
def day_sheet(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/sheet/`: the day on paper, with boxes for keys and heads."""
    center, day = _asked(request, Center.objects.editable_by(request.user))
    if center is None:
        raise Http404
    shown = Day(center, day)
    AccessLog.record(request.user, shown.person_ids, reason="部屋の日報の印刷")
    return render(request, "room_desk/sheet.html", _context(shown) | {"now": timezone.now()})


def _context(shown: Day) -> dict:
    now = timezone.localdate()
    return {
        "desk_nav": "rooms",
        "shown": shown,
        "center": shown.center,
        "day": shown.day,
        "is_today": shown.day == now,
        "is_past": shown.day < now,
        "this_year": now.year,
        "yesterday": shown.day - timedelta(days=1),
        "tomorrow": shown.day + timedelta(days=1),
    }


def _asked(request: SignedInRequest, centers) -> tuple[Center | None, date]:
    """The centre and the day of the address; the first of one's centres, today."""
    typed = request.GET.get("center", "")
    if not typed:
        center = centers.order_by("kana").first()
    else:
        center = centers.filter(pk=number_in(typed)).first()
        if center is None:
            raise Http404
    day = day_in(request.GET.get("day", ""))
    if day is None or not 2000 <= day.year <= 2200:
        day = timezone.localdate()
    return center, day
