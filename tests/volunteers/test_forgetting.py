"""Who stopped is deleted after the city's retention time, history and all; only counts stay."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from centers.volunteers.models import (
    ActivityLog,
    Match,
    PastCount,
    Posting,
    Shift,
    Story,
    Thanks,
    Threshold,
    Training,
    TrainingRecord,
    Volunteer,
)
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed, confirming, registering, retention
from portal.japan import calendar
from portal.notices.models import Message
from portal.people.models import Person
from tests import cast
from tests.volunteering import (
    a_coordinator,
    a_posting,
    a_qualification,
    a_role,
    a_shift,
    a_volunteer,
    an_organization,
)
from vision.metrics import Scope, metric

pytestmark = pytest.mark.django_db

TELLING = "ピアノの伴奏ができる"


def lived_a_full_life(person: Person | None = None) -> Volunteer:
    """Everything that can hang on a volunteer, and has ended."""
    volunteer, staff = a_volunteer(person, skills=TELLING, note=TELLING), a_coordinator()
    by = volunteer.by
    agreed.agree(volunteer, [("host", "name"), ("public", "name")], by=by)
    a_qualification(volunteer)
    first = a_posting(volunteer, first_day=date(2020, 4, 1), last_day=date(2022, 3, 31))
    second = a_posting(
        volunteer, first_day=date(2022, 4, 1), last_day=date(2023, 8, 31), renews=first
    )
    confirming.answer(volunteer, "continues", via="mail")
    training = Training.objects.create(title="子育て講座", held_on=date(2020, 3, 1))
    TrainingRecord.objects.create(
        training=training, person=volunteer.person, finished_on=date(2020, 3, 1)
    )
    match = agreeing.propose(volunteer, a_shift(), by=staff, words=TELLING)
    agreeing.accept(match, by=by)
    over = timezone.now() - timedelta(days=3)
    Shift.objects.filter(pk=match.shift_id).update(
        starts_at=over, ends_at=over + timedelta(hours=2)
    )
    agreeing.record_done(match, by=staff)
    for day, minutes, status in (
        (date(2024, 3, 31), 90, "confirmed"),
        (date(2024, 4, 1), 60, "confirmed"),
        (date(2024, 4, 2), 30, "confirmed"),
        (date(2024, 4, 3), 999, "refused"),
    ):
        ActivityLog.objects.create(
            volunteer=volunteer,
            posting=second,
            role=second.role,
            center=second.center,
            day=day,
            minutes=minutes,
            what=TELLING,
            status=status,
            by=by,
            decided_at=timezone.now(),
            decided_by=staff,
        )
    step = Threshold.objects.create(counts="hours", value=1, words="ありがとう")
    Thanks.objects.create(volunteer=volunteer, threshold=step, reached_on=date(2024, 4, 2))
    Story.objects.create(title="物語", body=TELLING, center=volunteer.center).people.add(volunteer)
    registering.stop(volunteer, TELLING, by=by)
    return volunteer


def let_time_pass(volunteer: Volunteer, stopped_on: date) -> None:
    Volunteer.objects.filter(pk=volunteer.pk).update(stopped_on=stopped_on)


def over() -> date:
    today = timezone.localdate()
    return retention.forgotten_on(today).replace(year=today.year - retention.RETENTION_YEARS)


def test_nothing_of_who_stopped_is_left_anywhere_in_the_roster():
    volunteer = lived_a_full_life()
    pk, person = volunteer.pk, volunteer.person_id
    matches = list(Match.objects.values_list("pk", flat=True))
    let_time_pass(volunteer, over())
    assert retention.forget_stopped() == 1
    for model in apps.get_app_config("volunteers").get_models():
        for field in model._meta.concrete_fields:
            told = f"{model.__name__}.{field.name}"
            if field.related_model is Volunteer:
                assert not model._default_manager.filter(**{field.attname: pk}).exists(), told
            elif field.related_model is Person:
                assert not model._default_manager.filter(**{field.attname: person}).exists(), told
            elif field.get_internal_type() in {"CharField", "TextField"}:
                kept = model._default_manager.filter(**{f"{field.name}__contains": TELLING})
                assert not kept.exists(), told
    events = apps.get_model("volunteers", "MatchEvent").objects
    assert not events.filter(pgh_obj_id__in=matches).exists()
    assert not Message.objects.filter(key__startswith=f"volunteer-{pk}-").exists()
    assert Person.objects.filter(pk=person).exists(), "courses keep their own time"


def test_the_counts_stay_for_each_year_centre_and_role():
    volunteer = lived_a_full_life()
    let_time_pass(volunteer, over())
    retention.forget_stopped()
    role, center = a_role(), cast.a_center()

    def kept(year: int, role=role):
        row = PastCount.objects.get(fiscal_year=year, center=center, role=role)
        return row.posted, row.people, row.times, row.minutes, row.coordinated

    assert kept(2020) == (1, 0, 0, 0, 0)
    assert kept(2023) == (1, 1, 1, 90, 0)
    assert kept(2024) == (0, 1, 2, 90, 0)
    done = calendar.fiscal_year(timezone.localdate() - timedelta(days=3))
    assert kept(done, role=None) == (0, 0, 0, 0, 1), "put together by a coordinator"


def test_a_second_one_is_added_to_the_same_row():
    for email in ("a@example.jp", "b@example.jp"):
        person = cast.a_resident(email).household.people.get()
        volunteer = a_volunteer(person)
        a_posting(volunteer, first_day=date(2020, 4, 1), last_day=date(2020, 5, 1))
        registering.stop(volunteer, by=volunteer.by)
        let_time_pass(volunteer, over())
    assert retention.forget_stopped() == 2
    assert PastCount.objects.get().posted == 2


def test_who_was_active_in_two_places_is_one_of_that_year_where_they_were_longest():
    volunteer = a_volunteer()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    for center, minutes in ((cast.a_center(), 60), (other, 90)):
        ActivityLog.objects.create(
            volunteer=volunteer,
            center=center,
            day=date(2020, 5, 1),
            minutes=minutes,
            what="見守り",
            status="confirmed",
            by=volunteer.by,
            decided_at=timezone.now(),
            decided_by=volunteer.by,
        )
    registering.stop(volunteer, by=volunteer.by)
    let_time_pass(volunteer, over())
    retention.forget_stopped()
    kept = dict(PastCount.objects.values_list("center", "people"))
    assert kept == {cast.a_center().pk: 0, other.pk: 1}


def test_a_posting_to_a_school_counts_at_the_centre_that_looks_after_it():
    volunteer = a_volunteer()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    school = an_organization(center=other)
    Posting.objects.create(
        volunteer=volunteer,
        role=a_role(),
        organization=school,
        first_day=date(2020, 4, 1),
        last_day=date(2020, 5, 1),
        appointed_by=volunteer.by,
    )
    registering.stop(volunteer, by=volunteer.by)
    let_time_pass(volunteer, over())
    retention.forget_stopped()
    assert PastCount.objects.get().center == other


def test_nobody_is_forgotten_a_day_too_early_nor_while_there():
    active, stopped = (
        a_volunteer(),
        lived_a_full_life(cast.a_resident("b@example.jp").household.people.get()),
    )
    let_time_pass(stopped, over() + timedelta(days=1))
    assert retention.forget_stopped() == 0
    assert Volunteer.objects.filter(pk__in=[active.pk, stopped.pk]).count() == 2


def test_who_came_back_in_the_same_moment_stays():
    volunteer = lived_a_full_life()
    let_time_pass(volunteer, over())
    found = Volunteer.objects.get()
    registering.register(volunteer.person, cast.a_center(), by=volunteer.by)
    assert retention.forget(found) == 0
    assert Volunteer.objects.exists()


def test_what_ended_on_the_29th_of_february_goes_on_the_first_of_march():
    assert retention.forgotten_on(date(2024, 2, 29)) == date(2027, 3, 1)


def test_who_finished_a_training_is_counted_for_its_year_and_role_after_being_forgotten():
    volunteer, role = lived_a_full_life(), a_role()
    Training.objects.get().roles.add(role)
    trained, year = metric("trained"), 2019

    def told():
        figure = trained.measure(year)
        of_role = trained.measure(year, Scope("role", role.slug))
        (cell,) = trained.breakdown(year, "role")
        return figure.value, figure.n, of_role.value, cell.key, cell.figure.value

    before = told()
    assert before == (1, 1, 1, role.slug, 1)
    let_time_pass(volunteer, over())
    retention.forget_stopped()
    assert not TrainingRecord.objects.exists()
    assert told() == before
    assert Training.objects.get().forgotten == 1
