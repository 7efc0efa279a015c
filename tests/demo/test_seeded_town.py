"""What stands in the database after a town was seeded."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from centers.lottery.file import check
from centers.lottery.listed import file_of
from centers.models import (
    Center,
    CityRequest,
    Closure,
    DistrictPopulation,
    Outcome,
    RequestEffort,
    Reservation,
    Room,
    RoomLottery,
    Wish,
)
from centers.volunteers.hours import thanking
from centers.volunteers.models import (
    ActivityLog,
    Consent,
    Match,
    Opening,
    Posting,
    Representative,
    Shift,
    Story,
    Thanks,
    Threshold,
    Training,
    Volunteer,
)
from centers.volunteers.openings import rules
from portal.demo import seeding
from portal.demo.city import build_city
from portal.demo.city.cast import COORDINATOR, RESIDENTS, SCHOOL, STAFF, VOLUNTEER
from portal.japan.calendar import fiscal_year
from portal.people.models import Membership, Person, User, Ward
from programs.models import Course, Session, SignUp
from programs.models.sign_up_queryset import HOLDING
from programs.models.sign_up_rules import refuse_unless_eligible

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """A town written once for this file, which only reads; gone afterwards."""
    said = []
    with django_db_blocker.unblock(), transaction.atomic():
        # Shipped by a migration, and gone where a test emptied the tables meanwhile.
        Threshold.objects.get_or_create(
            counts="hours", value=50, defaults={"words": "感謝します。"}
        )
        seeding.write(build_city("town", timezone.localdate()), said.append)
        yield said
        transaction.set_rollback(True)


def test_a_town_is_written_whole(town):
    assert Ward.objects.count() == 7
    assert Center.objects.count() == 13
    assert Room.objects.exists()
    assert Closure.objects.count() == 2
    assert Person.objects.count() == 200
    assert Course.objects.current().count() == 60
    assert Course.objects.filter(ends_at__lt=timezone.now()).count() >= 300
    assert Course.objects.filter(published_at__isnull=True).exists()
    assert Course.objects.filter(published_at__gt=timezone.now()).exists()
    assert SignUp.objects.count() > 1_000


def test_each_kind_of_thing_is_told_in_a_line_of_its_own(town):
    assert "市民センター：13" in town
    assert "いまの講座：60" in town
    assert "終わった講座：300" in town
    assert all("\n" not in line for line in town)


def test_seats_taken_are_the_sign_ups_that_hold_one_and_never_more_than_the_seats(town):
    counted = Course.objects.annotate(
        live=Count("sign_ups", filter=Q(sign_ups__status__in=HOLDING))
    )
    assert not counted.exclude(seats_taken=F("live")).exists()
    assert not Course.objects.filter(seats_taken__gt=F("capacity")).exists()
    assert Course.objects.current().filter(seats_taken=F("capacity")).exists()


def test_the_rules_of_sign_up_agree_with_the_sign_ups_made(town):
    for sign_up in SignUp.objects.select_related("course", "person"):  # raises where it may not
        refuse_unless_eligible(sign_up.course, sign_up.person)
        assert sign_up.course.apply_from <= sign_up.created_at <= timezone.now()


def test_the_database_sums_up_every_course(town):
    assert not Course.objects.filter(starts_at__isnull=True).exists()
    assert not Course.objects.filter(session_count=0).exists()
    assert not Course.objects.filter(Q(search="") | Q(search__isnull=True)).exists()
    assert not Course.objects.filter(center__isnull=False).exclude(ward=F("center__ward")).exists()
    assert Session.objects.filter(room__isnull=False).exists()


def test_the_search_indexes_stand_again_afterwards(town):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Course._meta.db_table)
    assert {"course_search", "course_title_search"} <= constraints.keys()


def test_the_featured_people_can_sign_in_and_have_something_to_see(town):
    for resident in RESIDENTS:
        user = User.objects.get(email=resident.email)
        assert user.has_registered
        assert not user.has_usable_password()
    assert SignUp.objects.filter(
        by__email__in=[resident.email for resident in RESIDENTS],
        course__in=Course.objects.current(),
    ).exists()


def test_staff_see_the_city_a_ward_or_their_own_centre(town):
    assert User.objects.filter(memberships__isnull=False).count() == len(STAFF)
    section = User.objects.get(email="shogai@example.jp")
    assert Course.objects.editable_by(section).count() == Course.objects.count()
    adviser = User.objects.get(email="adviser-kokurakita@example.jp")
    assert {c.ward.slug for c in Center.objects.editable_by(adviser)} == {"kokurakita"}
    managers = Membership.objects.filter(role=Membership.Role.MANAGER, center__isnull=False)
    assert managers.count() == 7
    for post in managers.select_related("user", "center"):
        assert list(Center.objects.editable_by(post.user)) == [post.center]


def test_the_last_fiscal_year_holds_the_requests_that_were_counted(town):
    year = fiscal_year(timezone.localdate())
    last = CityRequest.objects.of_year(year - 1)
    assert dict(last.order_by().values_list("to").annotate(Count("pk"))) == {
        "centers": 252,
        "groups": 127,
    }
    this = CityRequest.objects.of_year(year)
    assert set(CityRequest.Decision.values) <= {*this.values_list("decision", flat=True)}
    assert this.filter(status="draft").exists()
    assert RequestEffort.objects.exists()
    for one in CityRequest.objects.all():
        one.full_clean()


def test_every_centre_has_people_around_it(town):
    assert not Center.objects.filter(populations=None).exists()
    for one in DistrictPopulation.objects.all():
        one.clean_fields()


def test_a_month_of_rooms_was_drawn_and_told_and_its_file_can_be_checked(town):
    lottery = RoomLottery.objects.get(announced_at__isnull=False)
    assert lottery.announced_at < timezone.now()
    outcomes = Wish.objects.filter(wish_list__lottery=lottery).values("outcome")
    assert {one["outcome"] for one in outcomes} >= {Outcome.WON, Outcome.TAKEN}
    assert check("".join(file_of(lottery)))
    won = Reservation.objects.filter(via=Reservation.Via.LOTTERY)
    assert won.count() == outcomes.filter(outcome=Outcome.WON).count()
    events = Reservation.pgh_event_model.objects.filter(pgh_obj__in=won)
    assert events.count() == won.count()


def test_every_centre_has_a_roster_and_people_it_wants(town):
    assert not Center.objects.exclude(pk__in=Volunteer.objects.active().values("center")).exists()
    assert not Center.objects.exclude(pk__in=Opening.objects.current().values("center")).exists()
    assert set(Volunteer.objects.values_list("status", flat=True)) >= {"active", "paused"}
    assert Opening.objects.to_decide().exists()
    assert Shift.objects.to_come().filter(taken=F("needed")).exists()
    for one in (*Volunteer.objects.all(), *Opening.objects.all(), *Story.objects.all()):
        one.clean_fields()


def test_whoever_agreed_to_come_may_come(town):
    coming = Match.objects.filter(status="accepted", shift__starts_at__gt=timezone.now())
    assert coming.count() > 20
    for match in coming.select_related("volunteer__person", "shift__opening__role"):
        assert match.volunteer.is_active
        rules.refuse_age(match.volunteer, match.shift)  # raises where they may not
        assert not rules.lacking(match.volunteer, match.shift)


def test_some_are_asked_and_have_time_to_answer(town):
    asked = Match.objects.filter(status="proposed")
    assert asked.filter(volunteer__person__household__accounts__email=VOLUNTEER.email).exists()
    assert not asked.unanswered(timezone.now()).exists()
    assert Match.objects.coordinated().exists()


def test_some_were_asked_lately_and_some_long_ago(town):
    asked = Match.objects.filter(proposed_by__isnull=False)
    lately = asked.filter(created_at__gte=timezone.now() - timedelta(days=90))
    active = Volunteer.objects.active().count()
    assert active * 0.1 < lately.values("volunteer").distinct().count() < active * 0.7
    assert len(asked.datetimes("created_at", "month")) >= 12
    assert asked.filter(created_at__lt=timezone.now() - timedelta(days=500)).exists()


def test_hours_are_confirmed_or_wait_and_who_reached_a_threshold_was_thanked(town):
    year = fiscal_year(timezone.localdate())
    confirmed = ActivityLog.objects.confirmed()
    active = {log.volunteer_id for log in confirmed if fiscal_year(log.day) == year}
    assert len(active) >= 10
    assert ActivityLog.objects.to_confirm().exists()
    assert Thanks.objects.filter(handed_on=None).exists()
    before = Thanks.objects.count()
    with transaction.atomic():
        assert thanking.see_who_is_thanked() == 0
        transaction.set_rollback(True)
    assert Thanks.objects.count() == before


def test_courses_lead_into_activity(town):
    assert Training.objects.filter(course__isnull=False, records__isnull=False).exists()
    assert Volunteer.objects.filter(person__trainings__isnull=False).exists()
    today = timezone.localdate()
    in_office = Posting.objects.on(today)
    assert in_office.filter(last_day__month=3, last_day__day=31).count() > 20


def test_stories_are_told_of_those_who_agreed(town):
    assert Story.objects.count() == Story.objects.published().count() >= 2
    agreed = Consent.objects.to_all().filter(item="name").values("volunteer")
    assert not Volunteer.objects.filter(stories__isnull=False).exclude(pk__in=agreed).exists()


def test_a_volunteer_a_school_and_a_coordinator_meet_at_one_centre(town):
    volunteer = Volunteer.objects.get(person__household__accounts__email=VOLUNTEER.email)
    school = Representative.objects.get(user__email=SCHOOL.email).organization
    coordinator = User.objects.get(email=COORDINATOR.featured.email)
    assert school.center == volunteer.center
    assert list(Center.objects.editable_by(coordinator)) == [volunteer.center]
    assert volunteer.logs.confirmed().exists()
    assert volunteer.thanks.exists()
    assert Opening.objects.current().filter(organization=school).exists()


def test_their_history_begins_with_them(town):
    for model in (Volunteer, Posting, Opening, Match, ActivityLog):
        events = model.pgh_event_model.objects
        first = events.filter(pgh_label="insert")
        assert first.count() == model.objects.count(), model
        assert not events.filter(pgh_created_at__gt=timezone.now()).exists(), model
