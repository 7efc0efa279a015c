"""Fiscal years as people say them, on both sides of a change of era; and months counted on."""

from datetime import date

import pytest

from portal.japan.calendar import fiscal_year_name, months_later


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (2000, "平成12（2000）年度"),
        (2018, "平成30（2018）年度"),
        (2019, "令和元（2019）年度"),
        (2026, "令和8（2026）年度"),
    ],
)
def test_a_fiscal_year_is_named_in_its_era(year, name):
    assert fiscal_year_name(year) == name


@pytest.mark.parametrize(
    ("number", "first"),
    [
        (0, date(2028, 2, 1)),
        (1, date(2028, 3, 1)),
        (11, date(2029, 1, 1)),
        (-2, date(2027, 12, 1)),
        (-26, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_from_the_first_whatever_the_day(number, first):
    assert months_later(date(2028, 2, 29), number) == first
