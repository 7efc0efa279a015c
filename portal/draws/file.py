"""What every published draw's file is read and refused by, without any database."""

import hmac
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.draws.arithmetic import commitment_of, seed_of

LARGEST_FILE = 64_000_000  # bytes; a hundred thousand entries take nine million
HEX = re.compile(r"[0-9a-f]{64}")
RECEIPT = re.compile(r"[0-9]{9}")
RESULT = ("value", "secret", "seed")  # unknown until the result is told


class Altered(Exception):  # noqa: N818  a finding, not a fault
    """What does not agree in a file, in a sentence for whoever checks it."""


def read(text: str, form: str, names: set[str]) -> dict[str, Any]:
    """The facts of a file of the format `form`, which has exactly these `names`."""
    try:
        facts = json.loads(text, object_pairs_hook=_no_name_twice)
    except (ValueError, RecursionError) as error:
        raise Altered(f"JSONとして読めません（{error}）。 Not readable as JSON.") from error
    if not isinstance(facts, dict) or set(facts) != names:
        wrong = sorted(set(facts) ^ names) if isinstance(facts, dict) else []
        raise Altered(
            f"抽選のファイルではありません（{', '.join(wrong)[:200]}）。 Not a draw's file: names "
            "are missing or unknown."
        )
    if facts["format"] != form:
        raise Altered("知らない形式です。 Unknown format.")
    for name in ("list_hash", "commitment"):
        refuse_unless(_is_hex(facts[name]), name)
    unknown = [facts[name] is None for name in RESULT]
    refuse_unless(all(unknown) or not any(unknown), ", ".join(RESULT))
    if not any(unknown):
        refuse_unless(_is_hex(facts["secret"]), "secret")
        refuse_unless(_is_hex(facts["seed"]), "seed")
        refuse_unless(isinstance(facts["value"], str), "value")
    return facts


def form_of(text: str) -> str:
    """Which format a file says it is; empty where it says nothing of the kind."""
    said = re.search(r'"format":\s*"([^"\n]{1,40})"', text[:1_000])
    return said[1] if said else ""


def refuse_unless_declared(facts: dict[str, Any], list_hash: str, noted: str, what: str) -> None:
    """The list must be the one that was closed, and the one somebody noted down, if they did."""
    if list_hash != facts["list_hash"]:
        raise Altered(
            f"名簿のハッシュが合いません。{what}のどれかが、確定したときとちがいます。 "
            "The list or its head is not the one that was closed (list_hash differs)."
        )
    if noted and noted.strip().lower() != facts["list_hash"]:
        raise Altered(
            "控えておいた名簿のハッシュとちがいます。 The list hash is not the one you noted."
        )


def seed_in(facts: dict[str, Any]) -> bytes:
    """The seed of a file with a result, after its secret and its seed were checked."""
    secret = bytes.fromhex(facts["secret"])
    if commitment_of(secret) != facts["commitment"]:
        raise Altered(
            "市の秘密の数が、確定のときに公開したハッシュ（commitment）と合いません。 "
            "The secret is not the one the city committed to."
        )
    seed = seed_of(secret, facts["list_hash"], facts["value"])
    if not hmac.compare_digest(seed.hex(), facts["seed"]):
        raise Altered(
            "種（seed）が、秘密の数・名簿・公開の数から計算したものと合いません。 "
            "The seed does not follow from secret, list and public value."
        )
    return seed


def check_file(path: Path, check: Callable[..., str], *, noted: str = "") -> str:
    """`check` the file at `path`; what cannot be read is Altered as well."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Altered("ファイルが大きすぎます。 The file is too large.")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Altered(f"ファイルが読めません（{error}）。 The file cannot be read.") from error
    return check(text, noted=noted)


def refuse_unless(sound: bool, what: str) -> None:
    if not sound:
        raise Altered(f"「{what}」の書き方が正しくありません。 {what} is malformed.")


def refuse_unless_line(value: Any, what: str) -> None:
    """A text of one line: a line break would make two lists with one hash."""
    refuse_unless(isinstance(value, str) and "\n" not in value, what)


def receipt_in(value: Any, where: str) -> int:
    refuse_unless(isinstance(value, str) and RECEIPT.fullmatch(value) is not None, where)
    return int(value)


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and HEX.fullmatch(value) is not None


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice would show readers another value than the one that is checked."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("the same name twice")
    return found
