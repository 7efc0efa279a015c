"""The volunteers' part of a centre's profile: how many, by role and age, beside like centres."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from centers.profile.facts import Facts, facts_of, last_whole_year
from centers.profile.findings import beside_alike
from centers.profile.people import Population
from centers.profile.volunteers import Volunteers
from portal.people.models import Person
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
YEAR = last_whole_year()
THEN = datetime(YEAR, 5, 1, tzinfo=timezone.get_default_timezone())
LAST = date(YEAR + 1, 3, 31)


def volunteers(*births: date, **fields):
    """Somebody of each birthday, registered in the last whole year."""
    made = []
    for number, (user, person) in enumerate(cast.many_residents(len(births))):
        Person.objects.filter(pk=person.pk).update(birth_date=births[number])
        made.append(volunteering.a_volunteer(person, by=user, registered_at=THEN, **fields))
    return made


def test_they_are_counted_by_age_on_the_last_day_of_the_year():
    volunteers(
        LAST.replace(year=LAST.year - 30),  # thirty on that day
        LAST.replace(year=LAST.year - 30) + timedelta(days=1),  # a day short of it
        LAST.replace(year=LAST.year - 60),
        date(1940, 1, 1),
    )
    found = facts_of(cast.a_center(), YEAR).volunteers
    assert (found.number, found.bands) == (4, (1, 1, 2))
    assert [line["people"] for line in found.lines] == ["1人", "1人", "2人"]


def test_who_came_later_or_had_stopped_does_not_count_and_who_rests_does():
    later, stopped, since, rests = volunteers(*[date(1950, 1, 1)] * 4)
    later.registered_at = timezone.now()
    later.save()
    for one, day in ((stopped, LAST), (since, LAST + timedelta(days=1))):
        one.status, one.stopped_on = one.Status.STOPPED, day
        one.save()
    rests.status = rests.Status.PAUSED
    rests.save()
    assert facts_of(cast.a_center(), YEAR).volunteers.number == 2


def test_roles_are_of_those_posted_here_wherever_they_are_registered():
    one, other = volunteers(date(1950, 1, 1), date(1960, 1, 1))
    elsewhere = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    other.center = elsewhere
    other.save()
    term = {"first_day": date(YEAR, 4, 1), "last_day": LAST}
    for volunteer in (one, other):
        volunteering.a_posting(volunteer, **term)
    volunteering.a_posting(one, center=elsewhere, **term)
    found = facts_of(cast.a_center(), YEAR).volunteers
    assert (found.number, found.roles) == (1, (("子育てサポーター", 2),))


def test_many_or_few_for_the_district_is_a_finding():
    people = Population(LAST, (300, 300, 400))
    facts = {
        number: Facts(
            cast.a_center(), YEAR, population=people, volunteers=Volunteers((0, 0, number))
        )
        for number in (5, 10, 20)
    }
    few, many = beside_alike(facts[5], [facts[10]]), beside_alike(facts[20], [facts[10]])
    assert [(one.is_strength, "ボランティアが少なめ" in one.text) for one in few] == [(False, True)]
    assert [(one.is_strength, "ボランティアが多め" in one.text) for one in many] == [(True, True)]


def test_the_public_reads_tens_and_no_small_number(client):
    volunteers(*[date(1950, 1, 1)] * 9)
    address = f"/centers/{cast.a_center().slug}/profile/"
    assert "人ほど" not in client.get(address).content.decode()
    caches["pages"].clear()
    assert Volunteers((0, 0, 14)).told_to_public == "10"
    assert Volunteers((0, 0, 9)).told_to_public == ""


def test_staff_read_the_whole_numbers(client):
    [one] = volunteers(date(1950, 1, 1))
    volunteering.a_posting(one, first_day=date(YEAR, 4, 1))
    center = cast.a_center()
    client.sign_in(cast.center_staff(center))
    page = client.get(f"/desk/rooms/profile/{center.slug}/").content.decode()
    assert "子育てサポーター 1人" in page
