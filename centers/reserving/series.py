"""The same room at the same time on many days (まとめて申請): which days can be, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.letters.sending import tell, tell_series
from centers.models import (
    Booking,
    OpenDay,
    Registration,
    Reservation,
    Room,
    RoomFee,
    RoomLottery,
    Slot,
)
from centers.models.booking import TAKEN
from centers.reserving import rules
from centers.reserving.fees import exemption_of
from centers.reserving.limits import Share
from centers.reserving.requesting import request
from centers.reserving.terms import locked
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import code_of

MOST_DAYS = 30


class Rule(models.TextChoices):
    """How the days follow each other."""

    WEEKLY = "weekly", "毎週"
    FORTNIGHTLY = "fortnightly", "2週間に1回"
    MONTHLY = "monthly", "毎月、同じ週の同じ曜日（第2土曜日など）"


@dataclass(frozen=True)
class Outlook:
    """One day of a series: what it would cost, or why it cannot be."""

    day: date
    fee: int = 0
    exemption: int = 0
    why_not: str = ""
    code: str = ""

    @property
    def to_pay(self) -> int:
        return self.fee - self.exemption


def days_of(first: date, rule: str, until: date) -> list[date]:
    """The days from `first` to `until`; a month without a fifth such weekday is left out.

    Codes: until_too_early, too_many_days.
    """
    if until < first:
        raise ValidationError(
            "最後の日は、最初の日よりあとにしてください。", code="until_too_early"
        )
    weeks = 2 if rule == Rule.FORTNIGHTLY else 1
    step = timedelta(weeks=weeks)
    number = min((until - first) // step, 10 * MOST_DAYS)
    days = [first + step * place for place in range(number + 1)]
    if rule == Rule.MONTHLY:
        days = [day for day in days if (day.day - 1) // 7 == (first.day - 1) // 7]
    if len(days) > MOST_DAYS:
        last = calendar.long_date(days[MOST_DAYS - 1])
        raise ValidationError(
            f"まとめて申請できるのは{MOST_DAYS}回までです。最後の日を{last}までにしてください。",
            code="too_many_days",
        )
    return days


def outlook(
    registration: Registration,
    room: Room,
    days: Sequence[date],
    slots: Sequence[Slot],
    *,
    headcount: int,
) -> list[Outlook]:
    """What `request` would say for each day, asked of the database for all days at once.

    A day of the next fiscal year goes by the group's registration for that year. Codes of what
    holds for every day alike: not_bookable, too_many_people, no_slot.
    """
    rules.refuse_room(room, headcount)
    if not slots:
        raise ValidationError("利用する時間の区分を選んでください。", code="no_slot")
    known = _Known.of(registration, room, days, slots)
    return [known.outlook(day) for day in days]


def take(
    registration: Registration,
    room: Room,
    days: Sequence[date],
    slots: Sequence[Slot],
    *,
    purpose: str,
    headcount: int,
    by: User,
    via: str = Reservation.Via.WEB,
) -> list[Reservation]:
    """Reserve all these days, or none where one of them cannot be; one letter tells of all.

    Sent a second time they are the reservations made the first time.
    Codes: no_days, too_many_days, and those of `request`, with the day said.
    """
    if not days:
        raise ValidationError("申請する日を選んでください。", code="no_days")
    if len(days) > MOST_DAYS:
        raise ValidationError(
            f"まとめて申請できるのは{MOST_DAYS}回までです。", code="too_many_days"
        )
    made: list[Reservation] = []
    with transaction.atomic():
        locked(room.pk)
        of_year = _registrations(registration)
        if again := _made_already(list(of_year.values()), room, set(days), slots, purpose):
            return again
        for day in sorted(set(days)):
            try:
                one = request(
                    of_year.get(calendar.fiscal_year(day), registration),
                    room,
                    day,
                    slots,
                    purpose=purpose,
                    headcount=headcount,
                    by=by,
                    via=via,
                    series=made[0] if made else None,
                    quietly=True,
                )
            except ValidationError as refusal:
                sentence = f"{calendar.short_date(day)}：{refusal.messages[0]}"
                raise ValidationError(sentence, code=code_of(refusal)) from refusal
            made.append(one)
        if len(made) == 1:
            tell(made[0])
        else:
            tell_series(made[0])
    return made


def _made_already(
    registrations: Sequence[Registration],
    room: Room,
    days: set[date],
    slots: Sequence[Slot],
    purpose: str,
) -> list[Reservation]:
    """The reservations of just these days that were made with the same words."""
    begins, _ = calendar.bounds_of(min(days))
    _, ends = calendar.bounds_of(max(days))
    names = {slot.name for slot in slots}
    own = (
        Reservation.objects.live()
        .filter(
            registration__in=registrations,
            booking__room=room,
            booking__period__overlap=DateTimeTZRange(begins, ends),
            purpose=purpose,
        )
        .select_related("booking")
        .order_by("booking__period")
    )
    found = [one for one in own if one.day in days and set(one.slots.split("・")) == names]
    return found if len(found) == len(days) else []


def _registrations(registration: Registration) -> dict[int, Registration]:
    """The registrations of the same group for the same purposes, by fiscal year."""
    same = Registration.objects.filter(
        group=registration.group_id,
        purpose_class=registration.purpose_class_id,
        status=Registration.Status.APPROVED,
    )
    return {one.fiscal_year: one for one in same.select_related("purpose_class")}


@dataclass(frozen=True)
class _Known:
    """What the database says of a room over the days of a series."""

    registration: Registration
    slots: Sequence[Slot]
    registrations: dict[int, Registration]
    states: dict[date, OpenDay]
    rule: list[Slot]
    lotteries: dict[date, RoomLottery]
    taken: list[Booking]
    yen: dict[int, int]
    changeover: timedelta
    shares: dict[int, Share]

    @classmethod
    def of(
        cls, registration: Registration, room: Room, days: Sequence[date], slots: Sequence[Slot]
    ) -> "_Known":
        bounds = calendar.bounds_of(days[0])[0], calendar.bounds_of(days[-1])[1]
        months = {day.replace(day=1) for day in days}
        states = OpenDay.objects.filter(center=room.center_id, day__in=days)
        taken = Booking.objects.filter(room=room).overlapping(*bounds)
        fees = RoomFee.objects.filter(room=room, slot__in=slots)
        registrations = _registrations(registration)
        years = {calendar.fiscal_year(day) for day in days} & registrations.keys()
        return cls(
            registration,
            slots,
            registrations,
            {one.day: one for one in states},
            list(Slot.objects.of(room.center_id)),
            {one.month: one for one in RoomLottery.objects.filter(month__in=months)},
            list(taken.select_related("reservation__registration")),
            dict(fees.values_list("slot", "yen")),
            timedelta(minutes=room.changeover_minutes),
            {registrations[year].pk: Share.of(registrations[year]) for year in years},
        )

    def outlook(self, day: date) -> Outlook:
        registration = self.registrations.get(calendar.fiscal_year(day), self.registration)
        try:
            rules.refuse_registration(registration, day)
            in_force = [slot for slot in self.rule if _is_in_force(slot, day)]
            run = rules.run_of(day, self.slots, in_force, self.states.get(day))
            starts_at = calendar.at(day, run[0].starts)
            rules.refuse_time(registration, starts_at, at_desk=False)
            rules.refuse_until_announced(day, self.lotteries.get(day.replace(day=1)))
            over = calendar.at(day, run[-1].ends) + self.changeover
            for booking in self.taken:
                if booking.held.lower < over and starts_at < booking.held.upper:
                    self._refuse(booking)
            self.shares[registration.pk].take(day)
        except ValidationError as refusal:
            return Outlook(day, why_not=refusal.messages[0], code=str(code_of(refusal)))
        fee = sum(self.yen.get(slot.pk, 0) for slot in run)
        return Outlook(day, fee, exemption_of(registration, fee))

    def _refuse(self, booking: Booking) -> None:
        """Codes: is_own, room_taken."""
        own = getattr(booking, "reservation", None)
        if own is not None and own.registration.group_id == self.registration.group_id:
            raise ValidationError("この団体で、すでに予約しています。", code="is_own")
        raise ValidationError(TAKEN, code="room_taken")


def _is_in_force(slot: Slot, day: date) -> bool:
    return (slot.first_day is None or slot.first_day <= day) and (
        slot.last_day is None or day <= slot.last_day
    )
