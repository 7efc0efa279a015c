"""One person is registered once, and who ends comes to nothing, however many press at once.

Each test runs with real connections. The control leaves the lock out and shows the same race
reaching the database's own rule.
"""

import pytest
from django.db import transaction

from centers.volunteers.models import Match, Shift, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import registering
from portal.notices.models import Message
from tests import cast, volunteering
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_button_pressed_many_times_at_once_registers_once_and_writes_once():
    user, center = cast.a_resident(), cast.a_center()
    person = user.household.people.get()
    results = race(lambda _: registering.register(person, center, by=user), range(AT_ONCE))
    assert {result.pk for result in results} == {Volunteer.objects.get().pk}
    assert Message.objects.count() == 1


def test_without_the_lock_the_second_is_an_error_and_no_answer():
    user, center = cast.a_resident(), cast.a_center()
    person = user.household.people.get()

    def write_without_asking(_):
        with transaction.atomic():
            return Volunteer.objects.create(person=person, center=center, by=user)

    results = race(write_without_asking, range(AT_ONCE))
    assert Volunteer.objects.count() == 1
    assert results.count("volunteers_volunteer_person_id_key") == AT_ONCE - 1


def test_who_ends_while_signing_up_for_shifts_holds_no_place_afterwards():
    volunteer, opening = volunteering.a_volunteer(), volunteering.an_opening()
    first = volunteering.a_shift(opening)
    shifts = [first] + [
        volunteering.a_shift(
            opening, starts_at=first.ends_at.replace(hour=first.ends_at.hour + one)
        )
        for one in (0, 2, 4)
    ]

    def press(what):
        if what == "end":
            return registering.stop(Volunteer.objects.get(), by=volunteer.by)
        return agreeing.sign_up(volunteer, what, by=volunteer.by)

    results = race(press, [shifts[0], "end", *shifts[1:]])
    assert Volunteer.objects.get().status == "stopped"
    assert not Match.objects.live().exists()
    assert set(Shift.objects.values_list("taken", flat=True)) == {0}
    assert all(isinstance(one, Match) or one in {None, "not_active"} for one in results)
