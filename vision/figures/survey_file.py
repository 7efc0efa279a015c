"""One year's figures from the spreadsheet of a survey, looked at before anything is written.

`parse` tells for each row which indicator it is about and what stands there now; `apply` writes
what was looked at, all of it or nothing. The form is told in docs/indicator-file.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from django.core.exceptions import ValidationError

from portal.japan.tables import Row, read_table
from portal.people.models import User

from ..models import Indicator, Measurement, Plan
from ..plans.file import problem_at
from .file import read_answers, read_number
from .measuring import NOT_BEGUN, Entry, record_figures, standing

MOST_ROWS = 5_000
# A survey's sheet calls its columns as it likes; these names are understood.
NAMES = {
    "code": ("番号", "指標番号", "指標の番号"),
    "name": ("名称", "指標", "指標名", "指標の名称"),
    "value": ("実績値", "実績", "値", "割合", "結果"),
    "answers": ("回答数", "n", "N", "件数"),
    "as_of": ("時点",),
    "source": ("出典",),
    "note": ("補足",),
}


@dataclass(frozen=True)
class FoundFigure:
    """A figure of the sheet: its line, its indicator, what stands there now and what is to come."""

    line: int
    entry: Entry
    now: Measurement | None

    @property
    def indicator(self) -> Indicator:
        return self.entry.indicator

    @property
    def old(self) -> str:
        """What stands there now, as people read it; empty where nothing does."""
        if self.now is None:
            return ""
        return NOT_BEGUN if self.now.not_begun else self.indicator.show_in_full(self.now.value)

    @property
    def new(self) -> str:
        return NOT_BEGUN if self.entry.not_begun else self.indicator.show_in_full(self.entry.value)

    @property
    def is_same(self) -> bool:
        """Whether writing it would change nothing."""
        if self.now is None:
            return False
        written = Measurement(counted=dict(self.now.counted))
        self.entry.write_into(written)
        return standing(written) == standing(self.now) and written.counted == self.now.counted


@dataclass
class Preview:
    """What a sheet holds for a plan's year: figures, what is wrong, and what nobody asked for.

    `passed_over` are the rows of questions that are no indicators, `unread` columns not looked at.
    """

    plan: Plan
    year: int
    figures: list[FoundFigure] = field(default_factory=list)
    refusals: list[ValidationError] = field(default_factory=list)
    passed_over: list[tuple[int, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[FoundFigure]:
        return [one for one in self.figures if not one.is_same]

    @property
    def can_be_applied(self) -> bool:
        return bool(self.changes) and not self.refusals


def parse(
    path: Path, *, plan: Plan, year: int, defaults: Mapping[str, str] | None = None
) -> Preview:
    """Look at a sheet (CSV or Excel) without writing anything.

    `defaults` are the words for all rows that have none of their own: as_of, source, note. What
    is wrong is in `Preview.refusals`; UnreadableTable is raised for a file that is no table.
    """
    columns, rows = read_table(path)
    return _Looking(columns, Preview(plan, year), defaults or {}).preview(rows)


def apply(preview: Preview, *, by: User) -> int:
    """Write the figures that were looked at; how many changed.

    Refuses a preview with refusals, and what somebody else changed since. Codes: not_sound,
    nothing_changed, and those of `record_figures`.
    """
    if preview.refusals:
        raise ValidationError(preview.refusals)
    if not preview.changes:
        raise ValidationError("変わる数字がありません。", code="nothing_changed")
    return record_figures(preview.year, [one.entry for one in preview.changes], by=by)


class _Looking:
    def __init__(self, columns: list[str], preview: Preview, defaults: Mapping[str, str]) -> None:
        self.done, self.defaults = preview, defaults
        self.columns = {
            part: next((name for name in columns if _folded(name) in map(_folded, names)), "")
            for part, names in NAMES.items()
        }
        preview.unread = [name for name in columns if name and name not in self.columns.values()]
        indicators = list(Indicator.objects.for_plan(preview.plan).with_years())
        self.by_code = {one.code: one for one in indicators}
        self.by_name: dict[str, list[Indicator]] = {}
        for one in indicators:
            self.by_name.setdefault(_folded(one.name), []).append(one)
        self.lines: dict[int, int] = {}

    def preview(self, rows) -> Preview:
        if not (self.columns["code"] or self.columns["name"]):
            self.refuse(
                1, NAMES["code"][0], "missing_column", "「番号」か「名称」の列がありません。"
            )
        if not self.columns["value"]:
            self.refuse(1, NAMES["value"][0], "missing_column", "「実績値」の列がありません。")
        if self.done.refusals:
            return self.done
        for number, row in enumerate(islice(rows, MOST_ROWS + 1)):
            if number == MOST_ROWS:
                self.refuse(
                    row.line, "", "too_many_rows", f"行が多すぎます（{MOST_ROWS:,}行まで）。"
                )
            else:
                self.look_at(row)
        return self.done

    def look_at(self, row: Row) -> None:
        indicator, text = self.indicator_of(row), self.cell(row, "value")
        if indicator is None or not text:
            return
        first = self.lines.setdefault(indicator.pk, row.line)
        if indicator.is_live:
            self.refuse(
                row.line,
                self.columns["value"],
                "counted_by_portal",
                f"「{indicator.name}」はポータルの記録から計算します。行を消してください。",
            )
        elif first != row.line:
            self.refuse(
                row.line,
                self.columns["code"] or self.columns["name"],
                "repeated_code",
                f"「{indicator.name}」は{first}行目にもあります。",
            )
        elif entry := self.entry_of(row, indicator, text):
            now = indicator.measurement_of(self.done.year)
            self.done.figures.append(FoundFigure(row.line, entry, now))

    def indicator_of(self, row: Row) -> Indicator | None:
        code, name = normalize("NFKC", self.cell(row, "code")), self.cell(row, "name")
        if code:
            if code not in self.by_code:
                self.refuse(
                    row.line,
                    self.columns["code"],
                    "unknown_indicator",
                    f"番号「{code}」の指標は、この計画にありません。",
                )
            return self.by_code.get(code)
        called = self.by_name.get(_folded(name), [])
        if len(called) > 1:
            self.refuse(
                row.line,
                self.columns["name"],
                "ambiguous",
                "同じ名称の指標がいくつもあります。「番号」の列に番号を書いてください。",
            )
        elif not called and name:
            self.done.passed_over.append((row.line, name))
        return called[0] if len(called) == 1 else None

    def entry_of(self, row: Row, indicator: Indicator, text: str) -> Entry | None:
        now = indicator.measurement_of(self.done.year)
        entry = Entry(
            indicator,
            standing(now),
            origin=Measurement.Origin.FILE,
            as_of=self.words(row, "as_of", now),
            source=self.words(row, "source", now),
            note=self.words(row, "note", now),
        )
        before = len(self.done.refusals)
        if text == NOT_BEGUN:
            entry = replace(entry, not_begun=True)
        elif (value := self.number(row, "value", text)) is not None:
            entry = replace(entry, value=value)
        if answers := self.cell(row, "answers"):
            entry = replace(entry, counted=self.counted(row, answers, now))
        if not entry.is_empty:
            self.refuse_unsound(row, entry)
        return entry if len(self.done.refusals) == before else None

    def words(self, row: Row, part: str, now: Measurement | None) -> str:
        given = self.cell(row, part) or self.defaults.get(part, "").strip()
        return given or (getattr(now, part) if now else "")

    def number(self, row: Row, part: str, text: str) -> Decimal | None:
        try:
            return read_number(text)
        except ValidationError as refusal:
            self.keep(row, self.columns[part], refusal)
            return None

    def counted(self, row: Row, text: str, now: Measurement | None) -> dict:
        """What the figure was counted from, with how many answered."""
        before = dict(now.counted) if now else {}
        try:
            return before | {"n": read_answers(text)}
        except ValidationError as refusal:
            self.keep(row, self.columns["answers"], refusal)
            return before

    def refuse_unsound(self, row: Row, entry: Entry) -> None:
        written = Measurement(indicator=entry.indicator, year=self.done.year)
        entry.write_into(written)
        if not written.source:
            self.refuse(
                row.line,
                self.columns["source"] or NAMES["source"][0],
                "no_source",
                "数字の出典を書いてください（調査の名前など）。",
            )
            return
        try:
            written.full_clean(validate_unique=False, exclude=["indicator"])
        except ValidationError as refusal:
            for name, errors in refusal.error_dict.items():
                column = self.columns.get(name) or self.columns["value"]
                self.keep(row, column, ValidationError(errors))

    # ------------------------------------------------------------ small things

    def cell(self, row: Row, part: str) -> str:
        return row.cells.get(self.columns[part], "") if self.columns[part] else ""

    def refuse(self, line: int, column: str, code: str, reason: str) -> None:
        self.done.refusals.append(problem_at(line, column, code, reason))

    def keep(self, row: Row, column: str, refusal: ValidationError) -> None:
        for error in refusal.error_list:
            self.refuse(row.line, column, error.code or "", " ".join(error.messages))


def _folded(name: str) -> str:
    """A name as it is compared: width, capitals and spaces make no difference."""
    return "".join(normalize("NFKC", name).casefold().split())
