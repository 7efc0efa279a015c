"""The file of a draw that a city publishes: written, read and checked without any database.

Runs by itself, too, with nothing but Python: `python -m programs.lottery.file FILE`.
"""

import hmac
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from programs.lottery import arithmetic as lottery
from programs.lottery.arithmetic import Entry, Head, Place

LARGEST_FILE = 64_000_000  # bytes; a hundred thousand entries take nine million
HEX = re.compile(r"[0-9a-f]{64}")
RECEIPT = re.compile(r"[0-9]{9}")
HEAD = {"format", *Head._fields, "list_hash", "value", "secret", "seed", "entries"}


class Altered(Exception):  # noqa: N818  a finding, not a fault
    """What does not agree in a file, in a sentence for whoever checks it."""


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
    facts = _read(text)
    head, entries = _head_of(facts), _entries_of(facts)
    if lottery.list_hash_of(head, entries) != facts["list_hash"]:
        raise Altered(
            "名簿のハッシュが合いません。受付番号、人数、優先の段、選ばれる人数、公開の数の出どころの"
            "どれかが、確定したときとちがいます。 The list or its head is not the one that was "
            "closed (list_hash differs)."
        )
    if noted and noted.strip().lower() != facts["list_hash"]:
        raise Altered(
            "控えておいた名簿のハッシュとちがいます。 The list hash is not the one you noted."
        )
    if facts["secret"] is None:
        return (
            f"名簿は確定したときのままです（{len(entries)}件）。結果はまだ公開されていません。 "
            "The list is sound; no result has been published yet."
        )
    seed = _seed_of(head, facts)
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


def _read(text: str) -> dict[str, Any]:
    try:
        facts = json.loads(text, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError) as error:
        raise Altered(f"JSONとして読めません（{error}）。 Not readable as JSON.") from error
    if not isinstance(facts, dict) or set(facts) != HEAD:
        wrong = sorted(set(facts) ^ HEAD) if isinstance(facts, dict) else []
        raise Altered(
            f"抽選のファイルではありません（{', '.join(wrong)[:200]}）。 Not a draw's file: names "
            "are missing or unknown."
        )
    if facts["format"] != lottery.FORMAT:
        raise Altered("知らない形式です。 Unknown format.")
    for name in ("list_hash", "commitment"):
        _refuse_unless(_is_hex(facts[name]), name)
    unknown = [facts[name] is None for name in ("value", "secret", "seed")]
    _refuse_unless(all(unknown) or not any(unknown), "value, secret, seed")
    if not any(unknown):
        _refuse_unless(_is_hex(facts["secret"]), "secret")
        _refuse_unless(_is_hex(facts["seed"]), "seed")
        _refuse_unless(isinstance(facts["value"], str), "value")
    return facts


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice would show readers another value than the one that is checked."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("the same name twice")
    return found


def _head_of(facts: dict[str, Any]) -> Head:
    for name in ("course", "draw", "seats"):
        _refuse_unless(_is_number(facts[name]), name)
    for name in ("closed", "source"):
        _refuse_unless(isinstance(facts[name], str) and "\n" not in facts[name], name)
    return Head(**{name: facts[name] for name in Head._fields})


def _entries_of(facts: dict[str, Any]) -> list[Entry]:
    rows = facts["entries"]
    _refuse_unless(isinstance(rows, list), "entries")
    allowed = {"receipt", "size", "tier"} | ({"rank", "selected"} if facts["secret"] else set())
    entries: list[Entry] = []
    for line, row in enumerate(rows, start=1):
        where = f"entries[{line}]"
        _refuse_unless(isinstance(row, dict) and set(row) == allowed, where)
        receipt = row["receipt"]
        _refuse_unless(isinstance(receipt, str) and RECEIPT.fullmatch(receipt) is not None, where)
        _refuse_unless(_is_number(row["size"]) and _is_number(row["tier"]), where)
        _refuse_unless(row["size"] > 0, where)
        if facts["secret"]:
            _refuse_unless(_is_number(row["rank"]) and isinstance(row["selected"], bool), where)
        entries.append(Entry(int(receipt), row["size"], row["tier"]))
        in_order = len(entries) < 2 or entries[-2].receipt < entries[-1].receipt
        _refuse_unless(in_order, f"{where}, order of receipts")
    return entries


def _seed_of(head: Head, facts: dict[str, Any]) -> bytes:
    secret = bytes.fromhex(facts["secret"])
    if lottery.commitment_of(secret) != head.commitment:
        raise Altered(
            "市の秘密の数が、確定のときに公開したハッシュ（commitment）と合いません。 "
            "The secret is not the one the city committed to."
        )
    seed = lottery.seed_of(secret, facts["list_hash"], facts["value"])
    if not hmac.compare_digest(seed.hex(), facts["seed"]):
        raise Altered(
            "種（seed）が、秘密の数・名簿・公開の数から計算したものと合いません。 "
            "The seed does not follow from secret, list and public value."
        )
    return seed


def _refuse_unless(sound: bool, what: str) -> None:
    if not sound:
        raise Altered(f"「{what}」の書き方が正しくありません。 {what} is malformed.")


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and HEX.fullmatch(value) is not None


def check_file(path: Path, *, noted: str = "") -> str:
    """`check` the file at `path`; what cannot be read is Altered as well."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Altered("ファイルが大きすぎます。 The file is too large.")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Altered(f"ファイルが読めません（{error}）。 The file cannot be read.") from error
    return check(text, noted=noted)


if __name__ == "__main__":
    try:
        print(check_file(Path(sys.argv[1]), noted="".join(sys.argv[2:3])))
    except (Altered, IndexError) as refusal:
        sys.exit(str(refusal) or "usage: python -m programs.lottery.file FILE [LIST_HASH]")
