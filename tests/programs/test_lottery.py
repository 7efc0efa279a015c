"""The arithmetic of the lottery: the same for everybody, and fair to everybody."""

import secrets
from collections import Counter

import pytest

from programs.lottery import arithmetic as lottery
from programs.lottery.arithmetic import Entry, Head

SECRET = bytes.fromhex("00" * 31 + "01")
HEAD = Head(
    course=12,
    draw=1,
    closed="2026-12-10T09:00:00+09:00",
    seats=4,
    source="ナンバーズ4 第6612回",
    commitment=lottery.commitment_of(SECRET),
)
ENTRIES = [
    Entry(4, 1, 0),
    Entry(9_618_034, 2, 0),
    Entry(236_067_978, 1, 1),
    Entry(618_033_989, 1, 0),
    Entry(854_101_967, 2, 0),
]


def drawn(seed: bytes, entries=ENTRIES, seats: int = 4):
    return lottery.select(lottery.in_order(entries, seed), seats)


def test_a_known_list_secret_and_value_give_the_known_order():
    """Worked out apart from this code, with `printf` and `openssl dgst`; it may never change."""
    assert HEAD.commitment == "ec4916dd28fc4c10d78e287ca5d9cc51ee1ae73cbfde08c6b37324cbfaac8bc5"
    list_hash = lottery.list_hash_of(HEAD, ENTRIES)
    assert list_hash == "6700481e558888b00320aa31b2a35d9a9c80bfe2f0e688ac7ceda9f4e5e03da6"
    seed = lottery.seed_of(SECRET, list_hash, "4649")
    assert seed.hex() == "e394be7c26502f7a102271439b17f9636a5bdc20c0b4dc0a989874ab963a4076"
    assert [(place.receipt, place.selected) for place in drawn(seed)] == [
        (854_101_967, True),
        (618_033_989, True),
        (4, True),
        (9_618_034, False),
        (236_067_978, False),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        HEAD._replace(course=13),
        HEAD._replace(draw=2),
        HEAD._replace(closed="2026-12-10T09:00:01+09:00"),
        HEAD._replace(seats=5),
        HEAD._replace(source="ナンバーズ4 第6613回"),
        HEAD._replace(commitment="0" * 64),
    ],
)
def test_the_list_hash_covers_all_that_is_declared_with_the_list(changed):
    assert lottery.list_hash_of(changed, ENTRIES) != lottery.list_hash_of(HEAD, ENTRIES)


def test_nobody_can_choose_the_seed_who_knows_only_the_secret_or_only_the_value():
    seeds = {
        lottery.seed_of(secret, "ab" * 32, value)
        for secret in (SECRET, secrets.token_bytes(32))
        for value in ("4649", "4650")
    }
    assert len(seeds) == 4


def test_the_order_does_not_depend_on_the_order_of_the_list():
    assert drawn(SECRET, ENTRIES[::-1]) == drawn(SECRET)


def test_a_smaller_tier_is_always_served_first():
    for number in range(200):
        ordered = lottery.in_order(ENTRIES, number.to_bytes(32))
        tiers = [entry.tier for entry in ordered]
        assert tiers == sorted(tiers)


def test_a_party_gets_seats_together_or_waits_together_and_seats_are_never_oversold():
    sizes = {entry.receipt: entry.size for entry in ENTRIES}
    for number in range(200):
        places = drawn(number.to_bytes(32))
        assert sum(sizes[place.receipt] for place in places if place.selected) <= 4
        assert [place.rank for place in places] == [1, 2, 3, 4, 5]


def test_a_smaller_party_behind_one_that_does_not_fit_gets_the_seat():
    pair, alone = Entry(1, 2, 0), Entry(2, 1, 0)
    places = lottery.select([pair, alone], seats=1)
    assert [place.selected for place in places] == [False, True]


def test_an_empty_list_draws_nobody():
    assert drawn(SECRET, []) == []


# ---------------------------------------------------------------- fairness, over many seeds

SEEDS = 4_000


def ranks(entries) -> Counter:
    """How often each entry came to each place, over many seeds that are all fixed."""
    seen: Counter = Counter()
    for number in range(SEEDS):
        seed = lottery.seed_of(SECRET, "ab" * 32, str(number))
        for rank, entry in enumerate(lottery.in_order(entries, seed)):
            seen[entry.receipt, rank] += 1
    return seen


def chi_square(seen: Counter, cells: int) -> float:
    expected = sum(seen.values()) / cells
    counted = [*seen.values(), *[0] * (cells - len(seen))]
    return sum((number - expected) ** 2 for number in counted) / expected


def test_every_receipt_comes_to_every_place_equally_often():
    """Ten by ten: 81 degrees of freedom; above 136 fewer than one fair lottery in 10,000 is."""
    entries = [Entry((i * 618_033_989) % 10**9, 1, 0) for i in range(1, 11)]
    assert chi_square(ranks(entries), 100) < 136


def test_neighbouring_receipts_have_no_neighbouring_luck():
    """Of two receipts that follow each other either is first in half of the draws."""
    seen = ranks([Entry(500_000_000, 1, 0), Entry(500_000_001, 1, 0)])
    assert abs(seen[500_000_000, 0] - SEEDS / 2) < 4 * (SEEDS / 4) ** 0.5


def test_a_party_has_the_chance_of_one_entry_whatever_its_size():
    """4 by 4: 9 degrees of freedom, above 34 fewer than one in 10,000."""
    entries = [Entry(1, 1, 0), Entry(2, 2, 0), Entry(3, 4, 0), Entry(4, 8, 0)]
    assert chi_square(ranks(entries), 16) < 34


def test_within_a_later_tier_chances_are_equal_too():
    entries = [Entry(1, 1, 0), *(Entry(i, 1, 1) for i in range(2, 7))]
    seen = ranks(entries)
    assert seen[1, 0] == SEEDS
    later = Counter({cell: number for cell, number in seen.items() if cell[0] != 1})
    assert chi_square(later, 25) < 46  # 16 degrees of freedom


def test_control_a_lottery_that_favours_low_receipts_fails_the_same_test():
    """The test finds out a lottery that is only slightly unfair."""
    seen: Counter = Counter()
    for number in range(SEEDS):
        seed = lottery.seed_of(SECRET, "ab" * 32, str(number))
        entries = [Entry(i, 1, 0) for i in range(1, 11)]
        ordered = lottery.in_order(entries, seed)
        if number % 20 == 0:  # one draw in twenty is arranged
            ordered.sort()
        for rank, entry in enumerate(ordered):
            seen[entry.receipt, rank] += 1
    assert chi_square(seen, 100) > 136
