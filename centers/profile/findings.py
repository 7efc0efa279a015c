"""Strengths and weaknesses in words, by rules that stand here and on the page.

* An age group comes *little* when its share of those who come is half its share of the district or
  less, and *much* when it is 1.2 times that or more.
* Compared with like centres, *much* is 1.2 times their average or more, *little* 0.8 or less.
* A category is *missing* when half of the like centres or more offered it and this one did not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .facts import Facts

HALF, MUCH, LITTLE = Decimal("0.5"), Decimal("1.2"), Decimal("0.8")
BEST_SHOWN = 3

RULES = (
    "年代は、利用者にしめる割合が、校区の人口にしめる割合の半分以下なら「少ない」、"
    "1.2倍以上なら「多い」とします。",
)
RULES_FOR_STAFF = (
    *RULES,
    "似た市民センターとは、貸せる部屋の数のちがいが1つまでで、校区の人口が1.5倍までのところです。"
    "その平均の1.2倍以上なら「多い」、0.8倍以下なら「少ない」とします。",
    "似た市民センターの半分以上にある分野の講座が1つもなければ、「足りない」とします。",
)


@dataclass(frozen=True)
class Finding:
    """One sentence, and whether it tells of a strength."""

    is_strength: bool
    text: str


def of_ages(lines: Sequence[dict[str, Any]]) -> list[Finding]:
    """Who comes, against who lives there; `lines` are those the reader may see."""
    found = []
    for line in lines:
        came, lives = line["share"], line["lives_share"]
        if came is None or not lives:
            continue
        told = f"利用者の{came}％で、校区の人口では{lives}％です。"
        if came <= lives * HALF:
            found.append(Finding(False, f"{line['name']}の方の利用が少なめです。{told}"))
        elif came >= lives * MUCH:
            found.append(Finding(True, f"{line['name']}の方によく利用されています。{told}"))
    return found


def beside_alike(own: Facts, others: Sequence[Facts]) -> list[Finding]:
    """Rooms, groups, volunteers and courses, against the average of like centres."""
    found = []
    for name, unit, value, those in (
        ("部屋の稼働率", "％", own.use.whole_rate, [one.use.whole_rate for one in others]),
        (
            "人口1,000人あたりの利用団体",
            "団体",
            own.groups_per_thousand,
            [one.groups_per_thousand for one in others],
        ),
        (
            "人口1,000人あたりのボランティア",
            "人",
            own.volunteers_per_thousand,
            [one.volunteers_per_thousand for one in others],
        ),
        (
            "講座",
            "講座",
            Decimal(own.course_total),
            [Decimal(one.course_total) for one in others],
        ),
    ):
        average = mean([one for one in those if one is not None])
        if value is None or not average:
            continue
        told = f"{value}{unit}で、似た市民センターの平均は{average}{unit}です。"
        if value >= average * MUCH:
            found.append(Finding(True, f"{name}が多めです。{told}"))
        elif value <= average * LITTLE:
            found.append(Finding(False, f"{name}が少なめです。{told}"))
    return found + _favourites(own, others)


def _favourites(own: Facts, others: Sequence[Facts]) -> list[Finding]:
    """The categories in which it offers twice what like centres do, three courses at least."""
    best = []
    for category, number in own.courses.items():
        average = mean([Decimal(one.courses.get(category, 0)) for one in others]) or Decimal(0)
        if number >= 3 and number >= 2 * average:
            best.append((number, category, average))
    return [
        Finding(
            True, f"「{category}」の講座が{number}あります。似た市民センターの平均は{average}です。"
        )
        for number, category, average in sorted(best, key=lambda one: -one[0])[:BEST_SHOWN]
    ]


@dataclass(frozen=True)
class Missing:
    """A category like centres offer and this one does not."""

    category: str
    number_of_centers: int
    average: Decimal


def missing(own: Facts, others: Sequence[Facts]) -> list[Missing]:
    """What half of the like centres or more offered and this one did not, the commonest first."""
    categories = sorted({name for one in others for name in one.courses})
    found = []
    for category in categories:
        having = [one for one in others if one.courses.get(category)]
        if not own.courses.get(category) and 2 * len(having) >= len(others):
            average = mean([Decimal(one.courses.get(category, 0)) for one in others])
            found.append(Missing(category, len(having), average or Decimal(0)))
    return sorted(found, key=lambda one: (-one.number_of_centers, -one.average))


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """With one decimal, halves up; nothing of nothing."""
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)
