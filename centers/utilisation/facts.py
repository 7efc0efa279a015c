"""What is counted: every open slot of every room that residents may ask for, one row each.

The rule, and with it the city's figures 「全体」 and 「有償」 (局区X方針 課題B(4), C(2)):

* A slot counts on a day when the centre's hours of that day cover it (`OpenSlot`), so that closed
  days and slots not yet or no longer in force are in no figure. It counts for each room that may
  be asked for, in centres open to the public.
* It is *used* when a course or a reservation takes the room at any moment of it: half an hour
  makes it used, two uses make it used once, and one use over two slots makes both used. The
  changeover after a use makes nothing used.
* What was given up, refused or not turned up to is no use. What waits for approval is one.
* A slot that staff block is taken out, unless there was a use in it all the same.
* It is *payable* when the room has a fee for it, and *paid* when it is payable and a reservation
  with something to pay, after the exemption, uses it. So paid is a part of payable, and may be a
  larger part than used is of all.

Whether a room may be asked for and what it costs is read as it stands today.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from centers.models import Booking, Reservation

from .periods import Period

# `offer` holds each room with each slot there ever was, `use` each slot that something takes.
# `lent` is a ledger, to be summed: a line for each slot offered, and one for what became of it, by
# which a slot that staff keep for themselves is taken off again. To join the two instead would
# leave one line for each slot, but the database misjudges how many there are of either and joins
# them one by one. `same` is one slot for all of the same name and hours: a centre's own, and those
# that came after one another.
LENT = """
WITH offer AS MATERIALIZED (
    SELECT center.ward_id, room.center_id, room.id AS room_id, slot.id AS slot_id, slot.same,
        (fee.id IS NOT NULL)::int AS payable
    FROM centers_room room
    JOIN centers_center center ON center.id = room.center_id
    CROSS JOIN (
        SELECT id, min(id) OVER (PARTITION BY name, starts, ends) AS same FROM centers_slot
    ) AS slot
    LEFT JOIN centers_roomfee fee ON fee.room_id = room.id AND fee.slot_id = slot.id
    WHERE room.is_bookable AND center.is_open_to_public {narrowed}
), held AS MATERIALIZED (
    SELECT booking.id AS booking_id, booking.kind, booking.room_id, offered.center_id,
        on_day::date AS day, lower(booking.period) AS begins, upper(booking.period) AS ends,
        reservation.id AS reservation_id,
        coalesce(reservation.fee > reservation.exemption, false) AS to_pay
    FROM centers_booking booking
    JOIN (SELECT DISTINCT room_id, center_id FROM offer) AS offered USING (room_id)
    LEFT JOIN centers_reservation reservation ON reservation.booking_id = booking.id
    CROSS JOIN generate_series(
        (lower(booking.period) AT TIME ZONE %(zone)s)::date,
        (upper(booking.period) AT TIME ZONE %(zone)s)::date,
        INTERVAL '1 day'
    ) AS on_day
    WHERE booking.cancelled_at IS NULL
        AND (reservation.id IS NULL OR reservation.status = ANY(%(live)s))
        AND booking.period && tstzrange(
            %(first)s::date::timestamp AT TIME ZONE %(zone)s,
            (%(last)s::date + 1)::timestamp AT TIME ZONE %(zone)s
        )
), use AS MATERIALIZED (
    SELECT held.booking_id, held.kind, held.room_id, held.reservation_id, held.to_pay,
        open.day, open.slot_id
    FROM held
    JOIN centers_openslot open ON open.center_id = held.center_id AND open.day = held.day
        AND open.starts_at < held.ends AND open.ends_at > held.begins
    WHERE open.day BETWEEN %(first)s AND %(last)s
), taken AS (
    SELECT room_id, day, slot_id, bool_or(kind <> %(block)s)::int AS used,
        bool_or(to_pay)::int AS paid
    FROM use GROUP BY room_id, day, slot_id
), lent AS (
    SELECT offer.ward_id, offer.center_id, offer.room_id, open.day, offer.same AS slot_id,
        1 AS open, 0 AS used, offer.payable, 0 AS paid
    FROM centers_openslot open
    JOIN offer ON offer.center_id = open.center_id AND offer.slot_id = open.slot_id
    WHERE open.day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT offer.ward_id, offer.center_id, offer.room_id, taken.day, offer.same,
        taken.used - 1, taken.used, offer.payable * (taken.used - 1), offer.payable * taken.paid
    FROM taken
    JOIN offer ON offer.room_id = taken.room_id AND offer.slot_id = taken.slot_id
)
"""

# By day a room counts once: open if any of its slots was, used if any of them was.
BY_DAY = """, by_day AS (
    SELECT ward_id, center_id, room_id, day, NULL::bigint AS slot_id,
        (sum(open) > 0)::int AS open, (sum(used) > 0)::int AS used,
        (sum(payable) > 0)::int AS payable, (sum(paid) > 0)::int AS paid
    FROM lent GROUP BY ward_id, center_id, room_id, day
)
"""


@dataclass(frozen=True)
class Asked:
    """Of which days and rooms: all of the city, or those of a ward, of some centres, or one."""

    period: Period
    ward: int | None = None
    centers: tuple[int, ...] | None = None
    room: int | None = None

    def in_year_before(self) -> "Asked":
        return replace(self, period=self.period.year_before())

    @property
    def facts(self) -> str:
        """The beginning of a statement that may read `lent` and `use`."""
        narrowed = {
            " AND center.ward_id = %(ward)s": self.ward,
            " AND room.center_id = ANY(%(centers)s)": self.centers,
            " AND room.id = %(room)s": self.room,
        }
        return LENT.format(narrowed="".join(sql for sql, of in narrowed.items() if of is not None))

    @property
    def values(self) -> dict[str, Any]:
        return {
            "first": self.period.first,
            "last": self.period.last,
            "ward": self.ward,
            "centers": None if self.centers is None else list(self.centers),
            "room": self.room,
            "zone": timezone.get_default_timezone_name(),
            "live": list(Reservation.LIVE),
            "block": Booking.Kind.BLOCK,
        }
