"""What is counted: every open slot of every room that residents may ask for.

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
from datetime import time
from typing import Any

from django.utils import timezone

from centers.models import Booking, Reservation
from portal.japan import calendar

from .periods import Period

# The period asked for, and one of its days as a bit among all of them.
ASKED = """tstzrange(
            %(first)s::date::timestamp AT TIME ZONE %(clock)s,
            (%(last)s::date + 1)::timestamp AT TIME ZONE %(clock)s
        )"""
BIT = "set_bit(%(none)s::varbit, day - %(first)s, 1)"

# `offer` holds each room with each slot there ever was; `same` is one slot for all of the same name
# and hours: a centre's own, and those that came after one another. `held` are the bookings that
# count, on the city's clock, which in Japan is never changed: so its distance from UTC will do,
# which the database adds far quicker than it looks up a zone. What began before the days
# asked for begins with them. (OFFSET 0: all this is worked out once for each.)
HELD = """
WITH offer AS MATERIALIZED (
    SELECT center.ward_id, room.center_id, room.id AS room_id, slot.id AS slot_id, slot.same,
        slot.starts::interval AS starts, slot.ends::interval AS ends, fee.id IS NOT NULL AS has_fee
    FROM centers_room room
    JOIN centers_center center ON center.id = room.center_id
    CROSS JOIN (
        SELECT id, starts, ends, min(id) OVER (PARTITION BY name, starts, ends) AS same
        FROM centers_slot
    ) AS slot
    LEFT JOIN centers_roomfee fee ON fee.room_id = room.id AND fee.slot_id = slot.id
    WHERE room.is_bookable AND center.is_open_to_public {narrowed}
), booked AS (
    SELECT booking.id AS booking_id, booking.kind, booking.room_id,
        greatest(lower(booking.period) AT TIME ZONE %(clock)s, %(first)s::date) AS begins,
        upper(booking.period) AT TIME ZONE %(clock)s AS ends,
        reservation.id AS reservation_id,
        coalesce(reservation.fee > reservation.exemption, false) AS to_pay
    FROM centers_booking booking
    LEFT JOIN centers_reservation reservation ON reservation.booking_id = booking.id
    WHERE booking.cancelled_at IS NULL
        AND (reservation.id IS NULL OR reservation.status = ANY(%(live)s))
        AND booking.period && {asked} AND booking.held && {asked}
        AND booking.room_id IN (SELECT room_id FROM offer)
    OFFSET 0
), held AS (
    SELECT booking_id, kind, room_id, reservation_id, to_pay, begins::date AS day,
        begins - begins::date AS begins, ends - begins::date AS ends
    FROM booked
    OFFSET 0
)"""

# Each slot that something takes, for figures that ask by whom and what for.
USE = """, on_days AS (
    SELECT held.*, generate_series(0, extract(day FROM ends)::int) AS later FROM held
    OFFSET 0
), use AS MATERIALIZED (
    SELECT on_days.booking_id, on_days.kind, on_days.room_id, on_days.reservation_id,
        open.day, open.slot_id
    FROM on_days
    JOIN offer ON offer.room_id = on_days.room_id
        AND on_days.begins < offer.ends + later * INTERVAL '1 day'
        AND on_days.ends > offer.starts + later * INTERVAL '1 day'
    JOIN centers_openslot open ON open.center_id = offer.center_id
        AND open.slot_id = offer.slot_id AND open.day = on_days.day + later
    WHERE open.day BETWEEN %(first)s AND %(last)s
)"""

# `lent` has one line for each room and slot, with the days asked for as a string of bits. So ten
# years of a city are two thousand lines instead of five million; two uses of a slot are the one
# day they are on; and what is open, blocked and used is told by AND, OR and NOT. Bookings are
# summed up by room and hours (those beyond midnight have more than 24) before their slots are
# looked up. What is open and what is taken come together by OR and not by a join, for the database
# misjudges how many there are of either.
LENT = """, opened AS (
    SELECT center_id, slot_id, bit_or({bit}) AS days
    FROM centers_openslot
    WHERE day BETWEEN %(first)s AND %(last)s
    GROUP BY center_id, slot_id
), hours AS (
    SELECT room_id, begins, ends,
        bit_or({bit}) FILTER (WHERE kind <> %(block)s) AS used,
        bit_or({bit}) FILTER (WHERE kind = %(block)s) AS blocked,
        bit_or({bit}) FILTER (WHERE to_pay) AS to_pay
    FROM held
    GROUP BY room_id, begins, ends
), taken AS (
    SELECT room_id, slot_id, bit_or(used >> later) AS used, bit_or(blocked >> later) AS blocked,
        bit_or(to_pay >> later) AS to_pay
    FROM hours
    CROSS JOIN generate_series(0, extract(day FROM hours.ends)::int) AS later
    JOIN offer USING (room_id)
    WHERE hours.begins < offer.ends + later * INTERVAL '1 day'
        AND hours.ends > offer.starts + later * INTERVAL '1 day'
    GROUP BY room_id, slot_id
), together AS (
    SELECT room_id, slot_id, bit_or(days) AS offered,
        coalesce(bit_or(used), %(none)s::varbit) AS used,
        coalesce(bit_or(blocked), %(none)s::varbit) AS blocked,
        coalesce(bit_or(to_pay), %(none)s::varbit) AS to_pay
    FROM (
        SELECT room_id, slot_id, days, NULL::varbit AS used, NULL::varbit AS blocked,
            NULL::varbit AS to_pay
        FROM opened JOIN offer USING (center_id, slot_id)
        UNION ALL
        SELECT room_id, slot_id, NULL, used, blocked, to_pay FROM taken
    ) AS lines
    GROUP BY room_id, slot_id
), lent AS (
    SELECT ward_id, center_id, room_id, same AS slot_id, offered,
        offered & (used | ~blocked) AS open,
        offered & used AS used,
        CASE WHEN has_fee THEN offered & (used | ~blocked) END AS payable,
        CASE WHEN has_fee THEN offered & to_pay END AS paid
    FROM together JOIN offer USING (room_id, slot_id)
)"""

# By day a room counts once: open if any of its slots was, used if any of them was.
BY_DAY = """, by_day AS (
    SELECT ward_id, center_id, room_id, NULL::bigint AS slot_id, bit_or(offered) AS offered,
        bit_or(open) AS open, bit_or(used) AS used, bit_or(payable) AS payable,
        bit_or(paid) AS paid
    FROM lent GROUP BY ward_id, center_id, room_id
)"""


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
    def uses(self) -> str:
        """The beginning of a statement that may read `use`."""
        return self._held + USE

    @property
    def lent(self) -> str:
        """The beginning of a statement that may read `lent`."""
        return self._held + LENT.format(bit=BIT)

    @property
    def _held(self) -> str:
        narrowed = {
            " AND center.ward_id = %(ward)s": self.ward,
            " AND room.center_id = ANY(%(centers)s)": self.centers,
            " AND room.id = %(room)s": self.room,
        }
        return HELD.format(
            narrowed="".join(sql for sql, of in narrowed.items() if of is not None), asked=ASKED
        )

    @property
    def values(self) -> dict[str, Any]:
        return {
            "first": self.period.first,
            "last": self.period.last,
            "none": "0" * self.period.days,
            "ward": self.ward,
            "centers": None if self.centers is None else list(self.centers),
            "room": self.room,
            "clock": timezone.get_default_timezone().utcoffset(
                calendar.at(self.period.first, time())
            ),
            "live": list(Reservation.LIVE),
            "block": Booking.Kind.BLOCK,
        }
