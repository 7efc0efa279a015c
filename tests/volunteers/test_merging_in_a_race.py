"""Two volunteers are merged while one of them agrees to something: nobody is in two places."""

from datetime import timedelta

import pytest

from centers.volunteers.models import Match
from centers.volunteers.openings import agreeing
from portal.people.models import Person
from programs.models import PersonMerge
from programs.sign_ups import merging
from tests import cast
from tests.race import race
from tests.volunteering import a_coordinator, a_shift, a_volunteer

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4
CANNOT = {"double_shift", "changed_meanwhile", "not_active", "has_stopped"}


def test_a_merge_in_the_instant_of_a_sign_up_puts_nobody_in_two_places():
    staff = a_coordinator()
    early = a_shift(needed=20)
    late = a_shift(starts_at=early.starts_at + timedelta(minutes=30), needed=20)
    for number in range(ROUNDS):
        names = (f"花子{number}", f"はな子{number}")
        own, other = (
            a_volunteer(Person.register_at_the_desk(cast.a_person(given_name=name)), by=staff)
            for name in names
        )
        agreeing.sign_up(own, early, by=staff)
        results = race(
            lambda what, own=own, other=other: (
                merging.merge(own.person, other.person, by=staff)
                if what == "merge"
                else agreeing.sign_up(other, late, by=staff)
            ),
            ["merge", "sign up"],
        )
        [merged, signed_up] = results
        assert isinstance(merged, PersonMerge) != isinstance(signed_up, Match), results
        assert {result for result in results if isinstance(result, str)} <= CANNOT
        held = Match.objects.holding().filter(volunteer__in=[own, other])
        assert held.filter(volunteer=own).count() == 1
    for shift in (early, late):
        shift.refresh_from_db()
        assert shift.taken == shift.matches.holding().count()
