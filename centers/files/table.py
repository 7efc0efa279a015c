"""What a table of the desk is: its columns, its rows, and how one row is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.db.models import Field, Model

from portal.people.models import User

from .cells import Cells

MOST_ROWS = 2_000


class Outcome(StrEnum):
    """What a row of a file comes to."""

    NEW = "新しい"
    CHANGED = "変わる"
    SAME = "同じ"


@dataclass(frozen=True)
class Written:
    """What became of one row: of what, and what is different from before."""

    name: str
    outcome: Outcome
    differences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One kind of table. `write` refuses with ValidationError; `extra` columns may be missing.

    `for_section` tables are taken in by the section only; everybody at a desk may have theirs.
    Where each row goes through many rules, fewer are read at once: nobody waits for minutes.
    """

    slug: str
    name: str
    about: str
    columns: tuple[str, ...]
    rows: Callable[[User], Iterable[list[object]]]
    write: Callable[[Cells, User], Written]
    extra: tuple[str, ...] = ()
    told_only: tuple[str, ...] = ()
    for_section: bool = False
    most_rows: int = MOST_ROWS

    @property
    def headings(self) -> list[str]:
        """Of the file that is given out: what is read back, and what is only told."""
        return [*self.columns, *self.extra, *self.told_only]


def put(row: Model, name: str, values: Mapping[str, object]) -> Written:
    """Write values into a row, new or known, by the model's own rules."""
    differences = []
    new = row._state.adding
    for field, value in values.items():
        if not new and (before := getattr(row, field)) != value:
            label = cast("Field", row._meta.get_field(field)).verbose_name
            differences.append(f"{label}：{_shown(before)}→{_shown(value)}")
        setattr(row, field, value)
    if not (new or differences):
        return Written(name, Outcome.SAME)
    row.full_clean()
    row.save()
    return Written(name, Outcome.NEW if new else Outcome.CHANGED, tuple(differences))


def mark(value: object) -> str:
    """○ or nothing, as a table shows yes and no."""
    return "○" if value else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return mark(value) or "なし"
    return "なし" if value in {None, ""} else f"{value}"
