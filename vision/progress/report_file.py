"""A year's report as an Excel file, laid out as the section hands it to council and assembly.

Three sheets: the words of the year, the indicators in the order of the plan, and the challenges
in the order of the bureau's form (課題領域, 政策分野, 課題, quarters, progress, result).
"""

import io
from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from portal.japan import calendar
from portal.spreadsheets import plain

from ..models import QUARTERS, SheetVersion
from ..numbers import rounded
from .year import Progress, Row

INDICATORS = {
    "基本方針・柱": 28,
    "項目": 28,
    "番号": 12,
    "指標": 40,
    "単位": 8,
    "基準値": 10,
    "基準値の年度": 10,
    "目標": 14,
    "実績値": 12,
    "達成度": 8,
    "達成率（％）": 10,
    "状態": 24,
    "出典": 36,
}
SHEETS = {
    "課題領域": 10,
    "番号": 8,
    "課題名": 36,
    "政策分野": 14,
    "インパクト": 10,
    "緊急度": 10,
    "第1四半期（4〜6月）": 28,
    "第2四半期（7〜9月）": 28,
    "第3四半期（10〜12月）": 28,
    "第4四半期（1〜3月）": 28,
    "進捗状況": 48,
    "取組結果（自己評価）": 48,
    "次の年度の考え（方向性）": 48,
}


def workbook_of(progress: Progress, versions: Iterable[SheetVersion]) -> bytes:
    """The report of a plan's year; `versions` are the published sheets that serve the plan."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _words(book.create_sheet("あらまし"), progress)
    parts = [(part.name, row) for part in progress.parts for row in part.rows]
    _table(book.create_sheet("指標"), INDICATORS, [_indicator(*one) for one in parts])
    _table(book.create_sheet("進捗シート"), SHEETS, [_sheet(one) for one in versions])
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
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    _wrap(sheet)


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
    for place, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P / &N"
    _wrap(sheet)


def _wrap(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
