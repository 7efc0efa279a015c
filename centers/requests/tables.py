"""Requests and their load as tables for spreadsheets."""

from collections.abc import Iterable, Iterator

from centers.models import CityRequest

from .load import MONTHS, Row

COLUMNS = [
    "年度", "番号", "件名", "局・区", "課", "相手", "お願いすること", "根拠", "根拠の名前",
    "はじまる日", "終わる日", "締切", "1か所あたりの時間", "対象", "市民センター", "状態",
    "決めた理由", "まとめる先", "替わりの方法", "前の年度の番号",
    "担当者", "電話番号", "メールアドレス",
]  # fmt: skip


def of_requests(requests: Iterable[CityRequest]) -> Iterator[list[object]]:
    """A line for each request; `centers` prefetched, `merged_into` joined."""
    yield list(COLUMNS)
    for one in requests:
        chosen = [] if one.everywhere else [center.name for center in one.centers.all()]
        yield [
            one.year,
            one.pk,
            one.title,
            one.bureau,
            one.section,
            one.get_to_display(),
            one.content,
            one.get_basis_display(),
            one.basis_text,
            one.first_day,
            one.last_day,
            one.deadline or "",
            one.hours,
            "すべて" if one.everywhere else f"{len(chosen)}か所",
            "、".join(chosen),
            one.state_name,
            one.why if one.decision else "",
            one.merged_into.title if one.merged_into else "",
            one.instead,
            one.previous_id or "",
            one.contact_name,
            one.contact_phone,
            one.contact_email,
        ]


def of_load(rows: Iterable[Row]) -> Iterator[list[object]]:
    """A line for each centre: hours by month, the year, and what was told."""
    months = [f"{month}月" for month in MONTHS]
    yield ["区", "市民センター", *months, "年間の時間", "件数", "実際にかかった時間", "実績の件数"]
    for row in rows:
        yield [
            row.center.ward.name,
            row.center.name,
            *(cell.hours for cell in row.cells),
            row.hours,
            row.number,
            row.told,
            row.told_number,
        ]
