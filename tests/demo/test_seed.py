"""The command `seed`: an empty database is filled, any other refused."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.demo import seeding
from portal.demo.city import build_city
from portal.demo.relations import FOREIGN_KEYS, checked_at_the_end
from programs.models import Course
from vision.models import PlanItem

pytestmark = pytest.mark.django_db


def test_courses_serve_the_leaves_of_the_newest_plan():
    call_command(
        "load_plan", settings.BASE_DIR / "vision/plans/kitakyushu-2026.csv", stdout=StringIO()
    )
    seeding.write(build_city("town", timezone.localdate()), lambda line: None)
    served = PlanItem.objects.filter(courses__isnull=False).distinct()
    assert served.count() > 10
    assert not served.filter(children__isnull=False).exists()
    linked = Course.objects.filter(plan_items__isnull=False).distinct().count()
    assert 0.6 < linked / Course.objects.count() < 0.75


def test_the_command_fills_an_empty_database_and_refuses_a_second_time():
    out = StringIO()
    call_command("seed", "--size", "town", stdout=out)
    assert "住民：200" in out.getvalue().splitlines()
    courses = Course.objects.count()
    with pytest.raises(CommandError, match="空のデータベースにだけ"):
        call_command("seed", "--size", "town", stdout=out)
    assert Course.objects.count() == courses


def test_relations_are_checked_as_before_when_a_city_is_written():
    def rules() -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(FOREIGN_KEYS)
            return cursor.fetchall()

    before = rules()
    with checked_at_the_end():
        assert rules() == []
    assert rules() == before
    assert len(before) > 50


def test_a_row_without_the_other_it_names_is_found_at_the_end():
    with pytest.raises(IntegrityError), transaction.atomic(), checked_at_the_end():
        Course.plan_items.through.objects.create(course_id=1, planitem_id=1)
