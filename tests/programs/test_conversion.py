"""Whether learning led into activity: counted by hand on a city of three who finished."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from centers.volunteers.models import ActivityLog
from programs.attendance.completion import complete
from programs.models import Circle, Course, Preparation
from tests import rooms, volunteering
from tests.programs.finished import Finished
from vision.metrics import Scope, metric
from vision.models import Plan, PlanItem, PlanLevel

pytestmark = pytest.mark.django_db
YEAR = 2024


def ended(course: Course, day: datetime) -> None:
    """Let the course have had its only session on that day."""
    session = course.sessions.get()
    session.starts_at = timezone.make_aware(day)
    session.ends_at = session.starts_at + timedelta(hours=2)
    session.save()
    course.refresh_from_db()


@pytest.fixture
def city():
    """Three finished a course that leads to a role on 7 October 2024; a fourth did not."""
    city = Finished("p", "p", "p", "-")
    Preparation.objects.create(course=city.course, role=volunteering.a_role())
    ended(city.course, datetime(2024, 10, 7, 10))
    complete(city.course.pk)
    return city


def registers(city, number: int, *, days: int):
    """So many days after the course, at the centre of the cast."""
    user, person = city.residents[number]
    return volunteering.a_volunteer(
        person, by=user, registered_at=city.course.ends_at + timedelta(days=days)
    )


def does(volunteer, city, *, days: int, status=ActivityLog.Status.CONFIRMED):
    ActivityLog.objects.create(
        volunteer=volunteer,
        center=volunteer.center,
        day=timezone.localdate(city.course.ends_at) + timedelta(days=days),
        minutes=60,
        what="読み聞かせ",
        by=volunteer.by,
        status=status,
        decided_at=timezone.now(),
        decided_by=volunteer.by,
    )


def value(key: str, scope: Scope | None = None) -> Decimal | None:
    found = metric(key).measure(YEAR, scope) if scope else metric(key).measure(YEAR)
    return found.value


def test_who_registers_counts_from_the_months_in_which_it_happened(city):
    registers(city, 0, days=30)
    registers(city, 1, days=150)
    assert value("registered_3") == Decimal("33.3")
    assert value("registered_6") == Decimal("66.7")
    assert value("registered_12") == Decimal("66.7")
    assert metric("registered_12").measure(YEAR).n == 3


def test_who_was_a_volunteer_before_is_not_led_there_by_the_course(city):
    registers(city, 0, days=-10)
    registers(city, 1, days=10)
    found = metric("registered_3").measure(YEAR)
    assert (found.value, found.n) == (Decimal("50.0"), 2)


def test_only_what_the_host_confirmed_is_activity(city):
    first, second = registers(city, 0, days=5), registers(city, 1, days=5)
    does(first, city, days=60)
    does(second, city, days=60, status=ActivityLog.Status.LOGGED)
    does(second, city, days=200)
    assert value("active_3") == Decimal("33.3")
    assert value("active_6") == Decimal("33.3")
    assert value("active_12") == Decimal("66.7")


def test_a_figure_waits_until_its_months_have_passed(city):
    ended(city.course, datetime.now().replace(microsecond=0) - timedelta(days=120))
    year = metric("registered_3").trend(2000, 2100)
    assert sum(figure.n for figure in year.values()) == 3
    assert metric("registered_6").trend(2000, 2100) == {}


def test_it_is_told_by_centre_and_behind_it_stand_the_courses(city):
    registers(city, 0, days=30)
    center = Scope("center", city.course.center.slug)
    assert value("registered_3", center) == Decimal("33.3")
    (row,) = metric("registered_3").rows(YEAR)
    assert (row["row_0"], row["sum_people"]) == (city.course.title, 3)


def test_it_is_told_by_policy_and_a_course_counts_once_in_each(city):
    plan = Plan.objects.create(
        slug="mirai", kind="計画", name="みらい計画", city="市", first_year=2024, last_year=2030
    )
    level = PlanLevel.objects.create(plan=plan, name="方針", order=1)
    roots = [
        PlanItem.objects.create(
            plan=plan, level=level, code=f"p{number}", path=f"000{number}", name=f"方針その{number}"
        )
        for number in (1, 2, 3)
    ]
    below = [
        PlanItem.objects.create(
            plan=plan,
            level=level,
            parent=roots[0],
            code=f"p1-{number}",
            path=f"0001000{number}",
            name=f"取組{number}",
        )
        for number in (1, 2)
    ]
    city.course.plan_items.add(*below, roots[1])
    registers(city, 0, days=30)
    cells = {c.key: (c.name, c.figure.n) for c in metric("registered_3").breakdown(YEAR, "policy")}
    assert cells == {"mirai:p1": ("方針その1", 3), "mirai:p2": ("方針その2", 3)}
    assert value("registered_3", Scope("policy", "mirai:p1")) == Decimal("33.3")
    assert metric("registered_3").measure(YEAR, Scope("policy", "mirai:p3")).n == 0


def test_each_question_is_one_statement(city, django_assert_num_queries):
    for key in ("registered_3", "active_12", "circles"):
        with django_assert_num_queries(1):
            metric(key).trend(2020, 2030)


def test_groups_that_grew_out_of_courses_are_counted(city):
    user, _ = city.residents[0]
    Circle.found(city.course, rooms.a_group(user), by=user)
    assert sum(one.value for one in metric("circles").trend(2000, 2100).values()) == 1
