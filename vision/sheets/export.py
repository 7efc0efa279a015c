"""The published sheets of a fiscal year as the file `load_sheets` reads (docs/sheet-file.md)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from portal.spreadsheets import guarded

from ..models import SheetVersion
from .file import (
    ANSWERS,
    AREA,
    BAR,
    BEGINS,
    BUREAU,
    COLUMNS,
    ENDS,
    INDICATOR,
    ITEM,
    NAME,
    NUMBER,
    PLAN_ITEM,
    STRAND,
    TEXT,
    TEXTS,
    WEIGHTS,
    YEAR,
)

WORDS = {kept: word for words in (WEIGHTS, ANSWERS) for word, kept in words.items()}


def year_file(versions: Iterable[SheetVersion]) -> bytes:
    """The sheets as their published versions tell them; loading them again changes nothing."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for version in versions:
        sheet = version.sheet
        key = {YEAR: sheet.year, BUREAU: sheet.bureau, AREA: sheet.area, NUMBER: sheet.number}
        for row in _rows(version):
            cells = {**key, **row}.items()
            writer.writerow({column: guarded(str(cell)) for column, cell in cells})
    return out.getvalue().encode("utf-8-sig")


def _rows(version: SheetVersion) -> Iterator[Mapping[str, object]]:
    told = version.told
    for word, name in TEXTS.items():
        value = told.texts[name]
        if value != "":
            yield {ITEM: word, TEXT: WORDS.get(value, value)}
    for strand in told.strands:
        yield {ITEM: STRAND, NAME: strand.name, TEXT: strand.body}
        for bar in strand.bars:
            yield {ITEM: BAR, NAME: bar.name, BEGINS: bar.first, ENDS: bar.last}
    yield from ({ITEM: PLAN_ITEM, TEXT: name} for name in told.items)
    yield from ({ITEM: INDICATOR, TEXT: name} for name in told.indicators)
