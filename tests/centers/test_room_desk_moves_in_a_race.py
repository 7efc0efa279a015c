"""Two of the staff move two bookings onto one slot in one instant: one wins, the other reads why.

Each test runs with real connections. The control takes the constraint away and shows the same
writes meeting in one room, so that the first tests are known to test something.
"""

import pytest
from django.db import connection

from centers.models import Booking
from centers.running import moving
from centers.running.place import Place
from centers.running.taken import who_has
from tests import rooms
from tests.centers.house import House, mark
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)

CONSTRAINT = "one_use_of_a_room_at_a_time"


@pytest.fixture
def house() -> House:
    return House()


def in_place(place: Place) -> int:
    return len(who_has(place))


def test_of_two_moves_onto_one_slot_one_wins_and_the_other_is_told_by_whom(house):
    first = house.a_reservation(house.room, house.morning)
    second = house.a_reservation(house.hall, house.morning, name="浜囲碁会")
    aim = house.at(house.hall, house.evening)
    said = []

    def move(reservation):
        try:
            moving.move_reservation(
                reservation,
                house.hall,
                house.day,
                [house.evening],
                shown=mark(reservation.booking),
                by=house.staff,
            )
        except Exception as refusal:
            said.extend(refusal.messages)
            raise
        return "moved"

    results = race(move, [first, second])
    assert sorted(results) == ["moved", "room_taken"]
    assert in_place(aim) == 1
    [winner] = who_has(aim)
    assert f"「{winner.who}」が使います" in said[0]


def test_a_course_and_a_group_onto_one_slot(house):
    session = house.a_session(house.room, 10)
    reservation = house.a_reservation(house.hall, house.morning)
    aim = house.at(house.hall, house.evening)

    def move(what):
        if what is session:
            moving.move(session.booking, aim, shown=mark(session.booking), by=house.staff)
        else:
            moving.move_reservation(
                reservation,
                house.hall,
                house.day,
                [house.evening],
                shown=mark(reservation.booking),
                by=house.staff,
            )
        return "moved"

    assert sorted(race(move, [session, reservation])) == ["moved", "room_taken"]
    assert in_place(aim) == 1


def test_one_booking_moved_by_two_goes_where_the_first_put_it(house):
    reservation = house.a_reservation(house.room, house.morning)
    seen = mark(reservation.booking)

    def move(slot):
        moving.move_reservation(
            reservation, house.hall, house.day, [slot], shown=seen, by=house.staff
        )
        return slot.name

    results = race(move, [house.afternoon, house.evening])
    assert results.count("moved_meanwhile") == 1
    [won] = {"午後", "夜間"} & set(results)
    reservation.refresh_from_db()
    assert reservation.slots == won


def test_two_that_change_places_in_one_instant_are_both_told_and_neither_is_thrown_out(house):
    blocks = [rooms.a_booking(room, house.day, house.morning) for room in (house.room, house.hall)]
    places = [Place.of(block) for block in blocks]

    def move(number):
        moving.move(blocks[number], places[1 - number], shown=places[number].mark, by=house.staff)

    assert race(move, [0, 1]) == ["room_taken", "room_taken"]
    assert [in_place(place) for place in places] == [1, 1]


def test_the_constraint_alone_holds_against_writes_that_know_no_rule(house):
    aim = house.at(house.hall, house.evening)
    assert sorted(race(_write_raw(aim), _two_blocks(house)), key=str) == [1, CONSTRAINT]
    assert in_place(aim) == 1


def test_control_without_the_constraint_both_stand_in_one_room(house):
    aim = house.at(house.hall, house.evening)
    blocks = _two_blocks(house)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [CONSTRAINT]
        )
        [definition] = cursor.fetchone()
        cursor.execute(f"ALTER TABLE centers_booking DROP CONSTRAINT {CONSTRAINT}")
    try:
        assert race(_write_raw(aim), blocks) == [1, 1]
        assert in_place(aim) == 2
    finally:
        Booking.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE centers_booking ADD CONSTRAINT {CONSTRAINT} {definition}")


def _two_blocks(house: House) -> list[Booking]:
    return [
        rooms.a_booking(house.room, house.day, slot) for slot in (house.morning, house.afternoon)
    ]


def _write_raw(aim: Place):
    def write(block: Booking) -> int:
        return Booking.objects.filter(pk=block.pk).update(room=aim.room, period=aim.period)

    return write
