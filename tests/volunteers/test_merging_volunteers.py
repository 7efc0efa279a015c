"""Two registrations of one person are merged, one or both of them a volunteer."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from centers.volunteers.models import Training, TrainingRecord, Volunteer
from centers.volunteers.roster import registering
from portal.people.models import Person
from portal.refusal import code_of
from programs.sign_ups import merging
from tests import cast
from tests.volunteering import a_posting, a_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.section_staff()


@pytest.fixture
def kept():
    return cast.a_resident().household.people.get()


@pytest.fixture
def absorbed():
    return Person.register_at_the_desk(cast.a_person(given_name="はな子"))


def finished(person: Person, title: str) -> TrainingRecord:
    training, _ = Training.objects.get_or_create(title=title, held_on=date(2026, 3, 1))
    return TrainingRecord.objects.create(
        training=training, person=person, finished_on=date(2026, 3, 1)
    )


def test_a_volunteer_goes_over_with_all_that_hangs_on_it(kept, absorbed, staff):
    volunteer = a_volunteer(absorbed, by=staff)
    posting = a_posting(volunteer)
    done = merging.merge(kept, absorbed, by=staff)
    volunteer.refresh_from_db()
    assert volunteer.person == kept
    assert kept.volunteer.postings.get() == posting
    merging.undo(done, by=staff)
    volunteer.refresh_from_db()
    assert volunteer.person == absorbed


def test_a_volunteer_that_is_kept_stays_and_comes_back_to_nobody(kept, absorbed, staff):
    volunteer = a_volunteer(kept)
    merging.undo(merging.merge(kept, absorbed, by=staff), by=staff)
    volunteer.refresh_from_db()
    assert volunteer.person == kept


def test_two_volunteers_are_not_merged_and_the_sentence_says_what_to_do(kept, absorbed, staff):
    a_volunteer(kept)
    a_volunteer(absorbed, by=staff)
    with pytest.raises(ValidationError) as refusal:
        merging.merge(kept, absorbed, by=staff)
    assert code_of(refusal.value) == "two_volunteers"
    assert "もう一方のボランティア登録を終えて" in refusal.value.messages[0]
    absorbed.refresh_from_db()
    assert absorbed.merged_into is None


def test_once_one_has_ended_they_are_merged_and_it_is_forgotten_in_its_time(kept, absorbed, staff):
    own, other = a_volunteer(kept), a_volunteer(absorbed, by=staff)
    registering.stop(other, by=staff)
    merging.merge(kept, absorbed, by=staff)
    assert Volunteer.objects.get(person=kept) == own
    assert Volunteer.objects.get(person=absorbed) == other


def test_the_row_of_who_ended_is_not_kept_over_one_who_is_there(kept, absorbed, staff):
    own = a_volunteer(kept)
    a_volunteer(absorbed, by=staff)
    registering.stop(own, by=staff)
    with pytest.raises(ValidationError) as refusal:
        merging.merge(kept, absorbed, by=staff)
    assert code_of(refusal.value) == "keep_the_volunteer"


def test_trainings_go_over_each_once_and_back(kept, absorbed, staff):
    finished(kept, "基礎")
    same, more = finished(absorbed, "基礎"), finished(absorbed, "スキルアップ")
    done = merging.merge(kept, absorbed, by=staff)
    assert set(kept.trainings.values_list("training__title", flat=True)) == {"基礎", "スキルアップ"}
    same.refresh_from_db()
    assert same.person == absorbed, "the second of a kind stays beside"
    merging.undo(done, by=staff)
    more.refresh_from_db()
    assert more.person == absorbed


def test_who_was_merged_away_is_registered_under_who_is_kept(kept, absorbed, staff):
    """A form sent while somebody merges the two."""
    merging.merge(kept, absorbed, by=staff)
    volunteer = a_volunteer(absorbed, by=staff)
    volunteer.refresh_from_db()
    assert volunteer.person == kept
