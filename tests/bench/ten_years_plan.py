"""Plans of ten published years on a city of ten years: one as large as plans are, one far larger.

The larger has an indicator for every centre. Counted and published by the portal's own commands,
in a process on the database to be measured; prints the address of each progress page, its
indicators and its statements as JSON.
"""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402  after setup
from django.utils import timezone  # noqa: E402

from centers.models import Center  # noqa: E402
from portal.japan.calendar import fiscal_year  # noqa: E402
from portal.people.models import User  # noqa: E402
from tests.bench.count_statements import count  # noqa: E402
from vision.figures.counting import YEARS, count_live  # noqa: E402
from vision.models import Indicator, Plan, Target  # noqa: E402
from vision.progress.publishing import publish_year  # noqa: E402

SIZES = {"ten-years-20": 20, "ten-years": None}


def a_plan_of_ten_years(slug: str, indicators: int | None) -> Plan:
    last = fiscal_year(timezone.localdate())
    plan = Plan.objects.create(
        slug=slug,
        kind="計画",
        name="十年の計画",
        city=settings.CITY["city"]["name"],
        first_year=last - YEARS + 1,
        last_year=last,
    )
    level = plan.levels.create(name="基本方針", order=1)
    policies = [
        plan.items.create(level=level, code=f"p{n}", path=f"{n:04}", name=f"方針{n}", color=color)
        for n, color in enumerate(["#0055ad", "#197a4b", "#c74700"], start=1)
    ]
    made = Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            item=policies[number % len(policies)],
            code=center.slug,
            name=f"{center.name}の講座",
            unit="講座",
            metric="courses",
            scope=f"center:{center.slug}",
            order=number,
        )
        for number, center in enumerate(Center.objects.order_by("pk")[:indicators])
    )
    Target.objects.bulk_create(Target(indicator=one, year=last, value=30) for one in made)
    count_live()
    section = User.objects.filter(memberships__isnull=False).first() or User.objects.first()
    for year in range(plan.first_year, last):
        publish_year(plan, year, by=section)
    return plan


told = []
for slug, size in SIZES.items():
    plan = Plan.objects.filter(slug=slug).first() or a_plan_of_ten_years(slug, size)
    path = f"/vision/{plan.slug}/progress/"
    told.append({"path": path, "statements": count(path), "indicators": plan.indicators.count()})
print(json.dumps(told))
