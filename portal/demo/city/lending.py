"""How the rooms of the demo city are used: habits of groups, until a centre is as busy as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import Booking, Reservation, Room, RoomWait, Use
from portal.japan import calendar

from .agreed import Agreements
from .groups import AGES_OF_THE_CITY, Guest, Kind, Registrar, featured, kinds
from .people import Population
from .rooms import SLOTS, Terms
from .sites import Site
from .timetable import at, is_common_closing_day

# 稼働率 of the citizens' centres (課題B(4), 令和5年度): 全体 22.8%、有償 15.9%
USED, PAID = 0.228, 0.159
BUSY = 0.55, 1.45  # the quietest and the busiest centre, as a part of that
MONTHS_BACK = 14
MOST_GROUPS = 90
STAYS_AWAY = 0.06  # of the days of a habit
CLOSE_TO_FULL = 22  # slots: half of what one more group would add

Spot = tuple[int, date, int]  # a room by its object's identity, a day, a slot by its place
Status = Reservation.Status


@dataclass
class Lent:
    """Everything that happened in the rooms of one centre."""

    guests: list[Guest] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)
    blocks: list[Booking] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    waits: list[RoomWait] = field(default_factory=list)

    @property
    def bookings(self) -> list[Booking]:
        return [*(one.booking for one in self.reservations), *self.blocks]


@dataclass(frozen=True)
class Habit:
    """When and where a group meets: 毎週火曜の午前, or each second or fourth week."""

    room: Room
    run: tuple[int, ...]
    first: date
    weeks: int


class Lending:
    """Lets groups book rooms around what is `taken` already, one centre after another."""

    def __init__(self, population: Population, terms: Terms, today: date, sites: int) -> None:
        self.rng = Random("lending")  # noqa: S311  a demo city, not a secret
        self.terms, self.today = terms, today
        self.registrar = Registrar(population, terms.classes, today)
        self.first = self.first_day(today)
        self.last = calendar.months_later(today, 2) - timedelta(days=1)
        self._featured = featured(population)
        low, high = BUSY
        self._busy = [low + (high - low) * (place + 0.5) / sites for place in range(sites)]
        self.rng.shuffle(self._busy)
        self.agreements = Agreements(self.rng, terms, self.registrar, today)

    @staticmethod
    def first_day(today: date) -> date:
        """Since when the portal knows how rooms were used: 14 months, of which each is whole."""
        return calendar.months_later(today, -MONTHS_BACK)

    def lend(self, site: Site, taken: set[Spot]) -> Lent:
        """One centre from the first of its 14 months to the end of next month."""
        rooms = [room for room in site.rooms if room.is_bookable]
        days = {day: places for day in self._days() if (places := open_slots(site, day))}
        lent = Lent()
        self._block(lent, site, rooms, days, taken)
        past = {spot for spot in taken if spot[1] < self.today and spot[2] in days.get(spot[1], ())}
        slots = [p for day, places in days.items() if day < self.today for p in places]
        whole = len(slots) * len(rooms)
        with_fee = sum(bool(self.terms.fee(room, (p,))) for room in rooms for p in slots)
        busy = self._busy.pop()
        wanted, to_pay = USED * busy * whole, PAID * busy * with_fee
        used, paid = len(past) - len(lent.blocks), 0
        for person, name in filter(None, [self._featured.pop(site.center.ward.slug, None)]):
            kind = next(kind for kind in kinds() if kind.name == name)
            guest = self.registrar.guest(site, kind, self.first, who=person)
            used, paid = self._welcome(lent, guest, days, taken, (used, paid))
        while used < wanted - CLOSE_TO_FULL and len(lent.guests) < MOST_GROUPS:
            kind = self._kind(pays=paid < to_pay * used / wanted or paid < to_pay - wanted + used)
            guest = self.registrar.guest(site, kind, self._since())
            used, paid = self._welcome(lent, guest, days, taken, (used, paid))
        self._wait(lent)
        self._ask(lent, site)
        return lent

    # ------------------------------------------------------------ who comes

    def _kind(self, *, pays: bool) -> Kind:
        """A kind of group of the age that is most behind its share of all who came."""
        came = self.agreements.came
        total = sum(came.values()) or 1
        behind = max(AGES_OF_THE_CITY, key=lambda a: AGES_OF_THE_CITY[a] - came[a] / total)
        ages = {"young": "young", "middle": "working", "senior": "senior"}[behind]
        fits = [k for k in kinds() if k.ages == ages and (k.purpose_class != "community") == pays]
        return self.rng.choice(fits)

    def _since(self) -> date:
        """Most groups have met for years, some began this year."""
        if self.rng.random() < 0.75:
            return self.first
        return self.first + timedelta(days=self.rng.randint(30, 330))

    def _welcome(
        self,
        lent: Lent,
        guest: Guest,
        days: dict[date, tuple[int, ...]],
        taken: set[Spot],
        so_far: tuple[int, int],
    ) -> tuple[int, int]:
        """Register a group and let it follow its habit; how many slots are used and paid then."""
        rng, (used, paid) = self.rng, so_far
        until = self.last
        this_year = calendar.fiscal_year(self.today)
        if guest.since == self.first and rng.random() < 0.05:
            until = date(this_year, 3, 31)  # did not register again
        self.registrar.register(
            guest,
            range(
                calendar.fiscal_year(guest.since), calendar.fiscal_year(min(until, self.last)) + 1
            ),
        )
        lent.guests.append(guest)
        habit = self._habit(guest)
        series: Reservation | None = None
        together = rng.random() < 0.3
        day = habit.first
        while day <= until:
            spots = {(id(habit.room), day, place) for place in habit.run}
            free = set(habit.run) <= set(days.get(day, ())) and not spots & taken
            year = calendar.fiscal_year(day)
            if free and year in guest.registrations and rng.random() > STAYS_AWAY:
                made, use = self.agreements.reserve(guest, habit.room, habit.run, day)
                lent.reservations.append(made)
                lent.uses += [use] if use else []
                if made.booking.cancelled_at is None:
                    taken |= spots
                if together and day >= self.today:
                    made.series, series = series, series or made
                if day < self.today and made.status == Status.CONFIRMED:
                    used += len(habit.run)
                    paid += len(habit.run) if made.to_pay else 0
            day += timedelta(weeks=habit.weeks)
        return used, paid

    def _habit(self, guest: Guest) -> Habit:
        rng, kind = self.rng, guest.kind
        rooms = [
            room
            for name in kind.rooms
            for room in guest.site.rooms
            if room.is_bookable and room.name.endswith(name)
        ]
        place = kind.slots[0] if rng.random() < 0.7 else rng.choice(kind.slots)
        weekend = kind.ages != "senior" and place < 2 and rng.random() < 0.45
        weekday = rng.choice([5, 6]) if weekend else rng.randrange(5)
        if weekday == 6 and len(guest.site.hours) < 7:
            weekday = 5
        run = (0, 1) if place < 2 and rng.random() < 0.08 else (place,)
        first = guest.since + timedelta(days=(weekday - guest.since.weekday()) % 7)
        weeks = rng.choices([1, 2, 4], [70, 22, 8])[0]
        return Habit(rng.choice(rooms), run, first + timedelta(weeks=rng.randrange(weeks)), weeks)

    # ------------------------------------------------------------ besides

    def _block(
        self,
        lent: Lent,
        site: Site,
        rooms: list[Room],
        days: dict[date, tuple[int, ...]],
        taken: set[Spot],
    ) -> None:
        """Staff keep a room for themselves now and then, for a part of the day."""
        rng, desk = self.rng, self.registrar.desk(site)
        coming = [day for day in days if day > self.today]
        for day in [*rng.sample(list(days), 3), *rng.sample(coming, 2)]:
            room, place = rng.choice(rooms), rng.choice(days[day])
            if (id(room), day, place) in taken:
                continue
            taken.add((id(room), day, place))
            period = DateTimeTZRange(at(day, SLOTS[place][1]), at(day, SLOTS[place][2]))
            lent.blocks.append(
                Booking(
                    room=room,
                    kind=Booking.Kind.BLOCK,
                    period=period,
                    held=period,
                    note=rng.choice(
                        ("床のワックスがけ", "期日前投票の準備", "空調の点検", "健診の会場")
                    ),
                    created_at=min(period.lower - timedelta(days=20), self.agreements.midnight),
                    changed_by=desk,
                )
            )

    def _wait(self, lent: Lent) -> None:
        """Two groups of the centre hope for a room another one has."""
        rng, year = self.rng, calendar.fiscal_year(self.today)
        held = [one for one in lent.reservations if one.day > self.today + timedelta(days=3)]
        waiting = [guest for guest in lent.guests if year in guest.registrations]
        for one, guest in zip(
            rng.sample(held, min(2, len(held))),
            rng.sample(waiting, min(2, len(waiting))),
            strict=False,
        ):
            registration = guest.registrations[year]
            if calendar.fiscal_year(one.day) != year or registration is one.registration:
                continue
            lent.waits.append(
                RoomWait(
                    registration=registration,
                    room=one.booking.room,
                    period=one.booking.period,
                    slots=one.slots,
                    purpose=rng.choice(guest.kind.purposes),
                    headcount=self.agreements.headcount(guest, one.booking.room),
                    by=guest.by,
                    created_at=self.agreements.midnight - timedelta(hours=rng.randint(5, 40)),
                )
            )

    def _ask(self, lent: Lent, site: Site) -> None:
        """Who asked to be registered and has no answer yet, or got none they hoped for."""
        for _ in range(self.rng.choice([0, 1, 1, 2])):
            guest = self.registrar.guest(site, self.rng.choice(kinds()), self.today)
            self.registrar.leave_open(guest)
            lent.guests.append(guest)
        if self.rng.random() < 0.4:
            kind = self.rng.choice([kind for kind in kinds() if kind.purpose_class != "community"])
            guest = self.registrar.guest(site, kind, self.today)
            self.registrar.refuse(guest)
            lent.guests.append(guest)

    def _days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def open_slots(site: Site, day: date) -> tuple[int, ...]:
    """The slots, by their place in the day, through which the centre is open."""
    if is_common_closing_day(day):
        return ()
    if any(one.first_day <= day <= one.last_day for one in site.closures):
        return ()
    return tuple(
        place
        for hours in site.hours
        if hours.weekday == day.weekday()
        for place, (_, starts, ends) in enumerate(SLOTS)
        if hours.opens <= starts and ends <= hours.closes
    )


def slots_met(starts: datetime, ends: datetime) -> tuple[int, ...]:
    """The slots of its day which something from `starts` to `ends` meets."""
    begins, over = calendar.local(starts).time(), calendar.local(ends).time()
    return tuple(
        place for place, (_, first, last) in enumerate(SLOTS) if begins < last and first < over
    )
