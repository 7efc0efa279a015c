"""What is free: the open slots of rooms without a booking that would keep a new one out.

A slot is free where the constraint on bookings would take a reservation of it: the time the room
would be held, its changeover included, meets no live booking's. Each slot of each room is looked up
in that constraint's own index; a search stops at the first free slot of a room. (As a plain
anti join over all slots the planner compares every slot with every booking of its room.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import DurationField, Exists, F, Func, OuterRef
from django.utils import timezone

from centers.models import Booking, OpenSlot
from centers.models.room import RoomQuerySet


@dataclass(frozen=True, slots=True)
class RoomSlot:
    """One open slot of one day in one room, and whether something holds the room then."""

    room_id: int
    day: date
    slot_id: int
    starts_at: datetime
    is_taken: bool


class _MinutesLong(Func):
    """So many minutes, as an interval."""

    template = "make_interval(mins => %(expressions)s)"
    output_field = DurationField()


class _Range(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


def keeping_out(room: OuterRef, begins, ends, changeover):
    """Live bookings that meet the time a use from `begins` to `ends` would hold the room."""
    held = _Range(begins, ends + _MinutesLong(changeover))
    return Booking.objects.live().filter(room=room, held__overlap=held).order_by()


def with_a_free_slot(rooms: RoomQuerySet, days: list[date], slots: list[int]) -> RoomQuerySet:
    """Those of `rooms` that can be asked for in some of `slots` on some of `days`."""
    outer_room = OuterRef(OuterRef("pk"))
    changeover = OuterRef(OuterRef("changeover_minutes"))
    taken = keeping_out(outer_room, OuterRef("starts_at"), OuterRef("ends_at"), changeover)
    free = (
        OpenSlot.objects.filter(
            center=OuterRef("center"), day__in=days, slot__in=slots, starts_at__gt=timezone.now()
        )
        .filter(~Exists(taken))
        .order_by()
    )
    return rooms.filter(Exists(free))


def slots_of(
    rooms: Iterable[int], first: date, last: date, slots: list[int] | None = None
) -> list[RoomSlot]:
    """The open slots of these rooms from `first` to `last`, by day and time: one statement."""
    found = OpenSlot.objects.between(first, last).filter(center__rooms__in=list(rooms))
    if slots is not None:
        found = found.filter(slot__in=slots)
    taken = keeping_out(
        OuterRef("center__rooms__pk"),
        OuterRef("starts_at"),
        OuterRef("ends_at"),
        OuterRef("center__rooms__changeover_minutes"),
    )
    rows = (
        found.annotate(room=F("center__rooms__pk"), is_taken=Exists(taken))
        .order_by("day", "starts_at", "slot_id")
        .values_list("room", "day", "slot_id", "starts_at", "is_taken")
    )
    return [RoomSlot(*row) for row in rows]
