"""Finding the items of a plan in which some words stand, however they are typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.japan.text import kana_key, plain_spaces

from ..models import PlanItem

LONGEST_WORDS = 60
MOST_WORDS = 5
SENTENCE = re.compile(r"[^。\n]+。?")
LONGEST_SENTENCE = 120


@dataclass(frozen=True)
class Found:
    """An item, the items it lies in, and the sentence of its texts that holds the words."""

    item: PlanItem
    above: list[PlanItem]
    sentence: str


def words_of(typed: str) -> str:
    """What somebody typed into the search field, tidied and cut to what is looked at."""
    return plain_spaces(typed)[:LONGEST_WORDS].strip()


def find(items: Iterable[PlanItem], typed: str) -> list[Found]:
    """Those of `items`, all of one plan, that hold every word typed, in the plan's order.

    Width, hiragana or katakana, small and voiced kana, capitals and long vowels make no difference.
    """
    by_pk = {item.pk: item for item in items}
    words = [key for word in typed.split()[:MOST_WORDS] if (key := _key(word))]
    if not words:
        return []
    found = []
    for item in by_pk.values():
        title, texts = _texts(item)
        if all(word in _key(" ".join([title, *texts])) for word in words):
            found.append(Found(item, _above(item, by_pk), _sentence(texts, words)))
    return found


def _key(text: str) -> str:
    return kana_key(text).casefold()


def _texts(item: PlanItem) -> tuple[str, list[str]]:
    title = f"{item.heading} {item.level.name} {item.short_name} {item.name}"
    return title, [item.body, *(text for _, text in [*item.statements, *item.parts])]


def _above(item: PlanItem, by_pk: dict[int, PlanItem]) -> list[PlanItem]:
    above: list[PlanItem] = []
    while (item := by_pk.get(item.parent_id)) is not None:  # type: ignore[arg-type,assignment]
        above.insert(0, item)
    return above


def _sentence(texts: list[str], words: list[str]) -> str:
    """The first sentence that holds any of the words; none where they stand in the name."""
    for text in texts:
        for sentence in SENTENCE.findall(text):
            if any(word in _key(sentence) for word in words):
                cut = sentence.strip()
                return cut if len(cut) <= LONGEST_SENTENCE else f"{cut[:LONGEST_SENTENCE]}…"
    return ""
