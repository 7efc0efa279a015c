"""Courses as open data: rows of the 推奨データセット「イベント一覧」 (32 columns)."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from portal.japan import calendar
from programs.models import Course, Session

COLUMNS = [
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "イベント名",
    "イベント名_カナ",
    "イベント名_英語",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "開始日時特記事項",
    "説明",
    "料金(基本)",
    "料金(詳細)",
    "連絡先名称",
    "連絡先電話番号",
    "連絡先内線番号",
    "主催者",
    "場所名称",
    "住所",
    "方書",
    "緯度",
    "経度",
    "アクセス方法",
    "駐車場情報",
    "定員",
    "参加申込終了日",
    "参加申込終了時間",
    "参加申込方法",
    "URL",
    "備考",
]


def event_rows(site: str) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with BOM, CRLF, one row for each course that can be reached.

    `site` is the address links begin with, 「https://example.jp」.
    """
    called_off = Session.objects.filter(course=OuterRef("pk"), cancelled_at__isnull=False)
    courses = (
        Course.objects.current()
        .select_related("center", "organizer")
        .annotate(called_off=ArraySubquery(called_off.order_by("starts_at").values("starts_at")))
        .soonest_first()
    )
    yield "\ufeff".encode() + _line(COLUMNS)
    for course in courses.iterator(chunk_size=500):
        yield _line([_row(course, site).get(column, "") for column in COLUMNS])


def _line(cells) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()


def _row(course: Course, site: str) -> dict[str, object]:
    city = settings.CITY["city"]
    center = course.center
    time = "%H:%M" if course.dayparts else ""  # without parts of the day, only days are known
    return {
        "都道府県コード又は市区町村コード": city["code"],
        "NO": f"{course.pk:010d}",
        "都道府県名": city["prefecture"],
        "市区町村名": city["name"],
        "イベント名": course.title,
        "イベント名_カナ": course.kana,
        "開始日": _at(course.starts_at, "%Y-%m-%d"),
        "終了日": _at(course.ends_at, "%Y-%m-%d"),
        "開始時間": _at(course.starts_at, time),
        "終了時間": _at(course.ends_at, time),
        "開始日時特記事項": _about_the_dates(course),
        "説明": course.summary or course.description,
        "料金(基本)": "" if course.fee is None else course.fee,
        "料金(詳細)": course.fee_note,
        "連絡先名称": course.contact_name or course.held_by,
        "連絡先電話番号": course.contact_phone or (center.phone if center else ""),
        "主催者": course.held_by,
        "場所名称": course.place_name,
        "住所": course.address or (center.address if center else ""),
        "緯度": course.latitude or (center.latitude if center else ""),
        "経度": course.longitude or (center.longitude if center else ""),
        "アクセス方法": center.access if center else "",
        "駐車場情報": center.parking if center else "",
        "定員": course.capacity or "",
        "参加申込終了日": _at(course.apply_until, "%Y-%m-%d"),
        "参加申込終了時間": _at(course.apply_until, "%H:%M"),
        "参加申込方法": course.how_to_apply or course.get_method_display(),
        "URL": f"{site}{course.get_absolute_url()}",
        "備考": course.note,
    }


def _about_the_dates(course: Any) -> str:
    """What is to be known about the dates: first of all what was called off (中止)."""
    if course.is_cancelled:
        return "中止になりました"
    days = [calendar.long_date(calendar.local(starts_at)) for starts_at in course.called_off]
    called_off = f"{'、'.join(days)}の回は中止になりました" if days else ""
    return "\n".join(part for part in (called_off, course.schedule_note) if part)


def _at(moment: datetime | None, form: str) -> str:
    """A moment on the city's clock; empty where there is none."""
    return format(calendar.local(moment), form) if moment and form else ""
