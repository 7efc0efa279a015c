"""Writing how the demo city's rooms were used, around the courses that are written already."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from centers.calendar.laying_out import lay_out_all
from centers.models import Booking, Registration, Reservation, Room, Use
from portal.demo.city import City
from portal.demo.city.agreed import split_by_age
from portal.demo.city.groups import AGES_OF_THE_CITY
from portal.demo.city.lending import Lending, Lent, Spot, slots_met
from portal.demo.histories import remember_first, remember_last
from portal.demo.pouring import link, pour
from portal.japan import calendar

ENOUGH = 20_000  # so many reservations are written at a time


def furnish(city: City, say: Callable[[str], object]) -> None:
    """What rooms are lent by, and the opening calendar from the first day anybody used one."""
    terms = city.terms_of_use
    for name, rows in (
        ("利用区分", terms.slots),
        ("設備", terms.equipment),
        ("利用種別", list(terms.classes.values())),
        ("使用料", terms.fees),
    ):
        pour(rows)
        say(f"{name}：{len(rows):,}")
    link(Room.equipment.through, terms.equipped)
    first = Lending.first_day(city.today)
    say(f"開館カレンダー：{lay_out_all(first):,}")


def lend(city: City, say: Callable[[str], object]) -> None:
    """Let groups and people use the rooms, centre by centre."""
    sites = city.sites[: city.size.lending]
    lending = Lending(city.population, city.terms_of_use, city.today, len(sites))
    taken = _taken_by_courses(city)
    made: Counter[str] = Counter()
    some: list[Lent] = []
    for number, site in enumerate(sites, start=1):
        lent = lending.lend(site, {spot for room in site.rooms for spot in taken[id(room)]})
        some.append(lent)
        if number == len(sites) or sum(len(one.reservations) for one in some) > ENOUGH:
            _write(some, made)
            some = []
    _record_courses(city)
    remember_first(Registration, "applied_at", what={"status": "'applied'"})
    remember_first(
        Reservation,
        "created_at",
        what={
            "what": "'requested'",
            "paid_at": "NULL",
            "why": "''",
            "changed_by_id": "s.by_id",
            "status": "CASE WHEN (SELECT c.needs_approval FROM centers_registration r"
            " JOIN centers_purposeclass c ON c.id = r.purpose_class_id"
            " WHERE r.id = s.registration_id) THEN 'requested' ELSE 'confirmed' END",
        },
    )
    remember_last(
        Reservation,
        "CASE WHEN s.what IN ('used', 'no_show')"
        " THEN (SELECT upper(b.period) FROM centers_booking b WHERE b.id = s.booking_id)"
        " ELSE s.created_at + interval '20 hours' END",
        "s.what <> 'requested'",
    )
    for name, number in made.items():
        say(f"{name}：{number:,}")


def _taken_by_courses(city: City) -> defaultdict[int, set[Spot]]:
    """The slots that courses take from others, the changeover of the room included, by room."""
    rooms = {room.pk: room for site in city.sites for room in site.rooms}
    taken: defaultdict[int, set[Spot]] = defaultdict(set)
    first, _ = calendar.bounds_of(Lending.first_day(city.today))
    live = Booking.objects.live().filter(room__in=rooms, period__endswith__gt=first)
    for key, period in live.values_list("room", "period"):
        room = rooms[key]
        pause = timedelta(minutes=room.changeover_minutes)
        day = calendar.local(period.lower).date()
        for place in slots_met(period.lower - pause, period.upper + pause):
            taken[id(room)].add((id(room), day, place))
    return taken


def _write(some: list[Lent], made: Counter[str]) -> None:
    guests = [guest for lent in some for guest in lent.guests]
    parts: dict[str, list[Any]] = {
        "利用団体": [guest.group for guest in guests],
        "利用登録": [one for guest in guests for one in guest.registrations.values()],
        "部屋をふさぐ予定": [one for lent in some for one in lent.bookings],
        "利用申請": [one for lent in some for one in lent.reservations],
        "利用の記録": [one for lent in some for one in lent.uses],
        "空き待ち": [one for lent in some for one in lent.waits],
    }
    for name, rows in parts.items():
        pour(rows)
        made[name] += len(rows)


def _record_courses(city: City) -> None:
    """How many came to the courses of these months, by age as to the centres altogether."""
    rng = Random("uses of courses")  # noqa: S311  a demo city, not a secret
    section = city.population.section
    young, middle, senior = AGES_OF_THE_CITY.values()
    since, _ = calendar.bounds_of(Lending.first_day(city.today))
    midnight, _ = calendar.bounds_of(city.today)
    held = Booking.objects.live().filter(
        kind=Booking.Kind.COURSE, period__endswith__lt=midnight, period__startswith__gt=since
    )
    uses = []
    for booking in held.select_related("room").order_by("period", "room"):
        headcount = round((booking.room.capacity or 20) * rng.uniform(0.3, 0.8))
        below_30, below_60 = split_by_age(rng, headcount, (young, middle, senior))
        uses.append(
            Use(
                booking=booking,
                young=below_30,
                middle=below_60,
                senior=headcount - below_30 - below_60,
                recorded_at=booking.ends_at,
                recorded_by=section,
            )
        )
    pour(uses)
