"""A year's report as an Excel file, laid out as the section hands it to council and assembly.

Three sheets: the words of the year, the indicators in the order of the plan, and the challenges
in the order of the bureau's form (課題領域, 政策分野, 課題, quarters, progress, result).
"""

import io
from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.japan import calendar
from portal.spreadsheets import plain

from ..models import QUARTERS, SheetVersion
from ..numbers import rounded
from ..row_heights import POINTS_A_UNIT, height_of
from .year import Progress, Row

# The columns of the tables, and how wide they are: the widths of a table fill its paper.
INDICATORS = {
    "基本方針・柱": 22,
    "項目": 24,
    "番号": 14,
    "指標": 30,
    "単位": 8,
    "基準値": 9,
    "基準値の年度": 8,
    "目標": 10,
    "実績値": 10,
    "達成度": 7,
    "達成率（％）": 8,
    "状態": 18,
    "出典": 24,
}
SHEETS = {
    "課題領域": 6,
    "番号": 6,
    "課題名": 20,
    "政策分野": 10,
    "インパクト": 8,
    "緊急度": 7,
    "第1四半期（4〜6月）": 18,
    "第2四半期（7〜9月）": 18,
    "第3四半期（10〜12月）": 18,
    "第4四半期（1〜3月）": 18,
    "進捗状況": 34,
    "取組結果（自己評価）": 34,
    "次の年度の考え（方向性）": 28,
}
WORDS = {"A": 18, "B": 72}
SIZE = 10
MARGIN, FOOT = 0.5, 0.7  # inches
THIN = Side(style="thin", color="FF808080")
HEAD = PatternFill("solid", start_color="FFE8EDF3")


def workbook_of(progress: Progress, versions: Iterable[SheetVersion]) -> bytes:
    """The report of a plan's year; `versions` are the published sheets that serve the plan."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _words(book.create_sheet("あらまし"), progress)
    parts = [(part.name, row) for part in progress.parts for row in part.rows]
    _table(book.create_sheet("指標"), INDICATORS, [_indicator(*one) for one in parts])
    sheets = book.create_sheet("進捗シート")
    _table(sheets, SHEETS, [_sheet(one) for one in versions])
    sheets.page_setup.paperSize = sheets.PAPERSIZE_A3  # texts side by side want the room
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _words(sheet: Worksheet, progress: Progress) -> None:
    report = progress.report
    lines = [
        ("計画", progress.plan.name),
        ("年度", progress.year_name),
        ("公表", _published_on(progress)),
        ("達成度", progress.strip.summary if progress.graded else ""),
        ("この年のあらまし", report.story if report else ""),
        ("遅れていること", report.behind if report else ""),
    ]
    for line in lines:
        sheet.append([plain(cell) for cell in line])
    _lay_out(sheet, list(WORDS.values()))
    for cell in sheet["A"]:
        cell.font, cell.fill = Font(size=SIZE, bold=True), HEAD


def _indicator(part: str, row: Row) -> list[object]:
    indicator, now = row.indicator, row.now
    return [
        part,
        row.item.name if row.item else "",
        indicator.code,
        indicator.name,
        indicator.unit,
        _number(indicator.baseline, indicator.decimals),
        indicator.baseline_year,
        row.aimed_at,
        ("未着手" if now.value is None else _number(now.value, now.decimals)) if now else "",
        now.letter if now else "",
        now.figure.percent if now and now.figure else None,
        _state(row),
        (now.figure.source if now and now.figure else "") or indicator.source,
    ]


def _published_on(progress: Progress) -> str:
    published = progress.report.published_at if progress.report else None
    return calendar.long_date(calendar.local(published)) if published else "公表前"


def _state(row: Row) -> str:
    """How far the figure is final, and what the records say by now if they say something else."""
    now = row.now
    if now is None:
        return "この年度の数字なし"
    if now.figure is None:
        return "速報"
    published = f"公表（第{now.figure.version}版）"
    if not now.has_changed:
        return published
    return f"{published}。いまの記録：{now.recorded_text}。{row.explanation or '説明を準備中'}"


def _number(value: Decimal | None, decimals: int) -> float | None:
    return None if value is None else float(rounded(value, decimals))


def _sheet(version: SheetVersion) -> list[object]:
    told = version.told
    return [
        version.sheet.area,
        version.sheet.number,
        told.title,
        told.field,
        told.impact_word,
        told.urgency_word,
        *("\n".join(bar.name for bar in told.in_quarter(quarter)) for quarter, _ in QUARTERS),
        told.progress,
        told.result,
        told.next_year,
    ]


def _table(sheet: Worksheet, columns: dict[str, int], rows: Iterable[list[object]]) -> None:
    sheet.append(list(columns))
    for row in rows:
        sheet.append([plain(cell) for cell in row])
    _lay_out(sheet, list(columns.values()))
    for cell in sheet[1]:
        cell.font, cell.fill = Font(size=SIZE, bold=True), HEAD
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"


def _lay_out(sheet: Worksheet, widths: list[int]) -> None:
    """Lines around the fields, rows as high as their words; A4, as wide as the paper, numbered."""
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(sheet.iter_rows(), start=1):
        for cell in row:
            cell.font = Font(size=SIZE)
            cell.border = Border(THIN, THIN, THIN, THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        texts = ["" if cell.value is None else str(cell.value) for cell in row]
        sheet.row_dimensions[number].height = max(
            height_of(text, width * POINTS_A_UNIT, SIZE)
            for text, width in zip(texts, widths, strict=True)
        )
    setup, margins = sheet.page_setup, sheet.page_margins
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins.left = margins.right = margins.top = MARGIN
    margins.bottom = FOOT
    sheet.oddFooter.center.text = "&P / &N"
