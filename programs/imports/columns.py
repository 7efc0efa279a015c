"""Which column of an event table goes where.

Two header families are in use: the recommended data set of 32 columns (推奨データセット) and the
Base Registry's 50. A column that is named nowhere here is kept with the course as it is.
"""

import re
import unicodedata
from collections.abc import Iterable

from portal.japan.tables import UnreadableTable

CODE = ("都道府県コード又は市区町村コード", "全国地方公共団体コード")
NUMBER = ("NO", "ID")
TITLE = ("名称", "イベント名")
FIRST_DAY = ("開始日",)
LAST_DAY = ("終了日",)
OPENING = ("開始時刻", "開始時間")
CLOSING = ("終了時刻", "終了時間")
SCHEDULE_NOTE = ("日時備考", "開始日時特記事項")
KIND = ("イベント種類", "カテゴリー")
WARD = ("区",)
HELD_BY = ("主催団体", "主催者")
CAPACITY = ("定員",)
FEE = ("料金(基本)",)
FEE_NOTE = ("料金(詳細)",)
LATITUDE = ("緯度",)
LONGITUDE = ("経度",)
LAST_APPLY_DAY = ("申込期限日", "参加申込終了日")
LAST_APPLY_TIME = ("申込期限時刻", "参加申込終了時間")
PHONE = ("連絡先電話番号",)
EXTENSION = ("連絡先内線番号",)
CHILDCARE = ("託児所_有無",)
CITY_NAME = ("住所市区町村", "市区町村名")
ADDRESS_PARTS = ("住所都道府県", "住所市区町村", "住所町名", "住所丁目以下", "建物名等")
ADDRESS_WHOLE = ("住所", "方書")

# A field of the course that takes a text as it is. The first column that holds something and
# fits fills the field; whatever doesn't fit is kept whole beside it.
TEXTS = {
    "kana": ("名称(カナ)", "イベント名_カナ", "名称_カナ"),
    "summary": ("概要",),
    "description": ("説明",),
    "venue": ("場所名称", "集合場所"),
    "target": ("対象者", "参加条件_詳細"),
    "childcare_note": ("託児所_詳細",),
    "how_to_apply": ("申込方法", "参加申込方法"),
    "contact_name": ("連絡先名称",),
    "contact_email": ("連絡先メールアドレス",),
    "url": ("URL",),
    "note": ("備考",),
}


def plain_name(header: str) -> str:
    """A header as it is compared: half-width brackets and letters, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", header))


def require_event_columns(headers: Iterable[str]) -> None:
    """Refuse a table that is no event table at all."""
    names = {plain_name(header) for header in headers}
    missing = [
        columns[0] for columns in (CODE, TITLE, FIRST_DAY) if not names.intersection(columns)
    ]
    if missing:
        raise UnreadableTable(
            f"イベント一覧に必要な列がありません：{'、'.join(missing)}。"
            "1行目に列の名前があるか、お確かめください。"
        )
