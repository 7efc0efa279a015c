"""Somebody who knows the rule and reads every public page tries every city there could be.

All numbers are the real ones: ten people, groups of five answers. A city is a list of wards, a
ward a list of the numbers of its centres; where nobody came, a centre has no line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pytest

from programs.survey.metrics import SATISFACTION
from tests.vision.test_suppression import a_metric
from vision.metrics import Cell, Figure, Metric
from vision.suppression import as_listed, may_be_shown, public_cells


class OfAnswers(Metric):
    """A metric whose numbers are made of whole groups of answers."""

    least_in_a_row = SATISFACTION.least_in_a_row


PEOPLE = a_metric()
ANSWERS = OfAnswers(**vars(PEOPLE))
City = tuple[tuple[int, ...], ...]
Listing = Callable[[list[Cell]], object]


def figure(n: int) -> Figure:
    return Figure(None, n, n)


def listed(cells: list[Cell]) -> object:
    """What stands on a page: the lines with their numbers, and that some are missing."""
    shown, has_hidden = as_listed(cells)
    return tuple((cell.key, cell.figure.n) for cell in shown), has_hidden


def named(cells: list[Cell]) -> object:
    """The control: hidden lines with their names."""
    return tuple((cell.key, cell.figure.n if cell.figure else None) for cell in cells)


def pages(metric: Metric, city: City, listing: Listing) -> tuple:
    """All that is published of the city: its figure, the page by wards, the page by centres."""
    whole = figure(sum(map(sum, city)))
    if not may_be_shown(metric, whole):
        return (None,)
    wards = [Cell(f"w{i}", "", figure(sum(ns))) for i, ns in enumerate(city) if sum(ns)]
    centers = [
        Cell(f"c{i}-{j}", "", figure(n), f"w{i}")
        for i, ns in enumerate(city)
        for j, n in enumerate(ns)
        if n
    ]
    by_ward = public_cells(metric, whole, wards)
    by_center = public_cells(metric, whole, centers, by_ward)
    return whole.n, listing(by_ward), listing(by_center)


def cities(wards: list[int], most: int, least: int) -> Iterator[City]:
    """Every city of so many centres in each ward and of at most so many people."""

    def numbers(centers: int, left: int) -> Iterator[tuple[int, ...]]:
        if not centers:
            yield ()
            return
        for n in [0, *range(least, left + 1)]:
            for others in numbers(centers - 1, left - n):
                yield (n, *others)

    for flat in numbers(sum(wards), most):
        rest = iter(flat)
        yield tuple(tuple(next(rest) for _ in range(centers)) for centers in wards)


def cells_of(city: City) -> dict[str, int]:
    return {f"c{i}-{j}": n for i, ns in enumerate(city) for j, n in enumerate(ns)} | {
        f"w{i}": sum(ns) for i, ns in enumerate(city)
    }


def found_out(
    metric: Metric, wards: list[int], most: int, listing: Listing = listed
) -> list[tuple[City, str]]:
    """The cities of which a number that is not shown follows from what is."""
    alike: dict[tuple, list[City]] = defaultdict(list)
    for city in cities(wards, most, metric.least_in_a_row or 1):
        alike[pages(metric, city, listing)].append(city)
    return [found for seen, there in alike.items() for found in known_from(seen, there)]


def known_from(seen: tuple, alike: Iterable[City]) -> Iterator[tuple[City, str]]:
    shown = {key for page in seen[1:] for key in keys_shown(page)}
    tables = [cells_of(city) for city in alike]
    for key in tables[0]:
        values = {table[key] for table in tables}
        if key not in shown and len(values) == 1 and values != {0}:
            yield next(iter(alike)), key


def keys_shown(page: object) -> set[str]:
    lines = page[0] if page and isinstance(page[-1], bool) else page
    return {key for key, n in lines if n is not None}


@pytest.mark.parametrize("metric", [PEOPLE, ANSWERS], ids=["people", "answers"])
@pytest.mark.parametrize(
    ("wards", "most"),
    [
        ([1, 1], 60),
        ([2], 60),
        ([1, 1, 1], 36),
        ([3], 36),
        ([1, 1, 1, 1], 24),
        ([4], 24),
        ([2, 2], 24),
        ([1, 1, 2], 24),
    ],
)
def test_no_city_is_found_out(metric, wards, most):
    assert found_out(metric, wards, most) == []


def test_larger_groups_of_answers_are_not_found_out_either():
    """Five wards, and three wards of two centres, in steps that groups of five leave few of."""
    assert found_out(ANSWERS, [1] * 5, 34) == []
    assert found_out(ANSWERS, [2, 2, 2], 26) == []


def test_ten_centres_of_one_look_like_five_of_two():
    ones, twos = (1,) * 10 + (60,), (2,) * 5 + (0,) * 5 + (60,)
    assert pages(PEOPLE, (ones,), listed) == pages(PEOPLE, (twos,), listed)
    assert pages(PEOPLE, (ones,), named) != pages(PEOPLE, (twos,), named)


def test_a_hidden_ward_does_not_tell_how_many_centres_it_has():
    some, others = ((1,) * 5, (1,) * 5, (40,)), ((3, 2, 0, 0, 0), (5, 0, 0, 0, 0), (40,))
    assert pages(PEOPLE, some, listed) == pages(PEOPLE, others, listed)


def test_control_who_reads_the_names_of_what_is_hidden_finds_numbers_out():
    """Three named lines with twenty-seven answers are nine, nine and nine."""
    assert found_out(ANSWERS, [3], 27, named)


def test_control_with_a_least_of_ten_five_and_five_answers_are_found_out(monkeypatch):
    monkeypatch.setattr("vision.suppression.least_of", lambda metric: 10)
    assert (((5, 5),), "c0-0") in found_out(ANSWERS, [2], 20)
