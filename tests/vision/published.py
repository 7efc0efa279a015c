"""Years and figures as if they had been published, for the tests of what residents read."""

from datetime import UTC, datetime
from decimal import Decimal

from portal.people.models import User
from tests import cast
from tests.vision.measured import a_plan
from vision.grading import grade
from vision.models import Indicator, Measurement, Plan, PublishedFigure, YearReport

WHEN = datetime(2026, 6, 1, 3, tzinfo=UTC)


def publisher() -> User:
    """Whoever of the section published it."""
    email = "publisher@example.jp"
    return User.objects.filter(email=email).first() or cast.section_staff(email)


def a_report(year: int, *, plan: Plan | None = None, **words: str) -> YearReport:
    """A published report of a year."""
    return YearReport.objects.create(
        plan=plan or a_plan(), year=year, published_at=WHEN, published_by=publisher(), **words
    )


def publish(
    indicator: Indicator, year: int, value: str | None, *, recorded: str | None = "", **fields
) -> PublishedFigure:
    """A figure of a year as it was published, graded by the rules; None has not begun.

    The records bear it out, unless told what they say now; with None they say nothing.
    """
    amount = None if value is None else Decimal(value)
    target = indicator.target_for(year)
    found = grade(indicator.aim_for(year), amount, not_begun=amount is None)
    if recorded is not None:
        now = amount if recorded == "" else Decimal(recorded)
        Measurement.objects.update_or_create(
            indicator=indicator,
            year=year,
            defaults={"value": now, "not_begun": now is None, "source": "市民意識調査"},
        )
    said = {
        "name": indicator.name,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "definition": indicator.note or indicator.name,
        "baseline": indicator.baseline,
        "aimed_at": f"{indicator.show(target.value)}{indicator.unit}" if target else "",
        "letter": found.letter if found else "",
        "percent": found.percent if found else None,
        "why": found.why if found else "",
        "source": "市民意識調査",
        "published_at": WHEN,
        "published_by": publisher(),
    }
    return PublishedFigure.objects.create(
        indicator=indicator, year=year, value=amount, **said | fields
    )


def count(indicator: Indicator, year: int, value: str) -> Measurement:
    """What the portal counted for itself, not yet published."""
    return Measurement.objects.create(
        indicator=indicator, year=year, value=Decimal(value), origin=Measurement.Origin.LIVE
    )
