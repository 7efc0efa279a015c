"""Utilisation by one statement is what a slow and plain count of the same records gives."""

from datetime import date, time, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centers.models import Booking, OpenDay, Registration, Reservation, Room, RoomFee, Slot
from centers.utilisation.counting import Counted, counted
from centers.utilisation.facts import Asked
from centers.utilisation.periods import Period
from portal.japan import calendar
from tests import cast, rooms
from tests.centers.utilisation_reference import reference

pytestmark = pytest.mark.django_db

FIRST, DAYS = date(2024, 2, 27), 5  # over a leap day
STATUSES = ["requested", "confirmed", "confirmed", "confirmed", "refused", "cancelled", "no_show"]
KINDS = ["course", "block", "reservation", "reservation"]


def a_city(random: Random) -> dict[str, list]:
    """Slots, hours, rooms, fees and bookings as bare numbers, dense enough to meet each other."""
    return {
        "slots": [
            # whose, from which hour, how many hours, first and last day
            (
                random.choice([None] * 5 + [0]),
                starts,
                random.randint(1, 4),
                random.choice([None] * 8 + [1, 2]),
                random.choice([None] * 8 + [2, 3]),
            )
            for starts in random.sample(range(8, 20), random.randint(2, 5))
        ],
        "open": [
            random.choice([None, (9, 17), (8, 23), (8, 23), (7, 22)]) for _ in range(2 * DAYS)
        ],
        "rooms": [
            (random.randint(0, 1), random.random() < 0.8, random.choice([0, 30])) for _ in range(3)
        ],
        "fees": [(room, slot) for room in range(3) for slot in range(5) if random.random() < 0.8],
        "bookings": [
            # which room, which day (also before and after), hour, half hours over midnight even
            (
                random.randint(0, 2),
                random.randint(-1, DAYS),
                random.randint(7, 22),
                random.choice([1, 1, 2, 2, 4, 6, 8, 20]),
                random.choice(KINDS),
                random.choice(STATUSES),
                random.choice([(0, 0), (600, 0), (600, 0), (600, 300), (600, 600)]),
            )
            for _ in range(random.choice([5, 40, 60]))
        ],
    }


class Undo(Exception):  # noqa: N818  takes an example's records back
    pass


@pytest.fixture
def registration(db) -> Registration:
    """A group to book for; and the second centre, besides the group's own."""
    cast.a_center("nakahara", name="中原市民センター", ward="moji")
    return rooms.a_registration()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 1_000_000), st.booleans())
def test_the_statement_counts_as_a_plain_loop_does(registration, seed, by_day):
    city = a_city(Random(seed))
    period = Period(FIRST, FIRST + timedelta(days=DAYS - 1))
    try:
        with transaction.atomic():
            write(registration, city)
            by_room = counted(Asked(period), ("room",), by_day=by_day)[("room",)]
            found = {line["by_room"]: numbers(line.counted) for line in by_room}
            plain = reference(period.first, period.last, by_day=by_day)
            assert {room: one for room, one in found.items() if one != NONE} == plain
            raise Undo
    except Undo:
        pass


NONE = [0, 0, 0, 0]


def numbers(one: Counted) -> list[int]:
    return [one.open, one.used, one.payable, one.paid]


def write(registration: Registration, city: dict[str, Any]) -> None:
    Slot.objects.all().delete()
    centers = [cast.a_center("hama"), cast.a_center("nakahara")]
    slots = [
        Slot.objects.create(
            center=None if whose is None else centers[whose],
            name=f"区分{place % 3}",
            starts=time(starts),
            ends=time(starts + long),
            **days_in_order(first, last),
        )
        for place, (whose, starts, long, first, last) in enumerate(city["slots"])
    ]
    OpenDay.objects.filter(day__range=(FIRST, FIRST + timedelta(days=DAYS))).delete()
    for place, hours in enumerate(city["open"]):
        opens, closes = hours or (None, None)
        OpenDay.objects.create(
            center=centers[place % 2],
            day=FIRST + timedelta(days=place // 2),
            opens=opens and time(opens),
            closes=closes and time(closes),
            reason="" if hours else "休館",
            by_hand=True,
        )
    made = [
        Room.objects.create(
            center=centers[whose],
            name=f"会議室{place}",
            is_bookable=is_bookable,
            changeover_minutes=changeover,
        )
        for place, (whose, is_bookable, changeover) in enumerate(city["rooms"])
    ]
    for room, slot in city["fees"]:
        if room < len(made) and slot < len(slots):
            RoomFee.objects.create(room=made[room], slot=slots[slot], yen=600)
    for room, *booking in city["bookings"]:
        take(registration, made[room % len(made)], *booking)


def days_in_order(first: int | None, last: int | None) -> dict[str, date | None]:
    if first is not None and last is not None:
        first, last = min(first, last), max(first, last)
    return {
        "first_day": None if first is None else FIRST + timedelta(days=first),
        "last_day": None if last is None else FIRST + timedelta(days=last),
    }


def take(registration: Registration, room: Room, *booking: Any) -> None:
    """Write a booking unless the room is taken; what is given up holds no room."""
    day, hour, halves, kind, status, (fee, exemption) = booking
    begins = calendar.at(FIRST + timedelta(days=day), time(hour))
    ends = begins + timedelta(minutes=30 * halves)
    given_up = kind == "reservation" and status in {"refused", "cancelled"}
    held_until = ends + timedelta(minutes=room.changeover_minutes)
    if not given_up and room.bookings.overlapping(begins, held_until).exists():
        return
    booked = Booking.objects.create(
        room=room,
        kind=kind,
        period=DateTimeTZRange(begins, ends),
        cancelled_at=timezone.now() if given_up else None,
    )
    if kind == "reservation":
        Reservation.objects.create(
            registration=registration,
            booking=booked,
            slots="午前",
            purpose="合唱の練習",
            headcount=12,
            fee=fee,
            exemption=exemption,
            status=status,
            by=registration.by,
        )
