"""What goes into a table that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable
from itertools import islice

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKS_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# What a spreadsheet would take for a formula is written behind a 「'」, and read without it.
FORMULA = re.compile(r"^'?(?=[=+@\t]|-[^0-9.])")


def plain(cell: object) -> object:
    """A cell no spreadsheet takes for a formula, without characters a sheet cannot hold."""
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text.startswith(LOOKS_LIKE_A_FORMULA) else text


def guarded(text: str) -> str:
    """A cell of a table that is read back: no spreadsheet takes it for a formula."""
    return FORMULA.sub("'", ILLEGAL_CHARACTERS_RE.sub("", text))


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def as_csv(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Rows as a file that spreadsheets open by themselves, every cell made plain."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([plain(cell) for cell in row] for row in rows)
    return response


def _bold(sheet, value: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.font = Font(bold=True)
    return cell


def as_xlsx(name: str, title: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Rows as an Excel file of one sheet, the first row its headings, every cell made plain."""
    book = Workbook(write_only=True)  # row after row, so that a long table fills no memory
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    lines = ([None if cell == "" else plain(cell) for cell in row] for row in rows)
    for headings in islice(lines, 1):
        sheet.append([_bold(sheet, heading) for heading in headings])
    for line in lines:
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
