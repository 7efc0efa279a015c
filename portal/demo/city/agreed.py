"""One reservation of the demo city: how it was asked for, and what became of it."""

from datetime import date, timedelta
from random import Random

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import Booking, Reservation, Room, Use
from portal.japan import calendar

from .groups import AGES, AGES_OF_THE_CITY, Guest, Registrar
from .rooms import SLOTS, Terms
from .rows import row_of
from .timetable import at

FATE = {"used": 0.945, "no_show": 0.02, "cancelled": 0.03, "refused": 0.005}

Status, What = Reservation.Status, Reservation.What


class Agreements:
    """Writes reservations down, and how the past ones ended."""

    def __init__(self, rng: Random, terms: Terms, registrar: Registrar, today: date) -> None:
        self.rng, self.terms, self.registrar, self.today = rng, terms, registrar, today
        self.midnight = at(today, SLOTS[0][1]).replace(hour=0)
        self.came = dict.fromkeys(AGES_OF_THE_CITY, 0.0)

    def reserve(
        self, guest: Guest, room: Room, run: tuple[int, ...], day: date
    ) -> tuple[Reservation, Use | None]:
        """A room for a run of slots, by their places in the day; and how it was used."""
        rng = self.rng
        starts, ends = at(day, SLOTS[run[0]][1]), at(day, SLOTS[run[-1]][2])
        registration = guest.registrations[calendar.fiscal_year(day)]
        soonest = registration.decided_at or registration.applied_at
        asked = max(starts - timedelta(days=rng.randint(5, 58), hours=rng.randint(0, 8)), soonest)
        asked = min(asked, self.midnight - timedelta(hours=rng.randint(3, 60)))
        fee = self.terms.fee(room, run)
        period = DateTimeTZRange(starts, ends)
        one = row_of(
            Reservation,
            registration=registration,
            booking=row_of(
                Booking,
                room=room,
                kind=Booking.Kind.RESERVATION,
                period=period,
                held=period,
                created_at=asked,
                changed_by=guest.by,
            ),
            slots="・".join(SLOTS[place][0] for place in run),
            purpose=rng.choice(guest.kind.purposes),
            headcount=self.headcount(guest, room),
            fee=fee,
            exemption=-(-fee * registration.exemption_percent // 100),
            via=guest.via,
            by=guest.by,
            changed_by=guest.by,
            created_at=asked,
            what=What.REQUESTED,
            status=Status.CONFIRMED,
        )
        if day < self.today:
            return one, self._end(guest, one)
        if guest.pays:
            self._decide(guest, one)
        return one, None

    def headcount(self, guest: Guest, room: Room) -> int:
        usual = guest.kind.size if guest.group.is_individual else guest.group.members
        return max(2, min(room.capacity or usual, round(usual * self.rng.uniform(0.6, 1.0))))

    def _decide(self, guest: Guest, one: Reservation) -> None:
        """What is asked for in the last days still waits for the manager."""
        if one.created_at > self.midnight - timedelta(days=2) and self.rng.random() < 0.5:
            one.status = Status.REQUESTED
            return
        one.what, one.changed_by = What.APPROVED, self.registrar.desk(guest.site)

    def _end(self, guest: Guest, one: Reservation) -> Use | None:
        """What became of a reservation whose day is over."""
        rng, desk, starts = self.rng, self.registrar.desk(guest.site), one.booking.starts_at
        fate = rng.choices(list(FATE), list(FATE.values()))[0]
        if fate == "refused" and guest.pays:
            one.status, one.what, one.changed_by = Status.REFUSED, What.REFUSED, desk
            one.why = "行事の準備のため、この日はお貸しできません。"
            one.booking.cancelled_at = one.created_at + timedelta(hours=20)
        elif fate == "cancelled":
            one.status, one.what = Status.CANCELLED, What.CANCELLED
            one.booking.cancelled_at = max(
                one.created_at, starts - timedelta(days=rng.randint(1, 6))
            )
        elif fate == "no_show":
            one.status, one.what, one.changed_by = Status.NO_SHOW, What.NO_SHOW, desk
        else:
            one.what, one.changed_by = What.USED, desk
            if one.to_pay and rng.random() < 0.99:
                one.paid_at = starts - timedelta(minutes=rng.randint(2, 15))
            return self._use(one, guest)
        return None

    def _use(self, one: Reservation, guest: Guest) -> Use:
        rng, booking = self.rng, one.booking
        young, middle = split_by_age(rng, one.headcount, AGES[guest.kind.ages])
        senior = one.headcount - young - middle
        for band, number in zip(self.came, (young, middle, senior), strict=True):
            self.came[band] += number
        return row_of(
            Use,
            booking=booking,
            keys_out_at=booking.starts_at - timedelta(minutes=rng.randint(0, 10)),
            keys_back_at=booking.ends_at - timedelta(minutes=rng.randint(1, 40)),
            young=young,
            middle=middle,
            senior=senior,
            recorded_at=booking.ends_at,
            recorded_by=self.registrar.desk(guest.site),
        )


def split_by_age(
    rng: Random, headcount: int, shares: tuple[float, float, float]
) -> tuple[int, int]:
    """How many of them are under 30 and under 60, a part of a person by chance."""
    young, middle = (_round_by_chance(rng, headcount * share) for share in shares[:2])
    young = min(young, headcount)
    return young, min(middle, headcount - young)


def _round_by_chance(rng: Random, number: float) -> int:
    return int(number) + (rng.random() < number % 1)
