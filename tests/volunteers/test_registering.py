"""Somebody registers, rests, goes on and ends; a minor with a guardian's consent."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.models import Match, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed, registering
from centers.volunteers.roster.retention import forgotten_on
from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from tests import cast
from tests.volunteering import a_coordinator, a_posting, a_shift, a_volunteer

pytestmark = pytest.mark.django_db

Status = Volunteer.Status


def years_old(years: int, *, less_days: int = 0) -> date:
    today = timezone.localdate()
    return date(today.year - years, today.month, min(today.day, 28)) + timedelta(days=less_days)


def register(user, person: Person | None = None, **told) -> Volunteer:
    person = person or user.household.people.get()
    return registering.register(person, cast.a_center(), by=user, **told)


def refusal_of(call) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call()
    return code_of(refusal.value)


# ---------------------------------------------------------------- registering


def test_who_registers_is_there_at_once_agrees_to_nothing_and_is_written_to():
    user = cast.a_resident()
    volunteer = register(user)
    assert volunteer.status == Status.ACTIVE
    assert agreed.agreed_by(volunteer) == set()
    letter = Message.objects.get()
    assert letter.to == user.email
    assert volunteer.card_number in letter.body


def test_who_registers_twice_is_registered_once():
    user = cast.a_resident()
    first = register(user)
    second = registering.register(
        first.person, cast.a_center("minato", ward="moji", name="門司みなと"), by=user
    )
    assert second == first
    assert second.center == first.center
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("born", "told", "code"),
    [
        (years_old(12, less_days=40), {}, "too_young"),
        (years_old(17), {}, "guardian_needed"),
        (years_old(17), {"guardian": "髙﨑 一郎"}, "guardian_needed"),
        (years_old(17), {"agrees": True}, "guardian_needed"),
        (years_old(17), {"guardian": "髙﨑　花子", "agrees": True}, "guardian_is_self"),
    ],
)
def test_a_child_is_refused_without_what_a_child_needs(born, told, code):
    user = cast.a_resident(born=born)
    assert refusal_of(lambda: register(user, **told)) == code
    assert not Volunteer.objects.exists()


def test_a_minor_registers_with_a_guardian_who_is_remembered():
    user = cast.a_resident(born=years_old(17))
    volunteer = register(user, guardian="髙﨑　一郎", agrees=True)
    assert volunteer.guardian_name == "髙﨑 一郎"
    assert volunteer.guardian_agreed_on == timezone.localdate()


def test_a_guardian_may_agree_later():
    user = cast.a_resident(born=years_old(16))
    volunteer = a_volunteer(user.household.people.get(), by=user)
    shift = a_shift()
    assert refusal_of(lambda: agreeing.sign_up(volunteer, shift, by=user)) == "guardian_needed"
    registering.agree_as_guardian(volunteer, "髙﨑 一郎", agrees=True, by=user)
    assert agreeing.sign_up(volunteer, shift, by=user).is_accepted


def test_who_was_merged_into_another_registration_registers_under_that_one():
    user = cast.a_resident()
    person = user.household.people.get()
    twin = cast.a_person(given_name="はな子")
    twin.household = person.household
    twin.save()
    Person.objects.filter(pk=twin.pk).update(merged_into=person)
    assert refusal_of(lambda: register(user, twin)) == "already_merged"


# ---------------------------------------------------------------- resting and ending


def test_who_rests_is_asked_for_nothing_and_keeps_what_was_agreed():
    volunteer, staff = a_volunteer(), a_coordinator()
    comes = agreeing.sign_up(volunteer, a_shift(), by=volunteer.by)
    later = a_shift(comes.shift.opening, starts_at=comes.shift.starts_at + timedelta(days=1))
    asked = agreeing.propose(volunteer, later, by=staff)
    registering.rest(volunteer, by=volunteer.by)
    assert volunteer.status == Status.PAUSED
    comes.refresh_from_db()
    asked.refresh_from_db()
    assert (comes.status, asked.status) == (Match.Status.ACCEPTED, Match.Status.DECLINED)
    assert asked.why == "お休み中のため"
    registering.go_on(volunteer, by=volunteer.by)
    assert volunteer.status == Status.ACTIVE


def test_who_ends_gives_places_back_and_is_shown_to_nobody():
    volunteer = a_volunteer()
    agreed.agree(volunteer, [("host", "name"), ("public", "name")], by=volunteer.by)
    match = agreeing.sign_up(volunteer, a_shift(), by=volunteer.by)
    registering.stop(volunteer, " ひっこしのため ", by=volunteer.by)
    assert (volunteer.status, volunteer.why) == (Status.STOPPED, "ひっこしのため")
    assert volunteer.stopped_on == timezone.localdate()
    assert agreed.agreed_by(volunteer) == set()
    match.refresh_from_db()
    match.shift.refresh_from_db()
    assert match.status == Match.Status.WITHDRAWN
    assert match.shift.taken == 0


def test_the_letter_of_the_end_tells_when_all_is_deleted_and_that_a_posting_still_stands():
    volunteer = a_volunteer()
    posting = a_posting(volunteer)
    registering.stop(volunteer, by=volunteer.by)
    letter = Message.objects.get(key__contains="-stopped-")
    assert f"{forgotten_on(timezone.localdate()).year}年" in letter.body
    assert "委嘱や配置の手続きは、市民センターからご連絡します" in letter.body
    posting.refresh_from_db()
    assert posting.last_day is None, "the centre decides"


def test_ending_twice_ends_once():
    volunteer = a_volunteer()
    registering.stop(volunteer, "一度め", by=volunteer.by)
    registering.stop(volunteer, "二度め", by=volunteer.by)
    assert volunteer.why == "一度め"
    assert Message.objects.count() == 1


def test_who_ended_does_not_rest_but_begins_again_with_what_was_told():
    volunteer = a_volunteer(skills="ピアノの伴奏")
    registering.stop(volunteer, by=volunteer.by)
    for change in (registering.rest, registering.go_on):
        assert refusal_of(lambda change=change: change(volunteer, by=volunteer.by)) == "has_stopped"
    again = registering.register(volunteer.person, cast.a_center(), by=volunteer.by)
    assert again == volunteer
    assert (again.status, again.stopped_on, again.skills) == (Status.ACTIVE, None, "ピアノの伴奏")
    assert agreed.agreed_by(again) == set(), "what was taken back is asked anew"


def test_every_step_stands_in_the_history():
    user = cast.a_resident()
    volunteer = register(user)
    registering.rest(volunteer, by=user)
    registering.stop(volunteer, by=user)
    told = volunteer.events.order_by("pgh_id").values_list("status", "pgh_context__metadata__what")
    assert list(told) == [("active", "registered"), ("paused", "paused"), ("stopped", "stopped")]
