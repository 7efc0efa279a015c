"""Utilisation counted the slow and plain way: loops over days, slots, rooms and bookings.

It shares nothing with the statement it is compared with but the records.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from centers.models import Booking, OpenDay, Room, RoomFee, Slot

TOKYO = ZoneInfo("Asia/Tokyo")


def slots_of(center) -> list[Slot]:
    own = list(Slot.objects.filter(center=center))
    return own or list(Slot.objects.filter(center=None))


def open_slots(center, day: date) -> list[Slot]:
    state = OpenDay.objects.filter(center=center, day=day).first()
    if state is None or state.opens is None or state.closes is None:
        return []
    return [
        slot
        for slot in slots_of(center)
        if (slot.first_day is None or slot.first_day <= day)
        and (slot.last_day is None or day <= slot.last_day)
        and state.opens <= slot.starts
        and slot.ends <= state.closes
    ]


def moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=TOKYO)


def is_use(booking: Booking) -> bool:
    if booking.kind == "block":
        return False
    reservation = getattr(booking, "reservation", None)
    return reservation is None or reservation.status in ("requested", "confirmed")


def is_paid(booking: Booking) -> bool:
    reservation = getattr(booking, "reservation", None)
    return is_use(booking) and reservation is not None and reservation.fee > reservation.exemption


def reference(first: date, last: date, *, by_day: bool = False) -> dict[int, list[int]]:
    """Of each room: open, used, payable, paid."""
    found: dict[int, list[int]] = {}
    for room in Room.objects.filter(is_bookable=True, center__is_open_to_public=True):
        bookings = list(room.bookings.filter(cancelled_at=None).select_related("reservation"))
        day = first
        while day <= last:
            of_day = []
            for slot in open_slots(room.center, day):
                begins, ends = moment(day, slot.starts), moment(day, slot.ends)
                here = [one for one in bookings if one.starts_at < ends and one.ends_at > begins]
                used = any(is_use(one) for one in here)
                if not used and any(one.kind == "block" for one in here):
                    continue
                payable = RoomFee.objects.filter(room=room, slot=slot).exists()
                paid = payable and any(is_paid(one) for one in here)
                of_day.append((True, used, payable, paid))
            lines = [tuple(map(any, zip(*of_day, strict=True)))] if by_day and of_day else of_day
            for line in lines:
                counts = found.setdefault(room.pk, [0, 0, 0, 0])
                for place, counts_so in enumerate(line):
                    counts[place] += counts_so
            day += timedelta(days=1)
    return found
