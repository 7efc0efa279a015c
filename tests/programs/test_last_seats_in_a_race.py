"""The promise of DESIGN section 4: never a seat too many, whoever writes, however many at once.

Each test runs with real connections. The control switches the protection off and shows the same
race overselling, so that the first tests are known to test something.
"""

from threading import Barrier

import pytest
from django.db import connection, transaction

from programs.models import Course, SignUp
from tests import cast
from tests.race import AT_ONCE, race

RACERS = 24
SEATS = 5


@pytest.mark.django_db(transaction=True)
def test_five_seats_go_to_exactly_five_of_many_who_come_at_once():
    course = cast.a_course(capacity=SEATS)
    results = race(lambda racer: course.sign_up(racer[1], by=racer[0]), cast.many_residents(RACERS))
    course.refresh_from_db()
    assert course.seats_taken == SEATS
    assert SignUp.objects.live().filter(course=course).count() == SEATS
    assert sum(isinstance(result, SignUp) for result in results) == SEATS
    assert results.count("full") == RACERS - SEATS


@pytest.mark.django_db(transaction=True)
def test_one_person_clicking_twice_gets_one_seat():
    course = cast.a_course(capacity=SEATS)
    user = cast.a_resident()
    person = user.household.people.get()
    results = race(lambda _: course.sign_up(person, by=user), range(AT_ONCE))
    course.refresh_from_db()
    assert course.seats_taken == 1
    assert results.count("already_signed_up") == AT_ONCE - 1


@pytest.mark.django_db(transaction=True)
def test_raw_writes_that_know_no_rule_cannot_oversell_either():
    course = cast.a_course(capacity=SEATS)

    def write_without_asking(racer):
        with transaction.atomic():
            SignUp.objects.create(course=course, person=racer[1], by=racer[0])

    results = race(write_without_asking, cast.many_residents(RACERS))
    course.refresh_from_db()
    assert course.seats_taken == SEATS == SignUp.objects.filter(course=course).count()
    assert results.count("seats_never_oversold") == RACERS - SEATS


@pytest.mark.django_db(transaction=True)
def test_seats_given_back_and_taken_in_the_same_instant_are_counted_right():
    course = cast.a_course(capacity=SEATS)
    residents = cast.many_residents(SEATS + 8)
    held = [course.sign_up(person, by=user) for user, person in residents[:SEATS]]

    def go(racer):
        if isinstance(racer, SignUp):
            return racer.withdraw(by=racer.by)
        return course.sign_up(racer[1], by=racer[0])

    race(go, [pair for both in zip(held, residents[SEATS:], strict=False) for pair in both])
    course.refresh_from_db()
    live = SignUp.objects.live().filter(course=course).count()
    assert course.seats_taken == live <= SEATS


@pytest.mark.django_db(transaction=True)
def test_control_without_the_protection_the_same_race_oversells():
    """The lock and the constraint are what keeps the promise: without them it breaks."""
    course = cast.a_course(capacity=SEATS)
    residents = cast.many_residents(AT_ONCE)
    all_have_looked = Barrier(AT_ONCE)

    def sign_up_without_lock_or_constraint(racer):
        seen = Course.objects.get(pk=course.pk)
        all_have_looked.wait(timeout=10)
        if not seen.is_full:
            SignUp.objects.create(course=seen, person=racer[1], by=racer[0])

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programs_course DROP CONSTRAINT seats_never_oversold")
    try:
        race(sign_up_without_lock_or_constraint, residents)
        course.refresh_from_db()
        assert course.seats_taken == AT_ONCE > SEATS
    finally:
        SignUp.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE programs_course ADD CONSTRAINT seats_never_oversold "
                "CHECK (capacity IS NULL OR seats_taken <= capacity)"
            )
