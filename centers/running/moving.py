"""To hold something in another room, or at another time, as staff decide it.

What stands at the new place is told by name; a form that shows where the booking no longer is was
filled in before somebody else moved it, and changes nothing.
"""

from collections.abc import Sequence
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.letters.sending import tell
from centers.models import Booking, Reservation, Room, Slot
from centers.models.booking import refuse_odd_times
from centers.reserving import rules, waiting
from centers.reserving.fees import exemption_of, fee_of
from centers.reserving.giving_up import place_of
from centers.reserving.terms import locked
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import code_of, refused_by_database

from .owners import owner_of
from .place import Place
from .taken import refuse_taken


def move(booking: Booking, to: Place, *, shown: str, by: User) -> None:
    """Hold a course's session, or what staff block, at `to`; `shown` is the mark it was seen with.

    Codes: moved_meanwhile, not_live, already_over, not_moved, in_the_past, times_out_of_order,
    too_long, room_taken, other_center, and what the owner refuses.
    """
    refuse_odd_times(to.starts_at, to.ends_at)
    try:
        if owner := owner_of(booking):
            owner.move(booking, to, shown, by)
        else:
            _move_block(booking, to, shown, by)
    except ValidationError as refusal:
        _say_who_has_it(refusal, to, booking)


def move_reservation(
    reservation: Reservation,
    room: Room,
    day: date,
    slots: Sequence[Slot],
    *,
    shown: str,
    by: User,
    why: str = "",
) -> None:
    """Let a group use another room or other slots than it was given.

    It never costs more than was agreed: the move is the centre's. Codes: moved_meanwhile, not_live,
    already_over, not_moved, in_the_past, other_center, room_taken, and those of
    `centers.reserving.rules` for room, slots, registration and a month not yet drawn.
    """
    to: Place | None = None
    try:
        with (
            refused_by_database(Booking, Reservation),
            transaction.atomic(),
            pghistory.context(user=by.pk, what=Reservation.What.CHANGED),
        ):
            room = held_rooms(reservation.booking, room)
            own = _locked(reservation)
            booking = refuse_unless_shown(own.booking, shown)
            left, before = Place.of(booking), place_of(own)
            refuse_other_center(booking, room)
            rules.refuse_room(room, own.headcount)
            run = rules.slots_in_order(room, day, slots)
            to = Place(room, calendar.at(day, run[0].starts), calendar.at(day, run[-1].ends))
            refuse_odd_move(booking, to)
            if day != booking.day:
                rules.refuse_registration(own.registration, day)
                rules.refuse_before_the_draw(day)
            refuse_taken(to, but=booking)
            _put(booking, to, by)
            own.slots = "・".join(slot.name for slot in run)
            own.fee = min(own.fee, fee_of(room, run))
            own.exemption = min(own.exemption, exemption_of(own.registration, own.fee))
            own.what, own.changed_by = Reservation.What.CHANGED, by
            own.why = f"変更前：{before}。{why}" if why else f"変更前：{before}"
            own.save()
            waiting.end_own_waits(own)
            tell(own, before=before, why=why)
            waiting.hand_on(left.room, left.period)
    except ValidationError as refusal:
        if to is None:
            raise
        _say_who_has_it(refusal, to, reservation.booking)


# ---------------------------------------------------------------- what owners check too


def refuse_unless_shown(booking: Booking, shown: str) -> Booking:
    """Refuse what was moved or given up since its form was shown. Codes: not_live, moved_meanwhile.

    Call it with the booking, or what writes it, locked.
    """
    if booking.is_cancelled:
        raise ValidationError(
            "この予定は、すでに取り消されています。画面を開き直してください。", code="not_live"
        )
    now = Place.of(booking)
    if now.mark != shown:
        raise ValidationError(
            f"この画面を開いたあとに、ほかの職員が予定を移しました（いまは{now}）。"
            "まだ何も変えていません。いまの予定を確かめて、もう一度お試しください。",
            code="moved_meanwhile",
        )
    return booking


def refuse_odd_move(booking: Booking, to: Place) -> None:
    """Codes: other_center, already_over, not_moved, in_the_past.

    What has begun may still change its room.
    """
    refuse_other_center(booking, to.room)
    if booking.is_over:
        raise ValidationError("この予定は、もう終わっています。", code="already_over")
    if to == Place.of(booking):
        raise ValidationError(
            "いまと同じ部屋と時間です。新しい部屋か時間を選んでください。", code="not_moved"
        )
    if to.starts_at != booking.starts_at and to.starts_at <= timezone.now():
        raise ValidationError(
            "もう始まった時間です。これからの時間を選んでください。", code="in_the_past"
        )


def refuse_other_center(booking: Booking, room: Room) -> None:
    """Code: other_center."""
    if room.center_id != booking.room.center_id:
        raise ValidationError("同じ市民センターの部屋を選んでください。", code="other_center")


def held_rooms(booking: Booking, to: Room) -> Room:
    """Hold the room it is in and the one it goes to, so that nobody takes either meanwhile."""
    held = locked(booking.room_id, to.pk)
    return next(room for room in held if room.pk == to.pk)


# ---------------------------------------------------------------- how


def _move_block(booking: Booking, to: Place, shown: str, by: User) -> None:
    with refused_by_database(Booking), transaction.atomic():
        held_rooms(booking, to.room)
        rows = Booking.objects.select_for_update(of=["self"]).select_related("room")
        own = refuse_unless_shown(rows.get(pk=booking.pk), shown)
        refuse_odd_move(own, to)
        refuse_taken(to, but=own)
        left = Place.of(own)
        _put(own, to, by)
        waiting.hand_on(left.room, left.period)


def _put(booking: Booking, to: Place, by: User) -> None:
    booking.room, booking.changed_by = to.room, by
    booking.period = to.period
    booking.save(update_fields=["room", "period", "changed_by"])


def _locked(reservation: Reservation) -> Reservation:
    rows = Reservation.objects.select_for_update(of=["self", "booking"])
    own = rows.select_related("booking__room", "registration__purpose_class").get(pk=reservation.pk)
    if not own.is_live:
        raise ValidationError(
            f"この申請は「{own.get_status_display()}」になっています。画面を開き直してください。",
            code="not_live",
        )
    return own


def _say_who_has_it(refusal: ValidationError, to: Place, booking: Booking) -> None:
    """Raise `refusal` again; where the constraint alone knew the room is taken, say by whom."""
    if code_of(refusal) == "room_taken":
        try:
            refuse_taken(to, but=booking)
        except ValidationError as in_words:
            raise in_words from refusal
    raise refusal
