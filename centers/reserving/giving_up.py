"""A reservation is changed or cancelled: by the group in time, later by the desk.

What is given up is handed on to those who wait in the same transaction; a change that is refused
leaves everything as it was.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.letters.sending import tell
from centers.models import Booking, Reservation, Room, Slot
from centers.models.registration import said
from centers.models.reservation import GIVE_UP_DAYS
from centers.reserving import waiting
from centers.reserving.limits import Share
from centers.reserving.terms import locked, status_of, terms_of
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

Status, What = Reservation.Status, Reservation.What


def cancel(
    reservation: Reservation, *, by: User, why: str = "", at_desk: bool = False
) -> list[Reservation]:
    """Give the room up; the group itself until `last_day_to_give_up`, the desk until the end.

    At the desk it is said why. Returns what came of it for those who waited. Codes: not_live,
    is_over, too_late, no_reason, changed_meanwhile.
    """
    why = said(why) if at_desk else why
    with _held(reservation, What.CANCELLED, by=by) as own:
        refuse_unless_open_to_change(own, at_desk=at_desk)
        own.status, own.what, own.why, own.changed_by = Status.CANCELLED, What.CANCELLED, why, by
        own.save(update_fields=["status", "what", "why", "changed_by"])
        own.booking.cancel(by=by)
        tell(own)
        return waiting.hand_on(own.booking.room, own.booking.period)


def change(
    reservation: Reservation,
    room: Room,
    day: date,
    slots: Sequence[Slot],
    *,
    by: User,
    purpose: str | None = None,
    headcount: int | None = None,
) -> Reservation:
    """Have another room, day or time instead, by the same rules as a new request.

    Where the class needs approval it waits for it anew. Once the fee is paid the centre changes
    it. Codes: those of `request` (of its limits too_many_in_month alone), and not_live, is_over,
    too_late, already_paid, not_changed, other_center, changed_meanwhile.
    """
    if slots:
        waiting.serve_before(reservation.registration, room, day, slots)
    with (
        refused_by_database(Booking, Reservation),
        _held(reservation, What.CHANGED, room, by) as own,
    ):
        refuse_unless_open_to_change(own)
        refuse_paid(own)
        booking = own.booking
        old_room, old_period, before = booking.room, booking.period, place_of(own)
        room = Room.objects.select_related("center").get(pk=room.pk)
        if room.center_id != old_room.center_id:
            raise ValidationError(
                "同じ市民センターの部屋を選んでください。ほかの市民センターは、新しく申請できます。",
                code="other_center",
            )
        own.purpose = own.purpose if purpose is None else purpose
        own.headcount = own.headcount if headcount is None else headcount
        terms = terms_of(own.registration, room, day, slots, headcount=own.headcount)
        if day.replace(day=1) != own.day.replace(day=1):
            Share.of(own.registration).refuse_month(day)
        moves = (room.pk, terms.period) != (old_room.pk, old_period)
        was = Reservation.objects.values_list("purpose", "headcount").get(pk=own.pk)
        if not moves and was == (own.purpose, own.headcount):
            raise ValidationError(
                "いまの予約と同じです。変えるところを選び直してください。", code="not_changed"
            )
        own.slots, own.fee, own.exemption = terms.names, terms.fee, terms.exemption
        own.status, own.what, own.changed_by = status_of(own.registration), What.CHANGED, by
        own.why = f"変更前：{before}" if moves else ""
        own.save()
        if moves:
            booking.room, booking.period, booking.changed_by = room, terms.period, by
            booking.save(update_fields=["room", "period", "changed_by"])
            waiting.end_own_waits(own)
        tell(own, before=before if moves else "")
        if moves:
            waiting.hand_on(old_room, old_period)
        return own


def refuse_unless_open_to_change(own: Reservation, *, at_desk: bool = False) -> None:
    """Codes: not_live, is_over, too_late."""
    if not own.is_live:
        raise ValidationError(
            f"この予約は「{own.get_status_display()}」になっています。画面を開き直してください。",
            code="not_live",
        )
    if own.booking.is_over:
        raise ValidationError("利用の時間は、もう終わっています。", code="is_over")
    if not (at_desk or timezone.localdate() <= own.last_day_to_give_up):
        raise ValidationError(
            f"このページから変更・取り消しができるのは、利用する日の{GIVE_UP_DAYS}日前までです。"
            "市民センターにお電話ください。",
            code="too_late",
        )


def refuse_paid(own: Reservation) -> None:
    """Code: already_paid."""
    if own.paid_at is not None:
        raise ValidationError(
            "使用料をお支払い済みのため、このページからは変更できません。"
            "市民センターにお電話ください。",
            code="already_paid",
        )


def place_of(reservation: Reservation) -> str:
    """「12/6（日）午前 第1会議室」"""
    day = calendar.short_date(reservation.day)
    return f"{day}{reservation.slots} {reservation.booking.room.name}"


@contextmanager
def _held(
    reservation: Reservation, what: str, room: Room | None = None, by: User | None = None
) -> Iterator[Reservation]:
    """The reservation as it stands now, its room (and the one it goes to) and itself locked.

    Code: changed_meanwhile.
    """
    with transaction.atomic(), pghistory.context(user=by and by.pk, what=what):
        keys = {reservation.booking.room_id, room.pk if room else reservation.booking.room_id}
        locked(*keys)
        own = (
            Reservation.objects.select_for_update(of=["self", "booking"], no_key=True)
            .select_related(
                "booking__room__center",
                "registration__group__representative",
                "registration__purpose_class",
            )
            .get(pk=reservation.pk)
        )
        if own.booking.room_id not in keys:
            raise ValidationError(
                "この予約は、たったいま変更されました。画面を開き直してください。",
                code="changed_meanwhile",
            )
        yield own
    reservation.refresh_from_db()
    reservation.booking.refresh_from_db()
