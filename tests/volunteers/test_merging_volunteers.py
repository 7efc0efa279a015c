"""Two registrations of one person are merged, one or both of them a volunteer: nothing is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.hours import recording
from centers.volunteers.models import (
    ActivityField,
    ActivityLog,
    Match,
    Posting,
    Story,
    Thanks,
    Threshold,
    Training,
    TrainingRecord,
    Volunteer,
)
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed, registering, retention
from centers.volunteers.roster.joining import days_beyond
from portal.people.models import Person
from portal.refusal import code_of
from programs.models import PersonMerge
from programs.sign_ups import merging
from tests import cast
from tests.volunteering import (
    a_posting,
    a_qualification,
    a_role,
    a_shift,
    a_volunteer,
    an_opening,
)

pytestmark = pytest.mark.django_db

STAFF, HOST, PUBLIC = "staff", "host", "public"


@pytest.fixture
def staff():
    return cast.section_staff()


@pytest.fixture
def kept():
    """髙﨑 花子, who has an account."""
    return cast.a_resident().household.people.get()


@pytest.fixture
def absorbed():
    """The same one as somebody wrote her down at the counter: 高崎, in the forms of every day."""
    return Person.register_at_the_desk(cast.a_person(family_name="高崎"))


@pytest.fixture
def own(kept):
    return a_volunteer(kept)


@pytest.fixture
def other(absorbed, staff):
    return a_volunteer(absorbed, by=staff)


def merge(own: Volunteer, other: Volunteer, staff) -> PersonMerge:
    return merging.merge(own.person, other.person, by=staff)


def refused(own: Volunteer, other: Volunteer, staff) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        merge(own, other, staff)
    assert refusal.value.messages[0].endswith("。")
    return code_of(refusal.value)


def finished(person: Person, title: str) -> TrainingRecord:
    training, _ = Training.objects.get_or_create(title=title, held_on=date(2026, 3, 1))
    return TrainingRecord.objects.create(
        training=training, person=person, finished_on=date(2026, 3, 1)
    )


def begun(shift):
    """The shift was this morning."""
    now = timezone.now()
    type(shift).objects.filter(pk=shift.pk).update(
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1)
    )
    shift.refresh_from_db()
    return shift


# ---------------------------------------------------------------- one of them a volunteer


def test_a_volunteer_goes_over_with_all_that_hangs_on_it(kept, absorbed, other, staff):
    posting = a_posting(other)
    done = merging.merge(kept, absorbed, by=staff)
    other.refresh_from_db()
    assert other.person == kept
    assert kept.volunteer.postings.get() == posting
    merging.undo(done, by=staff)
    other.refresh_from_db()
    assert other.person == absorbed


def test_a_volunteer_that_is_kept_stays_and_comes_back_to_nobody(own, absorbed, staff):
    merging.undo(merging.merge(own.person, absorbed, by=staff), by=staff)
    own.refresh_from_db()
    assert own.person_id != absorbed.pk


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


# ---------------------------------------------------------------- both: the registration


def test_two_volunteers_become_one_with_the_wishes_of_both(own, other, staff):
    reading = ActivityField.objects.get_or_create(slug="r", defaults={"name": "読み聞かせ"})[0]
    sport = ActivityField.objects.get_or_create(slug="s", defaults={"name": "運動"})[0]
    own.fields.add(reading)
    other.fields.add(reading, sport)
    other.wanted_roles.add(a_role())
    Volunteer.objects.filter(pk=own.pk).update(times=[3], skills="ピアノ", prefers_not="車の運転")
    Volunteer.objects.filter(pk=other.pk).update(
        times=[1, 3], skills="元保育士", insured_until=date(2027, 3, 31), transport="car"
    )
    done = merge(own, other, staff)
    own.refresh_from_db()
    assert set(own.fields.all()) == {reading, sport}
    assert own.wanted_roles.count() == 1
    assert (own.times, own.skills, own.prefers_not) == ([1, 3], "ピアノ／元保育士", "車の運転")
    assert (own.insured_until, own.transport) == (date(2027, 3, 31), "car")
    other.refresh_from_db()
    assert (other.status, other.stopped_on) == ("stopped", timezone.localdate())
    assert other.skills == "元保育士", "the other row stays to be read"
    merging.undo(done, by=staff)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.times, own.skills, own.insured_until, own.transport) == ([3], "ピアノ", None, "")
    assert set(own.fields.all()) == {reading}
    assert set(other.fields.all()) == {reading, sport}
    assert (other.status, other.stopped_on, other.why) == ("active", None, "")


def test_what_was_changed_since_stays_as_it_was_changed(own, other, staff):
    Volunteer.objects.filter(pk=own.pk).update(skills="ピアノ")
    Volunteer.objects.filter(pk=other.pk).update(skills="元保育士", prefers_not="車の運転")
    done = merge(own, other, staff)
    Volunteer.objects.filter(pk=own.pk).update(skills="ピアノと手話")
    merging.undo(done, by=staff)
    own.refresh_from_db()
    assert (own.skills, own.prefers_not) == ("ピアノと手話", "")


def test_words_that_do_not_fit_together_are_not_cut(own, other, staff):
    Volunteer.objects.filter(pk=own.pk).update(skills="あ" * 200)
    Volunteer.objects.filter(pk=other.pk).update(skills="い" * 100)
    assert refused(own, other, staff) == "words_too_long"
    assert Person.objects.filter(merged_into__isnull=False).count() == 0


def test_who_rests_under_either_rests(own, other, staff):
    registering.rest(other, by=staff)
    merge(own, other, staff)
    own.refresh_from_db()
    assert own.status == "paused"


def test_of_who_ended_only_what_was_done_goes_over(own, other, staff):
    other.fields.add(ActivityField.objects.create(slug="x", name="運動"))
    posting = a_posting(other)
    registering.stop(other, by=staff)
    agreed.agree(own, [(HOST, "name")], by=own.by)
    merge(own, other, staff)
    own.refresh_from_db()
    assert (own.status, own.fields.count()) == ("active", 0)
    assert agreed.agreed_by(own) == {(HOST, "name")}
    assert own.postings.get() == posting


def test_who_had_ended_under_the_kept_row_goes_on_as_under_the_other(own, other, staff):
    registering.stop(own, by=own.by)
    agreed.agree(other, [(HOST, "name")], by=staff)
    done = merge(own, other, staff)
    own.refresh_from_db()
    assert (own.status, own.stopped_on, own.person) == ("active", None, own.person)
    assert agreed.agreed_by(own) == {(HOST, "name")}
    merging.undo(done, by=staff)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.status, other.status) == ("stopped", "active")
    assert agreed.agreed_by(own) == set()
    assert agreed.agreed_by(other) == {(HOST, "name")}


def test_a_centre_does_not_narrow_what_another_centre_keeps(own, absorbed, staff):
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    other = a_volunteer(absorbed, minato, by=staff)
    assert refused(own, other, cast.center_staff(own.center)) == "not_both_yours"
    merge(own, other, staff)


# ---------------------------------------------------------------- both: consents


def test_only_what_both_agreed_to_holds_and_what_was_agreed_before_is_decided_about(
    own, other, staff
):
    agreed.agree(own, [(HOST, "name"), (STAFF, "name")], by=own.by)
    agreed.agree(other, [(HOST, "name"), (HOST, "phone")], by=staff)
    match = agreeing.sign_up(other, a_shift(), by=staff)
    done = merge(own, other, staff)
    assert agreed.agreed_by(own) == {(HOST, "name")}
    assert agreed.agreed_by(other) == set()
    assert list(Match.objects.to_decide()) == [match], "the host was to see the telephone"
    merging.undo(done, by=staff)
    assert agreed.agreed_by(own) == {(HOST, "name"), (STAFF, "name")}
    assert agreed.agreed_by(other) == {(HOST, "name"), (HOST, "phone")}
    assert not Match.objects.to_decide().exists()


def test_a_story_is_told_of_one_as_far_as_the_one_agrees(own, other, staff):
    story = Story.objects.create(
        title="絵本", body="読みました。", center=own.center, published_at=timezone.now()
    )
    story.people.add(own, other)
    for one in (own, other):
        agreed.agree(one, [(PUBLIC, "name")], by=staff)
    done = merge(own, other, staff)
    assert list(story.people.all()) == [own]
    assert list(Story.objects.published()) == [story]
    merging.undo(done, by=staff)
    assert set(story.people.all()) == {own, other}


# ---------------------------------------------------------------- both: qualifications, records


def test_of_two_of_a_kind_the_one_whose_proof_was_seen_counts(own, other, staff):
    a_qualification(own, proof_seen_on=None, proof_seen_by=None)
    seen = a_qualification(other, expires_on=date(2030, 3, 31))
    more = a_qualification(other, "保育士")
    done = merge(own, other, staff)
    assert set(own.qualifications.values_list("kind__name", "expires_on")) == {
        ("普通救命講習", date(2030, 3, 31)),
        ("保育士", None),
    }
    assert own.qualifications.valid_on(timezone.localdate()).count() == 2
    merging.undo(done, by=staff)
    assert set(other.qualifications.all()) == {seen, more}
    assert own.qualifications.get().proof_seen_on is None


def test_hours_thanks_and_answers_go_over_each_once(own, other, staff):
    leader = cast.center_staff(own.center)
    for one in (own, other):
        written = recording.log(one, day=timezone.localdate(), minutes=90, what="見守り", by=one.by)
        recording.confirm(written, by=leader, how="counter")
    ten = Threshold.objects.create(counts="times", value=77, words="ありがとう。")
    Thanks.objects.create(volunteer=own, threshold=ten, reached_on=timezone.localdate())
    Thanks.objects.create(volunteer=other, threshold=ten, reached_on=timezone.localdate())
    other.confirmations.create(fiscal_year=2025, answer="continues", via="list", by=staff)
    done = merge(own, other, staff)
    assert sum(log.minutes for log in own.logs.confirmed()) == 180
    assert own.thanks.count() == 1
    assert own.confirmations.get().fiscal_year == 2025
    merging.undo(done, by=staff)
    assert (own.logs.count(), other.logs.count()) == (1, 1)
    assert (own.thanks.count(), other.thanks.count()) == (1, 1)
    assert other.confirmations.count() == 1


# ---------------------------------------------------------------- both: postings

D = date
TERMS = {
    "nothing beside": ((D(2026, 4, 1), D(2027, 3, 31)), [], [(D(2026, 4, 1), D(2027, 3, 31))]),
    "the same": ((D(2026, 4, 1), D(2027, 3, 31)), [(D(2026, 4, 1), D(2027, 3, 31))], []),
    "within one without end": ((D(2026, 4, 1), date.max), [(D(2025, 4, 1), date.max)], []),
    "longer at the end": (
        (D(2026, 6, 1), D(2027, 5, 31)),
        [(D(2026, 4, 1), D(2027, 3, 31))],
        [(D(2027, 4, 1), D(2027, 5, 31))],
    ),
    "longer on both sides": (
        (D(2026, 1, 1), date.max),
        [(D(2026, 4, 1), D(2027, 3, 31))],
        [(D(2026, 1, 1), D(2026, 3, 31)), (D(2027, 4, 1), date.max)],
    ),
    "across a renewal": (
        (D(2026, 6, 1), D(2027, 6, 30)),
        [(D(2026, 4, 1), D(2027, 3, 31)), (D(2027, 4, 1), D(2028, 3, 31))],
        [],
    ),
}


@pytest.mark.parametrize(("days", "terms", "beyond"), TERMS.values(), ids=TERMS.keys())
def test_the_days_beyond_the_terms_there_are(days, terms, beyond):
    assert list(days_beyond(days, terms)) == beyond


def test_a_term_that_both_hold_is_held_once_and_its_hours_are_of_it(own, other, staff):
    mine, theirs = a_posting(own), a_posting(other)
    log = ActivityLog.objects.create(
        volunteer=other,
        posting=theirs,
        center=own.center,
        day=timezone.localdate(),
        minutes=60,
        what="見守り",
        by=staff,
    )
    done = merge(own, other, staff)
    assert own.postings.get() == mine
    log.refresh_from_db()
    assert (log.volunteer, log.posting) == (own, mine)
    assert Posting.objects.on(timezone.localdate() + timedelta(days=1)).get() == mine
    merging.undo(done, by=staff)
    log.refresh_from_db()
    theirs.refresh_from_db()
    assert (log.volunteer, log.posting, theirs.last_day) == (other, theirs, None)


def test_all_days_of_both_terms_are_held_by_the_one(own, other, staff):
    a_posting(own, first_day=D(2026, 4, 1), last_day=D(2027, 3, 31))
    longer = a_posting(other, first_day=D(2026, 1, 1), last_day=None)
    elsewhere = a_posting(other, center=None, ward=own.center.ward)
    done = merge(own, other, staff)
    here = own.postings.filter(center=own.center).order_by("first_day")
    assert list(here.values_list("first_day", "last_day")) == [
        (D(2026, 1, 1), D(2027, 3, 31)),
        (D(2027, 4, 1), None),
    ]
    assert elsewhere in own.postings.all()
    merging.undo(done, by=staff)
    assert set(other.postings.all()) == {longer, elsewhere}
    assert own.postings.get().first_day == D(2026, 4, 1)


# ---------------------------------------------------------------- both: matches


def test_of_two_at_one_shift_the_better_stays_and_the_place_is_free_again(own, other, staff):
    shift = a_shift(needed=2)
    mine, theirs = (agreeing.sign_up(one, shift, by=one.by) for one in (own, other))
    done = merge(own, other, staff)
    shift.refresh_from_db()
    assert shift.taken == 1
    assert own.matches.live().get() == mine
    assert own.matches.count() == 2, "that there were two stays to be read"
    merging.undo(done, by=staff)
    theirs.refresh_from_db()
    shift.refresh_from_db()
    assert (theirs.volunteer, theirs.status, shift.taken) == (other, "accepted", 2)


def test_a_place_given_to_somebody_else_meanwhile_is_not_taken_back(own, other, staff):
    shift = a_shift(needed=2)
    for one in (own, other):
        agreeing.sign_up(one, shift, by=one.by)
    done = merge(own, other, staff)
    third = a_volunteer(cast.a_family(1)[1][0])
    agreeing.sign_up(third, shift, by=third.by)
    merging.undo(done, by=staff)
    shift.refresh_from_db()
    assert shift.taken == 2
    assert other.matches.get().status == "cancelled", "it is hers again, and stays given back"


def test_a_proposal_that_was_agreed_to_under_the_other_row_is_agreed_to(own, other, staff):
    shift = a_shift()
    asked = agreeing.propose(own, shift, by=staff)
    agreeing.sign_up(other, shift, by=staff)
    merge(own, other, staff)
    asked.refresh_from_db()
    assert asked.status == "cancelled"
    assert own.matches.live().get().status == "accepted"


def test_two_activities_at_one_time_are_for_the_person_to_decide(own, other, staff):
    one = a_shift(an_opening("絵本を読む人"))
    another = a_shift(an_opening("花を植える人"), starts_at=one.starts_at + timedelta(hours=1))
    agreeing.sign_up(own, one, by=own.by)
    theirs = agreeing.sign_up(other, another, by=staff)
    assert refused(own, other, staff) == "double_shift"
    agreeing.withdraw(theirs, by=staff)
    merge(own, other, staff)


def test_who_is_recorded_twice_at_one_shift_is_corrected_first(own, other, staff):
    shift = a_shift()
    mine, theirs = (agreeing.sign_up(one, shift, by=one.by) for one in (own, other))
    begun(shift)
    leader = cast.center_staff(own.center)
    recording.came(shift, {mine.pk: 60, theirs.pk: 60}, by=leader, how="list")
    assert refused(own, other, staff) == "done_twice"
    recording.came(shift, {theirs.pk: None}, by=leader, how="list")
    merge(own, other, staff)
    assert sum(log.minutes for log in own.logs.confirmed()) == 60
    shift.refresh_from_db()
    assert shift.taken == 1


# ---------------------------------------------------------------- and forgotten


def test_the_row_that_ended_is_forgotten_in_its_time_and_the_merge_is_undone_without_it(
    own, other, staff
):
    a_posting(other)
    done = merge(own, other, staff)
    Volunteer.objects.filter(pk=other.pk).update(stopped_on=date(2020, 1, 31))
    assert retention.forget_stopped() == 1
    assert own.postings.count() == 1
    merging.undo(done, by=staff)
    own.refresh_from_db()
    assert own.postings.count() == 1
    assert not Volunteer.objects.filter(person=other.person_id).exists()
