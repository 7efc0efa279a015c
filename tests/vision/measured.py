"""Plans with figures, for the tests of what is measured."""

from collections.abc import Mapping
from decimal import Decimal

from vision.models import Indicator, Measurement, Plan, Target


def a_plan(slug: str = "mirai-2024", **fields) -> Plan:
    return Plan.objects.get_or_create(
        slug=slug,
        defaults={
            "kind": "推進計画",
            "name": "みらい市生涯学習推進計画",
            "city": "みらい市",
            "first_year": 2024,
            "last_year": 2031,
        }
        | fields,
    )[0]


def an_indicator(
    *,
    plan: Plan | None = None,
    targets: Mapping[int, str] | None = None,
    measured: Mapping[int, str] | None = None,
    **fields,
) -> Indicator:
    """A share in per cent, aimed at 50 from 28.6, with the targets and figures given by year."""
    fields = {
        "code": f"i{Indicator.objects.count() + 1}",
        "name": "過去1年に生涯学習を行った市民の割合",
        "unit": "％",
        "decimals": 1,
        "highest": Decimal(100),
        "baseline": Decimal("28.6"),
        "baseline_year": 2015,
    } | fields
    indicator = Indicator.objects.create(plan=plan or a_plan(), **fields)
    for year, value in (targets if targets is not None else {2031: "50.0"}).items():
        Target.objects.create(indicator=indicator, year=year, value=Decimal(value))
    for year, value in (measured or {}).items():
        measure(indicator, year, value)
    return Indicator.objects.get(pk=indicator.pk)


def measure(indicator: Indicator, year: int, value: str | None) -> Measurement:
    """What the indicator came to; None says that the work has not begun."""
    return Measurement.objects.update_or_create(
        indicator=indicator,
        year=year,
        defaults={
            "value": None if value is None else Decimal(value),
            "not_begun": value is None,
            "source": "市民意識調査",
        },
    )[0]
