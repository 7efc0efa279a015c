"""What is free: the open slots of rooms without a booking that would keep a new one out.

A slot is free where the constraint on bookings would take a reservation of it: the time the room
would be held, its changeover included, meets no live booking's.

Of many rooms it is only asked whether anything is free in them: each slot is looked up among the
bookings of its room in order of time, and the search of a room stops at the first free one. Of the
few rooms of a page all slots are told: the bookings of a room are read once and joined into one
value, against which each slot is held. (In one join of slots and bookings the planner compares
every slot with every booking of its room.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import connection
from django.db.models import DurationField, Func, OuterRef
from django.db.models.query import RawQuerySet
from django.utils import timezone

from centers.models import Booking, Room
from centers.models.room import RoomQuerySet
from portal.japan import calendar


@dataclass(frozen=True, slots=True)
class RoomSlot:
    """One open slot of one day in one room, and whether something holds the room then."""

    room_id: int
    day: date
    slot_id: int
    starts_at: datetime
    is_taken: bool


@dataclass(frozen=True, slots=True)
class FreeDay:
    """The free slots of one day in one room; on `days` of those asked for there are some."""

    room_id: int
    day: date
    slot_ids: list[int]
    days: int


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


# The rooms come in their order and are asked one by one (`OFFSET 0` keeps the planner from turning
# that round), so that an answer of `most` rooms is found without asking the others. The order of
# the bookings makes it read their index `bookings_of_a_room` and not that of the constraint.
WITH_A_FREE_SLOT = """
SELECT room.id FROM ({rooms} OFFSET 0) AS room
WHERE EXISTS (
    SELECT FROM centers_openslot open
    WHERE open.center_id = room.center_id
        AND open.day BETWEEN %s AND %s AND open.day = ANY(%s::date[])
        AND open.slot_id = ANY(%s::bigint[]) AND open.starts_at > %s
        AND NOT EXISTS (
            SELECT FROM centers_booking booking
            WHERE booking.room_id = room.id AND booking.cancelled_at IS NULL
                AND upper(booking.held) > open.starts_at AND lower(booking.held)
                    < open.ends_at + make_interval(mins => room.changeover_minutes)
            ORDER BY upper(booking.held) LIMIT 1 OFFSET 0
        )
    OFFSET 0
)
LIMIT %s
"""


def with_a_free_slot(
    rooms: RoomQuerySet, days: list[date], slots: list[int], most: int | None = None
) -> RawQuerySet:
    """Those of `rooms` that can be asked for in some of `slots` on some of `days`; their keys.

    In the order of `rooms`, and not more than `most`.
    """
    columns = rooms.values("id", "center_id", "changeover_minutes")
    ordered, values = columns.query.sql_with_params()
    first, last = (min(days), max(days)) if days else (None, None)
    return Room.objects.raw(  # querysets cannot say `OFFSET 0`; put in is only SQL Django wrote
        WITH_A_FREE_SLOT.format(rooms=ordered),
        [*values, first, last, days, slots, timezone.now(), most],
    )


def keys_of(found: RawQuerySet) -> list[int]:
    """The keys alone, without making rooms of them."""
    with connection.cursor() as cursor:
        cursor.execute(str(found.raw_query), found.params)
        return [key for (key,) in cursor.fetchall()]


STANDING = """
WITH room AS MATERIALIZED (
    SELECT id, center_id, make_interval(mins => changeover_minutes) AS changeover, (
        SELECT range_agg(held) FROM centers_booking booking
        WHERE booking.room_id = room.id AND cancelled_at IS NULL
            AND held && tstzrange(%(begins)s, %(ends)s)
    ) AS held
    FROM centers_room room WHERE id = ANY(%(rooms)s)
), offered AS MATERIALIZED (
    SELECT center_id, open.*
    FROM (SELECT DISTINCT center_id FROM room) AS center
    CROSS JOIN LATERAL (
        SELECT day, slot_id, starts_at, ends_at FROM centers_openslot
        WHERE centers_openslot.center_id = center.center_id
            AND day BETWEEN %(first)s AND %(last)s
            AND (%(slots)s::bigint[] IS NULL OR slot_id = ANY(%(slots)s))
        OFFSET 0
    ) AS open
), standing AS (
    SELECT room.id AS room_id, day, slot_id, starts_at,
        coalesce(held && tstzrange(starts_at, ends_at + changeover), false) AS is_taken
    FROM offered JOIN room USING (center_id)
)
"""
SLOTS = """
SELECT room_id, day, slot_id, starts_at, is_taken FROM standing
ORDER BY day, starts_at, slot_id
"""
FREE_DAYS = """
SELECT room_id, day, slots, days FROM (
    SELECT room_id, day, array_agg(slot_id ORDER BY starts_at, slot_id) AS slots,
        count(*) OVER room AS days, row_number() OVER (room ORDER BY day) AS place
    FROM standing
    WHERE NOT is_taken AND starts_at > %(now)s AND day = ANY(%(days)s)
    GROUP BY room_id, day
    WINDOW room AS (PARTITION BY room_id)
) AS free
WHERE place <= %(most)s ORDER BY day
"""


def slots_of(
    rooms: Iterable[int], first: date, last: date, slots: list[int] | None = None
) -> list[RoomSlot]:
    """The open slots of these rooms from `first` to `last`, by day and time: one statement."""
    return [RoomSlot(*row) for row in _ask(SLOTS, rooms, first, last, slots)]


def free_days_of(
    rooms: Iterable[int], days: list[date], slots: list[int], most: int
) -> list[FreeDay]:
    """The first `most` of `days` on which each of these rooms is free: one statement."""
    if not days:
        return []
    more = {"days": days, "most": most, "now": timezone.now()}
    return [FreeDay(*row) for row in _ask(FREE_DAYS, rooms, min(days), max(days), slots, **more)]


def _ask(
    what: str,
    rooms: Iterable[int],
    first: date,
    last: date,
    slots: list[int] | None,
    **more: Any,
) -> list[tuple]:
    # Whatever meets a slot of the last day, changeover included, is over on the day after it.
    begins, ends = calendar.bounds_of(first)[0], calendar.bounds_of(last + timedelta(days=1))[1]
    values: dict[str, Any] = {
        "rooms": list(rooms),
        "first": first,
        "last": last,
        "begins": begins,
        "ends": ends,
        "slots": slots,
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING + what, values | more)
        return cursor.fetchall()
