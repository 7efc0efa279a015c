"""Reading a sheet file: progress sheets as a spreadsheet, a row for each thing they say.

The form is told in docs/sheet-file.md. Everything that is wrong is collected, with its line, its
column and the reason, so that one look at the report is enough to mend the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError

from portal.japan.tables import Row, read_table
from portal.spreadsheets import unguarded

from ..models import ProgressSheet
from .content import FIRST, LAST, MOST_BARS, MOST_STRANDS, WORDS, Bar, Content, Strand

MOST_ROWS = 20_000
YEAR, BUREAU, AREA, NUMBER = KEY_COLUMNS = ["年度", "局・課", "領域", "番号"]
ITEM, NAME, TEXT, BEGINS, ENDS = "項目", "名称", "内容", "はじめ", "おわり"
COLUMNS = [*KEY_COLUMNS, ITEM, NAME, TEXT, BEGINS, ENDS]
# What a row may tell, by the word in its column 「項目」; a text each, once a sheet.
TEXTS = {
    "課題名": "title",
    "政策分野": "field",
    "インパクト": "impact",
    "緊急度": "urgency",
    "課題の内容": "challenge",
    "課題の背景や現状": "background",
    "めざす成果": "outcome",
    "全体の流れ": "approach",
    "進捗の時点": "progress_as_of",
    "進捗状況": "progress",
    "取組結果": "result",
    "次の年度の考え": "next_year",
    "次の年度も続ける": "goes_on",
}
NEEDED = ["課題名", "政策分野", "インパクト", "緊急度", "課題の内容"]
STRAND, BAR, PLAN_ITEM, INDICATOR = "取組", "四半期の計画", "計画の項目", "指標"
KINDS = [*TEXTS, STRAND, BAR, PLAN_ITEM, INDICATOR]
WEIGHTS = {word: weight for weight, word in WORDS.items()}
ANSWERS = {"はい": True, "いいえ": False}
LINK = re.compile(r"^[a-z0-9_-]+/[A-Za-z0-9._-]+$")
LONGEST_NAME = 120


@dataclass(frozen=True)
class ToldSheet:
    """A sheet as a file tells it, and the line it begins at."""

    line: int
    year: int
    bureau: str
    area: str
    number: int
    content: Content

    @property
    def key(self) -> dict:
        return {name: getattr(self, name) for name in ("year", "bureau", "area", "number")}

    def __str__(self) -> str:
        return f"{self.year}年度 {self.bureau} {self.area}（{self.number}）"


def read_sheets(path: Path) -> list[ToldSheet]:
    """The sheets told by a file (CSV or Excel).

    Raises ValidationError with one entry for each thing that is wrong, and UnreadableTable for a
    file that is no table.
    """
    columns, rows = read_table(path)
    problems = [
        problem(1, name, "unknown_column", f"使えない列です。使える列：{'、'.join(COLUMNS)}")
        for name in columns
        if name and name not in COLUMNS
    ]
    problems += [
        problem(1, name, "missing_column", "この列がありません。1行目に足してください。")
        for name in COLUMNS
        if name not in columns
    ]
    if problems:
        raise ValidationError(problems)
    drafts: dict[tuple, _Draft] = {}
    number_of_rows = 0
    for read in islice(rows, MOST_ROWS + 1):
        number_of_rows += 1
        row = Row(read.line, {column: unguarded(cell) for column, cell in read.cells.items()})
        key = tuple(normalize("NFKC", row.cells[column]) for column in KEY_COLUMNS)
        drafts.setdefault(key, _Draft(row.line, key)).take(row)
    if number_of_rows == 0:
        raise ValidationError("行がありません。2行目からシートを書いてください。", code="no_rows")
    if number_of_rows > MOST_ROWS:
        raise ValidationError(
            f"行が多すぎます（{MOST_ROWS:,}行まで）。ファイルを分けてください。",
            code="too_many_rows",
        )
    sheets = [draft.finished() for draft in drafts.values()]
    if problems := [one for draft in drafts.values() for one in draft.problems]:
        raise ValidationError(problems)
    return [sheet for sheet in sheets if sheet]


def problem(line: int, column: str, code: str, reason: str) -> ValidationError:
    return ValidationError(
        "%(line)s行目「%(column)s」：%(reason)s",
        code=code,
        params={"line": line, "column": column, "reason": reason},
    )


@dataclass
class _Draft:
    """A sheet while its rows are read, and what is wrong with them."""

    line: int
    key: tuple[str, ...]
    texts: dict[str, tuple[int, str]] = field(default_factory=dict)
    strands: list[Strand] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=lambda: {PLAN_ITEM: [], INDICATOR: []})
    problems: list[ValidationError] = field(default_factory=list)

    def refuse(self, line: int, column: str, code: str, reason: str) -> None:
        self.problems.append(problem(line, column, code, reason))

    def take(self, row: Row) -> None:
        """Keep what one row says."""
        kind, cells = row.cells[ITEM], row.cells
        for column in cells:
            if column not in COLUMNS:
                self.refuse(row.line, column, "unknown_column", "列の名前がない所に字があります。")
        allowed = {STRAND: {NAME, TEXT}, BAR: {NAME, BEGINS, ENDS}}.get(kind, {TEXT})
        for column in (NAME, TEXT, BEGINS, ENDS):
            if cells[column] and column not in allowed and kind in KINDS:
                self.refuse(
                    row.line, column, "not_here", f"「{kind}」の行では使いません。空けてください。"
                )
        if kind in TEXTS:
            self.take_text(row.line, kind, cells[TEXT])
        elif kind == STRAND:
            self.take_strand(row)
        elif kind == BAR:
            self.take_bar(row)
        elif kind in self.links:
            self.take_link(row.line, kind, cells[TEXT])
        else:
            known = "、".join(KINDS)
            self.refuse(row.line, ITEM, "unknown_item", f"次のどれかを書いてください：{known}")

    def take_text(self, line: int, kind: str, text: str) -> None:
        if kind in self.texts:
            first = self.texts[kind][0]
            self.refuse(
                line,
                ITEM,
                "repeated_item",
                f"「{kind}」は{first}行目にもあります。",
            )
        else:
            self.texts[kind] = line, text.replace("\r\n", "\n").replace("\r", "\n")

    def take_strand(self, row: Row) -> None:
        if not self.is_name(row):
            return
        if len(self.strands) == MOST_STRANDS:
            reason = f"「{STRAND}」は、1枚のシートに{MOST_STRANDS}までです。"
            self.refuse(row.line, ITEM, "too_many_strands", reason)
        self.strands.append(Strand(row.cells[NAME], row.cells[TEXT]))

    def take_bar(self, row: Row) -> None:
        quarters = []
        for column in (BEGINS, ENDS):
            text = normalize("NFKC", row.cells[column])
            if text in {str(number) for number in range(FIRST, LAST + 1)}:
                quarters.append(int(text))
            else:
                self.refuse(
                    row.line, column, "bad_quarter", "1から4までの数字（四半期）を書いてください。"
                )
        if not self.is_name(row) or len(quarters) < 2:
            return
        if quarters[1] < quarters[0]:
            self.refuse(
                row.line,
                ENDS,
                "quarters_out_of_order",
                "おわりの四半期は、はじめと同じかあとにしてください。",
            )
        elif not self.strands:
            self.refuse(row.line, ITEM, "no_strand", f"先に「{STRAND}」の行を書いてください。")
        else:
            last = self.strands[-1]
            if len(last.bars) == MOST_BARS:
                reason = f"「{BAR}」は、1つの「{STRAND}」に{MOST_BARS}までです。"
                self.refuse(row.line, ITEM, "too_many_bars", reason)
            bars = (*last.bars, Bar(row.cells[NAME], *quarters))
            self.strands[-1] = Strand(last.name, last.body, bars)

    def take_link(self, line: int, kind: str, text: str) -> None:
        if LINK.match(text):
            self.links[kind].append(text)
        else:
            reason = "「kitakyushu-2026/policy-1」のように、計画/番号で書いてください。"
            self.refuse(line, TEXT, "bad_link", reason)

    def is_name(self, row: Row) -> bool:
        """Whether the row names its thing in a line short enough; else it is refused."""
        name = row.cells[NAME]
        if not name:
            self.refuse(row.line, NAME, "blank", "空です。書いてください。")
        elif "\n" in name or len(name) > LONGEST_NAME:
            self.refuse(
                row.line, NAME, "too_long", f"改行のない、{LONGEST_NAME}文字までにしてください。"
            )
        else:
            return True
        return False

    # ------------------------------------------------------------ the whole

    def finished(self) -> ToldSheet | None:
        """The sheet, held against the rules of its model; None where anything was wrong."""
        year, bureau, area, number = self.key
        for column, text in ((YEAR, year), (NUMBER, number)):
            if not (text.isdecimal() and len(text) <= 4):
                self.refuse(self.line, column, "no_number", "数字を書いてください。")
        for kind in NEEDED:
            if not self.texts.get(kind, (0, ""))[1]:
                self.refuse(
                    self.line, ITEM, "missing_item", f"このシートに「{kind}」がありません。"
                )
        values: dict[str, Any] = dict(self.values())
        if self.problems:
            return None
        content = Content(
            **values,
            strands=tuple(self.strands),
            items=tuple(dict.fromkeys(self.links[PLAN_ITEM])),
            indicators=tuple(dict.fromkeys(self.links[INDICATOR])),
        )
        told = ToldSheet(self.line, int(year), bureau, area, int(number), content)
        sheet = ProgressSheet(**told.key, **content.texts)
        try:
            sheet.clean_fields()
        except ValidationError as refusal:
            for name, errors in refusal.error_dict.items():
                line, column = self.place_of(name)
                self.problems += [
                    problem(line, column, error.code or "", " ".join(error.messages))
                    for error in errors
                ]
            return None
        return told

    def values(self) -> Iterator[tuple[str, str | bool]]:
        """The texts as the model keeps them."""
        chosen: dict[str, dict[str, str] | dict[str, bool]]
        chosen = {"インパクト": WEIGHTS, "緊急度": WEIGHTS, "次の年度も続ける": ANSWERS}
        for kind, (line, text) in self.texts.items():
            choices = chosen.get(kind)
            if choices is None:
                yield TEXTS[kind], text
            elif text in choices:
                yield TEXTS[kind], choices[text]
            elif text:
                words = "か".join(f"「{word}」" for word in choices)
                self.refuse(line, TEXT, "bad_choice", f"{words}を書いてください。")

    def place_of(self, name: str) -> tuple[int, str]:
        """Line and column of a field of the model."""
        keys = dict(zip(("year", "bureau", "area", "number"), KEY_COLUMNS, strict=True))
        if name in keys:
            return self.line, keys[name]
        kind = next(kind for kind, known in TEXTS.items() if known == name)
        return self.texts[kind][0], TEXT
