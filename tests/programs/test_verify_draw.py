"""Anybody can check a draw from its published file alone, and any change is found out."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from programs.lottery import arithmetic as lottery
from programs.lottery.arithmetic import Entry, Head
from programs.lottery.file import Altered, check, lines_of

SECRET = bytes(range(32))
SIZES = [1, 1, 2, 1, 3, 1, 1, 2, 1, 1]
ENTRIES = sorted(
    Entry((number * 618_033_989) % 10**9, size, number % 3)
    for number, size in enumerate(SIZES, start=1)
)


def published(entries=ENTRIES, *, seats=6, value="4649", announced=True) -> str:
    """The file as the city publishes it."""
    head = Head(
        7, 1, "2026-12-10T09:00:00+09:00", seats, "ナンバーズ4", lottery.commitment_of(SECRET)
    )
    list_hash = lottery.list_hash_of(head, entries)
    seed = lottery.seed_of(SECRET, list_hash, value)
    places = {p.receipt: p for p in lottery.select(lottery.in_order(entries, seed), seats)}
    result = {"value": value, "secret": SECRET.hex(), "seed": seed.hex()} if announced else None
    rows = ((entry, places[entry.receipt] if announced else None) for entry in entries)
    return "".join(lines_of(head, list_hash, rows, result))


def altered(change) -> str:
    facts = json.loads(published())
    change(facts)
    return json.dumps(facts, ensure_ascii=False)


def test_a_file_as_published_is_found_sound():
    assert check(published()).startswith("OK")


def test_a_file_with_its_list_only_is_found_sound_before_the_result():
    assert "まだ公開されていません" in check(published(announced=False))


def test_an_empty_list_is_found_sound():
    assert check(published([], value=lottery.EVERYBODY_FITS)).startswith("OK")


def swap(facts, name):
    """Give two neighbours each other's value, so that the file stays plausible."""
    rows = facts["entries"]
    for first, second in pairwise(rows):
        if first[name] != second[name]:
            first[name], second[name] = second[name], first[name]
            return


ALTERATIONS = {
    "a receipt taken away": lambda f: f["entries"].pop(3),
    "a receipt added": lambda f: f["entries"].append(
        {"receipt": "999999999", "size": 1, "tier": 0, "rank": 11, "selected": False}
    ),
    "a receipt changed": lambda f: f["entries"][-1].update(receipt="999999999"),
    "a receipt twice": lambda f: f["entries"].insert(1, dict(f["entries"][0])),
    "a tier changed": lambda f: f["entries"][2].update(tier=(f["entries"][2]["tier"] + 1) % 3),
    "a size changed": lambda f: f["entries"][2].update(size=f["entries"][2]["size"] + 1),
    "two ranks exchanged": lambda f: swap(f, "rank"),
    "two selections exchanged": lambda f: swap(f, "selected"),
    "one more selected": lambda f: next(e for e in f["entries"] if not e["selected"]).update(
        selected=True
    ),
    "lines in another order": lambda f: f["entries"].reverse(),
    "more seats": lambda f: f.update(seats=7),
    "another source": lambda f: f.update(source="ナンバーズ3"),
    "another value": lambda f: f.update(value="4650"),
    "no value used": lambda f: f.update(value=lottery.EVERYBODY_FITS),
    "another secret": lambda f: f.update(secret="00" * 32),
    "another commitment": lambda f: f.update(commitment="00" * 32),
    "another seed": lambda f: f.update(seed="00" * 32),
    "another list hash": lambda f: f.update(list_hash="00" * 32),
    "another course": lambda f: f.update(course=8),
    "another draw": lambda f: f.update(draw=2),
    "another moment": lambda f: f.update(closed="2026-12-09T09:00:00+09:00"),
    "secret hidden": lambda f: f.update(secret=None),
    "result hidden": lambda f: f.update(secret=None, value=None, seed=None),
    "something unknown": lambda f: f.update(note="x"),
    "something missing": lambda f: f.pop("seats"),
    "a number as text": lambda f: f.update(seats="6"),
    "true as a number": lambda f: f["entries"][0].update(size=True),
    "another format": lambda f: f.update(format="manabi-draw-2"),
    "no list": lambda f: f.update(entries={}),
}


@pytest.mark.parametrize("change", ALTERATIONS.values(), ids=ALTERATIONS)
def test_any_alteration_is_found_out(change):
    with pytest.raises(Altered):
        check(altered(change))


def test_one_entry_and_an_altered_value_is_found_out_though_the_order_is_the_same():
    one = published([Entry(5, 1, 0)], seats=1)
    with pytest.raises(Altered, match="seed"):
        check(one.replace('"4649"', '"4650"'))


def test_a_name_given_twice_is_found_out():
    with pytest.raises(Altered, match="twice"):
        check(published().replace('"seats": 6,', '"seats": 9,\n"seats": 6,'))


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "[" * 100_000, '{"format": NaN}'])
def test_what_is_no_draws_file_is_refused_with_a_sentence(text):
    with pytest.raises(Altered):
        check(text)


def test_a_file_forged_as_a_whole_is_found_out_by_the_hash_somebody_noted():
    noted = json.loads(published(announced=False))["list_hash"]
    forged = published(ENTRIES[:-1])
    assert check(forged).startswith("OK")
    assert check(published(), noted=noted.upper()).startswith("OK")
    with pytest.raises(Altered, match="noted"):
        check(forged, noted=noted)


# ---------------------------------------------------------------- how it is run


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def sound(tmp_path) -> Path:
    path = tmp_path / "draw-7-1.json"
    path.write_text(published(), encoding="utf-8")
    return path


@pytest.fixture
def wrong(tmp_path) -> Path:
    path = tmp_path / "wrong.json"
    path.write_text(altered(ALTERATIONS["two ranks exchanged"]), encoding="utf-8")
    return path


def test_the_command_needs_no_database(sound, wrong):
    nowhere = {"DEMO": "1", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"}
    good = run("manage.py", "verify_draw", str(sound), **nowhere)
    assert (good.returncode, good.stdout[:2]) == (0, "OK"), good.stderr
    bad = run("manage.py", "verify_draw", str(wrong), **nowhere)
    assert bad.returncode == 1
    assert "の結果が合いません" in bad.stderr


def test_it_runs_with_nothing_but_python(sound, wrong):
    assert run("-S", "-m", "programs.lottery.file", str(sound)).stdout.startswith("OK")
    assert run("-S", "-m", "programs.lottery.file", str(wrong)).returncode == 1


def test_the_program_we_hand_out_agrees(sound, wrong, tmp_path):
    program = str(Path(settings.BASE_DIR) / "static" / "draw" / "check_draw.py")
    assert run("-I", program, str(sound)).stdout.startswith("OK")
    assert run("-I", program, str(wrong)).returncode == 1


def test_the_guide_prints_the_program_we_hand_out():
    base = Path(settings.BASE_DIR)
    program = (base / "static" / "draw" / "check_draw.py").read_text(encoding="utf-8")
    assert program in (base / "docs" / "lottery.md").read_text(encoding="utf-8")


def test_the_command_says_what_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="読めません"):
        call_command("verify_draw", tmp_path / "absent.json")
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="読めません"):
        call_command("verify_draw", binary)


def test_the_command_takes_the_hash_somebody_noted(sound, capsys):
    noted = json.loads(published())["list_hash"]
    call_command("verify_draw", sound, list_hash=noted)
    with pytest.raises(CommandError, match="noted"):
        call_command("verify_draw", sound, list_hash="0" * 64)
