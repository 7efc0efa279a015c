"""Reading an indicator file: what a plan is measured by, one row each (docs/indicator-file.md).

Columns that are not there leave things as they are; a column that is there and empty empties them,
except for figures, which no file takes away. Everything that is wrong is collected.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import models

from portal.japan.tables import Row, read_table
from portal.spreadsheets import unguarded

from ..models import Indicator, Measurement
from ..models.indicator import CODE as CODE_RULE
from ..models.plan import EARLIEST, LATEST
from ..plans.file import problem_at, reason_of
from .measuring import NOT_BEGUN

MOST_ROWS = 2_000
MOST_DECIMALS = 3
PLAN, CODE, ITEM = "計画", "番号", "項目"
# Cells whose words stand for something: the word in the file by what is kept.
CHOICES: dict[str, dict[str, Any]] = {
    "種別": {choice.label: choice.value for choice in Indicator.Kind},
    "よい向き": {choice.label: choice.value for choice in Indicator.Better},
    "めざす向き": {choice.label: choice.value for choice in Indicator.Direction},
    "達成度の出しかた": {choice.label: choice.value for choice in Indicator.Reach},
    "0は未着手": {"はい": True, "いいえ": False},
}
FIELDS = {
    "名称": "name",
    "種別": "kind",
    "単位": "unit",
    "小数の桁": "decimals",
    "よい向き": "better",
    "基準値": "baseline",
    "基準値の年度": "baseline_year",
    "めざす向き": "direction",
    "達成度の出しかた": "reach",
    "上限": "highest",
    "0は未着手": "zero_is_not_begun",
    "自動で数える数値": "metric",
    "数える範囲": "scope",
    "説明": "note",
    "出典": "source",
}
LIMIT = "上限"
NUMBERS = {"基準値", LIMIT}
COLUMNS = [PLAN, CODE, ITEM, *FIELDS]
NEEDED = [PLAN, CODE]
TARGET, VALUE = "目標", "実績"
# What a year's figure may say about itself.
DETAILS = {"時点": "as_of", "出典": "source", "補足": "note"}
ANSWERS = "回答数"
OF_A_YEAR = re.compile(rf"^({'|'.join([TARGET, VALUE, *DETAILS, ANSWERS])})(\d{{4}})(?:年度)?$")
UNLIMITED = "なし"


@dataclass
class ToldFigure:
    """What a row says of one fiscal year; None where it says nothing about that."""

    value: Decimal | None = None
    not_begun: bool = False
    details: dict[str, str] = field(default_factory=dict)
    answers: int | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.not_begun


@dataclass
class ToldIndicator:
    """One row: the fields, targets and figures it names, and where each of them stands."""

    row: Row
    code: str
    item_code: str | None
    fields: dict[str, Any] = field(default_factory=dict)
    targets: dict[int, Decimal | None] = field(default_factory=dict)
    figures: dict[int, ToldFigure] = field(default_factory=dict)


@dataclass
class Table:
    """A whole indicator file: the plan it is about, its rows, and what is wrong with their cells.

    What a wrong cell would have told is missing from its row.
    """

    plan_slug: str
    indicators: list[ToldIndicator]
    problems: list[ValidationError]


def read_indicators(path: Path) -> Table:
    """The indicators told by a file (CSV or Excel).

    What is wrong in a row stands in `Table.problems`, so that it can be told together with what
    the database refuses. Raises ValidationError for columns nobody reads and a table without rows,
    and UnreadableTable for a file that is no table.
    """
    columns, rows = read_table(path)
    reader = _Reader(columns)
    for row in islice(rows, MOST_ROWS + 1):
        reader.read(row)
    return reader.finished()


def read_number(text: str) -> Decimal:
    """A number as people write it: full-width, with commas. Code: not_a_number."""
    typed = normalize("NFKC", text).replace(",", "").strip()
    try:
        number = Decimal(typed)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not re.fullmatch(r"[-+]?[0-9]*\.?[0-9]*", typed):
        raise ValidationError(
            "数字だけを書いてください。「約」や単位はいりません（単位は「単位」の列に書きます）。",
            code="not_a_number",
        )
    cleaned = Measurement._meta.get_field("value")
    assert isinstance(cleaned, models.DecimalField)
    return cleaned.clean(number, None)


class _Reader:
    def __init__(self, columns: list[str]) -> None:
        self.problems: list[ValidationError] = []
        self.told: list[ToldIndicator] = []
        self.lines_of_codes: dict[str, int] = {}
        self.plan_slug = ""
        self.by_year: dict[str, tuple[str, int]] = {}
        self.refuse_strange_columns(columns)

    def refuse_strange_columns(self, columns: Iterable[str]) -> None:
        seen: dict[tuple[str, int], str] = {}
        for name in filter(None, columns):
            if found := OF_A_YEAR.match(normalize("NFKC", name).replace(" ", "")):
                place = found[1], int(found[2])
                if not EARLIEST <= place[1] <= LATEST:
                    self.refuse(1, name, "bad_year", f"{EARLIEST}から{LATEST}までの年度です。")
                elif place in seen:
                    self.refuse(1, name, "repeated_column", f"「{seen[place]}」と同じ列です。")
                seen[place] = name
                self.by_year[name] = place
            elif name not in COLUMNS:
                year_columns = "、".join(f"{word}2026" for word in [TARGET, VALUE, *DETAILS])
                self.refuse(
                    1,
                    name,
                    "unknown_column",
                    f"使えない列です。使える列：{'、'.join(COLUMNS)}、"
                    f"年度ごとの列（{year_columns}、{ANSWERS}2026）",
                )
        for name in NEEDED:
            if name not in columns:
                self.refuse(
                    1, name, "missing_column", "この列がありません。1行目に足してください。"
                )
        if self.problems:
            raise ValidationError(self.problems)

    def finished(self) -> Table:
        if not self.told and not self.problems:
            raise ValidationError(
                "行がありません。2行目から指標を書いてください。", code="no_indicators"
            )
        if len(self.told) > MOST_ROWS:
            raise ValidationError(
                f"行が多すぎます（{MOST_ROWS:,}行まで）。ファイルを分けてください。",
                code="too_many_rows",
            )
        return Table(self.plan_slug, self.told, self.problems)

    # ------------------------------------------------------------ one row

    def read(self, row: Row) -> None:
        row = Row(row.line, {column: unguarded(text) for column, text in row.cells.items()})
        for column, text in row.cells.items():
            if column.startswith("（列") and text:
                self.refuse(
                    row.line, column, "unknown_column", "列の名前がないところに字があります。"
                )
        self.read_plan(row)
        code = self.read_code(row)
        item = row.cells.get(ITEM)
        told = ToldIndicator(row, code, None if item is None else normalize("NFKC", item))
        for column, name in FIELDS.items():
            if column in row.cells:
                self.read_field(told, column, name)
        for column, (kind, year) in self.by_year.items():
            if text := row.cells.get(column, ""):
                self.read_of_year(told, column, kind, year, text)
            elif kind == TARGET:
                told.targets[year] = None
        self.refuse_words_without_figure(told)
        self.told.append(told)

    def read_plan(self, row: Row) -> None:
        slug = normalize("NFKC", row.cells[PLAN])
        if not self.plan_slug:
            self.plan_slug = slug
            if not slug:
                self.refuse(row.line, PLAN, "blank", "計画の番号を書いてください。")
        elif slug not in {"", self.plan_slug}:
            self.refuse(
                row.line,
                PLAN,
                "second_plan",
                f"1つのファイルには、1つの計画（ここでは「{self.plan_slug}」）の指標だけを書きます。",
            )

    def read_code(self, row: Row) -> str:
        code = normalize("NFKC", row.cells[CODE])
        if not code:
            self.refuse(row.line, CODE, "blank", "空です。書いてください。")
            return ""
        try:
            CODE_RULE(code)
            Indicator._meta.get_field("code").run_validators(code)
        except ValidationError as refusal:
            self.keep(row.line, CODE, refusal)
        first = self.lines_of_codes.setdefault(code, row.line)
        if first != row.line:
            self.refuse(row.line, CODE, "repeated_code", f"「{code}」は{first}行目にもあります。")
        return code

    def read_field(self, told: ToldIndicator, column: str, name: str) -> None:
        text, rule = told.row.cells[column], Indicator._meta.get_field(name)
        assert isinstance(rule, models.Field)
        value: Any = text
        try:
            if column in CHOICES:
                value = self.choice(column, text, rule)
            elif column == LIMIT and text == UNLIMITED:
                value = None
            elif column in NUMBERS:
                value = read_number(text) if text else None
            elif not isinstance(rule, models.CharField | models.TextField):
                value = rule.clean(normalize("NFKC", text) or (None if rule.null else 0), None)
            else:
                value = rule.clean(text.replace("\r\n", "\n"), None)
            if name == "decimals" and value > MOST_DECIMALS:
                raise ValidationError(
                    f"0から{MOST_DECIMALS}までの数字を書いてください。", code="too_many_decimals"
                )
        except ValidationError as refusal:
            for error in refusal.error_list:
                self.refuse(told.row.line, column, error.code or "", reason_of(error, rule))
            return
        if text or column != LIMIT:  # an empty limit depends on the unit; the loading knows it
            told.fields[name] = value

    def choice(self, column: str, text: str, rule: models.Field) -> Any:
        words = CHOICES[column]
        if not text:
            return rule.get_default()
        if text not in words:
            raise ValidationError(
                f"「{'」「'.join(words)}」のどれかを書くか、空けてください。", code="bad_word"
            )
        return words[text]

    def read_of_year(
        self, told: ToldIndicator, column: str, kind: str, year: int, text: str
    ) -> None:
        try:
            if kind == TARGET:
                told.targets[year] = read_number(text)
            else:
                _tell(told.figures.setdefault(year, ToldFigure()), kind, text)
        except ValidationError as refusal:
            self.keep(told.row.line, column, refusal)

    def refuse_words_without_figure(self, told: ToldIndicator) -> None:
        for year, figure in told.figures.items():
            column = next((c for c, place in self.by_year.items() if place == (VALUE, year)), "")
            if figure.is_empty and not told.row.cells.get(column):
                self.refuse(
                    told.row.line,
                    column or f"{VALUE}{year}",
                    "no_value",
                    "時点や出典などがあるのに、実績値がありません。",
                )

    # ------------------------------------------------------------ refusals

    def refuse(self, line: int, column: str, code: str, reason: str) -> None:
        self.problems.append(problem_at(line, column, code, reason))

    def keep(self, line: int, column: str, refusal: ValidationError) -> None:
        for error in refusal.error_list:
            self.refuse(line, column, error.code or "", " ".join(error.messages))


def read_answers(text: str) -> int:
    """How many answered. Code: not_a_count."""
    number = read_number(text)
    if number < 0 or number != int(number):
        raise ValidationError("0以上の整数を書いてください。", code="not_a_count")
    return int(number)


def _tell(figure: ToldFigure, kind: str, text: str) -> None:
    """Put one cell into a year's figure."""
    if kind == VALUE and text == NOT_BEGUN:
        figure.not_begun = True
    elif kind == VALUE:
        figure.value = read_number(text)
    elif kind == ANSWERS:
        figure.answers = read_answers(text)
    else:
        rule = Measurement._meta.get_field(DETAILS[kind])
        assert isinstance(rule, models.Field)
        figure.details[DETAILS[kind]] = rule.clean(text, None)
