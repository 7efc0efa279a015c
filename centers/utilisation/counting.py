"""Counting the facts: one statement for each question, however many ways it is told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection

from .facts import BIT, BY_DAY, Asked

Names = tuple[str, ...]
WHOLE: Names = ()
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Counted:
    """Slots, or rooms on days: open, used of them; payable, paid of them."""

    open: int = 0
    used: int = 0
    payable: int = 0
    paid: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        """Slots of both; rooms on days do not add up where a room is in both."""
        return Counted(
            self.open + other.open,
            self.used + other.used,
            self.payable + other.payable,
            self.paid + other.paid,
        )

    @property
    def whole_rate(self) -> Decimal | None:
        """全体, in per cent with one decimal; nothing of nothing."""
        return per_cent(self.used, self.open)

    @property
    def paid_rate(self) -> Decimal | None:
        """有償, in per cent with one decimal; nothing of nothing."""
        return per_cent(self.paid, self.payable)


NOTHING = Counted()


def per_cent(part: int, of: int) -> Decimal | None:
    """Halves go up: 22.75 is 22.8."""
    if not of:
        return None
    return (Decimal(100 * part) / of).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Line:
    """What one part came to; `keys` says which: `ward_name`, `month` and so on."""

    keys: Mapping[str, Any]
    counted: Counted

    def __getitem__(self, name: str) -> Any:
        return self.keys[name]


@dataclass(frozen=True)
class Dimension:
    """By what the facts are told apart, and how a part is called.

    `key` is a column of the facts; with `of_day`, what it is of `on_day`.
    """

    key: str
    names: Mapping[str, str] = field(default_factory=dict)
    join: str = ""
    order: tuple[str, ...] = ()
    of_day: bool = False


DIMENSIONS = {
    "year": Dimension("extract(year FROM on_day - INTERVAL '3 months')::int", of_day=True),
    "month": Dimension("date_trunc('month', on_day)::date", of_day=True),
    "weekday": Dimension("extract(isodow FROM on_day)::int - 1", of_day=True),
    "slot": Dimension(
        "slot_id",
        {"slot_name": "slot.name", "starts": "slot.starts", "ends": "slot.ends"},
        "centers_slot slot ON slot.id = counted.by_slot",
        ("slot.starts", "slot.ends"),
    ),
    "ward": Dimension(
        "ward_id",
        {"ward_slug": "ward.slug", "ward_name": "ward.name", "ward_code": "ward.code"},
        "people_ward ward ON ward.id = counted.by_ward",
        ("ward.code",),
    ),
    "center": Dimension(
        "center_id",
        {
            "center_slug": "center.slug",
            "center_name": "center.name",
            "center_kana": "center.kana",
            "ward_of_center": "home.slug",
            "ward_of_center_name": "home.name",
        },
        "centers_center center ON center.id = counted.by_center"
        " LEFT JOIN people_ward home ON home.id = center.ward_id",
        ("home.code", "center.kana"),
    ),
    "room": Dimension(
        "room_id",
        {
            "room_name": "room.name",
            "room_center": "place.name",
            "room_center_slug": "place.slug",
            "room_ward": "area.name",
            "room_ward_slug": "area.slug",
        },
        "centers_room room ON room.id = counted.by_room"
        " LEFT JOIN centers_center place ON place.id = room.center_id"
        " LEFT JOIN people_ward area ON area.id = place.ward_id",
        ("area.code", "place.kana", "room.floor", "room.id"),
    ),
}


def counted(asked: Asked, *parts: Names, by_day: bool = False) -> dict[Names, list[Line]]:
    """What the facts came to for each of `parts`, in order; `()` is everything together.

    By slot, or with `by_day` by rooms and days. One statement.
    """
    named = [name for name in DIMENSIONS if any(name in part for part in parts)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(asked, named, parts, by_day=by_day), asked.values)
        columns = [column.name for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    found: dict[Names, list[Line]] = {part: [] for part in parts}
    by_places = {_places(named, part): part for part in parts}
    for row in rows:
        numbers = Counted(*(row.pop(name) for name in ("open", "used", "payable", "paid")))
        found[by_places[row.pop("places")]].append(Line(row, numbers))
    return found


def whole(asked: Asked, *, by_day: bool = False) -> Counted:
    """Everything together."""
    return counted(asked, WHOLE, by_day=by_day)[WHOLE][0].counted


def _statement(asked: Asked, named: list[str], parts: Iterable[Names], *, by_day: bool) -> str:
    dimensions = [DIMENSIONS[name] for name in named]
    of_day = [name for name in named if DIMENSIONS[name].of_day]
    keys = "".join(f", by_{name}" for name in named)
    keys_of_day = "".join(f", by_{name}" for name in of_day)
    sets = ", ".join(f"({', '.join(f'by_{name}' for name in part)})" for part in parts)
    places = f"grouping({keys.removeprefix(', ')})" if named else "0"
    names = "".join(f", {path} AS {name}" for one in dimensions for name, path in one.names.items())
    joins = "".join(f" LEFT JOIN {one.join}" for one in dimensions if one.join)
    order = [path for one in dimensions for path in one.order]
    return f"""
        {asked.lent}{BY_DAY if by_day else ""}, span AS (
            SELECT bit_or({BIT}) AS days{_keys(of_day)}
            FROM generate_series(%(first)s::date::timestamp, %(last)s, '1 day') AS on_day
            CROSS JOIN LATERAL date(on_day) AS day
            GROUP BY {keys_of_day.removeprefix(", ") or "()"}
        ), told_apart AS (
            SELECT bit_count(open & days)::int AS open, bit_count(used & days)::int AS used,
                bit_count(payable & days)::int AS payable, bit_count(paid & days)::int AS paid
                {keys_of_day}{_keys(name for name in named if name not in of_day)}
            FROM {"by_day" if by_day else "lent"} CROSS JOIN span
            WHERE bit_count(offered & days) > 0
        ), counted AS (
            SELECT {places} AS places{keys}, coalesce(sum(open), 0) AS open,
                coalesce(sum(used), 0) AS used, coalesce(sum(payable), 0) AS payable,
                coalesce(sum(paid), 0) AS paid
            FROM told_apart GROUP BY GROUPING SETS ({sets})
        )
        SELECT counted.*{names} FROM counted{joins}
        ORDER BY places{"".join(f", {path}" for path in order)}{keys}
    """  # noqa: S608  our own names; what was asked for goes as values


def _keys(names: Iterable[str]) -> str:
    return "".join(f", {DIMENSIONS[name].key} AS by_{name}" for name in names)


def _places(named: list[str], part: Names) -> int:
    """The number PostgreSQL's `grouping()` gives this part: a bit for each name not in it."""
    return sum(
        1 << (len(named) - 1 - place) for place, name in enumerate(named) if name not in part
    )
