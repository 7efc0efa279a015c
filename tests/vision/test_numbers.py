"""How figures are written and rounded, wherever they stand."""

from decimal import Decimal

import pytest

from tests.vision.measured import an_indicator
from vision.charts.words import text
from vision.numbers import in_full, written, written_in_full


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("22.8", 1, "22.8"),
        ("1016.000", 0, "1,016"),
        ("62.5", 0, "63"),
        ("30.25", 1, "30.3"),
        ("-0.5", 0, "-1"),
        ("0.125", 2, "0.13"),
    ],
)
def test_a_half_goes_up(value, decimals, shown):
    assert written(Decimal(value), decimals) == shown
    assert text(Decimal(value), decimals) == shown, "in a picture as on the page"


@pytest.mark.django_db
def test_an_indicator_rounds_the_same_way():
    assert an_indicator(decimals=0).show(Decimal("62.5")) == "63"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [("50.000", 1, "50.0"), ("24.250", 1, "24.25"), ("1016.000", 0, "1,016"), ("0", 0, "0")],
)
def test_in_full_nothing_is_rounded_away(value, decimals, shown):
    assert written_in_full(Decimal(value), decimals) == shown
    assert in_full(Decimal(value), decimals) == Decimal(value)
