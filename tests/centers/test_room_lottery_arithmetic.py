"""The draw of rooms as arithmetic: fair in rounds, and found out wherever its file is altered."""

import json
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.lottery import arithmetic as lottery
from centers.lottery.arithmetic import Head, Wish, Wishes
from centers.lottery.file import check, lines_of, outcomes_in
from portal.draws.arithmetic import commitment_of, seed_of
from portal.draws.file import Altered

SECRET = bytes(range(32))
JST = timezone(timedelta(hours=9))


def wish(rank: int, room: int = 1, day: int = 3, slot: int = 0, *, slots: int = 1, gap: int = 0):
    """A wish for one of the hours 9–12, 13–16, 17–20 of a day, or for several in a row."""
    begins = datetime(2027, 2, day, 9 + 4 * slot, tzinfo=JST)
    ends = begins + timedelta(hours=4 * slots - 1)
    return Wish(rank, room, begins.isoformat(), ends.isoformat(), gap)


def wishes(receipt: int, *wanted: Wish, most: int = 4) -> Wishes:
    return Wishes(receipt, most, wanted)


# ---------------------------------------------------------------- in rounds


def test_each_round_gives_one_room_and_every_second_goes_up_the_order():
    same = [wish(1, day=3), wish(2, day=4), wish(3, day=5), wish(4, day=6)]
    a, b = wishes(1, *same), wishes(2, *same)
    outcomes = lottery.give([a, b])
    won = {key for key, outcome in outcomes.items() if outcome == lottery.WON}
    # Down: 1 then 2; up: 2 then 1.
    assert won == {(1, 1), (2, 2), (2, 3), (1, 4)}
    assert outcomes[2, 1] == outcomes[1, 2] == outcomes[1, 3] == outcomes[2, 4] == lottery.TAKEN


def test_who_reached_the_limit_gets_no_more_and_the_others_go_on():
    a = wishes(1, wish(1, day=3), wish(2, day=4), most=1)
    b = wishes(2, wish(1, day=3), wish(2, day=4))
    assert lottery.give([a, b]) == {
        (1, 1): lottery.WON,
        (1, 2): lottery.LIMIT,
        (2, 1): lottery.TAKEN,
        (2, 2): lottery.WON,
    }


def test_a_room_is_held_through_its_changeover():
    whole_gap = wishes(1, wish(1, slot=0, gap=90)), wishes(2, wish(1, slot=1, gap=90))
    assert lottery.give(whole_gap)[2, 1] == lottery.TAKEN
    short_gap = wishes(1, wish(1, slot=0, gap=60)), wishes(2, wish(1, slot=1, gap=60))
    assert lottery.give(short_gap)[2, 1] == lottery.WON


def test_what_can_no_longer_be_granted_takes_nobodys_turn():
    a, b = wishes(1, wish(1, day=3), wish(2, day=4)), wishes(2, wish(1, day=4))
    assert lottery.give([a, b], {(1, 1)}) == {(1, 2): lottery.WON, (2, 1): lottery.TAKEN}


def test_nobody_wins_where_the_limit_is_none():
    assert lottery.give([wishes(1, wish(1), most=0)]) == {(1, 1): lottery.LIMIT}


SOME_WISHES = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(0, 2), st.integers(1, 2)),
    min_size=1,
    max_size=6,
    unique=True,
)


@st.composite
def some_lists(draw) -> tuple[list[Wishes], set]:
    gap = draw(st.sampled_from([0, 30, 90]))
    lists = [
        Wishes(
            receipt,
            draw(st.integers(0, 4)),
            tuple(
                wish(rank, room, day, slot, slots=slots, gap=gap)
                for rank, (room, day, slot, slots) in enumerate(draw(SOME_WISHES), start=1)
            ),
        )
        for receipt in range(1, draw(st.integers(1, 8)) + 1)
    ]
    keys = [(one.receipt, wanted.rank) for one in lists for wanted in one.wishes]
    return lists, set(draw(st.lists(st.sampled_from(keys), max_size=5)))


@settings(max_examples=150, deadline=None)
@given(some_lists(), st.binary(min_size=8, max_size=8))
def test_every_draw_is_fair(drawn, seed):
    """Replayed by a slower rule of its own: turn by turn, looking at every wish anew."""
    lists, impossible = drawn
    ordered = lottery.in_order(lists, seed)
    outcomes = lottery.give(ordered, impossible)
    every = {(one.receipt, wanted.rank): wanted for one in lists for wanted in one.wishes}
    assert set(outcomes) == set(every) - impossible
    won = [key for key, outcome in outcomes.items() if outcome == lottery.WON]
    for one in lists:
        assert sum(receipt == one.receipt for receipt, _ in won) <= one.most
    given_so_far: list = []

    def is_free(key) -> bool:
        begins, until = lottery.times_of(every[key])
        return not any(
            every[other].room == every[key].room
            and begins < lottery.times_of(every[other])[1]
            and lottery.times_of(every[other])[0] < until
            for other in given_so_far
        )

    turn_taken, round_number = True, 0
    while turn_taken:
        turn_taken = False
        for one in ordered if round_number % 2 == 0 else reversed(ordered):
            own = [(one.receipt, wanted.rank) for wanted in one.wishes]
            if sum(key in given_so_far for key in own) >= one.most:
                continue
            free = [k for k in own if k not in impossible and k not in given_so_far and is_free(k)]
            if free:
                given_so_far.append(free[0])  # the best-ranked that is free at that turn
                turn_taken = True
        round_number += 1
    assert sorted(given_so_far) == sorted(won)


def test_every_round_turns_round_though_some_have_nothing_left():
    """A list that is done drops out; the others keep their order, which turns every round."""
    a = wishes(1, wish(1, room=9))
    both = [wish(rank, day=day) for rank, day in enumerate((3, 4, 5), start=1)]
    b, c = wishes(2, *both), wishes(3, *both)
    won = [key for key, outcome in lottery.give([a, b, c]).items() if outcome == lottery.WON]
    assert won == [(1, 1), (2, 1), (3, 2), (3, 3)]


# ---------------------------------------------------------------- the file

ROOMS = {1: "戸畑浜市民センター 第1会議室", 2: "戸畑浜市民センター 和室"}
LISTS = [
    wishes(4, wish(1, 1, 3), wish(2, 2, 3), wish(3, 2, 5), most=2),
    wishes(236_067_978, wish(1, 1, 3), wish(2, 1, 4), wish(4, 1, 5)),
    wishes(618_033_989, wish(1, 1, 3, slots=2), wish(2, 2, 5), most=1),
]
CLOSED = {(236_067_978, 2): lottery.CLOSED}


def published(*, value: str = "4649", announced: bool = True, lists=LISTS) -> str:
    head = Head("2027-02", 1, "2026-11-15T00:00:00+09:00", "ナンバーズ4", commitment_of(SECRET))
    list_hash = lottery.list_hash_of(head, lists)
    if not announced:
        return "".join(lines_of(head, list_hash, ROOMS, lists))
    seed = seed_of(SECRET, list_hash, value)
    outcomes = lottery.give(lottery.in_order(lists, seed), CLOSED) | CLOSED
    result = {"value": value, "secret": SECRET.hex(), "seed": seed.hex()}
    return "".join(lines_of(head, list_hash, ROOMS, lists, outcomes=outcomes, result=result))


def test_a_file_as_published_is_found_sound_before_and_after_the_result():
    assert check(published()).startswith("OK")
    assert "まだ公開されていません" in check(published(announced=False))
    hashes = {json.loads(published(announced=told))["list_hash"] for told in (True, False)}
    assert len(hashes) == 1
    assert check(published(), noted=hashes.pop().upper()).startswith("OK")


def test_the_file_says_what_became_of_every_wish():
    outcomes = outcomes_in(json.loads(published()))
    assert outcomes[236_067_978, 2] == lottery.CLOSED
    assert len(outcomes) == 8


def first(facts, outcome: str) -> dict:
    return next(w for one in facts["lists"] for w in one["wishes"] if w["outcome"] == outcome)


ALTERATIONS = {
    "a list taken away": lambda f: f["lists"].pop(),
    "a list twice": lambda f: f["lists"].insert(1, f["lists"][0]),
    "lists in another order": lambda f: f["lists"].reverse(),
    "a receipt changed": lambda f: f["lists"][-1].update(receipt="999999999"),
    "a receipt of letters": lambda f: f["lists"][-1].update(receipt="99999999x"),
    "a limit changed": lambda f: f["lists"][0].update(most=3),
    "a wish taken away": lambda f: f["lists"][0]["wishes"].pop(),
    "ranks exchanged": lambda f: f["lists"][0]["wishes"].reverse(),
    "a rank changed": lambda f: f["lists"][1]["wishes"][2].update(rank=3),
    "another room": lambda f: f["lists"][0]["wishes"][0].update(room=2),
    "a room that is not told": lambda f: f["rooms"].pop(),
    "another time": lambda f: f["lists"][0]["wishes"][0].update(until="2027-02-03T20:00:00+09:00"),
    "a time without a zone": lambda f: f["lists"][0]["wishes"][0].update(
        until="2027-02-03T12:00:00"
    ),
    "no time": lambda f: f["lists"][0]["wishes"][0].update(until=12),
    "another changeover": lambda f: f["lists"][0]["wishes"][0].update(gap=15),
    "one more won": lambda f: first(f, "taken").update(outcome="won"),
    "one less won": lambda f: first(f, "won").update(outcome="taken"),
    "what won declared impossible": lambda f: first(f, "won").update(outcome="in_use"),
    "an unknown outcome": lambda f: first(f, "won").update(outcome="lucky"),
    "another source": lambda f: f.update(source="ナンバーズ3"),
    "another month": lambda f: f.update(month="2027-03"),
    "another draw": lambda f: f.update(draw=2),
    "another value": lambda f: f.update(value="4650"),
    "another secret": lambda f: f.update(secret="00" * 32),
    "another seed": lambda f: f.update(seed="00" * 32),
    "another commitment": lambda f: f.update(commitment="00" * 32),
    "result hidden": lambda f: f.update(secret=None, value=None, seed=None),
    "something unknown": lambda f: f.update(note="x"),
    "no lists": lambda f: f.update(lists={}),
    "another format": lambda f: f.update(format="manabi-rooms-2"),
}


@pytest.mark.parametrize("change", ALTERATIONS.values(), ids=ALTERATIONS)
def test_any_alteration_is_found_out(change):
    facts = json.loads(published())
    change(facts)
    with pytest.raises(Altered):
        check(json.dumps(facts, ensure_ascii=False))


def test_the_same_command_checks_rooms_and_courses(tmp_path, capsys):
    file = tmp_path / "rooms-2027-02-1.json"
    file.write_text(published(), encoding="utf-8")
    call_command("verify_draw", file)
    assert "希望8件" in capsys.readouterr().out
    file.write_text(published().replace('"4649"', '"4650"'), encoding="utf-8")
    with pytest.raises(CommandError, match="seed"):
        call_command("verify_draw", file)


def test_every_value_gives_an_order_of_its_own_kind():
    """Over many values each list comes first about as often as the others."""
    firsts = [
        lottery.in_order(LISTS, seed_of(SECRET, "0" * 64, str(value)))[0].receipt
        for value in range(600)
    ]
    counts = sorted(firsts.count(one.receipt) for one in LISTS)
    assert all(b - a < 80 for a, b in pairwise(counts))
    assert sum(counts) == 600
