"""The arithmetic of a lottery (抽選) and nothing else: no database, no clock, no chance of its own.

Whoever puts in the same list, the same secret and the same public value gets the same order, so
that anybody can do a city's draw again. docs/lottery.md tells it in words and in a dozen lines.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portal.draws.arithmetic import SECRET_BYTES, commitment_of, hash_of, lot_of, seed_of

__all__ = [
    "EVERYBODY_FITS",
    "FORMAT",
    "SECRET_BYTES",
    "Entry",
    "Head",
    "Place",
    "commitment_of",
    "everybody_fits",
    "in_order",
    "list_hash_of",
    "seed_of",
    "select",
]

FORMAT = "manabi-draw-1"

# Stands in for the public value where everybody on the list gets a seat: nothing is left to chance.
EVERYBODY_FITS = "全員が選ばれるため、公開の数は使いません"


class Entry(NamedTuple):
    """One line of the list: a party or a person alone. A smaller tier is served first."""

    receipt: int
    size: int
    tier: int


class Place(NamedTuple):
    """What the draw gave to one entry."""

    receipt: int
    rank: int
    selected: bool


class Head(NamedTuple):
    """What is declared together with the list, before anybody can know the order."""

    course: int
    draw: int
    closed: str
    seats: int
    source: str
    commitment: str


def list_hash_of(head: Head, entries: Iterable[Entry]) -> str:
    """One number for all that is declared at the close; change one character and it is another."""
    lines = [f"format {FORMAT}", *(f"{name} {value}" for name, value in head._asdict().items())]
    lines += [f"{entry.receipt:09d} {entry.size} {entry.tier}" for entry in entries]
    return hash_of(lines)


def in_order(entries: Iterable[Entry], seed: bytes) -> list[Entry]:
    """The entries by tier, and within a tier by the HMAC of their receipt number."""
    return sorted(entries, key=lambda entry: (entry.tier, lot_of(seed, entry.receipt)))


def select(ordered: Sequence[Entry], seats: int) -> list[Place]:
    """Go down the order: who fits into the seats left is selected, whole or not at all.

    A smaller party behind one that does not fit may still fit. All keep their rank: those not
    selected are the reserves (補欠), in this order.
    """
    places = []
    for rank, entry in enumerate(ordered, start=1):
        fits = entry.size <= seats
        seats -= entry.size if fits else 0
        places.append(Place(entry.receipt, rank, fits))
    return places


def everybody_fits(entries: Iterable[Entry], seats: int) -> bool:
    """Whether there is a seat for all, so that no lot is needed."""
    return sum(entry.size for entry in entries) <= seats
