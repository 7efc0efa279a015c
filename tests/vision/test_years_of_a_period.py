"""A plan may write its periods as it is used to; a review finds the focus of its years in them."""

import pytest

from vision.plans.period import years_named


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2026～2030年", (2026, 2030)),
        ("２０２６年度－２０３０年度", (2026, 2030)),
        ("2026～30年", (2026, 2030)),
        ("令和8～12年度", (2026, 2030)),
        ("令和８年度から令和１２年度まで（5年間）", (2026, 2030)),
        ("平成30年度〜令和4年度", (2018, 2022)),
        ("令和元～5年度", (2019, 2023)),
        ("R8～R12", (2026, 2030)),
        ("令和8年4月～令和12年12月", (2026, 2030)),
        ("2027年度", (2027, 2027)),
        ("毎年", None),
        ("3か年", None),
        ("", None),
    ],
)
def test_the_years_are_read_however_they_are_written(period, years):
    assert years_named(period) == years
