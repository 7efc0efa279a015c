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

Years share no course, and no sum over years is shown, so each year stands for itself.
`tests/vision/test_who_tries_to_find_out.py` lets somebody who knows every shown figure and this
rule try every small city there could be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from .metrics import Cell, Figure, Metric

LEAST = 10
WHY = f"{LEAST}人未満などのため非公開"


def least_of(metric: Metric) -> int:
    """The smallest number of people shown: two lines behind it could be told in two ways."""
    return max(LEAST, 2 * metric.least_in_a_row + 1)


def may_be_shown(metric: Metric, figure: Figure) -> bool:
    """Whether the figure of a whole city may be shown."""
    return not metric.tells_of_people or figure.n >= least_of(metric)


def public_cells(
    metric: Metric, whole: Figure, cells: Sequence[Cell], above: Sequence[Cell] = ()
) -> list[Cell]:
    """The lines of a breakdown, those that may not be shown without their figure.

    `whole` is the figure they are of. Where the lines lie in others (centres in wards), `above`
    holds those others as they are shown.
    """
    if not metric.tells_of_people:
        return list(cells)
    least = least_of(metric)
    if whole.n < least:
        return [_without_figure(cell) for cell in cells]
    shown_above = {cell.key for cell in above if cell.figure is not None}
    public: list[Cell] = []
    for group, found in groupby(cells, key=lambda cell: cell.group):
        members = list(found)
        hidden = to_hide([cell.figure.n if cell.figure else 0 for cell in members], least)
        if group and group not in shown_above:
            hidden = set(range(len(members)))
        public += [
            _without_figure(cell) if place in hidden else cell for place, cell in enumerate(members)
        ]
    return public


def as_listed(cells: Sequence[Cell]) -> tuple[list[Cell], bool]:
    """The lines a resident reads, and whether there may be others that are not shown."""
    shown = [cell for cell in cells if cell.figure is not None]
    return shown, len(shown) < len(cells)


def to_hide(people: Sequence[int], least: int = LEAST) -> set[int]:
    """The places of the lines to hide among lines that add up to a known `least` or more."""
    hidden = {place for place, n in enumerate(people) if n < least}
    if not hidden or len(hidden) == len(people):
        return hidden
    together = sum(people[place] for place in hidden)
    largest = len(hidden) * (least - 1)
    if len(hidden) > 1 and least <= together < largest:
        return hidden
    return hidden | {_next_one(min(hidden), hidden, len(people))}


def _next_one(place: int, hidden: set[int], number: int) -> int:
    """The first line after `place` that is not hidden, from the top again after the last."""
    after: Iterable[int] = ((place + step) % number for step in range(1, number))
    return next(one for one in after if one not in hidden)


def _without_figure(cell: Cell) -> Cell:
    return replace(cell, figure=None)
