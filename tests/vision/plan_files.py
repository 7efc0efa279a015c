"""Plan files for tests: rows as dicts, written the way cities save them."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

COLUMNS = [
    "階層", "種別", "番号", "見出し", "名称", "略称", "説明", "期間", "色", "自治体",
    "最初の年度", "最後の年度", "見直し", "めざす姿", "出典", "現状と課題", "5年後の姿",
    "市民の取組", "地域の取組", "行政の取組", "引きつぐ項目",
]  # fmt: skip


def plan_row(**cells: object) -> dict:
    return {
        "階層": 0, "種別": "推進計画", "番号": "mirai-2027", "名称": "みらい市生涯学習推進計画",
        "自治体": "みらい市", "最初の年度": 2027, "最後の年度": 2031,
    } | cells  # fmt: skip


def item_row(depth: int, code: str, name: str = "", kind: str = "取組", **cells: object) -> dict:
    return {"階層": depth, "種別": kind, "番号": code, "名称": name or f"項目{code}"} | cells


def small_plan() -> list[dict]:
    """Kumamoto's shape: in the first policy measures stand in groups, in the second they do not."""
    return [
        plan_row(),
        item_row(1, "k1", "学ぶ機会を広げる", "基本施策", 色="#0055ad"),
        item_row(2, "k1-1", "環境をととのえる", "区分"),
        item_row(3, "k1-1-1", "図書館の開館時間をのばす"),
        item_row(3, "k1-1-2", "講座の情報をまとめる"),
        item_row(1, "k2", "学びを地域に生かす", "基本施策"),
        item_row(2, "k2-1", "ボランティアを育てる"),
    ]


def as_text(rows: list[dict], columns: list[str] = COLUMNS) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_csv(
    folder: Path,
    rows: list[dict],
    *,
    encoding: str = "utf-8-sig",
    columns: list[str] = COLUMNS,
    name: str = "plan.csv",
) -> Path:
    path = folder / name
    path.write_bytes(as_text(rows, columns).encode(encoding))
    return path


def write_xlsx(folder: Path, rows: list[dict], columns: list[str] = COLUMNS) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    path = folder / "plan.xlsx"
    book.save(path)
    return path
