"""The one way a room is reserved: from the web, the desk, a series, the lottery, a wait, a file."""

from collections.abc import Sequence
from datetime import date

import pghistory
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import Booking, Registration, Reservation, Room, Slot
from centers.reserving import rules
from centers.reserving.fees import exemption_of, fee_of
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

Via, Status, What = Reservation.Via, Reservation.Status, Reservation.What


def request(
    registration: Registration,
    room: Room,
    day: date,
    slots: Sequence[Slot],
    *,
    purpose: str,
    headcount: int,
    by: User,
    via: str = Via.WEB,
    what: str = What.REQUESTED,
    series: Reservation | None = None,
) -> Reservation:
    """Reserve `room` for one run of slots on `day`; it is held from now on, approved or not.

    Codes: not_registered, not_bookable, too_many_people, no_slot, closed_day, slot_not_open,
    slots_apart, in_the_past, too_late, too_early, room_taken.
    """
    with (
        refused_by_database(Booking, Reservation),
        transaction.atomic(),
        pghistory.context(user=by.pk, what=what),
    ):
        room = (
            Room.objects.select_for_update(of=["self"], no_key=True)
            .select_related("center")
            .get(pk=room.pk)
        )
        registration = (
            Registration.objects.select_for_update(of=["self"], no_key=True)
            .select_related("purpose_class", "group")
            .get(pk=registration.pk)
        )
        rules.refuse_registration(registration, day)
        rules.refuse_room(room, headcount)
        run = rules.slots_in_order(room, day, slots)
        starts_at, ends_at = calendar.at(day, run[0].starts), calendar.at(day, run[-1].ends)
        rules.refuse_time(registration, starts_at, at_desk=via != Via.WEB)
        if via != Via.LOTTERY:
            rules.refuse_before_the_draw(day)
        fee = fee_of(room, run)
        needs_approval = registration.purpose_class.needs_approval
        return Reservation.objects.create(
            registration=registration,
            booking=Booking.objects.create(
                room=room,
                kind=Booking.Kind.RESERVATION,
                period=DateTimeTZRange(starts_at, ends_at),
                changed_by=by,
            ),
            series=series,
            slots="・".join(slot.name for slot in run),
            purpose=purpose,
            headcount=headcount,
            fee=fee,
            exemption=exemption_of(registration, fee),
            via=via,
            by=by,
            changed_by=by,
            status=Status.REQUESTED if needs_approval else Status.CONFIRMED,
            what=what,
        )
