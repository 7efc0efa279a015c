"""The plans of the demo: all that ship, what they are measured by, and what was published."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.demo.city.cast import SECTION
from portal.japan.calendar import fiscal_year
from portal.people.models import User
from vision.figures.loading import load_indicators
from vision.models import Measurement, Plan, YearReport
from vision.plans.loading import load_plan
from vision.progress.publishing import publish_year

FOLDER = Path(settings.BASE_DIR) / "vision" / "plans"
# Those that others continue come first.
SHIPPED = ["kitakyushu-2021", "kitakyushu-2026", "kumamoto-2024"]
# The story of a year and what is behind, by plan and fiscal year.
STORIES = {
    ("kumamoto-2024", 2021): (
        "学んだ市民の割合は目標を大きくこえました。市の講座のほかに、民間の講座や自分での学びが"
        "広がったとみられます。",
        "学んだことを地域の活動やボランティアに生かした人の割合は、基準値を下回りました。",
    ),
    ("kitakyushu-2026", 2025): (
        "市民センターの多目的利用は、登録も利用も増えました。料理や縫製、リトミックなど、"
        "現役世代や子育て世代の使いかたが広がっています。",
        "オンライン施設予約システムの導入は、令和8年4月から7月に変わりました。",
    ),
}


def load_all() -> list[Plan]:
    """Load the shipped plans and their indicators."""
    plans = [load_plan(FOLDER / f"{slug}.csv").plan for slug in SHIPPED]
    for slug in SHIPPED:
        load_indicators(FOLDER / f"{slug}-indicators.csv")
    return plans


def publish_past_years() -> int:
    """Publish what was measured before this fiscal year; how many figures there were."""
    by = User.objects.get(email=SECTION.featured.email)
    past = Measurement.objects.filter(year__lt=fiscal_year(timezone.localdate()))
    years = past.order_by("indicator__plan", "year").values_list("indicator__plan", "year")
    plans = Plan.objects.in_bulk()
    published = 0
    for pk, year in years.distinct():
        plan = plans[pk]
        if (plan.slug, year) in STORIES:
            story, behind = STORIES[plan.slug, year]
            YearReport.write(plan, year, story=story, behind=behind, was=YearReport().state)
        published += len(publish_year(plan, year, by=by))
    return published
