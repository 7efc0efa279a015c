"""The demo shows all three plans, measured and published up to last year."""

import pytest
from django.utils import timezone

from portal.demo import plans, seeding
from portal.demo.city import build_city
from portal.demo.tasks import count_and_publish
from portal.japan.calendar import fiscal_year
from vision.models import Indicator, MetricCount, Plan, PublishedFigure, YearReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(run_queue) -> int:
    """As the worker leaves it that `make run` started."""
    plans.load_all()
    seeding.write(build_city("town", timezone.localdate()), lambda line: None)
    count_and_publish.enqueue()
    run_queue()
    return PublishedFigure.objects.count()


def test_every_plan_is_there_with_its_indicators(published):
    assert sorted(Plan.objects.values_list("slug", flat=True)) == plans.SHIPPED
    for plan in Plan.objects.all():
        assert Indicator.objects.filter(plan=plan).exists()


def test_past_years_are_published_and_the_running_year_is_not(published, client):
    assert published > 25
    assert MetricCount.objects.exists()
    assert not PublishedFigure.objects.filter(year__gte=fiscal_year(timezone.localdate())).exists()
    told = YearReport.objects.get(plan__slug="kumamoto-2024", year=2021)
    assert told.is_published
    assert told.story
    grades = told.plan.indicators.filter(published__year=2021).values_list(
        "code", "published__letter"
    )
    assert {("a", "A"), ("i", "A"), ("u", "C")} <= set(grades)
    assert "87.5" in client.get("/vision/kumamoto-2024/indicators.csv").content.decode("utf-8-sig")
