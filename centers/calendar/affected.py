"""Bookings that a changed rule left outside: they stay, and staff see them in a list.

A course or a block needs the centre's hours around it; a reservation begins and ends with slots
besides. Days that are not laid out yet are not judged.
"""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate, TruncTime
from django.utils import timezone

from centers.models import Booking, OpenDay, Slot
from centers.models.booking import BookingQuerySet


def affected(user) -> BookingQuerySet:
    """Those to come in the centres `user` works for, with what their day is; the soonest first."""
    return _outside(Booking.objects.visible_to(user)).order_by("period", "pk")


def shut_out(bookings: BookingQuerySet) -> BookingQuerySet:
    """Those of `bookings` to come for which their centre's doors are shut now, with why.

    What is only outside the slots keeps its room, and whoever has it need not know.
    """
    return _outside(bookings).filter(Q(is_within_hours=False))


def _outside(bookings: BookingQuerySet) -> BookingQuerySet:
    to_come = OpenDay.objects.from_day(timezone.localdate() - timedelta(days=1))
    days = to_come.filter(center=OuterRef("room__center"), day=OuterRef("first_day"))
    around = days.filter(opens__lte=OuterRef("from_time"), closes__gte=OuterRef("to_time"))
    # Asked of the rule itself: what is within the hours is within those of its slots.
    slots = Slot.objects.of_center_of("room__center").filter(
        Q(first_day=None) | Q(first_day__lte=OuterRef("first_day")),
        Q(last_day=None) | Q(last_day__gte=OuterRef("first_day")),
        starts__gte=OuterRef("from_time"),
        ends__lte=OuterRef("to_time"),
    )
    begins = slots.filter(starts=OuterRef("from_time"))
    ends = slots.filter(ends=OuterRef("to_time"))
    return (
        bookings.live()
        .filter(period__endswith__gt=timezone.now())
        .annotate(
            first_day=TruncDate("period__startswith"),
            last_day=TruncDate("period__endswith"),
            from_time=TruncTime("period__startswith"),
            to_time=TruncTime("period__endswith"),
        )
        .annotate(
            is_laid_out=Exists(days),
            is_within_hours=Exists(around),
            is_in_slots=Exists(begins) & Exists(ends),
            opens=Subquery(days.values("opens")[:1]),
            closes=Subquery(days.values("closes")[:1]),
            reason=Subquery(days.values("reason")[:1]),
        )
        .filter(
            Q(is_laid_out=True, is_within_hours=False)
            | Q(is_laid_out=True) & ~Q(last_day=F("first_day"))
            | Q(is_laid_out=True, kind=Booking.Kind.RESERVATION, is_in_slots=False)
        )
    )
