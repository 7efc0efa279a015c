"""Fiscal years as people say them, on both sides of a change of era."""

import pytest

from portal.japan.calendar import fiscal_year_name


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
