"""Tables as cities keep them: CSV in UTF-8 (with or without BOM) or cp932, or an Excel sheet."""

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from openpyxl import load_workbook

LARGEST_FILE = 20_000_000
csv.field_size_limit(LARGEST_FILE)  # a long text in one cell makes no table unreadable


class UnreadableTable(Exception):  # noqa: N818  it is the table that is wrong
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (1 is the header), and its cells by column."""

    line: int
    cells: dict[str, str]


def read_table(path: Path) -> tuple[list[str], Iterator[Row]]:
    """The columns of a table and its rows, every cell a trimmed string; blank rows left out.

    Raises UnreadableTable for a file that is too large, in no known encoding, or without header.
    """
    if not path.is_file():
        raise UnreadableTable(f"ファイルが見つかりません：{path}")
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableTable("ファイルが大きすぎます（20MBまで）。分けて読み込んでください。")
    lines = _excel(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path)
    header_line = next(lines, None)
    if header_line is None:
        raise UnreadableTable("ファイルが空です。1行目に列の名前を書いてください。")
    columns = [cell.strip() for cell in header_line[1]]
    repeated = {name for name in columns if name and columns.count(name) > 1}
    if repeated:
        raise UnreadableTable(f"同じ名前の列が2つあります：{'、'.join(sorted(repeated))}")
    return columns, _rows(columns, lines)


def _rows(columns: list[str], lines: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for number, cells in lines:
        named = {
            (columns[i] if i < len(columns) and columns[i] else f"（列{i + 1}）"): cell.strip()
            for i, cell in enumerate(cells)
            if cell.strip() or (i < len(columns) and columns[i])
        }
        if any(named.values()):
            yield Row(number, {name: "" for name in columns if name} | named)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableTable(
            "文字コードが分かりません。CSV（UTF-8かShift_JIS）かExcel（.xlsx）で保存し直してください。"
        )
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), strict=True)
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                f"{number}行目：CSVとして読めません。"
                '引用符（"）が閉じているか、よけいに付いていないか、お確かめください。'
            ) from error
        yield number, cells


def _excel(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a sheet says of its own size is wrong as often as not.
        sheet.reset_dimensions()
        rows = [[_as_text(cell) for cell in cells] for cells in sheet.iter_rows(values_only=True)]
    except Exception as error:  # whatever the zip reader, the XML parser and openpyxl raise
        raise UnreadableTable("Excelのファイルとして読めません。保存し直してください。") from error
    yield from enumerate(rows, start=1)


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):  # how Excel keeps 「24:00」 and whatever is later
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # Excel's sign for the CR before a line's end stays in what is read of its files.
    return str(cell).replace("\x00", "").replace("_x000D_", "")
