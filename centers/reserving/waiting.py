"""Waiting for a room that is taken (空き待ち): who gets it when it comes free, and when.

What comes free is handed on in the transaction that gave it up, to the first whose whole time is
free. From so many days before the use on (`wait_days` in the city file) nobody is given what one
may no longer be able to use: all who wait are told instead, and the first to ask has it. Whom the
rules refuse when it is their turn is told why, and the next one has it. A chore makes good what
came free by another way, a session called off above all.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef
from django.utils import timezone

from centers.availability.free import keeping_out
from centers.letters.sending import tell_free, tell_passed_over
from centers.models import Booking, Registration, Reservation, Room, RoomWait, Slot
from centers.reserving.terms import locked, terms_of
from portal.japan import calendar
from portal.notices import chores
from portal.people.models import User
from portal.refusal import code_of, refused_by_database

WAIT_DAYS = int(settings.CITY["rooms"]["wait_days"])
MOST_WAITS = 20  # of one registration at once
PASSING = {"too_early", "room_taken", "in_the_past"}  # no fault of the group's, and soon otherwise


def join(
    registration: Registration,
    room: Room,
    day: date,
    slots: Sequence[Slot],
    *,
    purpose: str,
    headcount: int,
    by: User,
) -> RoomWait:
    """Wait for what is taken.

    Codes: is_free, is_own, already_waiting, too_many_waits, those of `request` but its limits,
    which are looked at when the room comes free.
    """
    with (
        refused_by_database(RoomWait),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="waits"),
    ):
        [room] = locked(room.pk)
        registration = (
            Registration.objects.select_for_update(of=["self"], no_key=True)
            .select_related("purpose_class")
            .get(pk=registration.pk)
        )
        terms = terms_of(registration, room, day, slots, headcount=headcount)
        _refuse_more_waits(registration)
        taken = _in_the_way(room, terms.period)
        if not taken:
            raise ValidationError(
                "この時間は、いま空いています。待たずに申請できます。", code="is_free"
            )
        if any(_group_of(booking) == registration.group_id for booking in taken):
            raise ValidationError(
                "この時間の一部か全部は、この団体で予約しています。", code="is_own"
            )
        return RoomWait.objects.create(
            registration=registration,
            room=room,
            period=terms.period,
            slots=terms.names,
            purpose=purpose,
            headcount=headcount,
            by=by,
        )


def hand_on(room: Room, period: DateTimeTZRange) -> list[Reservation]:
    """Hand what came free of `room`, which must be locked, to those who wait; near it, tell them.

    In the order of asking; whom the rules refuse (a registration that ended, a closed day, enough
    rooms already) is told why and waits no longer. Returns what was made.
    """
    waits = list(RoomWait.objects.meeting(room, period).select_for_update(of=["self"]))
    # All at once and in one order, so that two rooms coming free never wait for each other.
    registrations = Registration.objects.select_for_update(of=["self"], no_key=True)
    keys = {wait.registration_id for wait in waits}
    known = {
        one.pk: one
        for one in registrations.filter(pk__in=keys)
        .select_related("purpose_class", "group")
        .order_by("pk")
    }
    made = []
    for wait in waits:
        wait.room, wait.registration = room, known[wait.registration_id]
        if _in_the_way(room, wait.period):
            continue
        try:
            if is_near(wait.day):
                _say_it_is_free(wait)
            else:
                made.append(_give(wait))
        except ValidationError as refusal:
            if code_of(refusal) not in PASSING:
                wait.pass_over(refusal.messages[0])
                tell_passed_over(wait)
    return made


def serve_before(registration: Registration, room: Room, day: date, slots: Sequence[Slot]) -> None:
    """Let those who wait have their turn before somebody new asks for the same time.

    Nothing to do where nobody waits, or the one who asks is the first of them.
    """
    starts, ends = min(slot.starts for slot in slots), max(slot.ends for slot in slots)
    period = DateTimeTZRange(calendar.at(day, starts), calendar.at(day, ends))
    first = RoomWait.objects.meeting(room, period).first()
    if first is not None and first.registration_id != registration.pk and not is_near(day):
        _hand_on_alone(first)


def end_own_waits(reservation: Reservation) -> None:
    """Who has the room waits for it no longer."""
    booking = reservation.booking
    RoomWait.objects.live().filter(
        registration=reservation.registration_id,
        room=booking.room_id,
        period__contained_by=booking.period,
    ).update(ended_at=timezone.now(), outcome=RoomWait.Outcome.GIVEN, reservation=reservation)


def keep_handing_on() -> None:
    """End the waits whose time has begun, and hand on what stands free while somebody waits.

    What is given up through the portal is handed on at once. This is for the rest: a session that
    was called off or moved, a closure taken back. It may run at any time, twice, or in two places.
    """
    now = timezone.now()
    RoomWait.objects.live().filter(period__startswith__lte=now).update(
        ended_at=now, outcome=RoomWait.Outcome.PASSED
    )
    waits = RoomWait.objects.to_come()
    taken_again = waits.filter(_is_taken(), told_free_at__isnull=False)
    taken_again.update(told_free_at=None)
    far = timezone.localdate() + timedelta(days=WAIT_DAYS)
    due = waits.filter(~_is_taken()).exclude(
        told_free_at__isnull=False, period__startswith__lt=calendar.bounds_of(far)[0]
    )
    chores.each(due.select_related("room").order_by("created_at", "pk"), _hand_on_alone)


def is_near(day: date) -> bool:
    """Whether a room that comes free for `day` is given to nobody by itself any more."""
    return day < timezone.localdate() + timedelta(days=WAIT_DAYS)


def _hand_on_alone(wait: RoomWait) -> int:
    with transaction.atomic():
        [room] = locked(wait.room_id)
        return len(hand_on(room, wait.period))


def _give(wait: RoomWait) -> Reservation:
    from centers.reserving.requesting import request  # noqa: PLC0415  it hands on, too

    return request(
        wait.registration,
        wait.room,
        wait.day,
        _slots_of(wait),
        purpose=wait.purpose,
        headcount=wait.headcount,
        by=wait.by,
        what=Reservation.What.MOVED_UP,
    )


def _say_it_is_free(wait: RoomWait) -> None:
    if wait.told_free_at is not None:
        return
    terms_of(
        wait.registration,
        wait.room,
        wait.day,
        _slots_of(wait),
        headcount=wait.headcount,
        in_time=True,
    )
    wait.told_free_at = timezone.now()
    wait.save(update_fields=["told_free_at"])
    tell_free(wait)


def _slots_of(wait: RoomWait) -> list[Slot]:
    """The slots of its day that lie in its time, as they are in force now."""
    starts, ends = calendar.local(wait.starts_at).time(), calendar.local(wait.ends_at).time()
    in_force = Slot.objects.of(wait.room.center_id).on(wait.day)
    return list(in_force.filter(starts__gte=starts, ends__lte=ends))


def _refuse_more_waits(registration: Registration) -> None:
    """Code: too_many_waits."""
    if RoomWait.objects.to_come().filter(registration=registration).count() >= MOST_WAITS:
        raise ValidationError(
            f"空きを待てるのは、同時に{MOST_WAITS}件までです。"
            "どれかの空き待ちをやめてから、入ってください。",
            code="too_many_waits",
        )


def _in_the_way(room: Room, period: DateTimeTZRange) -> list[Booking]:
    """The live bookings that keep `room` from being taken for `period`, changeover included."""
    over = period.upper + timedelta(minutes=room.changeover_minutes)
    found = Booking.objects.filter(room=room).overlapping(period.lower, over)
    return list(found.select_related("reservation__registration"))


def _group_of(booking: Booking) -> int | None:
    reservation: Reservation | None = getattr(booking, "reservation", None)
    return reservation.registration.group_id if reservation else None


def _is_taken() -> Exists:
    """Of a wait: whether any of its time, changeover included, is held by a live booking."""
    return Exists(
        keeping_out(
            OuterRef("room"),
            OuterRef("period__startswith"),
            OuterRef("period__endswith"),
            OuterRef("room__changeover_minutes"),
        )
    )
