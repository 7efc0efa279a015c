"""The one way a room is reserved: from the web, the desk, a series, the lottery, a wait, a file."""

from collections.abc import Sequence
from datetime import date

import pghistory
from django.db import transaction

from centers.letters.sending import tell
from centers.models import Booking, Registration, Reservation, Room, Slot
from centers.reserving import limits, waiting
from centers.reserving.terms import locked, status_of, terms_of
from portal.people.models import User
from portal.refusal import refused_by_database

Via, What = Reservation.Via, Reservation.What
BEYOND = "上限をこえて受け付け"


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
    beyond: str = "",
    quietly: bool = False,
) -> Reservation:
    """Reserve `room` for one run of slots on `day`; it is held from now on, approved or not.

    Those who wait for that time come first; a wait of one's own ends with it. The group is
    written to, unless `quietly`. Staff say `beyond` why it may have more than its fair part.
    Codes: not_registered, not_bookable, too_many_people, no_slot, closed_day, slot_not_open,
    slots_apart, in_the_past, too_late, too_early, too_many_at_once, too_many_in_month, too_often,
    room_taken.
    """
    moved_up = what == What.MOVED_UP
    if not moved_up and slots:
        waiting.serve_before(registration, room, day, slots)
    with (
        refused_by_database(Booking, Reservation),
        transaction.atomic(),
        pghistory.context(user=by.pk, what=what),
    ):
        [room] = locked(room.pk)
        registration = (
            Registration.objects.select_for_update(of=["self"], no_key=True)
            .select_related("purpose_class", "group")
            .get(pk=registration.pk)
        )
        terms = terms_of(
            registration,
            room,
            day,
            slots,
            headcount=headcount,
            in_time=moved_up or via != Via.WEB,
            drawn=via == Via.LOTTERY,
        )
        if via == Via.WEB and not moved_up:
            limits.refuse_too_often(by)
        if not beyond:
            limits.Share.of(registration).take(day)
        changed_by = None if moved_up else by
        reservation = Reservation.objects.create(
            registration=registration,
            booking=Booking.objects.create(
                room=room,
                kind=Booking.Kind.RESERVATION,
                period=terms.period,
                changed_by=changed_by,
            ),
            series=series,
            slots=terms.names,
            purpose=purpose,
            headcount=headcount,
            fee=terms.fee,
            exemption=terms.exemption,
            via=via,
            by=by,
            changed_by=changed_by,
            status=status_of(registration),
            what=what,
            why=beyond and f"{BEYOND}：{beyond}",
        )
        waiting.end_own_waits(reservation)
        if not quietly:
            tell(reservation)
        return reservation
