"""Two windows, two colleagues, one instant: shifts move, several are taken, one asks twice.

Each test runs with real connections. The control takes the protection away and shows the same race
breaking the promise.
"""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from django.utils import timezone

from centers.volunteers.models import Match, Opening
from centers.volunteers.openings import agreeing, asking, deciding, shifts
from tests import cast, volunteering
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def volunteers(transactional_db):
    center = cast.a_center()
    return [
        volunteering.a_volunteer(person, center, by=user) for user, person in cast.many_residents(3)
    ]


def wanted() -> asking.Wanted:
    """The same request, as each press of the button sends it."""
    day = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=9)
    words = {"title": "片づけ", "description": "たたみます。", "place": "公園"}
    center = cast.a_center()
    return asking.Wanted(
        center, center.ward, None, "浜町町内会", "community", words, [(day, day + HOUR)], 3
    )


def test_two_shifts_of_the_same_people_moved_at_once_never_meet_and_end_in_no_deadlock(volunteers):
    staff = volunteering.a_coordinator()
    first = volunteering.a_shift()
    places = [first] + [
        volunteering.a_shift(starts_at=first.starts_at + timedelta(days=number))
        for number in range(1, 4)
    ]
    for place in places:
        for one in volunteers:
            agreeing.sign_up(one, place, by=one.by)
    target = first.starts_at + timedelta(days=20)
    results = race(lambda one: shifts.move(one, target, target + HOUR, by=staff), places)
    assert sum(isinstance(result, list) for result in results) == 1
    assert results.count("who_cannot") == len(places) - 1
    assert sum(place.starts_at == target for place in refreshed(places)) == 1


def test_several_shifts_taken_in_two_windows_in_opposite_order_are_taken_once(volunteers):
    who = volunteers[0]
    first = volunteering.a_shift()
    second = volunteering.a_shift(starts_at=first.starts_at + timedelta(days=1))
    orders = [[first, second], [second, first]] * 3
    results = race(lambda order: agreeing.sign_up_for(who, order, by=who.by), orders)
    assert sorted(len(result) for result in results) == [0, 0, 0, 0, 0, 2]
    assert Match.objects.holding().filter(volunteer=who).count() == 2


def test_a_shift_moves_while_somebody_signs_up_and_nobody_is_in_two_places(volunteers):
    staff, who = volunteering.a_coordinator(), volunteers[0]
    held = volunteering.a_shift()
    agreeing.sign_up(who, held, by=who.by)
    other = volunteering.a_shift(starts_at=held.starts_at + timedelta(days=1))

    def go(what):
        if what == "move":
            return shifts.move(held, other.starts_at, other.ends_at, by=staff)
        return agreeing.sign_up(who, other, by=who.by)

    results = race(go, ["move", "sign_up"])
    refused = [result for result in results if isinstance(result, str)]
    assert refused in (["who_cannot"], ["double_shift"])


def test_an_opening_called_off_while_its_people_sign_up_ends_in_no_deadlock(volunteers):
    staff = volunteering.a_coordinator()
    first = volunteering.a_shift()
    places = [first] + [
        volunteering.a_shift(first.opening, starts_at=first.starts_at + timedelta(days=number))
        for number in range(1, 4)
    ]
    for one in volunteers:
        agreeing.sign_up(one, first, by=one.by)

    def go(racer):
        if racer is None:
            return deciding.call_off(first.opening, "大雨のため", by=staff)
        return agreeing.sign_up_for(racer, places, by=racer.by)

    results = race(go, [volunteers[0], None, *volunteers[1:]])
    assert isinstance(results[1], list)
    assert {result for result in results if isinstance(result, str)} <= {"shift_cancelled"}
    assert not Match.objects.live().exists()


def test_a_request_sent_many_times_at_once_is_asked_once(transactional_db):
    head, told = cast.a_resident(), wanted()
    results = race(lambda _: asking.ask(told, by=head), range(AT_ONCE))
    assert len({opening.pk for opening in results}) == 1
    assert Opening.objects.count() == 1


def test_control_without_the_lock_the_same_request_is_asked_several_times(transactional_db):
    head, told = cast.a_resident(), wanted()
    all_have_looked = Barrier(AT_ONCE)
    volunteering.an_organization("浜町町内会")

    def ask_without_lock(_):
        with transaction.atomic():
            is_there = Opening.objects.filter(asked_by=head).exists()
            all_have_looked.wait(timeout=10)
            if not is_there:
                asking._write(Opening(asked_by=head, changed_by=head), told)

    race(ask_without_lock, range(AT_ONCE))
    assert Opening.objects.count() == AT_ONCE


def refreshed(places):
    for place in places:
        place.refresh_from_db()
    return places
