"""How many of each grade, as one bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..grading import Letter, shares

ROOM_FOR_A_COUNT = 9  # per cent of a strip


@dataclass(frozen=True)
class Part:
    """One grade's part of a strip, in per cent of its length."""

    letter: str
    meaning: str
    count: int
    share: Decimal
    x: Decimal
    length: Decimal

    @property
    def middle(self) -> Decimal:
        return self.x + self.length / 2

    @property
    def has_room(self) -> bool:
        return self.length >= ROOM_FOR_A_COUNT


@dataclass(frozen=True)
class Strip:
    """How many of each grade, as one bar; `summary` says the same."""

    parts: list[Part]
    whole: int
    summary: str


def grade_strip(counts: Mapping[str, int]) -> Strip:
    """How many came to A, B, C and D, each with its share of them all."""
    whole = sum(counts.values())
    numbers = [counts.get(letter, 0) for letter in Letter.values]
    x, parts = Decimal(0), []
    for letter, number, share in zip(Letter, numbers, shares(numbers), strict=True):
        exact = Decimal(number * 100) / whole if whole else Decimal(0)
        place, length = round(x, 2), round(exact, 2)
        parts.append(Part(letter.value, str(letter.label), number, share, place, length))
        x += exact
    said = "、".join(f"{one.letter}（{one.meaning}）{one.count}件 {one.share}％" for one in parts)
    return Strip(parts, whole, f"{whole}件のうち、{said}" if whole else "達成度はまだありません")
