"""`/my/rooms/`: everything somebody has to do with rooms."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centers.calendar.affected import shut_out
from centers.models import Booking, Handover, Outcome, Reservation, RoomWait, WishList
from centers.registering.standing import standings
from portal.people.requests import SignedInRequest

MOST_TO_COME, MOST_PAST = 20, 10


@never_cache
@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Reservations to come, what waits for an answer, wishes, waits, and the registrations."""
    own = Reservation.objects.of(request.user).select_related(
        "booking__room__center", "registration__group"
    )
    to_come = list(own.to_come().order_by("booking__period", "pk"))
    confirmed = [one for one in to_come if one.status == Reservation.Status.CONFIRMED]
    shown = confirmed if "all" in request.GET else confirmed[:MOST_TO_COME]
    of_these = Booking.objects.filter(pk__in=[one.booking_id for one in to_come])
    waits = RoomWait.objects.of(request.user).to_show()
    found = standings(request.user)
    this_month = timezone.localdate().replace(day=1)
    wishes = WishList.objects.filter(
        registration__group__in={one.registration.group_id for one in found},
        lottery__month__gte=this_month,
    ).annotate(number=Count("wishes"), won=Count("wishes", filter=Q(wishes__outcome=Outcome.WON)))
    context = {
        "section_nav": "my",
        "to_approve": [one for one in to_come if one.status == Reservation.Status.REQUESTED],
        "confirmed": shown,
        "shut": set(shut_out(of_these).values_list("pk", flat=True)),
        "more": len(confirmed) - len(shown),
        "past": own.exclude(pk__in=[one.pk for one in to_come]).order_by("-booking__period")[
            :MOST_PAST
        ],
        "waits": waits.select_related("room__center", "registration__group").order_by("period"),
        "wishes": wishes.filter(number__gt=0)
        .select_related("lottery", "registration__group")
        .order_by("lottery__month", "registration__group__kana", "pk"),
        "asked_to_represent": Handover.objects.asked_of(request.user).select_related("group"),
        "standings": found,
    }
    return render(request, "rooms/mine.html", context)
