"""A plan as the file that `load_plan` reads (docs/plan-file.md): loading it again changes nothing.

What was put right in the admin and what a review added is in it.
"""

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from portal.spreadsheets import guarded

from ..models import Plan, PlanItem
from .file import COLUMNS, CONTINUES, DEPTH, ITEM_COLUMNS, KIND, PLAN_COLUMNS

# How wide the columns of a workbook are, those of texts widest.
WIDTHS = {DEPTH: 6, KIND: 16, "番号": 22, "名称": 48, "説明": 48, "見出し": 14, CONTINUES: 24}
WIDTH = 14


def as_csv(plan: Plan) -> bytes:
    """The plan as CSV that spreadsheets open by themselves."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in _rows(plan))
    return out.getvalue().encode("utf-8-sig")


def as_workbook(plan: Plan) -> bytes:
    """The plan as an Excel file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "計画"
    sheet.append(COLUMNS)
    for row in _rows(plan):
        sheet.append([_cell(row.get(name, "")) for name in COLUMNS])
    for place, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, WIDTH)
        sheet.cell(1, place).font = Font(bold=True)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: str | int) -> str | int:
    return guarded(value) if isinstance(value, str) else value


def _rows(plan: Plan) -> Iterator[dict[str, str | int]]:
    yield {DEPTH: 0} | {column: getattr(plan, name) for column, name in PLAN_COLUMNS.items()}
    items = plan.items.select_related("level", "continues__plan").order_by("path")
    for item in items:
        row = {column: getattr(item, name) for column, name in ITEM_COLUMNS.items()}
        yield {DEPTH: item.depth, KIND: item.level.name, **row, CONTINUES: _continued(item)}


def _continued(item: PlanItem) -> str:
    earlier = item.continues
    return f"{earlier.plan.slug}/{earlier.code}" if earlier else ""
