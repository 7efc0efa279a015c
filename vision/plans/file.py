"""Reading a plan file: the outline of a city's plan as a spreadsheet (docs/plan-file.md).

Everything that is wrong is collected, so that one look at the report is enough to mend the file.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models

from portal.japan.tables import Row, read_table
from portal.spreadsheets import unguarded

from ..models import Plan, PlanItem, PlanLevel
from ..models.plan_item import DEEPEST, STEP

MOST_ROWS = 5_000

DEPTH, KIND, CODE, CONTINUES = "階層", "種別", "番号", "引きつぐ項目"
PLAN_COLUMNS = {
    CODE: "slug",
    KIND: "kind",
    "名称": "name",
    "説明": "introduction",
    "自治体": "city",
    "最初の年度": "first_year",
    "最後の年度": "last_year",
    "見直し": "reviews",
    "めざす姿": "concept",
    "出典": "source",
}
ITEM_COLUMNS = {
    CODE: "code",
    "名称": "name",
    "見出し": "label",
    "略称": "short_name",
    "説明": "body",
    "期間": "period",
    "色": "color",
    "現状と課題": "issues",
    "5年後の姿": "picture",
    "市民の取組": "citizens",
    "地域の取組": "community",
    "行政の取組": "administration",
}
COLUMNS = [DEPTH, *dict.fromkeys([KIND, *PLAN_COLUMNS, *ITEM_COLUMNS]), CONTINUES]
NEEDED_COLUMNS = [DEPTH, KIND, CODE, "名称", "自治体", "最初の年度", "最後の年度"]
# Written in full-width letters as often as not, and meaning the same.
FOLDED_COLUMNS = {DEPTH, CODE, CONTINUES, "色", "最初の年度", "最後の年度"}
# Addresses below /vision/ that belong to pages of all plans.
RESERVED_SLUGS = {"metrics", "sheets"}


@dataclass(frozen=True)
class Reference:
    """An item that another continues, as a file names it 「mirai-2022/k1-1」, and on which line."""

    slug: str
    code: str
    line: int


@dataclass(frozen=True)
class OutlineItem:
    """An item not yet in the database, with the kind, the parent and the earlier item it names."""

    item: PlanItem
    level: str
    parent_code: str
    continues: Reference | None = None


@dataclass
class Outline:
    """A whole plan as its file tells it, checked row by row, and what is wrong in its rows."""

    plan: Plan
    items: list[OutlineItem] = field(default_factory=list)
    problems: list[ValidationError] = field(default_factory=list)

    @property
    def levels(self) -> list[str]:
        """The kinds the plan uses, in the order they first appear."""
        return list(dict.fromkeys(entry.level for entry in self.items))

    @property
    def references(self) -> list[Reference]:
        """The items of earlier plans that this one continues."""
        named = [entry.continues for entry in self.items if entry.continues]
        return [one for one in named if one.slug != self.plan.slug]


def read_outline(path: Path) -> Outline:
    """The plan told by a file (CSV or Excel).

    What is wrong in its rows stands in `Outline.problems`, to be told together with what only the
    other plans show. Raises ValidationError for columns nobody reads and a table without rows, and
    UnreadableTable for a file that is no table at all.
    """
    columns, rows = read_table(path)
    plain = {column: _plain(column) for column in columns}
    refuse_strange_columns(list(plain.values()))
    reader = _Reader()
    for row in islice(rows, MOST_ROWS + 1):
        cells = {plain.get(column, column): text for column, text in row.cells.items()}
        reader.read(Row(row.line, cells))
    reader.finish()
    return reader.outline


def _plain(column: str) -> str:
    """A column's name as it is compared: 「５年後の姿」 is 「5年後の姿」."""
    return "".join(unicodedata.normalize("NFKC", column).split())


def refuse_strange_columns(columns: Collection[str]) -> None:
    """Refuse columns nobody would read, one that stands twice, and a table without the needed."""
    problems = [
        problem_at(1, name, "unknown_column", f"使えない列です。使える列：{'、'.join(COLUMNS)}")
        for name in columns
        if name and name not in COLUMNS
    ]
    problems += [
        problem_at(1, name, "repeated_column", "同じ名前の列が2つあります。1つにしてください。")
        for name, number in Counter(columns).items()
        if name and number > 1
    ]
    problems += [
        problem_at(1, name, "missing_column", "この列がありません。1行目に足してください。")
        for name in NEEDED_COLUMNS
        if name not in columns
    ]
    if problems:
        raise ValidationError(problems)


def problem_at(line: int, column: str, code: str, reason: str) -> ValidationError:
    """Something wrong in a table, with where it stands."""
    return ValidationError(
        "%(line)s行目「%(column)s」：%(reason)s",
        code=code,
        params={"line": line, "column": column, "reason": reason},
    )


class _Reader:
    """Reads rows one after another and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[ValidationError] = []
        self.outline = Outline(Plan())
        self.rows_read = 0
        self.lines_of_codes: dict[str, int] = {}
        self.chain: list[PlanItem] = []
        self.chain_is_sure = True
        self.places: dict[str, int] = {}

    def read(self, row: Row) -> None:
        self.rows_read += 1
        cells = {column: _folded(column, text) for column, text in row.cells.items()}
        for column, text in cells.items():
            if column not in COLUMNS and text:
                self.refuse(row, column, "unknown_column", "列の名前がないところに字があります。")
            if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
                self.refuse(row, column, "control_character", "見えない制御文字を消してください。")
        depth = self.depth_of(row, cells[DEPTH])
        if self.rows_read == 1:
            self.read_plan(row, cells, depth)
        elif depth == 0:
            self.refuse(
                row, DEPTH, "second_plan", "計画の行（階層0）は、はじめの1行だけにしてください。"
            )
        else:
            self.read_item(row, cells, depth)

    def finish(self) -> None:
        """Refuse what is no plan, and hand on what was wrong in its rows."""
        if self.rows_read == 0:
            raise ValidationError(
                "行がありません。2行目に計画（階層0）を書いてください。", code="no_plan"
            )
        if self.rows_read > MOST_ROWS:
            raise ValidationError(
                f"行が多すぎます（{MOST_ROWS:,}行まで）。計画を分けてください。",
                code="too_many_rows",
            )
        self.outline.problems = self.problems

    # ------------------------------------------------------------ one row

    def depth_of(self, row: Row, text: str) -> int | None:
        if len(text) == 1 and text in "0123456789":
            return int(text)
        self.refuse(
            row, DEPTH, "bad_depth", f"0（計画）か、1から{DEEPEST}までの数字を書いてください。"
        )
        return None

    def read_plan(self, row: Row, cells: dict[str, str], depth: int | None) -> None:
        if depth not in {0, None}:
            self.refuse(row, DEPTH, "no_plan", "はじめの行は計画そのもの（階層0）にしてください。")
            return
        self.refuse_cells_of_others(row, cells, PLAN_COLUMNS, "計画の行（階層0）")
        plan = Plan(**_values(cells, PLAN_COLUMNS))
        if plan.slug in RESERVED_SLUGS:
            self.refuse(
                row,
                CODE,
                "reserved",
                f"「{plan.slug}」は、ほかのページのアドレスです。「plan-2027」のように、"
                "別の番号にしてください。",
            )
        if self.is_sound(row, plan, PLAN_COLUMNS):
            try:
                plan.validate_constraints()
            except ValidationError as refusal:
                self.refuse(row, "最後の年度", "years_out_of_order", " ".join(refusal.messages))
        self.outline.plan = plan

    def read_item(self, row: Row, cells: dict[str, str], depth: int | None) -> None:
        self.refuse_cells_of_others(row, cells, [*ITEM_COLUMNS, CONTINUES], "項目の行")
        item = PlanItem(**_values(cells, ITEM_COLUMNS))
        self.is_sound(row, item, ITEM_COLUMNS)
        self.is_sound(row, PlanLevel(name=cells[KIND]), {KIND: "name"})
        self.refuse_repeated_code(row, item.code)
        self.place(row, item, depth)
        parent_code = self.chain[-2].code if len(self.chain) > 1 else ""
        continues = self.reference_in(row, cells.get(CONTINUES, ""))
        self.outline.items.append(OutlineItem(item, cells[KIND], parent_code, continues))

    def reference_in(self, row: Row, text: str) -> Reference | None:
        slug, _, code = text.partition("/")
        if not text:
            return None
        if not (slug and code) or "/" in code:
            self.refuse(
                row,
                CONTINUES,
                "bad_reference",
                "「mirai-2022/k1-1」のように、前の計画の番号と項目の番号を「/」でつないで、"
                "1つ書いてください。",
            )
            return None
        return Reference(slug, code, row.line)

    def place(self, row: Row, item: PlanItem, depth: int | None) -> None:
        """Put the item under the nearest row above it that is one step higher."""
        if depth is None:
            # What follows may belong under this row; whether it does cannot be told.
            self.chain_is_sure = False
            return
        above, deepest = len(self.chain), len(self.chain) + 1
        if depth > deepest and self.chain_is_sure:
            self.refuse(
                row,
                DEPTH,
                "level_jump",
                f"階層が{above}から{depth}へ飛んでいます。"
                f"間に階層{deepest}の行を入れるか、{deepest}以下にしてください。",
            )
        self.chain_is_sure = True
        del self.chain[depth - 1 :]
        parent_path = self.chain[-1].path if self.chain else ""
        self.places[parent_path] = self.places.get(parent_path, 0) + 1
        item.path = f"{parent_path}{self.places[parent_path]:0{STEP}d}"
        self.chain += [item] * (depth - len(self.chain))

    # ------------------------------------------------------------ refusals

    def refuse(self, row: Row, column: str, code: str, reason: str) -> None:
        self.problems.append(problem_at(row.line, column, code, reason))

    def refuse_cells_of_others(
        self, row: Row, cells: dict[str, str], own: Iterable[str], place: str
    ) -> None:
        for column in COLUMNS:
            if cells.get(column) and column not in {DEPTH, KIND, *own}:
                self.refuse(row, column, "not_here", f"{place}には書けない列です。空けてください。")

    def refuse_repeated_code(self, row: Row, code: str) -> None:
        if not code:
            return
        first = self.lines_of_codes.setdefault(code, row.line)
        if first != row.line:
            self.refuse(
                row,
                CODE,
                "repeated_code",
                f"「{code}」は{first}行目にもあります。番号を変えてください。",
            )

    def is_sound(self, row: Row, instance: models.Model, columns: dict[str, str]) -> bool:
        """Hold a row's cells against the rules of its model, and keep what breaks them."""
        problems = list(_broken_rules(row, instance, columns))
        self.problems += problems
        return not problems


def _broken_rules(
    row: Row, instance: models.Model, columns: dict[str, str]
) -> Iterator[ValidationError]:
    for column, name in columns.items():
        model_field = instance._meta.get_field(name)
        assert isinstance(model_field, models.Field)
        value = getattr(instance, name)
        if value == "" and not model_field.blank:
            yield problem_at(row.line, column, "blank", "空です。書いてください。")
        elif value != "":
            if "\n" in value and not isinstance(model_field, models.TextField):
                yield problem_at(row.line, column, "line_break", "改行を消してください。")
            try:
                setattr(instance, name, model_field.clean(value, instance))
            except ValidationError as refusal:
                for error in refusal.error_list:
                    yield problem_at(
                        row.line, column, error.code or "", reason_of(error, model_field)
                    )


def reason_of(error: ValidationError, model_field: models.Field) -> str:
    """What a field refuses, in words; for a year, a count or an address, how to write it."""
    if error.code == "invalid" and isinstance(model_field, models.IntegerField):
        return "「2026」のように、数字だけを書いてください（年度は西暦で）。"
    if error.code == "invalid" and isinstance(model_field, models.SlugField):
        return "半角の英数字と「-」「_」で書いてください。"
    return " ".join(error.messages)


def _folded(column: str, text: str) -> str:
    text = unguarded(text).replace("\r\n", "\n").replace("\r", "\n")
    if column in FOLDED_COLUMNS:
        text = unicodedata.normalize("NFKC", text).strip()
    return text.lower() if column == "色" else text


def _values(cells: dict[str, str], columns: dict[str, str]) -> dict[str, str]:
    return {name: cells.get(column, "") for column, name in columns.items()}
