"""`load_sheets`: all or nothing, with line, column and reason; never over what staff wrote."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from tests import cast
from tests.vision import indicator_files, plan_files
from tests.vision.sheets import rewritten
from vision.figures.loading import load_indicators
from vision.models import PlanItem, ProgressSheet
from vision.plans.loading import load_plan
from vision.sheets.file import COLUMNS
from vision.sheets.loading import load_sheets

pytestmark = pytest.mark.django_db
KEY = ["2025", "総務市民局", "B", "4"]
ROWS = [
    ["課題名", "", "市民センターを使いやすく", "", ""],
    ["政策分野", "", "地域振興", "", ""],
    ["インパクト", "", "高", "", ""],
    ["緊急度", "", "低", "", ""],
    ["課題の内容", "", "使う人に偏りがあります。", "", ""],
    ["取組", "予約システム", "くわしく", "", ""],
    ["四半期の計画", "設計", "", "1", "２"],
    ["計画の項目", "", "kitakyushu-2026/policy-2-focus-2", "", ""],
]


def a_file(folder: Path, rows: list[list[str]], key=KEY) -> Path:
    path = folder / "sheets.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *([*key, *row] for row in rows)])
    return path


def problems_of(path: Path) -> set[tuple[int, str, str]]:
    with pytest.raises(ValidationError) as refusal:
        load_sheets(path)
    return {(e.params["line"], e.params["column"], e.code) for e in refusal.value.error_list}


def test_a_sheet_is_loaded_as_published_and_linked(tmp_path, shipped_plan):
    report = load_sheets(a_file(tmp_path, ROWS))
    sheet = ProgressSheet.objects.get()
    assert (report.created, report.warnings) == (1, [])
    assert (sheet.status, sheet.published_version) == ("published", 1)
    assert [event.what for event in sheet.events.all()] == ["loaded", "published"]
    assert sheet.items.get().code == "policy-2-focus-2"
    assert [(s.name, s.first_quarter, s.last_quarter) for s in sheet.workstreams.get().steps.all()]


def test_an_excel_file_tells_the_same(tmp_path, shipped_plan):
    book = Workbook()
    for row in [COLUMNS, *([2025, "総務市民局", "B", 4, *row] for row in ROWS)]:
        book.active.append(row)
    book.save(tmp_path / "sheets.xlsx")
    load_sheets(tmp_path / "sheets.xlsx")
    assert load_sheets(a_file(tmp_path, ROWS)).unchanged == 1


def test_loaded_twice_nothing_changes(tmp_path, shipped_plan):
    path = a_file(tmp_path, ROWS)
    load_sheets(path)
    report = load_sheets(path)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert ProgressSheet.objects.get().versions.count() == 1


def test_a_corrected_file_is_published_as_the_next_version(tmp_path, shipped_plan):
    load_sheets(a_file(tmp_path, ROWS))
    report = load_sheets(a_file(tmp_path, [*ROWS, ["取組結果", "", "12館", "", ""]]))
    sheet = ProgressSheet.objects.get()
    assert (report.updated, sheet.published_version, sheet.told().result) == (1, 2, "12館")


def test_what_staff_took_up_since_is_never_overwritten(tmp_path, shipped_plan):
    path = a_file(tmp_path, ROWS)
    load_sheets(path)
    sheet = ProgressSheet.objects.get()
    staff = cast.section_staff()
    sheet.reopen(by=staff, version=1)
    sheet.revise(rewritten(result="職員の書いた結果"), by=staff, version=1)
    assert load_sheets(path).unchanged == 1
    with pytest.raises(ValidationError, match="職員が書いたか書き直したシート") as refusal:
        load_sheets(a_file(tmp_path, [*ROWS, ["取組結果", "", "ファイルの結果", "", ""]]))
    assert [error.code for error in refusal.value.error_list] == ["written_since"]
    assert ProgressSheet.objects.get().told().result == "職員の書いた結果"


def test_a_link_that_leads_nowhere_warns_and_is_made_when_it_can(tmp_path, shipped_plan):
    path = a_file(tmp_path, [*ROWS, ["計画の項目", "", "kitakyushu-2026/later-1", "", ""]])
    report = load_sheets(path)
    assert len(report.warnings) == 1
    assert "kitakyushu-2026/later-1" in report.warnings[0]
    old = PlanItem.objects.get(code="policy-2-focus-2")
    PlanItem.objects.create(
        plan=old.plan, level=old.level, code="later-1", path="0099", name="あとから"
    )
    again = load_sheets(path)
    assert (again.unchanged, again.warnings) == (1, [])
    assert ProgressSheet.objects.get().items.count() == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["課題めい", "", "x", "", ""], (10, "項目", "unknown_item")),
        (["課題名", "", "もう一つ", "", ""], (10, "項目", "repeated_item")),
        (["四半期の計画", "設計", "", "5", "4"], (10, "はじめ", "bad_quarter")),
        (["四半期の計画", "設計", "", "春", "4"], (10, "はじめ", "bad_quarter")),
        (["四半期の計画", "設計", "", "3", "2"], (10, "おわり", "quarters_out_of_order")),
        (["四半期の計画", "", "", "1", "2"], (10, "名称", "blank")),
        (["取組", "", "内容だけ", "", ""], (10, "名称", "blank")),
        (["取組", "名" * 121, "", "", ""], (10, "名称", "too_long")),
        (["取組結果", "名称はいらない", "x", "", ""], (10, "名称", "not_here")),
        (["指標", "", "計画/番号", "", ""], (10, "内容", "bad_link")),
        (["次の年度も続ける", "", "たぶん", "", ""], (10, "内容", "bad_choice")),
        (["進捗の時点", "", "時" * 41, "", ""], (10, "内容", "max_length")),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(tmp_path, row, problem):
    assert problems_of(a_file(tmp_path, [*ROWS, row])) == {problem}
    assert not ProgressSheet.objects.exists()


def test_a_sheet_without_what_it_needs_is_told_by_name(tmp_path):
    with pytest.raises(ValidationError, match="「インパクト」がありません"):
        load_sheets(a_file(tmp_path, [row for row in ROWS if row[0] != "インパクト"]))


@pytest.mark.parametrize(
    ("key", "column"),
    [
        (["七", "局", "A", "1"], "年度"),
        (["1900", "局", "A", "1"], "年度"),
        (["2025", "局", "D", "1"], "領域"),
        (["2025", "局", "A", "0"], "番号"),
        (["2025", "", "A", "1"], "局・課"),
    ],
)
def test_a_wrong_key_is_told(tmp_path, key, column):
    assert {place[1] for place in problems_of(a_file(tmp_path, ROWS, key))} == {column}


def test_one_wrong_row_keeps_all_sheets_out(tmp_path):
    path = a_file(tmp_path, ROWS)
    other = ["2025", "総務市民局", "B", "5"]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([*other, "課題名", "", "名前だけ", "", ""])
    with pytest.raises(CommandError, match="何も読み込んでいません"):
        call_command("load_sheets", path, stderr=StringIO())
    assert not ProgressSheet.objects.exists()


def test_no_more_strands_and_bars_than_the_form_at_the_desk_holds(tmp_path):
    """More would be loaded, and lost when staff open the sheet and save it."""
    strands = [["取組", f"取組{number}", "", "", ""] for number in range(30)]
    bars = [["四半期の計画", f"すること{number}", "", "1", "1"] for number in range(21)]
    path = a_file(tmp_path, [*ROWS[:5], *strands, ["取組", "あふれる", "", "", ""], *bars])
    assert problems_of(path) == {
        (2 + 5 + 30, "項目", "too_many_strands"),
        (2 + 5 + 31 + 20, "項目", "too_many_bars"),
    }


def test_what_a_sheet_names_is_tied_when_it_comes_later(tmp_path, shipped_plan):
    named = ["計画の項目", "", "mirai-2027/k1", "", ""], ["指標", "", "mirai-2027/share", "", ""]
    report = load_sheets(a_file(tmp_path, [*ROWS, *named]))
    assert len(report.warnings) == 2
    sheet = ProgressSheet.objects.get()

    load_plan(plan_files.write_csv(tmp_path, plan_files.small_plan()))
    assert sheet.items.filter(plan__slug="mirai-2027").get().code == "k1"
    assert not sheet.indicators.exists()

    row = indicator_files.indicator_row(計画="mirai-2027")
    load_indicators(indicator_files.write_csv(tmp_path, row))
    assert sheet.indicators.get().code == "share"
    assert sheet.items.count() == 2, "what was tied before stays"
    sheet.refresh_from_db()
    assert (sheet.status, sheet.version) == ("published", 1), "nothing was written into it"
