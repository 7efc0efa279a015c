"""The command `seed`: an empty database is filled, any other refused."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.demo import seeding
from portal.demo.city import build_city
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
