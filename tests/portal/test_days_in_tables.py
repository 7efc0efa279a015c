"""Days in the tables of a city stand in many ways, in the years of an era above all."""

from datetime import date

import pytest

from portal.japan.days import read_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-05", date(2026, 12, 5)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026.1.5", date(2026, 1, 5)),
        ("２０２６年１２月５日", date(2026, 12, 5)),
        (" 2026-12-05 00:00:00", date(2026, 12, 5)),
        ("令和8年12月5日", date(2026, 12, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R8.12.5", date(2026, 12, 5)),
        ("Ｓ３１．２．２９", date(1956, 2, 29)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("H1.1.8", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
    ],
)
def test_a_day_is_read_however_it_is_written(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "あした", "20514", "26-12-05", "2027-02-29", "S32.2.29", "昭和65年1月1日",
        "昭和64年1月8日",
        "令和元年4月30日", "昭和1年1月1日", "R0.1.1", "M45.1.1", "2026-13-01", "2026-12-05T10:00",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None
