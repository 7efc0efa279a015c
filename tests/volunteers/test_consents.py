"""A volunteer agrees thing by thing, audience by audience; taken back, it is gone at once."""

import pytest

from centers.volunteers.models import Consent, Match
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed, registering
from centers.volunteers.roster.agreed import OFFERED, agree, agreed_by
from tests import cast
from tests.volunteering import a_shift, a_volunteer

pytestmark = pytest.mark.django_db


def test_what_is_chosen_holds_and_nothing_else():
    volunteer = a_volunteer()
    assert agree(volunteer, [("host", "name"), ("host", "phone")], by=volunteer.by) == (2, 0)
    assert agreed_by(volunteer) == {("host", "name"), ("host", "phone")}
    assert agree(volunteer, [("host", "name"), ("staff", "name")], by=volunteer.by) == (1, 1)
    assert agreed_by(volunteer) == {("host", "name"), ("staff", "name")}


def test_what_was_agreed_and_taken_back_stays_written():
    volunteer = a_volunteer()
    agree(volunteer, [("host", "phone")], by=volunteer.by)
    agree(volunteer, [], by=volunteer.by)
    agree(volunteer, [("host", "phone")], by=volunteer.by)
    first, second = Consent.objects.order_by("pk")
    assert first.withdrawn_at is not None
    assert (second.withdrawn_at, second.by) == (None, volunteer.by)


def test_nothing_is_agreed_to_that_nobody_asks_for():
    """A telephone number is never for everybody, whatever a form sends."""
    volunteer = a_volunteer()
    assert ("public", "phone") not in OFFERED
    agree(volunteer, [("public", "phone"), ("everybody", "name")], by=volunteer.by)
    assert agreed_by(volunteer) == set()


def test_who_ended_agrees_to_nothing():
    volunteer = a_volunteer()
    registering.stop(volunteer, by=volunteer.by)
    agree(volunteer, [("host", "name")], by=volunteer.by)
    assert agreed_by(volunteer) == set()


def test_a_consent_taken_back_lists_the_open_match_for_a_decision_until_it_is_given_again():
    volunteer, staff = a_volunteer(), cast.section_staff()
    match = agreeing.sign_up(volunteer, a_shift(), by=volunteer.by)
    assert not Match.objects.to_decide().exists(), "who never agreed is no change to decide about"
    agree(volunteer, [("host", "name")], by=volunteer.by)
    assert not Match.objects.to_decide().exists()
    agree(volunteer, [], by=volunteer.by)
    assert Match.objects.editable_by(staff).to_decide().get() == match
    agree(volunteer, [("host", "name")], by=volunteer.by)
    assert not Match.objects.to_decide().exists()


def test_who_rests_with_an_open_match_is_listed_for_a_decision():
    volunteer = a_volunteer()
    match = agreeing.sign_up(volunteer, a_shift(), by=volunteer.by)
    registering.rest(volunteer, by=volunteer.by)
    assert Match.objects.to_decide().get() == match


def test_every_thing_one_may_agree_to_is_told_in_words():
    for asked in agreed.ASKED:
        assert asked.who
        assert asked.when
        assert all(asked.items.values())
