"""What staff decide about a reservation: approved or not, nobody came, the fee was taken."""

from collections.abc import Callable

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.letters.sending import tell
from centers.models import Reservation
from centers.models.registration import said
from centers.reserving import waiting
from centers.reserving.terms import locked
from portal.people.models import User

Status, What = Reservation.Status, Reservation.What


def approve(reservation: Reservation, *, by: User) -> None:
    """The group may use the room, and is told so. Code: already_decided."""

    def decide(own: Reservation) -> None:
        _refuse_unless(own, Status.REQUESTED)
        own.status = Status.CONFIRMED

    _change(reservation, decide, What.APPROVED, by=by)


def refuse(reservation: Reservation, why: str, *, by: User) -> None:
    """Not this use, and the group is told why; who waits for the room is next.

    Codes: already_decided, no_reason, changed_meanwhile.
    """
    why = said(why)

    def decide(own: Reservation) -> None:
        _refuse_unless(own, Status.REQUESTED)
        if own.booking.room_id != room.pk:
            raise ValidationError(
                "この申請は、たったいま変更されました。画面を開き直してください。",
                code="changed_meanwhile",
            )
        own.status = Status.REFUSED
        own.booking.cancel(by=by)

    with transaction.atomic():
        [room] = locked(reservation.booking.room_id)
        _change(reservation, decide, What.REFUSED, by=by, why=why)
        waiting.hand_on(room, reservation.booking.period)


def note_no_show(reservation: Reservation, *, by: User) -> None:
    """Nobody came. Codes: already_decided, not_begun, was_used."""

    def decide(own: Reservation) -> None:
        _refuse_unless(own, Status.CONFIRMED)
        if not own.booking.has_begun:
            raise ValidationError(
                "まだ始まっていません。始まる前に取りやめるときは、取り消してください。",
                code="not_begun",
            )
        use = getattr(own.booking, "use", None)
        if use is not None and use.headcount:
            raise ValidationError(
                f"{use.headcount}人が利用したと記録されています。まちがいのときは、"
                "人数を直してください。",
                code="was_used",
            )
        own.status = Status.NO_SHOW

    _change(reservation, decide, What.NO_SHOW, by=by)


def receive_fee(reservation: Reservation, *, by: User) -> None:
    """The fee was paid at the counter. Codes: nothing_to_pay, already_paid, not_live."""

    def decide(own: Reservation) -> None:
        if not own.to_pay:
            raise ValidationError("この利用は無料です。", code="nothing_to_pay")
        if own.paid_at is not None:
            raise ValidationError("使用料は、すでに受け取っています。", code="already_paid")
        if not own.is_live and own.status != Status.NO_SHOW:
            raise ValidationError(
                f"この申請は「{own.get_status_display()}」になっています。画面を開き直してください。",
                code="not_live",
            )
        own.paid_at = timezone.now()

    _change(reservation, decide, What.PAID, by=by)


def give_fee_back(reservation: Reservation, *, by: User) -> None:
    """The fee was given back; why there was no use, if that was said, stays. Code: not_paid."""

    def decide(own: Reservation) -> None:
        if own.paid_at is None:
            raise ValidationError("使用料は、受け取っていません。", code="not_paid")
        own.paid_at = None

    _change(reservation, decide, What.REFUNDED, by=by)


def _refuse_unless(own: Reservation, status: str) -> None:
    """Code: already_decided."""
    if own.status != status:
        raise ValidationError(
            f"この申請は、すでに「{own.get_status_display()}」になっています。"
            "画面を開き直してください。",
            code="already_decided",
        )


def _change(
    reservation: Reservation,
    decide: Callable[[Reservation], None],
    what: str,
    *,
    by: User,
    why: str = "",
) -> None:
    """Lock, read anew, refuse, change and write down what happened."""
    with transaction.atomic(), pghistory.context(user=by.pk, what=what):
        rows = Reservation.objects.select_for_update(of=["self"])
        own = rows.select_related("booking__room", "booking__use").get(pk=reservation.pk)
        decide(own)
        own.what, own.changed_by = what, by
        own.why = own.why if what == What.REFUNDED else why
        own.save(update_fields=["status", "paid_at", "what", "why", "changed_by"])
        tell(own)
    reservation.refresh_from_db()
