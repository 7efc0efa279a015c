"""Never one too many at a shift, never one person at two places, however many at once.

Each test runs with real connections. The controls take the protection away and show the same race
breaking the promise.
"""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from centers.volunteers.models import Match
from centers.volunteers.openings import agreeing
from portal.notices.models import Message
from portal.people.models import User
from tests import cast, volunteering
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db(transaction=True)
NEEDED = 3
Status = Match.Status


@pytest.fixture
def volunteers(transactional_db):
    center = cast.a_center()
    return [
        volunteering.a_volunteer(person, center, by=user)
        for user, person in cast.many_residents(12)
    ]


def coordinators(volunteer) -> list[User]:
    """As many who work at the volunteer's centre, each with an account."""
    return [
        cast.center_staff(volunteer.center, f"coordinator{number}@example.jp")
        for number in range(AT_ONCE)
    ]


def test_three_places_go_to_exactly_three_of_many_who_come_at_once(volunteers):
    shift = volunteering.a_shift(needed=NEEDED)
    results = race(lambda who: agreeing.sign_up(who, shift, by=who.by), volunteers)
    shift.refresh_from_db()
    assert shift.taken == NEEDED == Match.objects.holding().filter(shift=shift).count()
    assert sum(isinstance(result, Match) for result in results) == NEEDED
    assert results.count("shift_full") == len(volunteers) - NEEDED


def test_raw_writes_that_know_no_rule_cannot_overfill_a_shift_either(volunteers):
    shift = volunteering.a_shift(needed=NEEDED)

    def write_without_asking(who):
        with transaction.atomic():
            Match.objects.create(shift=shift, volunteer=who, status=Status.ACCEPTED)

    results = race(write_without_asking, volunteers)
    shift.refresh_from_db()
    assert shift.taken == NEEDED
    assert results.count("no_more_come_than_are_needed") == len(volunteers) - NEEDED


def test_coordinators_who_ask_one_person_in_the_same_instant_ask_once(volunteers):
    shift, who = volunteering.a_shift(), volunteers[0]
    results = race(lambda by: agreeing.propose(who, shift, by=by), coordinators(who))
    [asked] = [result for result in results if isinstance(result, Match)]
    assert Match.objects.live().filter(shift=shift, volunteer=who).get() == asked
    assert results.count("already_matched") == AT_ONCE - 1
    assert Message.objects.filter(key__contains="-proposed").count() == 1


def test_control_without_the_protection_all_coordinators_ask_the_same_person(volunteers):
    shift, who = volunteering.a_shift(), volunteers[0]
    all_have_looked = Barrier(AT_ONCE)
    once = next(one for one in Match._meta.constraints if one.name == "one_live_match_per_shift")

    def propose_without_lock(by):
        is_free = not Match.objects.live().filter(shift=shift, volunteer=who).exists()
        all_have_looked.wait(timeout=10)
        if is_free:
            Match.objects.create(
                shift=shift,
                volunteer=who,
                status=Status.PROPOSED,
                proposed_by=by,
                answer_by=shift.starts_at,
            )

    with connection.schema_editor() as editor:
        editor.remove_constraint(Match, once)
    try:
        race(propose_without_lock, coordinators(who))
        assert Match.objects.live().filter(shift=shift, volunteer=who).count() == AT_ONCE
    finally:
        Match.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Match, once)


def test_one_person_on_overlapping_shifts_at_once_gets_one_of_them(volunteers):
    first = volunteering.a_shift()
    shifts = [first] + [
        volunteering.a_shift(starts_at=first.starts_at + timedelta(minutes=10 * number))
        for number in range(1, AT_ONCE)
    ]
    who = volunteers[0]
    results = race(lambda shift: agreeing.sign_up(who, shift, by=who.by), shifts)
    assert Match.objects.holding().filter(volunteer=who).count() == 1
    assert results.count("double_shift") == AT_ONCE - 1


def test_raw_writes_cannot_put_one_person_in_two_places_and_end_in_no_deadlock(volunteers):
    first = volunteering.a_shift()
    shifts = [first] + [
        volunteering.a_shift(starts_at=first.starts_at + timedelta(minutes=10 * number))
        for number in range(1, AT_ONCE)
    ]

    def write_without_asking(shift):
        with transaction.atomic():
            Match.objects.create(shift=shift, volunteer=volunteers[0], status=Status.ACCEPTED)

    results = race(write_without_asking, shifts)
    assert Match.objects.holding().count() == 1
    assert results.count("nobody_is_in_two_places") == AT_ONCE - 1


def test_agreeing_and_calling_off_at_once_leave_nobody_expected_at_nothing(volunteers):
    shift, coordinator = volunteering.a_shift(needed=12), volunteering.a_coordinator()

    def go(racer):
        if racer is None:
            return agreeing.call_off(shift, "大雨のため", by=coordinator)
        return agreeing.sign_up(racer, shift, by=racer.by)

    race(go, [*volunteers[:4], None, *volunteers[4:]])
    shift.refresh_from_db()
    assert shift.cancelled_at is not None
    assert shift.taken == 0 == Match.objects.live().filter(shift=shift).count()


def test_control_without_the_protection_the_same_race_overfills_the_shift(volunteers):
    shift = volunteering.a_shift(needed=NEEDED)
    all_have_looked = Barrier(AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_shift DROP CONSTRAINT no_more_come_than_are_needed")

    def sign_up_without_lock(who):
        free = Match.objects.holding().filter(shift=shift).count() < NEEDED
        all_have_looked.wait(timeout=10)
        if free:
            Match.objects.create(shift=shift, volunteer=who, status=Status.ACCEPTED)

    try:
        race(sign_up_without_lock, volunteers[:AT_ONCE])
        assert Match.objects.holding().filter(shift=shift).count() == AT_ONCE > NEEDED
    finally:
        Match.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE volunteers_shift ADD CONSTRAINT no_more_come_than_are_needed"
                " CHECK (taken <= needed)"
            )
