"""The arithmetic of a draw of rooms and nothing else: no database, no clock, no chance of its own.

Whoever puts in the same list, the same secret, the same public value and the same wishes that can
no longer be granted gets the same rooms. docs/room-lottery.md tells it in words.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.draws.arithmetic import hash_of, lot_of

FORMAT = "manabi-rooms-1"

# What becomes of a wish. Three follow from the list, the seed and the others' wishes ...
WON, TAKEN, LIMIT = "won", "taken", "limit"
# ... and three say why it could not be granted any more when the rooms were given.
CLOSED, IN_USE, ENDED = "closed", "in_use", "ended"
IMPOSSIBLE = (CLOSED, IN_USE, ENDED)


class Wish(NamedTuple):
    """One room at one time; times as in the file, `changeover` in minutes after the use."""

    rank: int
    room: int
    begins: str
    ends: str
    changeover: int


class Wishes(NamedTuple):
    """What one group wishes for, the most wanted first, and how often it may be granted."""

    receipt: int
    most: int
    wishes: tuple[Wish, ...]


class Head(NamedTuple):
    """What is declared together with the list, before anybody can know the order."""

    month: str
    draw: int
    closed: str
    source: str
    commitment: str


Key = tuple[int, int]  # a wish by its list's receipt and its rank


def list_hash_of(head: Head, lists: Iterable[Wishes]) -> str:
    """One number for all that is declared at the close."""
    lines = [f"format {FORMAT}", *(f"{name} {value}" for name, value in head._asdict().items())]
    for one in lists:
        lines.append(f"list {one.receipt:09d} {one.most}")
        lines += [" ".join(["wish", *map(str, wish)]) for wish in one.wishes]
    return hash_of(lines)


def in_order(lists: Iterable[Wishes], seed: bytes) -> list[Wishes]:
    """The lists by the HMAC of their receipt number."""
    return sorted(lists, key=lambda one: lot_of(seed, one.receipt))


def give(ordered: Sequence[Wishes], impossible: Collection[Key] = ()) -> dict[Key, str]:
    """What becomes of every wish that is not among the `impossible`.

    In rounds: the first goes down the order, the second up, and so on in turn. Whoever's turn it is
    gets the best of the own wishes that is still free, until the limit is reached.
    """
    outcomes: dict[Key, str] = {}
    held: dict[int, list[tuple[datetime, datetime]]] = {}
    playing = [
        _Turn(one, [wish for wish in one.wishes if (one.receipt, wish.rank) not in impossible])
        for one in ordered
    ]
    while playing:
        for turn in playing:
            turn.take(held, outcomes)
        playing = [turn for turn in reversed(playing) if turn.left]
    return outcomes


class _Turn:
    """A list on its way through the rounds."""

    def __init__(self, one: Wishes, left: list[Wish]) -> None:
        self.receipt, self.may_win, self.left = one.receipt, one.most, left[::-1]

    def take(self, held: dict[int, list], outcomes: dict[Key, str]) -> None:
        """Get the best wish left that is free. What is taken now is taken for good."""
        while self.left and self.may_win:
            wish = self.left.pop()
            begins, until = times_of(wish)
            in_room = held.setdefault(wish.room, [])
            if any(begins < other_until and other < until for other, other_until in in_room):
                outcomes[self.receipt, wish.rank] = TAKEN
                continue
            in_room.append((begins, until))
            outcomes[self.receipt, wish.rank] = WON
            self.may_win -= 1
            break
        if not self.may_win:
            for wish in self.left:
                outcomes[self.receipt, wish.rank] = LIMIT
            self.left = []


def times_of(wish: Wish) -> tuple[datetime, datetime]:
    """From when until when its room is held, the changeover included."""
    ends = datetime.fromisoformat(wish.ends)
    return datetime.fromisoformat(wish.begins), ends + timedelta(minutes=wish.changeover)
