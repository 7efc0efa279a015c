"""The file of a draw that a city publishes: written, read and checked without any database.

Runs by itself, too, with nothing but Python: `python -m programs.lottery.file FILE`.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from portal.draws import file as published
from portal.draws.file import Altered, is_number, refuse_unless
from programs.lottery import arithmetic as lottery
from programs.lottery.arithmetic import Entry, Head, Place

HEAD = {"format", *Head._fields, "list_hash", "value", "secret", "seed", "entries"}


# ---------------------------------------------------------------- writing


def lines_of(
    head: Head,
    list_hash: str,
    entries: Iterable[tuple[Entry, Place | None]],
    result: Mapping[str, str] | None,
) -> Iterator[str]:
    """The published file, a line an entry; `result` holds value, secret and seed once announced."""
    facts = {"format": lottery.FORMAT, **head._asdict(), "list_hash": list_hash}
    facts |= {name: result[name] if result else None for name in ("value", "secret", "seed")}
    yield "{\n"
    for name, value in facts.items():
        yield f'"{name}": {json.dumps(value, ensure_ascii=False)},\n'
    yield '"entries": ['
    comma = "\n"
    for entry, place in entries:
        line = f'{{"receipt":"{entry.receipt:09d}","size":{entry.size},"tier":{entry.tier}'
        if place is not None:
            line += f',"rank":{place.rank},"selected":{"true" if place.selected else "false"}'
        yield f"{comma}{line}}}"
        comma = ",\n"
    yield "\n]\n}\n"


# ---------------------------------------------------------------- checking


def check(text: str, *, noted: str = "") -> str:
    """Do the whole draw again from the published file alone; say that it agrees.

    `noted` is the list hash somebody wrote down after the close: with it, a file that was changed
    as a whole is found out as well. Raises Altered, naming the first thing that does not agree.
    """
    facts = published.read(text, lottery.FORMAT, HEAD)
    head, entries = _head_of(facts), _entries_of(facts)
    published.refuse_unless_declared(
        facts,
        lottery.list_hash_of(head, entries),
        noted,
        "受付番号、人数、優先の段、選ばれる人数、公開の数の出どころ",
    )
    if facts["secret"] is None:
        return (
            f"名簿は確定したときのままです（{len(entries)}件）。結果はまだ公開されていません。 "
            "The list is sound; no result has been published yet."
        )
    seed = published.seed_in(facts)
    if facts["value"] == lottery.EVERYBODY_FITS and not lottery.everybody_fits(entries, head.seats):
        raise Altered(
            "全員が選ばれるとしていますが、席が足りません。 Not everybody fits, yet no public "
            "value was used."
        )
    expected = lottery.select(lottery.in_order(entries, seed), head.seats)
    by_receipt = {place.receipt: place for place in expected}
    for line, row in enumerate(facts["entries"], start=1):
        place = by_receipt[int(row["receipt"])]
        if (row.get("rank"), row.get("selected")) != (place.rank, place.selected):
            raise Altered(
                f"{line}件目、受付番号 {row['receipt']} の結果が合いません。正しくは"
                f"{place.rank}番、{'当選' if place.selected else '補欠'}です。 Entry {line} should "
                f"have rank {place.rank} and selected {str(place.selected).lower()}."
            )
    selected = sum(place.selected for place in expected)
    return (
        f"OK　{len(entries)}件の抽選をやり直し、すべて同じ結果になりました（当選{selected}件）。 "
        "The draw was done again from this file and every line agrees."
    )


def _head_of(facts: dict[str, Any]) -> Head:
    for name in ("course", "draw", "seats"):
        refuse_unless(is_number(facts[name]), name)
    for name in ("closed", "source"):
        published.refuse_unless_line(facts[name], name)
    return Head(**{name: facts[name] for name in Head._fields})


def _entries_of(facts: dict[str, Any]) -> list[Entry]:
    rows = facts["entries"]
    refuse_unless(isinstance(rows, list), "entries")
    allowed = {"receipt", "size", "tier"} | ({"rank", "selected"} if facts["secret"] else set())
    entries: list[Entry] = []
    for line, row in enumerate(rows, start=1):
        where = f"entries[{line}]"
        refuse_unless(isinstance(row, dict) and set(row) == allowed, where)
        receipt = published.receipt_in(row["receipt"], where)
        refuse_unless(is_number(row["size"]) and is_number(row["tier"]), where)
        refuse_unless(row["size"] > 0, where)
        if facts["secret"]:
            refuse_unless(is_number(row["rank"]) and isinstance(row["selected"], bool), where)
        entries.append(Entry(receipt, row["size"], row["tier"]))
        in_order = len(entries) < 2 or entries[-2].receipt < entries[-1].receipt
        refuse_unless(in_order, f"{where}, order of receipts")
    return entries


if __name__ == "__main__":
    try:
        print(published.check_file(Path(sys.argv[1]), check, noted="".join(sys.argv[2:3])))
    except (Altered, IndexError) as refusal:
        sys.exit(str(refusal) or "usage: python -m programs.lottery.file FILE [LIST_HASH]")
