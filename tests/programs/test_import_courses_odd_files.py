"""Files as programs other than Excel write them, and two imports at once."""

import csv
import re
import threading
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from openpyxl import Workbook

from portal.japan.tables import UnreadableTable
from programs.imports.report import Outcome
from programs.imports.run import import_courses
from programs.models import Category, Course
from tests.programs.event_tables import ROW, a_table

TOKYO = ZoneInfo("Asia/Tokyo")


def a_sheet(folder: Path, *rows: dict) -> Path:
    """An Excel file with `rows`; what a row doesn't say is as in ROW."""
    book = Workbook()
    sheet = book.worksheets[0]
    columns = list(dict.fromkeys([*ROW, *(column for row in rows for column in row)]))
    sheet.append(columns)
    for row in rows:
        sheet.append([(ROW | row).get(column) for column in columns])
    path = folder / "event.xlsx"
    book.save(path)
    return path


def saying_of_its_size(path: Path, size: str) -> Path:
    """The same workbook, its sheet claiming to be of `size`."""
    claiming = path.with_name("claiming.xlsx")
    with ZipFile(path) as old, ZipFile(claiming, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb'(<dimension ref=")[^"]*', rb"\g<1>" + size.encode(), data)
                assert size.encode() in data
            new.writestr(name, data)
    return claiming


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["A1", "A1:C2", "A1:XFD1048576"])
def test_a_sheet_is_read_whole_whatever_it_says_of_its_size(tmp_path, size):
    path = a_sheet(tmp_path, {"備考": "雨天中止"}, {"NO": "2", "名称": "朝の体操"})
    report = import_courses(saying_of_its_size(path, size))
    assert [line.line for line in report.in_order] == [2, 3]
    assert Course.objects.get(source_key="1").note == "雨天中止"


@pytest.mark.django_db
def test_a_time_after_midnight_in_a_sheet_stays_what_people_see_there(tmp_path):
    late = {"NO": "2", "名称": "星を見る会", "終了時刻": timedelta(hours=25)}
    import_courses(a_sheet(tmp_path, {"終了時刻": timedelta(days=1)}, late))
    until_midnight, later = Course.objects.order_by("source_key")
    assert until_midnight.ends_at == datetime(2027, 1, 25, 23, 59, 59, tzinfo=TOKYO)
    assert later.schedule_note == "開始時刻：10:00\n終了時刻：25:00"


@pytest.mark.django_db
def test_line_ends_of_two_signs_leave_no_trace_in_a_sheet(tmp_path):
    import_courses(a_sheet(tmp_path, {"備考": "雨天中止_x000D_\n小雨決行"}))
    assert Course.objects.get().note == "雨天中止\n小雨決行"


@pytest.mark.django_db
def test_a_very_long_text_makes_no_file_unreadable(tmp_path):
    text = "長" * (csv.field_size_limit() // 100)
    assert len(text) > 131_072  # where Python's reader of CSV stops by itself
    import_courses(a_table(tmp_path, {"説明": text}))
    assert Course.objects.get().source_columns["説明"] == text


@pytest.mark.django_db
def test_a_quote_that_is_not_closed_is_told_in_words(tmp_path):
    path = a_table(tmp_path, {}, {"NO": "2"})
    path.write_bytes(path.read_bytes() + b'3,"112011')
    with pytest.raises(UnreadableTable, match="4行目：CSVとして読めません") as refused:
        import_courses(path)
    assert not re.search(r"[a-z]{2}", str(refused.value))


@pytest.mark.django_db
def test_what_two_sessions_of_one_beginning_say_is_both_kept(tmp_path):
    import_courses(
        a_table(
            tmp_path,
            {"定員": "10"},
            {"定員": "20", "終了時刻": "11:00"},
            {"定員": "30", "終了時刻": "11:30"},
        )
    )
    assert Course.objects.get().source_columns == {"定員（1/25（月）10:00の回）": "20\n30"}


@pytest.mark.django_db(transaction=True)
def test_a_file_imported_twice_at_once_is_imported_once(tmp_path):
    path = a_table(tmp_path, {"イベント種類": "音楽"}, {"NO": "2", "イベント種類": "安全と防災"})
    second: list[object] = []

    def import_again() -> None:
        try:
            second.append(import_courses(path))
        except Exception as error:
            second.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=import_again)
    with transaction.atomic():
        import_courses(path)
        thread.start()
        thread.join(timeout=1)
        assert not second
    thread.join(timeout=30)
    [report] = second
    assert not isinstance(report, Exception), report
    assert report.count(Outcome.UNCHANGED) == 2
    assert Course.objects.count() == 2
    assert Category.objects.filter(slug__in=["music", "safety"]).count() == 2
