"""Nobody finds a hidden figure by subtraction: not even one who knows how lines are chosen."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vision.metrics import Cell, Figure, Metric
from vision.suppression import (
    LEAST,
    beside,
    may_be_shown,
    places_to_hide,
    public_cells,
    to_hide,
)

# Small numbers, so that every table there could be can be tried.
FEW = 3
LINES = st.lists(st.integers(0, 9), min_size=1, max_size=4)
WARDS = st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=5)


def published(people: list[int], least: int = FEW) -> tuple:
    """What is seen of the lines of a known sum: the sum, and each line or None."""
    hidden = to_hide(people, least)
    return sum(people), tuple(None if i in hidden else n for i, n in enumerate(people))


def tables_that_look_like(seen: tuple) -> list[tuple[int, ...]]:
    """Every table that would have been published in the very same way."""
    total, lines = seen
    possible = [range(total + 1) if line is None else [line] for line in lines]
    return [
        table
        for table in product(*possible)
        if sum(table) == total and published(list(table)) == seen
    ]


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_who_knows_the_sum_the_shown_lines_and_the_rule_finds_no_hidden_line(people):
    if sum(people) < FEW:
        return  # then the sum itself is not shown
    seen = published(people)
    tables = tables_that_look_like(seen)
    assert tuple(people) in tables
    for place, line in enumerate(seen[1]):
        if line is None:
            assert len({table[place] for table in tables}) > 1, (people, seen)


def test_the_smallest_tables_one_by_one():
    """Every table of up to three lines, not only those chance finds."""
    for size in (1, 2, 3):
        for people in product(range(8), repeat=size):
            if sum(people) < FEW:
                continue
            seen = published(list(people))
            tables = tables_that_look_like(seen)
            for place, line in enumerate(seen[1]):
                if line is None:
                    assert len({table[place] for table in tables}) > 1, (people, seen)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_hidden_lines_are_two_at_least_and_ten_people_together(people):
    hidden = to_hide(people)
    assert all(place in hidden for place, n in enumerate(people) if n < LEAST)
    if hidden and sum(people) >= LEAST:
        assert len(hidden) >= 2
        assert sum(people[place] for place in hidden) >= LEAST


def test_without_the_second_line_the_first_would_be_known():
    """The control: one hidden line alone is the difference."""
    people = [30, 4, 50]
    only_small = {place for place, n in enumerate(people) if n < LEAST}
    rest = sum(people) - sum(n for place, n in enumerate(people) if place not in only_small)
    assert only_small == {1}
    assert rest == 4
    assert to_hide(people) == {1, 2}


# ---------------------------------------------------------------- centres in wards in a city


def a_metric() -> Metric:
    """A metric of people."""
    return Metric(
        key="told",
        name="参加者",
        unit="人",
        definition="",
        of=lambda: None,
        ends="",
        value=None,
        people=object(),
        dimensions={},
        behind=None,
    )


def nested(wards: list[list[int]]) -> tuple[list[Cell], list[Cell]]:
    above = [Cell(f"w{i}", f"区{i}", Figure(None, sum(ns), sum(ns))) for i, ns in enumerate(wards)]
    below = [
        Cell(f"c{i}-{j}", f"館{j}", Figure(None, n, n), f"w{i}")
        for i, ns in enumerate(wards)
        for j, n in enumerate(ns)
    ]
    return above, below


def as_shown(wards: list[list[int]]) -> tuple[dict[str, int | None], dict[str, int | None]]:
    above, below = nested(wards)
    total = sum(map(sum, wards))
    whole, metric = Figure(None, total, total), a_metric()
    shown_above = public_cells(metric, whole, above)
    shown_below = public_cells(metric, whole, below, shown_above)
    wards_seen, centers_seen = (
        {cell.key: cell.figure.n if cell.figure else None for cell in cells}
        for cells in (shown_above, shown_below)
    )
    return wards_seen, centers_seen


@settings(max_examples=400, deadline=None)
@given(WARDS)
def test_neither_centres_nor_wards_nor_the_city_give_a_hidden_one_away(wards):
    """Of every sum that is known, what is hidden is two lines or more, of ten people or more."""
    seen_wards, seen_centers = as_shown(wards)
    total = sum(map(sum, wards))
    if total < LEAST:
        assert not any(value is not None for value in seen_wards.values())
        assert not any(value is not None for value in seen_centers.values())
        return
    _sum_keeps_its_secret(total, seen_wards)
    for ward, figure in seen_wards.items():
        inside = {key: n for key, n in seen_centers.items() if key.startswith(f"c{ward[1:]}-")}
        if figure is None:
            assert all(n is None for n in inside.values()), "a ward is the sum of its centres"
        else:
            _sum_keeps_its_secret(figure, inside)
    for value in [*seen_wards.values(), *seen_centers.values()]:
        assert value is None or value >= LEAST


def _sum_keeps_its_secret(total: int, seen: dict[str, int | None]) -> None:
    hidden = [key for key, value in seen.items() if value is None]
    if hidden:
        assert len(hidden) >= 2, seen
        assert total - sum(value for value in seen.values() if value) >= LEAST, seen


def test_a_small_ward_takes_a_neighbour_and_all_their_centres_with_it():
    seen_wards, seen_centers = as_shown([[40, 50], [3, 4], [20, 30], [60]])
    assert seen_wards == {"w0": 90, "w1": None, "w2": None, "w3": 60}
    assert [n for key, n in seen_centers.items() if key[1] in "12"] == [None] * 4
    assert seen_centers["c0-0"] == 40


def test_a_small_centre_in_a_shown_ward_takes_one_beside_it():
    seen_wards, seen_centers = as_shown([[40, 5, 50, 60], [20, 30]])
    assert None not in seen_wards.values()
    assert seen_centers["c0-1"] is None
    assert seen_centers["c0-2"] is None
    assert (seen_centers["c0-0"], seen_centers["c0-3"]) == (40, 60)


# ---------------------------------------------------------------- one figure


def test_fewer_than_ten_are_not_shown_and_ten_are():
    metric = a_metric()
    assert not may_be_shown(metric, Figure(None, 9, 9))
    assert may_be_shown(metric, Figure(None, 10, 10))


# ---------------------------------------------------------------- two metrics of nearly the same

SMALL = 4  # of three, two hidden lines would leave a single way
Pair = tuple[tuple[int, ...], tuple[int, ...]]


def pairs(lines: int, most: int) -> Iterator[Pair]:
    """Who came and who applied, by line: of everybody who came it is known that they applied."""
    for applied in product(range(most + 1), repeat=lines):
        if SMALL <= sum(applied) <= most:
            for came in product(*[range(n + 1) for n in applied]):
                if sum(came) >= SMALL:
                    yield came, applied


def hidden_together(pair: Pair) -> list[set[int]]:
    hidden = places_to_hide([([n or None for n in people], SMALL) for people in pair])
    return [hidden, hidden]


def hidden_apart(pair: Pair) -> list[set[int]]:
    return [places_to_hide([([n or None for n in people], SMALL)]) for people in pair]


def found_out(lines: int, most: int, hide: Callable[[Pair], list[set[int]]]) -> list[Pair]:
    """The cities of which a hidden number follows from the pages of both metrics."""
    alike: dict[object, list[Pair]] = defaultdict(list)
    for pair in pairs(lines, most):
        seen = tuple(
            (
                sum(people),
                bool(hidden),
                tuple((i, n) for i, n in enumerate(people) if n and i not in hidden),
            )
            for people, hidden in zip(pair, hide(pair), strict=True)
        )
        alike[seen].append(pair)
    return [
        there[0]
        for seen, there in alike.items()
        for which in (0, 1)
        for line in range(lines)
        if line not in dict(seen[which][2])
        and len({pair[which][line] for pair in there}) == 1
        and there[0][which][line]
    ]


@pytest.mark.parametrize(("lines", "most"), [(2, 24), (3, 15), (4, 9)])
def test_who_came_and_who_applied_do_not_give_each_other_away(lines, most):
    assert found_out(lines, most, hidden_together) == []


def test_control_each_for_itself_they_do():
    assert found_out(2, 16, hidden_apart)


def metric_of(**more) -> Metric:
    return replace(a_metric(), **more)


def cells_of(*people: int) -> list[Cell]:
    return [Cell(f"w{i}", f"区{i}", Figure(None, n, n)) for i, n in enumerate(people)]


def open_lines(cells: list[Cell]) -> list[int]:
    return [place for place, cell in enumerate(cells) if cell.figure is not None]


def test_a_line_too_small_in_one_metric_is_hidden_in_all_among_the_same_people():
    applied, came = metric_of(key="applied"), metric_of(key="came")
    pages = [
        (applied, Figure(None, 82, 82), cells_of(12, 30, 40)),
        (came, Figure(None, 78, 78), cells_of(8, 30, 40)),
    ]
    others = [beside(*page) for page in pages]
    for page in pages:
        assert open_lines(public_cells(*page, (), others)) == [2]
    assert open_lines(public_cells(*pages[0])) == [0, 1, 2]


def test_a_share_hides_fewer_than_ten_who_did_or_did_not():
    finished = metric_of(is_share_of_people=True)

    def line(key: str, n: int, value: str) -> Cell:
        return Cell(key, key, Figure(Decimal(value), n, n))

    lines = [line("a", 30, "96.7"), line("b", 100, "50.0"), line("c", 100, "50.0")]
    whole = Figure(Decimal("56.1"), 230, 230)
    assert open_lines(public_cells(finished, whole, lines)) == [2]
    everybody = [line("a", 30, "100.0"), *lines[1:]]
    assert open_lines(public_cells(finished, whole, everybody)) == [0, 1, 2]
    assert not may_be_shown(finished, Figure(Decimal("96.7"), 30, 30))
    assert may_be_shown(finished, Figure(Decimal("66.7"), 30, 30))
