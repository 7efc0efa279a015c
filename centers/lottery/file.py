"""The file of a draw of rooms that a city publishes: written, read and checked without a database.

Runs by itself, too, with nothing but Python: `python -m centers.lottery.file FILE`.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from centers.lottery import arithmetic as lottery
from centers.lottery.arithmetic import Head, Key, Wish, Wishes
from portal.draws import file as published
from portal.draws.file import Altered, is_number, refuse_unless

NAMES = {"format", *Head._fields, "list_hash", *published.RESULT, "rooms", "lists"}
# How the fields of a wish are called in the file.
FIELDS = {"rank": "rank", "room": "room", "begins": "from", "ends": "until", "changeover": "gap"}


# ---------------------------------------------------------------- writing


def lines_of(
    head: Head,
    list_hash: str,
    rooms: Mapping[int, str],
    lists: Iterable[Wishes],
    *,
    outcomes: Mapping[Key, str] | None = None,
    result: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The published file, a line a wish; outcomes, value, secret and seed once announced."""
    facts = {"format": lottery.FORMAT, **head._asdict(), "list_hash": list_hash}
    facts |= {name: result[name] if result else None for name in published.RESULT}
    yield "{\n"
    for name, value in facts.items():
        yield f'"{name}": {_json(value)},\n'
    yield from _rows("rooms", ({"room": room, "name": rooms[room]} for room in sorted(rooms)))
    yield ',\n"lists": ['
    comma = "\n"
    for one in lists:
        wishes = ",\n ".join(_json(_as_row(one, wish, outcomes)) for wish in one.wishes)
        yield f'{comma}{{"receipt":"{one.receipt:09d}","most":{one.most},"wishes":[\n {wishes}]}}'
        comma = ",\n"
    yield "\n]\n}\n"


def _rows(name: str, rows: Iterable[dict]) -> Iterator[str]:
    yield f'"{name}": [\n' + ",\n".join(map(_json, rows)) + "\n]"


def _as_row(one: Wishes, wish: Wish, outcomes: Mapping[Key, str] | None) -> dict[str, Any]:
    row = {FIELDS[name]: value for name, value in wish._asdict().items()}
    return row if outcomes is None else row | {"outcome": outcomes[one.receipt, wish.rank]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------- checking


def check(text: str, *, noted: str = "") -> str:
    """Do the whole draw again from the published file alone; say that it agrees.

    `noted` is the list hash somebody wrote down after the close. Raises Altered, naming the first
    thing that does not agree.
    """
    facts = published.read(text, lottery.FORMAT, NAMES)
    head, lists = _head_of(facts), _lists_of(facts)
    published.refuse_unless_declared(
        facts,
        lottery.list_hash_of(head, lists),
        noted,
        "受付番号、希望の部屋・時間・順位、上限、公開の数の出どころ",
    )
    number = sum(len(one.wishes) for one in lists)
    if facts["secret"] is None:
        return (
            f"名簿は確定したときのままです（{len(lists)}件、希望{number}件）。"
            "結果はまだ公開されていません。 The list is sound; no result has been published yet."
        )
    stated = outcomes_in(facts)
    impossible = {key for key, outcome in stated.items() if outcome in lottery.IMPOSSIBLE}
    expected = lottery.give(lottery.in_order(lists, published.seed_in(facts)), impossible)
    for (receipt, rank), outcome in expected.items():
        if stated[receipt, rank] != outcome:
            raise Altered(
                f"受付番号 {receipt:09d} の第{rank}希望の結果が合いません。正しくは"
                f" {outcome} です。 Wish {rank} of {receipt:09d} should be {outcome}."
            )
    won = sum(outcome == lottery.WON for outcome in expected.values())
    return (
        f"OK　希望{number}件の抽選をやり直し、すべて同じ結果になりました（当選{won}件、"
        f"使えなくなっていた希望{len(impossible)}件）。 "
        "The draw was done again from this file and every line agrees."
    )


def outcomes_in(facts: dict[str, Any]) -> dict[Key, str]:
    """What a file says became of each wish."""
    return {
        (int(one["receipt"]), row["rank"]): row["outcome"]
        for one in facts["lists"]
        for row in one["wishes"]
    }


def _head_of(facts: dict[str, Any]) -> Head:
    refuse_unless(is_number(facts["draw"]), "draw")
    for name in ("month", "closed", "source"):
        published.refuse_unless_line(facts[name], name)
    return Head(**{name: facts[name] for name in Head._fields})


def _lists_of(facts: dict[str, Any]) -> list[Wishes]:
    rows, rooms = facts["lists"], _rooms_of(facts)
    refuse_unless(isinstance(rows, list), "lists")
    lists: list[Wishes] = []
    for line, row in enumerate(rows, start=1):
        where = f"lists[{line}]"
        refuse_unless(isinstance(row, dict) and set(row) == {"receipt", "most", "wishes"}, where)
        refuse_unless(is_number(row["most"]) and isinstance(row["wishes"], list), where)
        wishes = [
            _wish_of(wish, bool(facts["secret"]), rooms, f"{where}.wishes[{place}]")
            for place, wish in enumerate(row["wishes"], start=1)
        ]
        refuse_unless(all(a.rank < b.rank for a, b in pairwise(wishes)), f"{where}, order of ranks")
        lists.append(
            Wishes(published.receipt_in(row["receipt"], where), row["most"], tuple(wishes))
        )
    in_order = all(a.receipt < b.receipt for a, b in pairwise(lists))
    refuse_unless(in_order, "lists, order of receipts")
    return lists


def _wish_of(row: Any, with_outcome: bool, rooms: set[int], where: str) -> Wish:
    names = {*FIELDS.values(), *(["outcome"] if with_outcome else [])}
    refuse_unless(isinstance(row, dict) and set(row) == names, where)
    refuse_unless(all(is_number(row[name]) for name in ("rank", "room", "gap")), where)
    refuse_unless(row["room"] in rooms, f"{where}.room")
    begins, ends = _moment(row["from"], where), _moment(row["until"], where)
    refuse_unless(begins < ends, f"{where}, order of times")
    if with_outcome:
        known = (lottery.WON, lottery.TAKEN, lottery.LIMIT, *lottery.IMPOSSIBLE)
        refuse_unless(row["outcome"] in known, f"{where}.outcome")
    return Wish(**{name: row[field] for name, field in FIELDS.items()})


def _moment(value: Any, where: str) -> datetime:
    published.refuse_unless_line(value, where)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = datetime.min  # without a zone, and so refused below
    refuse_unless(moment.tzinfo is not None, where)
    return moment


def _rooms_of(facts: dict[str, Any]) -> set[int]:
    """The rooms wished for: their names are for reading, the arithmetic goes by their numbers."""
    rows = facts["rooms"]
    refuse_unless(isinstance(rows, list), "rooms")
    for row in rows:
        refuse_unless(isinstance(row, dict) and set(row) == {"room", "name"}, "rooms")
        refuse_unless(is_number(row["room"]) and isinstance(row["name"], str), "rooms")
    return {row["room"] for row in rows}


if __name__ == "__main__":
    try:
        noted = "".join(sys.argv[2:3])
        print(published.check_file(Path(sys.argv[1]), check, noted=noted))
    except (Altered, IndexError) as refusal:
        sys.exit(str(refusal) or "usage: python -m centers.lottery.file FILE [LIST_HASH]")
