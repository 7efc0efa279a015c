"""What addresses say where a number, a key or a day is expected: nonsense is nothing said."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict

from portal.typed import MOST_AT_ONCE, day_in, is_number, keys_in, number_in, texts_in

NONSENSE = ["", " ", "abc", "-1", "1.5", "²", "一", "１２", "\x00", "1" * 19, "9" * 10_000, "🍣"]


@pytest.mark.parametrize("typed", NONSENSE)
def test_nonsense_is_no_number(typed):
    assert not is_number(typed)
    assert number_in(typed) == 0
    assert number_in(typed, 7) == 7
    said = QueryDict(mutable=True)
    said.setlist("row", ["3", typed, "1"])
    assert keys_in(said, "row") == [3, 1]


def test_a_number_is_read_as_far_as_it_may_be_long():
    assert number_in("9" * 18) == 10**18 - 1
    assert number_in("123", longest=3) == 123
    assert number_in("1234", 5, longest=3) == 5


@pytest.mark.parametrize("typed", ["", "2026-02-30", "9999-99-99", "あした", "\x00", "1" * 10_000])
def test_a_day_there_is_not_is_none(typed):
    assert day_in(typed) is None


def test_a_day_is_read_as_a_date_box_sends_it():
    assert day_in("2026-12-05") == date(2026, 12, 5)


def test_of_what_is_sent_many_times_the_first_are_read():
    said = QueryDict("&".join(f"row={number}" for number in range(MOST_AT_ONCE + 50)))
    assert keys_in(said, "row") == list(range(MOST_AT_ONCE))
    assert texts_in(said, "row", 2) == ["0", "1"]
    assert texts_in(said, "other") == []


def test_nobody_reads_such_a_list_without_a_bound():
    """All go by `portal.typed`; the bound on all fields of a form is ten times as much."""
    base = Path(settings.BASE_DIR)
    code = [
        path
        for app in ("portal", "vision", "centers", "programs")
        for path in (base / app).rglob("*.py")
    ]
    reading = {path for path in code if ".getlist(" in path.read_text()}
    assert reading == {base / "portal/typed.py"}
