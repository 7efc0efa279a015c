"""What became of a booking: keys out, and at the end keys back and how many came of which age."""

from dataclasses import dataclass

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.models import Booking, Reservation, Use
from portal.japan import calendar
from portal.people.models import User

from .owners import owner_of

BANDS = ("young", "middle", "senior")
MOST = 2_000
What, Status = Reservation.What, Reservation.Status


@dataclass(frozen=True)
class Suggested:
    """What the form of the use record holds before anybody pressed anything, and why."""

    young: int
    middle: int
    senior: int
    grounds: str


def suggested(booking: Booking) -> Suggested:
    """As recorded; else who was to come, split by age as the group came the last time."""
    use = getattr(booking, "use", None)
    if use is not None and use.headcount:
        return Suggested(use.young, use.middle, use.senior, "前に記録した人数です。")
    if owner := owner_of(booking):
        came = owner.came(booking)
        return Suggested(came.young, came.middle, came.senior, "出席と申込から数えた人数です。")
    reservation = booking.reservation
    group = reservation.registration.group
    last = (
        Use.objects.filter(booking__reservation__registration__group=group)
        .exclude(young=0, middle=0, senior=0)
        .order_by("-booking__period")
        .first()
    )
    if last is not None:
        split = _split(reservation.headcount, (last.young, last.middle, last.senior))
        return Suggested(*split, "申請の人数を、前回の年代の割合で分けてあります。")
    age = calendar.age_on(group.representative.birth_date, booking.day)
    grounds = "申請の人数を、代表者の年代に入れてあります。ちがうときは直します。"
    if age < 30:
        return Suggested(reservation.headcount, 0, 0, grounds)
    if age < 60:
        return Suggested(0, reservation.headcount, 0, grounds)
    return Suggested(0, 0, reservation.headcount, grounds)


def hand_out_keys(booking: Booking, *, by: User) -> Use:
    """The keys are out from now on. Codes: not_live, not_approved, not_today, keys_are_out."""
    with transaction.atomic():
        reservation = _its_reservation(booking)
        own = _locked(booking)
        if reservation is not None:
            _refuse_unapproved(reservation)
        if own.day != timezone.localdate():
            raise ValidationError("鍵を渡せるのは、利用する日だけです。", code="not_today")
        use = Use.objects.filter(booking=own).first() or Use(booking=own)
        if use.keys_out_at is not None:
            raise ValidationError(
                f"鍵は、{calendar.clock(calendar.local(use.keys_out_at))}に渡してあります。",
                code="keys_are_out",
            )
        use.keys_out_at, use.recorded_by = timezone.now(), by
        use.save()
        return use


def record(booking: Booking, young: int, middle: int, senior: int, *, by: User) -> Use:
    """The keys are back, and so many came. Again, it corrects what was recorded before.

    Codes: not_live, not_begun, not_approved, nobody_came.
    """
    if young + middle + senior == 0:
        raise ValidationError(
            "人数を入れてください。だれも来なかったときは「来なかった」を押してください。",
            code="nobody_came",
        )
    with transaction.atomic(), pghistory.context(user=by.pk, what=What.USED):
        reservation = _its_reservation(booking)
        own = _locked(booking)
        if not own.has_begun:
            raise ValidationError(
                "まだ始まっていません。利用が始まってから記録してください。", code="not_begun"
            )
        use = Use.objects.filter(booking=own).first() or Use(booking=own)
        use.young, use.middle, use.senior = young, middle, senior
        now = timezone.now()
        if use.keys_back_at is None and own.day == timezone.localdate(now):
            use.keys_back_at = now
        use.recorded_by = by
        use.full_clean(exclude=["booking"])
        use.save()
        if reservation is not None:
            _note_used(reservation, by)
        return use


def _its_reservation(booking: Booking) -> Reservation | None:
    """The reservation behind it, locked: before the booking, as everything that locks both does."""
    return Reservation.objects.select_for_update().filter(booking=booking).first()


def _refuse_unapproved(own: Reservation) -> None:
    """Code: not_approved."""
    if own.status == Status.REQUESTED:
        raise ValidationError(
            "まだ承認していない申請です。先に承認してください。", code="not_approved"
        )


def _note_used(own: Reservation, by: User) -> None:
    """Who used the room came after all, though it was noted otherwise. Code: not_approved."""
    _refuse_unapproved(own)
    own.status, own.what, own.why, own.changed_by = Status.CONFIRMED, What.USED, "", by
    own.save(update_fields=["status", "what", "why", "changed_by"])


def _locked(booking: Booking) -> Booking:
    own = Booking.objects.select_for_update().get(pk=booking.pk)
    if own.is_cancelled:
        raise ValidationError(
            "この予定は、すでに取り消されています。画面を開き直してください。", code="not_live"
        )
    return own


def _split(number: int, shares: tuple[int, int, int]) -> tuple[int, int, int]:
    """`number` in the proportion of `shares`, whole, the largest remainders rounded up."""
    whole = sum(shares)
    parts = [number * share // whole for share in shares]
    by_remainder = sorted(range(3), key=lambda place: -(number * shares[place] % whole))
    for place in by_remainder[: number - sum(parts)]:
        parts[place] += 1
    return parts[0], parts[1], parts[2]
