"""Indicator files for tests: rows as dicts, with the columns they name."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook


def indicator_row(code: str = "share", **cells: object) -> dict:
    return {
        "計画": "mirai-2024", "番号": code, "名称": "学んだ市民の割合", "単位": "％",
        "小数の桁": 1, "基準値": "28.6", "基準値の年度": 2015, "出典": "市民意識調査",
    } | cells  # fmt: skip


def columns_of(rows: list[dict]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def write_csv(folder: Path, *rows: dict, encoding: str = "utf-8-sig") -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns_of(list(rows)), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "indicators.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_xlsx(folder: Path, *rows: dict) -> Path:
    book = Workbook()
    columns = columns_of(list(rows))
    book.active.append(columns)
    for row in rows:
        book.active.append([row.get(column) for column in columns])
    path = folder / "indicators.xlsx"
    book.save(path)
    return path
