"""Utilisation by one statement is what a slow and plain count of the same records gives."""

from datetime import date, time, timedelta
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
STATUSES = ["requested", "confirmed", "refused", "cancelled", "no_show"]
HOURS = st.integers(7, 22)

SLOTS = st.lists(
    st.tuples(
        st.sampled_from([None, 0, 1]),  # whose
        st.integers(8, 18),
        st.integers(1, 4),
        st.one_of(st.none(), st.integers(0, DAYS - 1)),
        st.one_of(st.none(), st.integers(0, DAYS - 1)),
    ),
    min_size=1,
    max_size=5,
)
OPEN = st.lists(
    st.one_of(st.none(), st.tuples(st.integers(7, 12), st.integers(13, 23))),
    min_size=2 * DAYS,
    max_size=2 * DAYS,
)
ROOMS = st.lists(
    st.tuples(st.integers(0, 1), st.booleans(), st.sampled_from([0, 30])), min_size=1, max_size=3
)
FEES = st.sets(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=8)
BOOKINGS = st.lists(
    st.tuples(
        st.integers(0, 2),  # room
        st.integers(-1, DAYS),  # day; also before the first and after the last
        HOURS,
        st.integers(1, 34),  # half hours; over slots, over midnight
        st.sampled_from(["course", "block", "reservation", "reservation", "reservation"]),
        st.sampled_from(STATUSES),
        st.sampled_from([(0, 0), (600, 0), (600, 600), (600, 300)]),
    ),
    max_size=14,
)


CITIES = st.fixed_dictionaries(
    {"slots": SLOTS, "open": OPEN, "rooms": ROOMS, "fees": FEES, "bookings": BOOKINGS}
)


class Undo(Exception):  # noqa: N818  takes an example's records back
    pass


@pytest.fixture
def registration(db) -> Registration:
    """A group to book for; and the second centre, besides the group's own."""
    cast.a_center("nakahara", name="中原市民センター", ward="moji")
    return rooms.a_registration()


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CITIES, st.booleans())
def test_the_statement_counts_as_a_plain_loop_does(registration, city, by_day):
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
