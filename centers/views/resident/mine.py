"""`/my/rooms/`: everything somebody has to do with rooms."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from centers.models import Reservation, RoomWait, WishList
from centers.registering.standing import standings
from portal.people.requests import SignedInRequest

MOST_TO_COME, MOST_PAST = 20, 10


@never_cache
@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Reservations to come, what waits for an answer, wishes, waits, and the registrations."""
    now = timezone.now()
    own = Reservation.objects.of(request.user).select_related(
        "booking__room__center", "registration__group"
    )
    to_come = list(own.to_come().order_by("booking__period", "pk"))
    confirmed = [one for one in to_come if one.status == Reservation.Status.CONFIRMED]
    shown = confirmed if "all" in request.GET else confirmed[:MOST_TO_COME]
    waits = RoomWait.objects.of(request.user).live().filter(period__startswith__gt=now)
    found = standings(request.user)
    wishes = WishList.objects.filter(
        registration__group__in={one.registration.group_id for one in found}
    )
    context = {
        "section_nav": "my",
        "to_approve": [one for one in to_come if one.status == Reservation.Status.REQUESTED],
        "confirmed": shown,
        "more": len(confirmed) - len(shown),
        "past": own.exclude(pk__in=[one.pk for one in to_come]).order_by("-booking__period")[
            :MOST_PAST
        ],
        "waits": waits.select_related("room__center", "registration__group").order_by("period"),
        "wishes": wishes.filter(lottery__announced_at=None)
        .select_related("lottery", "registration__group")
        .order_by("lottery__month"),
        "standings": found,
    }
    return render(request, "rooms/mine.html", context)
