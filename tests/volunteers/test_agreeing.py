"""How somebody and a shift come together: by oneself, asked by a coordinator, or not at all."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.models import Match, Opening
from centers.volunteers.openings import agreeing
from portal.people.models import Person
from portal.refusal import code_of
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
Status = Match.Status


def refused(call, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return code_of(refusal.value)


@pytest.fixture
def shift():
    return volunteering.a_shift(needed=2)


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer()


@pytest.fixture
def coordinator():
    return volunteering.a_coordinator()


def test_who_signs_up_takes_a_place(shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    shift.refresh_from_db()
    assert (match.status, shift.taken, shift.left) == (Status.ACCEPTED, 1, 1)


def test_a_proposal_holds_no_place_until_it_is_agreed_to(shift, volunteer, coordinator):
    match = agreeing.propose(volunteer, shift, by=coordinator, reasons=["その区に行ける"])
    shift.refresh_from_db()
    assert shift.taken == 0
    agreeing.accept(match, by=volunteer.by)
    shift.refresh_from_db()
    assert (match.status, shift.taken) == (Status.ACCEPTED, 1)
    assert list(Match.objects.coordinated()) == [match]


def test_who_is_asked_and_signs_up_by_oneself_agrees_to_the_proposal(shift, volunteer, coordinator):
    asked = agreeing.propose(volunteer, shift, by=coordinator)
    agreed = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    assert agreed.pk == asked.pk
    assert agreed.proposed_by == coordinator


def test_declining_keeps_the_reason_and_takes_no_place(shift, volunteer, coordinator):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    agreeing.decline(match, "その日は旅行です", by=volunteer.by)
    shift.refresh_from_db()
    assert (match.status, match.why, shift.taken) == (Status.DECLINED, "その日は旅行です", 0)
    assert refused(agreeing.accept, match, by=volunteer.by) == "not_proposed"


def test_who_cannot_come_after_all_gives_the_place_back(shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    agreeing.withdraw(match, "かぜをひきました", by=volunteer.by)
    shift.refresh_from_db()
    assert (match.status, shift.taken) == (Status.WITHDRAWN, 0)
    assert agreeing.sign_up(volunteer, shift, by=volunteer.by).is_accepted


def test_a_proposal_nobody_answers_lapses(shift, volunteer, coordinator):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    assert agreeing.lapse_unanswered() == 0
    Match.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    assert refused(agreeing.accept, match, by=volunteer.by) == "answer_late"
    assert agreeing.lapse_unanswered() == 1
    match.refresh_from_db()
    assert (match.status, match.changed_by) == (Status.LAPSED, None)


def test_the_answer_is_due_a_day_before_it_begins_at_the_latest(volunteer, coordinator):
    soon = volunteering.a_shift(starts_at=timezone.now() + timedelta(days=3))
    match = agreeing.propose(volunteer, soon, by=coordinator)
    assert match.answer_by == soon.starts_at - timedelta(days=1)


def test_nobody_is_asked_when_there_is_no_time_to_answer(volunteer, coordinator):
    at_once = volunteering.a_shift(starts_at=timezone.now() + timedelta(hours=1))
    assert refused(agreeing.propose, volunteer, at_once, by=coordinator) == "too_near"


def test_two_activities_at_one_time_are_refused(shift, volunteer):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    overlapping = volunteering.a_shift(starts_at=shift.starts_at + timedelta(hours=1))
    touching = volunteering.a_shift(starts_at=shift.ends_at)
    assert refused(agreeing.sign_up, volunteer, overlapping, by=volunteer.by) == "double_shift"
    assert agreeing.sign_up(volunteer, touching, by=volunteer.by).is_accepted


def test_a_full_shift_takes_nobody_more(volunteer):
    shift = volunteering.a_shift(needed=1)
    other = volunteering.a_volunteer(cast.a_resident("other@example.jp").household.people.get())
    agreeing.sign_up(other, shift, by=other.by)
    assert refused(agreeing.sign_up, volunteer, shift, by=volunteer.by) == "shift_full"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": Opening.Status.CLOSED}, "not_open"),
        ({"status": Opening.Status.CANCELLED}, "shift_cancelled"),
        ({"status": Opening.Status.ASKED}, "not_open"),
        ({"minimum_age": 110}, "too_young"),
    ],
)
def test_what_is_not_open_is_refused_with_its_reason(shift, volunteer, change, code):
    Opening.objects.update(**change)
    assert refused(agreeing.sign_up, volunteer, shift, by=volunteer.by) == code


def test_a_host_that_closed_takes_nobody(volunteer):
    school = volunteering.an_organization(closed_on=timezone.localdate())
    shift = volunteering.a_shift(volunteering.an_opening(organization=school))
    assert refused(agreeing.sign_up, volunteer, shift, by=volunteer.by) == "host_closed"


def test_a_qualification_must_be_valid_on_the_day(shift, volunteer):
    held = volunteering.a_qualification(volunteer, expires_on=shift.day - timedelta(days=1))
    shift.opening.qualifications.add(held.kind)
    assert refused(agreeing.sign_up, volunteer, shift, by=volunteer.by) == "not_qualified"
    held.expires_on = shift.day
    held.save()
    assert agreeing.sign_up(volunteer, shift, by=volunteer.by).is_accepted


def test_a_qualification_whose_proof_nobody_saw_does_not_count(shift, volunteer):
    told = volunteering.a_qualification(volunteer, proof_seen_on=None, proof_seen_by=None)
    shift.opening.qualifications.add(told.kind)
    assert refused(agreeing.sign_up, volunteer, shift, by=volunteer.by) == "not_qualified"


def test_a_minor_comes_with_a_guardians_consent_and_in_the_daytime(shift):
    today = timezone.localdate()
    parent = cast.a_resident()
    child = Person.register(
        parent, cast.a_person(given_name="一郎", born=date(today.year - 15, 1, 1))
    )
    young = volunteering.a_volunteer(child, by=parent)
    assert refused(agreeing.sign_up, young, shift, by=parent) == "guardian_needed"
    young.guardian_agreed_on = today
    young.save()
    assert agreeing.sign_up(young, shift, by=parent).is_accepted
    evening = volunteering.a_shift(starts_at=shift.starts_at + timedelta(hours=9))
    assert refused(agreeing.sign_up, young, evening, by=parent) == "too_late_for_minors"


def test_who_rests_is_not_asked(shift, volunteer, coordinator):
    volunteer.status = volunteer.Status.PAUSED
    volunteer.save()
    assert refused(agreeing.propose, volunteer, shift, by=coordinator) == "not_active"


def test_staff_do_not_ask_themselves(shift, coordinator):
    person = Person.register(coordinator, cast.a_person())
    own = volunteering.a_volunteer(person, by=coordinator)
    assert refused(agreeing.propose, own, shift, by=coordinator) == "own_proposal"


def test_a_shift_that_is_called_off_lets_all_go(shift, volunteer, coordinator):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    assert refused(agreeing.call_off, shift, "  ", by=coordinator) == "no_reason"
    let_go = agreeing.call_off(shift, "大雨のため", by=coordinator)
    match.refresh_from_db()
    shift.refresh_from_db()
    assert [found.pk for found in let_go] == [match.pk]
    assert (match.status, match.why, shift.taken) == (Status.CANCELLED, "大雨のため", 0)
    assert refused(agreeing.sign_up, volunteer, shift, by=volunteer.by) == "shift_cancelled"


def test_what_was_done_is_recorded_and_thanked_once(shift, volunteer, coordinator):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    assert refused(agreeing.record_done, match, by=coordinator) == "not_begun"
    shift.starts_at = timezone.now() - timedelta(hours=3)
    shift.ends_at = timezone.now() - timedelta(hours=1)
    shift.save()
    assert refused(agreeing.thank, match, "ありがとう", by=coordinator) == "not_done"
    agreeing.record_done(match, by=coordinator)
    agreeing.thank(match, "助かりました。", by=coordinator)
    assert (match.status, match.thanks) == (Status.DONE, "助かりました。")
    assert refused(agreeing.thank, match, "また", by=coordinator) == "already_thanked"


def test_a_shift_that_moves_takes_the_time_of_its_people_along(shift, volunteer):
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    shift.ends_at += timedelta(hours=1)
    shift.save()
    match.refresh_from_db()
    assert match.held.upper == shift.ends_at


def test_a_save_with_a_stale_number_changes_no_count(shift, volunteer):
    agreeing.sign_up(volunteer, shift, by=volunteer.by)
    shift.taken = 0
    shift.save()
    shift.refresh_from_db()
    assert shift.taken == 1
