"""What stands in the database after a town was seeded."""

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
from portal.demo import seeding
from portal.demo.city import build_city
from portal.demo.city.cast import RESIDENTS, STAFF
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
