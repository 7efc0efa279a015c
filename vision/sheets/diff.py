"""What changed between two versions of a sheet: by field, by line, and within a line by words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from ..models import Indicator, PlanItem
from .content import Content, Strand
from .links import found, name_of

Kind = Literal["same", "added", "removed"]
# Japanese puts no spaces: a word is a run of one kind of letters, a sign stands alone.
WORD = re.compile(
    r"[一-龥々〆ヶ]+|[ぁ-ん]+|[ァ-ヴー]+|[0-9０-９][0-9０-９,.，．%％]*|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|."
)
ITEMS, INDICATORS = "計画の項目", "指標"
LABELS = {
    "title": "課題名",
    "field": "政策分野",
    "impact_word": "インパクト",
    "urgency_word": "緊急度",
    "challenge": "課題の内容",
    "background": "課題の背景や現状",
    "outcome": "めざす成果",
    "approach": "全体の流れ",
    "progress_as_of": "進捗の時点",
    "progress": "進捗状況",
    "result": "取組結果",
    "next_year": "次の年度の考え",
}


@dataclass(frozen=True)
class Part:
    """A piece of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """A field that changed, as lines of parts."""

    label: str
    lines: list[list[Part]]


def changes(old: Content, new: Content) -> list[Change]:
    """The fields that differ, in the order of the form."""
    before, after = dict(_fields(old)), dict(_fields(new))
    return [
        Change(label, compared(_as_read(label, before[label]), _as_read(label, after[label])))
        for label in after
        if before[label] != after[label]
    ]


def compared(old: str, new: str) -> list[list[Part]]:
    """Two texts line by line; a line that was rewritten, word by word.

    In a long text, what comes again and again is no landmark: `SequenceMatcher` passes over it
    (`autojunk`), or the longest texts the form allows would keep a process busy for minutes.
    """
    before, after = old.splitlines(), new.splitlines()
    lines: list[list[Part]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        gone, come = before[a:b], after[c:d]
        if what == "equal":
            lines += [[Part("same", line)] for line in gone]
            continue
        both = min(len(gone), len(come))
        lines += [_words(one, other) for one, other in zip(gone[:both], come[:both], strict=True)]
        lines += [[Part("removed", line)] for line in gone[both:]]
        lines += [[Part("added", line)] for line in come[both:]]
    return lines


def _words(old: str, new: str) -> list[Part]:
    before, after = WORD.findall(old), WORD.findall(new)
    parts: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            parts.append(Part("same", "".join(before[a:b])))
            continue
        parts += [Part("removed", "".join(before[a:b]))] if b > a else []
        parts += [Part("added", "".join(after[c:d]))] if d > c else []
    joined = groupby(parts, lambda part: part.kind)
    return [Part(kind, "".join(part.text for part in same)) for kind, same in joined]


def _fields(content: Content) -> Iterator[tuple[str, str]]:
    for name, label in LABELS.items():
        yield label, getattr(content, name)
    yield "次の年度も続ける", "はい" if content.goes_on else "いいえ"
    yield "取組と四半期の計画", "\n".join(line for one in content.strands for line in _told(one))
    yield ITEMS, "\n".join(content.items)
    yield INDICATORS, "\n".join(content.indicators)


def _as_read(label: str, names: str) -> str:
    """What is linked to, in the words people know: 「計画/番号」 only where there is none yet."""
    linked = tuple(names.splitlines())
    rows: list[PlanItem] | list[Indicator]
    if label == ITEMS:
        rows = found(PlanItem, linked)
    elif label == INDICATORS:
        rows = found(Indicator, linked)
    else:
        return names
    known = {name_of(row): f"{row.name}（{row.plan.name}）" for row in rows}
    return "\n".join(known.get(name, name) for name in linked)


def _told(strand: Strand) -> list[str]:
    bars = [f"・{bar.when}：{bar.name}" for bar in strand.bars]
    return [strand.name, *strand.body.splitlines(), *bars]
