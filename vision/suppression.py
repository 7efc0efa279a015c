"""What of a breakdown the public may see: nothing that tells of fewer than ten people.

A figure of fewer than ten is not shown, and nothing is shown that gives it away:

* Where the lines of a breakdown add up to a figure that is known, one hidden line alone would be
  the difference. So hidden lines are two at least, and ten people or more together.
* What lies in a hidden ward is hidden with it, for the ward would be the sum of its centres; and
  the centres of a ward that is shown are guarded by themselves, for the ward is their sum.
* Which line is hidden besides follows from its place and not from its size. If it were always the
  smallest, whoever knows the rule would learn from the choice that it is.
* Nine, nine and nine hidden together would be known from their sum; then one more is hidden.
* What is hidden is not named (`as_listed`). A named line tells of one person at least: ten hidden
  centres with ten people among them would be ten times one.
* Answers to a survey come in groups of five, and whoever knows that finds five and five in a ten;
  there the least is eleven (`least_of`).

Metrics among the same people (`Metric.among`: who applied, who came, who finished …) hide the same
lines. Each for itself could be set against the other: where nearly all who applied also came, the
applicants of a shown line are nearly the participants of the same line hidden, and with the known
sum of two hidden lines the other follows. So a line that is too small in one is hidden in all, and
what all hide together is ten people or more in each.

A share of people (who finished, who is new) tells how many it is of, so how many they are who did
and who did not. Fewer than ten of either are hidden like any line, in that metric alone: the others
do not tell of them. None and all are shown.

Answers to surveys are not among them. Who came limits how many answered, so it may be told that a
hidden line holds one group of five or two; but a group's opinions stay, for the known sum of the
hidden lines is one number for two lines at least, and no other figure tells of opinions.

Years share no course, and no sum over years is shown, so each year stands for itself.
`tests/vision/test_who_tries_to_find_out.py` lets somebody who knows every shown figure and this
rule try every small city there could be.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from .metrics import Cell, Figure, Metric
from .numbers import rounded

LEAST = 10
WHY = f"{LEAST}人未満などのため非公開"


def least_of(metric: Metric) -> int:
    """The smallest number of people shown: two lines behind it could be told in two ways."""
    return max(LEAST, 2 * metric.least_in_a_row + 1)


class Beside(NamedTuple):
    """The lines of another metric among the same people: its least, and how many by key."""

    least: int
    people: Mapping[str, int]
    groups: Mapping[str, str]


def beside(metric: Metric, whole: Figure, cells: Sequence[Cell]) -> Beside | None:
    """How a metric's lines stand beside another's; None where even its whole is hidden."""
    if not may_be_shown(metric, whole):
        return None
    people = {cell.key: cell.figure.n for cell in cells if cell.figure}
    return Beside(least_of(metric), people, {cell.key: cell.group for cell in cells})


def may_be_shown(metric: Metric, figure: Figure) -> bool:
    """Whether the figure of a whole city may be shown."""
    if not metric.tells_of_people:
        return True
    least = least_of(metric)
    return figure.n >= least and all(n >= least for n in parts_of(metric, figure) if n)


def parts_of(metric: Metric, figure: Figure) -> tuple[int, ...]:
    """How many a share counts, and how many of its people it does not."""
    if not metric.is_share_of_people or figure.value is None:
        return ()
    part = int(rounded(figure.value * figure.n / 100, 0))
    return part, figure.n - part


def public_cells(
    metric: Metric,
    whole: Figure,
    cells: Sequence[Cell],
    above: Sequence[Cell] = (),
    others: Sequence[Beside] = (),
) -> list[Cell]:
    """The lines of a breakdown, those that may not be shown without their figure.

    `whole` is the figure they are of. Where the lines lie in others (centres in wards), `above`
    holds those others as they are shown. `others` are the metrics among the same people, this one
    with them, in an order that is the same for all of them.
    """
    if not metric.tells_of_people:
        return list(cells)
    least = least_of(metric)
    if whole.n < least:
        return [_without_figure(cell) for cell in cells]
    others = others or [one for one in [beside(metric, whole, cells)] if one]
    shown_above = {cell.key for cell in above if cell.figure is not None}
    public: list[Cell] = []
    for group, found in groupby(cells, key=lambda cell: cell.group):
        members = list(found)
        hidden = keys_to_hide(group, others)
        hidden = hidden_with_parts(metric, members, hidden)
        if group and group not in shown_above:
            hidden = {cell.key for cell in members}
        public += [_without_figure(cell) if cell.key in hidden else cell for cell in members]
    return public


def keys_to_hide(group: str, others: Sequence[Beside]) -> set[str]:
    """The keys of a group that are hidden in every one of these metrics."""
    keys = list(dict.fromkeys(k for one in others for k, of in one.groups.items() if of == group))
    tables = [([one.people.get(key) for key in keys], one.least) for one in others]
    return {keys[place] for place in places_to_hide(tables)}


def hidden_with_parts(metric: Metric, members: Sequence[Cell], hidden: set[str]) -> set[str]:
    """`hidden`, and what a share must hide besides: too few who did, or who did not."""
    parts = [parts_of(metric, cell.figure) if cell.figure else () for cell in members]
    if not any(parts):
        return hidden
    least = least_of(metric)
    tables: list[Table] = [
        ([(of[side] or None) if of else None for of in parts], least) for side in (0, 1)
    ]
    there = {place for place, cell in enumerate(members) if cell.key in hidden}
    return {members[place].key for place in places_to_hide(tables, there)}


def as_listed(cells: Sequence[Cell]) -> tuple[list[Cell], bool]:
    """The lines a resident reads, and whether there may be others that are not shown."""
    shown = [cell for cell in cells if cell.figure is not None]
    return shown, len(shown) < len(cells)


def to_hide(people: Sequence[int], least: int = LEAST) -> set[int]:
    """The places of the lines to hide among lines that add up to a known `least` or more."""
    return places_to_hide([(people, least)])


Table = tuple[Sequence[int | None], int]


def places_to_hide(tables: Sequence[Table], hidden: Collection[int] = ()) -> set[int]:
    """The places to hide in every one of these tables: the people of each line, and the least.

    None stands where a table has no such line. Each table adds up to a known sum. What is `hidden`
    already stays hidden.
    """
    number = max((len(people) for people, _ in tables), default=0)
    hidden = set(hidden) | {
        place
        for people, least in tables
        for place, n in enumerate(people)
        if n is not None and n < least
    }
    while hidden and len(hidden) < number and not all(_keeps(table, hidden) for table in tables):
        hidden.add(_next_one(min(hidden), hidden, number))
    return hidden


def _keeps(table: Table, hidden: set[int]) -> bool:
    """Whether the sum of a table's hidden lines tells of none of them."""
    people, least = table
    there = [n for place in hidden if (n := people[place]) is not None]
    if not there:
        return True
    if len(hidden) < 2 or sum(there) < least:
        return False
    return max(there) >= least or sum(there) < len(hidden) * (least - 1)


def _next_one(place: int, hidden: set[int], number: int) -> int:
    """The first line after `place` that is not hidden, from the top again after the last."""
    after: Iterable[int] = ((place + step) % number for step in range(1, number))
    return next(one for one in after if one not in hidden)


def _without_figure(cell: Cell) -> Cell:
    return replace(cell, figure=None)
