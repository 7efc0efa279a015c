"""Two members of staff appoint or renew in the same instant: never two postings for one.

Each test runs with real connections; the controls take the lock away and show that the constraint
alone keeps the promise, where otherwise there would be two.
"""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from centers.volunteers.models import Posting
from centers.volunteers.roster import renewing
from centers.volunteers.roster.appointing import appoint
from tests import cast, volunteering
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
FIRST, LAST = date(TODAY.year, 4, 1), date(TODAY.year + 1, 3, 31)


@pytest.fixture
def staff(transactional_db):
    return volunteering.a_coordinator()


@pytest.fixture
def volunteer(staff):
    return volunteering.a_volunteer()


def test_who_is_appointed_by_two_at_once_is_appointed_once(staff, volunteer):
    role, center = volunteering.a_role(), cast.a_center()
    results = race(
        lambda _: appoint([volunteer], role, center, FIRST, LAST, by=staff), range(AT_ONCE)
    )
    assert Posting.objects.count() == 1
    assert results.count("posted_already") == AT_ONCE - 1


def write_without_asking(volunteer, role, center, staff):
    with transaction.atomic():
        Posting.objects.create(
            volunteer=volunteer,
            role=role,
            center=center,
            first_day=FIRST,
            last_day=LAST,
            appointed_by=staff,
        )


def test_raw_writes_that_know_no_rule_appoint_once_too(staff, volunteer):
    role, center = volunteering.a_role(), cast.a_center()
    results = race(lambda _: write_without_asking(volunteer, role, center, staff), range(AT_ONCE))
    assert Posting.objects.count() == 1
    assert results.count("one_posting_at_a_time") == AT_ONCE - 1


def test_without_the_constraint_the_same_race_appoints_twice(staff, volunteer):
    role, center = volunteering.a_role(), cast.a_center()
    without = next(one for one in Posting._meta.constraints if one.name == "one_posting_at_a_time")
    with connection.schema_editor() as schema:
        schema.remove_constraint(Posting, without)
    try:
        race(lambda _: write_without_asking(volunteer, role, center, staff), range(AT_ONCE))
        assert Posting.objects.count() == AT_ONCE
    finally:
        Posting.objects.all().delete()
        with connection.schema_editor() as schema:
            schema.add_constraint(Posting, without)


def test_a_term_renewed_by_two_at_once_goes_on_once(staff, volunteer):
    postings = [
        volunteering.a_posting(
            one,
            volunteering.a_role(term_years=1),
            last_day=TODAY + timedelta(days=30),
        )
        for one in [
            volunteer,
            *(volunteering.a_volunteer(person, by=user) for user, person in cast.many_residents(5)),
        ]
    ]
    keys = [one.pk for one in postings]
    results = race(lambda _: renewing.renew(keys, by=staff), range(AT_ONCE))
    assert Posting.objects.filter(renews__in=keys).count() == len(keys)
    made = [sum(one.next is not None for one in result) for result in results]
    assert sorted(made) == [0] * (AT_ONCE - 1) + [len(keys)]
    left = [{one.code for one in result} for result in results if result[0].next is None]
    assert left == [{"renewed_already"}] * (AT_ONCE - 1)
