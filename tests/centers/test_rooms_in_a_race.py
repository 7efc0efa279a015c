"""A room is never given twice, whoever writes, however many at once.

Each test runs with real connections. The control drops the one constraint and shows the same race
giving the room to all.
"""

from datetime import timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from centers.models import Booking, Reservation
from centers.reserving.requesting import request
from portal.japan import calendar
from portal.refusal import code_of
from programs.models import Session
from tests import cast, rooms
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene():
    """A free room on an open day, and as many groups as race for it."""
    room, (morning, afternoon, _) = rooms.a_room(), rooms.the_city_slots()
    day = rooms.an_open_day(room.center).day
    groups = [rooms.a_registration() for _ in range(AT_ONCE)]
    return room, day, morning, afternoon, groups


def ask(registration, room, day, slots):
    return request(
        registration, room, day, slots, purpose="合唱の練習", headcount=12, by=registration.by
    )


def held(room) -> int:
    return Booking.objects.live().filter(room=room).count()


def test_one_of_many_who_ask_in_the_same_instant_gets_the_room(scene):
    room, day, morning, _, groups = scene
    results = race(lambda group: ask(group, room, day, [morning]), groups)
    assert sum(isinstance(result, Reservation) for result in results) == 1
    assert results.count("room_taken") == AT_ONCE - 1
    assert held(room) == Reservation.objects.count() == 1


def test_those_who_ask_for_parts_of_one_another_never_meet(scene):
    room, day, morning, afternoon, groups = scene
    wishes = [[morning], [morning, afternoon], [afternoon]] * 2
    race(lambda pair: ask(pair[0], room, day, pair[1]), list(zip(groups, wishes, strict=True)))
    taken = [*Booking.objects.live().filter(room=room).order_by("period")]
    assert 1 <= len(taken) <= 2
    assert all(a.held.upper <= b.held.lower for a, b in pairwise(taken))


def test_a_course_and_a_group_do_not_both_get_the_room(scene):
    room, day, morning, _, groups = scene
    course = cast.a_course(center=room.center)
    starts, ends = calendar.at(day, morning.starts), calendar.at(day, morning.ends)

    def go(racer):
        if racer is course:
            with transaction.atomic():
                return Session.objects.create(
                    course=course, room=room, starts_at=starts, ends_at=ends
                )
        return ask(racer, room, day, [morning])

    results = race(go, [course, *groups[1:]])
    got = [result for result in results if not isinstance(result, str)]
    assert len(got) == held(room) == 1
    assert {*results} - {*got} <= {"room_taken", "one_use_of_a_room_at_a_time"}


def test_two_bookings_moved_onto_one_place_end_with_one_there(scene):
    room, day, morning, _, groups = scene
    others = [rooms.a_room(name=f"第{number}研修室") for number in range(AT_ONCE)]
    blocks = [rooms.a_booking(other, day, morning) for other in others]
    starts, ends = calendar.at(day, morning.starts), calendar.at(day, morning.ends)
    results = race(lambda block: block.move(room, starts, ends, by=groups[0].by), blocks)
    assert sum(isinstance(result, Booking) for result in results) == 1
    assert results.count("room_taken") == AT_ONCE - 1
    assert held(room) == 1
    assert sum(held(other) for other in others) == AT_ONCE - 1


def test_a_room_given_back_and_asked_for_in_the_same_instant_has_one_user_at_most(scene):
    room, day, morning, _, groups = scene
    block = rooms.a_booking(room, day, morning)

    def go(racer):
        return racer.cancel(by=None) if racer is block else ask(racer, room, day, [morning])

    results = race(go, [block, *groups[1:]])
    got = [result for result in results if isinstance(result, Reservation)]
    assert held(room) == len(got) <= 1
    assert Booking.objects.get(pk=block.pk).is_cancelled


def test_raw_writes_that_know_no_rule_are_kept_apart_by_the_changeover_too(scene):
    room, day, morning, _, groups = scene
    room.changeover_minutes = 30
    room.save()
    ends = calendar.at(day, morning.ends)

    def write_without_asking(number):
        starts = ends + timedelta(minutes=5 * number)
        with transaction.atomic():
            return Booking.objects.create(
                room=room,
                kind=Booking.Kind.BLOCK,
                period=(starts, starts + timedelta(hours=1)),
                changed_by=groups[0].by,
            )

    results = race(write_without_asking, range(AT_ONCE))
    assert sum(isinstance(result, Booking) for result in results) == held(room) == 1
    assert results.count("one_use_of_a_room_at_a_time") == AT_ONCE - 1


def test_two_that_change_places_in_the_same_instant_are_refused_or_moved_never_lost(scene):
    room, day, morning, _, groups = scene
    other = rooms.a_room(name="第2会議室")
    first, second = (rooms.a_booking(each, day, morning) for each in (room, other))
    starts, ends = calendar.at(day, morning.starts), calendar.at(day, morning.ends)
    swaps = [(first, other), (second, room)]
    results = race(lambda swap: swap[0].move(swap[1], starts, ends, by=groups[0].by), swaps)
    assert held(room) + held(other) == 2
    assert all(result == "room_taken" or isinstance(result, Booking) for result in results)


def test_control_without_the_constraint_the_same_race_gives_the_room_to_all(scene):
    room, day, morning, _, groups = scene
    starts, ends = calendar.at(day, morning.starts), calendar.at(day, morning.ends)
    all_have_looked = Barrier(AT_ONCE)

    def take_what_looks_free(_):
        free = not Booking.objects.overlapping(starts, ends).filter(room=room).exists()
        all_have_looked.wait(timeout=10)
        assert free
        return Booking.take(room, starts, ends, Booking.Kind.BLOCK, by=None)

    constraint = next(c for c in Booking._meta.constraints if c.name.startswith("one_use"))
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, constraint)
    try:
        race(take_what_looks_free, groups)
        assert held(room) == AT_ONCE
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, constraint)
    Booking.take(room, starts, ends, Booking.Kind.BLOCK, by=None)
    with pytest.raises(ValidationError) as refusal:
        Booking.take(room, starts, ends, Booking.Kind.BLOCK, by=None)
    assert code_of(refusal.value) == "room_taken"
