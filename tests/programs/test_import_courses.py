"""A city's event table becomes courses: what is read, what is refused, what stays the same."""

from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from programs.attendance.taps import record_taps, tap_now
from programs.imports.report import Outcome
from programs.imports.run import import_courses
from programs.models import Attendance, Category, Course, Organizer, Session, SignUp
from tests.cast import a_center, a_resident, a_ward, newcomers
from tests.programs.event_tables import FIFTY, THIRTY_TWO, a_table

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")


def codes(report) -> list[str]:
    return [code for line in report.in_order for code in line.codes]


def course_of(path: Path) -> Course:
    report = import_courses(path)
    assert report.count(Outcome.REFUSED) == 0, [str(line) for line in report.in_order]
    return Course.objects.get()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize(
    ("header", "fee"),
    [(FIFTY, "料金(基本)"), (THIRTY_TWO, "料金(基本)"), (THIRTY_TWO, "料金（基本）")],
)
def test_both_header_families_are_read_in_every_usual_encoding(tmp_path, header, fee, encoding):
    header = [fee if column == "料金(基本)" else column for column in header]
    course = course_of(a_table(tmp_path, {fee: "500"}, header=header, encoding=encoding))
    assert (course.title, course.fee) == ("絵手紙教室", 500)
    assert (course.source, course.source_key) == ("112011", "1")
    session = course.sessions.get()
    assert session.starts_at == datetime(2027, 1, 25, 10, tzinfo=TOKYO)
    assert session.ends_at == datetime(2027, 1, 25, 12, tzinfo=TOKYO)
    assert course.is_published
    assert not course.takes_sign_ups_here


def test_an_excel_sheet_is_read_like_a_csv_file(tmp_path):
    book = Workbook()
    book.active.append(
        ["NO", "全国地方公共団体コード", "名称", "開始日", "開始時刻", "終了時刻", "定員"]
    )
    start = datetime(2027, 1, 25)
    book.active.append([1, 112011, "絵手紙教室", start, "10:00", "12:00", 15])
    book.save(tmp_path / "event.xlsx")
    course = course_of(tmp_path / "event.xlsx")
    assert course.capacity == 15
    assert course.starts_at == datetime(2027, 1, 25, 10, tzinfo=TOKYO)


def test_the_same_file_again_changes_nothing(tmp_path):
    path = a_table(
        tmp_path, {"主催団体": "川の会"}, {"NO": "2", "名称": "朝の体操", "定員": "20名"}
    )
    assert import_courses(path).count(Outcome.CREATED) == 2
    before = list(Course.objects.order_by("pk").values())
    sessions = list(Session.objects.values())
    report = import_courses(path)
    assert report.count(Outcome.UNCHANGED) == 2
    assert list(Course.objects.order_by("pk").values()) == before
    assert list(Session.objects.values()) == sessions


def test_a_changed_row_changes_its_course_and_the_report_says_what(tmp_path):
    import_courses(a_table(tmp_path, {"定員": "10"}))
    published_at = Course.objects.get().published_at
    report = import_courses(a_table(tmp_path, {"定員": "12", "開始時刻": "9:30"}))
    assert str(report.in_order[0]) == "2行目：変更「絵手紙教室」　定員、日時"
    course = Course.objects.get()
    assert course.capacity == 12
    assert course.starts_at == datetime(2027, 1, 25, 9, 30, tzinfo=TOKYO)
    assert course.published_at == published_at


def test_a_course_taken_down_by_staff_stays_down(tmp_path):
    import_courses(a_table(tmp_path, {}))
    Course.objects.update(published_at=None)
    import_courses(a_table(tmp_path, {"定員": "12"}))
    assert Course.objects.get().published_at is None


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path):
    path = a_table(tmp_path, {"主催団体": "川の会"}, {"NO": "2", "開始日": "来月"})
    planned = import_courses(path, dry_run=True)
    assert not Course.objects.exists()
    assert not Organizer.objects.exists()
    assert not Category.objects.exists()
    assert planned.in_order == import_courses(path).in_order


def test_courses_to_come_that_a_file_no_longer_names_are_told(tmp_path):
    """They stay: a city may publish several files, and only staff know what was withdrawn."""
    rows = [{"NO": str(n), "名称": f"講座{n}"} for n in range(1, 4)]
    past = {"NO": "4", "開始日": "2022-01-25"}
    other_city = {"都道府県コード又は市区町村コード": "131083"}
    assert import_courses(a_table(tmp_path, *rows, past, other_city)).gone == ""
    refused = rows[1] | {"開始日": "来月"}
    report = import_courses(a_table(tmp_path, rows[0], refused))
    assert report.absent == ["講座3"]
    assert report.gone.startswith(
        "前に取り込んだこれからの講座で、このファイルにないもの 1件：「講座3」"
    )
    assert Course.objects.count() == 5


def test_one_bad_row_loses_no_good_one(tmp_path):
    rows = [{"NO": str(n), "名称": f"講座{n}"} for n in range(1, 6)]
    rows[2] |= {"開始日": "2027-02-30"}
    report = import_courses(a_table(tmp_path, *rows))
    assert list(Course.objects.order_by("pk").values_list("title", flat=True)) == [
        "講座1", "講座2", "講座4", "講座5",
    ]  # fmt: skip
    refused = report.in_order[2]
    assert (refused.line, refused.codes) == (4, ("not_a_date",))
    assert refused.detail.startswith("開始日：「2027-02-30」は日付として読めません。")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"都道府県コード又は市区町村コード": ""}, "missing", "都道府県コード又は市区町村コード"),
        ({"都道府県コード又は市区町村コード": "112012"}, "not_a_code", "都道府県コード"),
        ({"都道府県コード又は市区町村コード": "12011"}, "not_a_code", "都道府県コード"),
        ({"名称": ""}, "missing", "名称"),
        ({"名称": "長" * 121}, "too_long", "名称"),
        ({"NO": "9" * 61}, "too_long", "NO"),
        ({"開始日": ""}, "missing", "開始日"),
        ({"開始日": "随時"}, "not_a_date", "開始日"),
        ({"開始日": "来月の土曜"}, "not_a_date", "開始日"),
        ({"開始日": "1027-01-25"}, "not_a_date", "開始日"),
        ({"終了日": "2027-01-24"}, "days_out_of_order", "終了日"),
        ({"終了時刻": "9:00"}, "times_out_of_order", "終了時刻"),
        ({"申込期限日": "前日"}, "not_a_date", "申込期限日"),
        ({"緯度": "139.82", "経度": "35.68"}, "not_a_coordinate", "緯度"),
        ({"緯度": "北緯35度", "経度": "139.82"}, "not_a_coordinate", "緯度"),
        ({"緯度": "35.68"}, "half_a_place", "経度"),
    ],
)
def test_a_wrong_value_refuses_its_row_with_column_and_reason(tmp_path, row, code, column):
    report = import_courses(a_table(tmp_path, row))
    assert not Course.objects.exists()
    assert code in codes(report)
    assert column in report.in_order[0].detail


def test_every_wrong_column_of_a_row_is_named_at_once(tmp_path):
    report = import_courses(a_table(tmp_path, {"開始日": "未定", "緯度": "x", "経度": "y"}))
    assert codes(report) == ["not_a_date", "not_a_coordinate", "not_a_coordinate"]
    report = import_courses(a_table(tmp_path, {"名称": "", "開始日": "未定", "緯度": "35"}))
    assert codes(report) == ["missing", "not_a_date", "half_a_place"]


def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_repaired(tmp_path):
    course = course_of(a_table(tmp_path, {"都道府県コード又は市区町村コード": "92011"}))
    assert course.source == "092011"


def test_numbers_are_the_same_with_and_without_leading_zeros(tmp_path):
    import_courses(a_table(tmp_path, {"NO": "0000000007"}))
    report = import_courses(a_table(tmp_path, {"NO": "7"}))
    assert report.count(Outcome.UNCHANGED) == 1


def test_a_row_without_number_is_known_by_name_day_and_place(tmp_path):
    path = a_table(tmp_path, {"NO": "", "場所名称": "北館"}, {"NO": "", "場所名称": "南館"})
    report = import_courses(path)
    assert report.count(Outcome.CREATED) == 2
    assert "番号（NO）がない" in report.in_order[0].detail
    assert import_courses(path).count(Outcome.UNCHANGED) == 2


def test_a_number_used_for_two_courses_is_refused_naming_the_first_row(tmp_path):
    report = import_courses(a_table(tmp_path, {}, {"名称": "朝の体操"}))
    assert Course.objects.get().title == "絵手紙教室"
    assert codes(report) == ["number_taken"]
    assert "2行目の「絵手紙教室」と同じ番号" in report.in_order[1].detail


def test_a_number_stays_its_first_owners_even_if_that_row_is_refused(tmp_path):
    report = import_courses(a_table(tmp_path, {"開始日": "未定"}, {"名称": "朝の体操"}))
    assert codes(report) == ["not_a_date", "number_taken"]


def test_a_repeated_row_is_refused_naming_the_first(tmp_path):
    report = import_courses(a_table(tmp_path, {}, {}))
    assert Course.objects.get().session_count == 1
    assert codes(report) == ["repeated"]
    assert "2行目と同じ" in report.in_order[1].detail


def test_rows_of_one_number_and_name_are_sessions_of_one_course(tmp_path):
    path = a_table(
        tmp_path,
        {"定員": "20", "説明": "講義", "場所名称": "公民館"},
        {"開始日": "2027-02-25", "定員": "10", "説明": "現地見学", "場所名称": "椿庭園"},
    )
    course = course_of(path)
    assert [session.title for session in course.sessions.all()] == ["", "現地見学（会場：椿庭園）"]
    assert (course.capacity, course.description) == (20, "講義")
    assert course.source_columns["定員（2/25（木）10:00の回）"] == "10"
    assert import_courses(path).count(Outcome.UNCHANGED) == 2


def test_a_period_is_one_session_from_its_first_day_to_its_last(tmp_path):
    course = course_of(a_table(tmp_path, {"終了日": "2027-03-31", "終了時刻": "17:00"}))
    session = course.sessions.get()
    assert session.starts_at == datetime(2027, 1, 25, 10, tzinfo=TOKYO)
    assert session.ends_at == datetime(2027, 3, 31, 17, tzinfo=TOKYO)
    assert not session.all_day


@pytest.mark.parametrize(
    ("times", "note"),
    [
        ({"開始時刻": "", "終了時刻": ""}, ""),
        ({"開始時刻": "15:00", "終了時刻": ""}, "開始時刻：15:00"),
        ({"開始時刻": "随時", "終了時刻": ""}, "開始時刻：随時"),
        ({"開始時刻": "", "終了時刻": "", "日時備考": "長期間"}, "長期間"),
    ],
)
def test_without_both_times_a_session_has_none_and_the_note_tells_what_is_known(
    tmp_path, times, note
):
    course = course_of(a_table(tmp_path, times))
    assert course.sessions.get().all_day
    assert course.schedule_note == note


@pytest.mark.parametrize("word", ["なし", "随時", "未定", "－"])
def test_a_day_or_a_place_may_be_said_not_to_be_given(tmp_path, word):
    columns = ("終了日", "申込期限日", "緯度", "経度", "連絡先電話番号")
    course = course_of(a_table(tmp_path, dict.fromkeys(columns, word)))
    assert (course.apply_until, course.latitude, course.longitude) == (None, None, None)
    assert course.ends_at == datetime(2027, 1, 25, 12, tzinfo=TOKYO)
    assert course.contact_phone == ""
    assert course.source_columns == dict.fromkeys(columns, word)


@pytest.mark.parametrize(
    ("basic", "detail", "fee", "note"),
    [
        ("0", "", 0, ""),
        ("無料", "", 0, ""),
        ("", "無料", 0, ""),
        ("1,000円", "資料代", 1000, "資料代"),
        ("５００", "500円", 500, ""),
        ("", "800円/回", None, "800円/回"),
        ("実費", "材料による", None, "実費\n材料による"),
        ("", "", None, ""),
        ("2000000", "", None, "2000000"),
        ("0", "500円", None, "0\n500円"),
        ("500", "無料", None, "500\n無料"),
    ],
)
def test_a_fee_is_free_only_where_the_file_says_so(tmp_path, basic, detail, fee, note):
    course = course_of(a_table(tmp_path, {"料金(基本)": basic, "料金(詳細)": detail}))
    assert (course.fee, course.fee_note) == (fee, note)


@pytest.mark.parametrize(
    ("text", "capacity", "kept"),
    [
        ("３０", 30, None),
        ("1,000", 1000, None),
        ("先着40名", 40, "先着40名"),
        ("各公民館10", None, "各公民館10"),
        ("10組", None, "10組"),
        ("0", None, "0"),
    ],
)
def test_a_capacity_is_a_number_of_people_and_its_words_are_kept(tmp_path, text, capacity, kept):
    course = course_of(a_table(tmp_path, {"定員": text}))
    assert course.capacity == capacity
    assert course.source_columns.get("定員") == kept


def test_application_ends_with_the_day_where_no_time_is_given(tmp_path):
    course = course_of(a_table(tmp_path, {"申込期限日": "2027/1/20"}))
    assert course.apply_until == datetime(2027, 1, 20, 23, 59, 59, tzinfo=TOKYO)
    import_courses(a_table(tmp_path, {"申込期限日": "2027/1/20", "申込期限時刻": "17時"}))
    assert Course.objects.get().apply_until == datetime(2027, 1, 20, 17, tzinfo=TOKYO)


def test_lines_that_repeat_another_column_are_left_out_of_notes(tmp_path):
    note = "受付は9時45分から\n開始日: 2027/1/25\n終了日: 2027/1/26\n開始時刻: 10:00"
    course = course_of(a_table(tmp_path, {"日時備考": note}))
    assert course.schedule_note == "受付は9時45分から\n終了日: 2027/1/26"


def test_a_text_too_long_for_its_field_is_kept_whole(tmp_path):
    course = course_of(a_table(tmp_path, {"場所名称": "館" * 201, "集合場所": "正門前"}))
    assert course.venue == "正門前"
    assert course.source_columns["場所名称"] == "館" * 201


def test_only_a_web_address_becomes_a_link(tmp_path):
    course = course_of(a_table(tmp_path, {"URL": "javascript:alert(1)"}))
    assert course.url == ""
    assert course.source_columns["URL"] == "javascript:alert(1)"


def test_unknown_columns_stay_with_the_course(tmp_path):
    course = course_of(a_table(tmp_path, {"施設No.": "12", "託児所_有無": "有"}, header=THIRTY_TWO))
    assert course.source_columns == {"施設No.": "12"}
    assert course.childcare


def test_kinds_of_event_find_the_citys_categories_and_others_are_kept(tmp_path):
    Category.objects.create(slug="health", name="からだづくり")
    path = a_table(
        tmp_path,
        {"イベント種類": "健康・福祉、スポーツ"},
        {"NO": "2", "名称": "朝", "イベント種類": "文化・芸術"},
        {"NO": "3", "名称": "昼", "イベント種類": "ほしぞら"},
    )
    import_courses(path)
    first, second, third = Course.objects.order_by("pk")
    assert (first.category.name, first.source_columns) == (
        "からだづくり", {"イベント種類": "健康・福祉、スポーツ"},
    )  # fmt: skip
    assert (second.category.name, second.source_columns) == ("文化・芸術", {})
    assert (third.category.name, third.source_columns) == ("その他", {"イベント種類": "ほしぞら"})


def test_an_organiser_is_known_by_its_name(tmp_path):
    Organizer.objects.create(name="川の会", kind=Organizer.Kind.NPO)
    import_courses(
        a_table(
            tmp_path,
            {"主催団体": "川の会"},
            {"NO": "2", "名称": "朝", "主催団体": "株式会社みなと"},
        )
    )
    assert dict(Organizer.objects.values_list("name", "kind")) == {
        "川の会": "npo",
        "株式会社みなと": "company",
    }


def test_a_row_of_this_city_finds_its_centre_and_ward(tmp_path, settings):
    a_center(name="戸畑浜市民センター")
    a_ward("moji")
    code = settings.CITY["city"]["code"]
    here = {"都道府県コード又は市区町村コード": code}
    import_courses(
        a_table(
            tmp_path,
            here | {"NO": "1", "場所名称": "戸畑浜市民センター"},
            here | {"NO": "2", "名称": "朝", "住所": "門司区清滝1-1"},
            here | {"NO": "3", "名称": "昼", "区": "門司区"},
            {"NO": "4", "名称": "夜", "場所名称": "戸畑浜市民センター", "住所": "門司区1-1"},
            here | {"NO": "5", "名称": "朝", "場所名称": "戸畑浜市民センター　2階 和室"},
            header=THIRTY_TWO,
        )
    )
    found = Course.objects.order_by("pk").values_list("center__name", "venue", "ward__name")
    assert list(found) == [
        ("戸畑浜市民センター", "", "戸畑区"), (None, "", "門司区"), (None, "", "門司区"),
        (None, "戸畑浜市民センター", None), ("戸畑浜市民センター", "2階 和室", "戸畑区"),
    ]  # fmt: skip


def test_a_change_the_database_refuses_takes_no_other_with_it(tmp_path):
    import_courses(a_table(tmp_path, {"申込方法": "先着"}, {"NO": "2", "名称": "朝の体操"}))
    Course.objects.filter(source_key="1").update(takes_sign_ups_here=True)
    path = a_table(tmp_path, {"申込方法": "抽選"}, {"NO": "2", "名称": "夕方の体操", "定員": "9"})
    report = import_courses(path)
    assert codes(report) == ["no_method"]
    assert Course.objects.get(source_key="1").method == "first_come"
    assert Course.objects.get(source_key="2").title == "夕方の体操"


def test_statements_do_not_grow_with_the_rows(tmp_path):
    def statements(number: int, **changed: str) -> int:
        rows = [
            {"NO": str(n), "名称": f"講座{n}", "主催団体": f"{number}の会{n}"} | changed
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as queries:
            import_courses(a_table(tmp_path, *rows))
        return len(queries)

    few = [statements(5), statements(5), statements(5, 定員="9", 開始時刻="9:00")]
    Course.objects.all().delete()
    many = [statements(60), statements(60), statements(60, 定員="9", 開始時刻="9:00")]
    assert many[1:] == few[1:]
    assert many[0] <= few[0]  # the category is there by then


def test_the_command_prints_every_row_and_a_summary(tmp_path):
    out = StringIO()
    path = a_table(tmp_path, {"駐車場情報": "なし"}, {"NO": "2", "名称": "朝の体操", "開始日": ""})
    call_command("import_courses", str(path), "--dry-run", stdout=out)
    assert out.getvalue().splitlines() == [
        "2行目：登録「絵手紙教室」",
        "3行目：取り込めません「朝の体操」　開始日：空です。最初の日を書いてください。",
        "「そのほか」としてそのまま残した列：駐車場情報 1件",
        "合計 2行（講座 1件）：登録 1行、変更 0行、変更なし 0行、取り込めません 1行",
        "確認だけをしました。何も書き込んでいません。",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空です"),
        (b"\xff\xfe\x00\x81", "文字コード"),
        ("題名,日にち\nあ,い\n".encode(), "イベント一覧に必要な列がありません"),
        (",".join(FIFTY).encode() + b'\r\n1,"112011', "CSVとして読めません"),
    ],
)
def test_a_file_that_is_no_event_table_is_refused_as_a_whole(tmp_path, content, reason):
    path = tmp_path / "event.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        call_command("import_courses", str(path))


def test_a_file_that_only_calls_itself_excel_is_refused(tmp_path):
    path = tmp_path / "event.xlsx"
    path.write_bytes(b"PK but no zip")
    with pytest.raises(CommandError, match="Excelのファイルとして読めません"):
        call_command("import_courses", str(path))


def test_a_file_moves_no_session_past_those_who_are_coming(tmp_path):
    """They would not be told; and what the desk moved, and told, is not put back."""
    import_courses(a_table(tmp_path, {"申込方法": "先着"}, {"NO": "2", "名称": "朝の体操"}))
    Course.objects.filter(source_key="1").update(takes_sign_ups_here=True, apply_from=None)
    course = Course.objects.get(source_key="1")
    user = a_resident()
    course.sign_up(user.household.people.get(), by=user)
    session = course.sessions.get()
    report = import_courses(
        a_table(tmp_path, {"開始日": "2027-01-26"}, {"NO": "2", "名称": "夕方の体操"})
    )
    assert codes(report) == ["untold"]
    assert course.sessions.get() == session
    assert Course.objects.get(source_key="2").title == "夕方の体操"


def test_a_file_that_tells_of_another_place_says_whom_nobody_tells(tmp_path):
    """As the admin does: another place in words may be a slip put right."""
    rows = {"申込方法": "先着"}, {"NO": "2", "名称": "朝の体操"}
    import_courses(a_table(tmp_path, *[row | {"場所名称": "みどり会館"} for row in rows]))
    Course.objects.filter(source_key="1").update(takes_sign_ups_here=True, apply_from=None)
    user = a_resident()
    Course.objects.get(source_key="1").sign_up(user.household.people.get(), by=user)
    report = import_courses(a_table(tmp_path, *[row | {"場所名称": "川の会館"} for row in rows]))
    first, second = report.in_order
    assert first.detail == (
        "会場。すでに申し込んだ方には、会場や住所を自動ではお知らせしません。"
        "名簿を見て、ご連絡ください。"
    )
    assert second.detail == "会場"


def test_a_file_moves_no_course_to_another_house_past_those_who_are_coming(tmp_path):
    here, other = a_center(), a_center("minato", ward="moji", name="門司みなと市民センター")
    row = {"申込方法": "先着", "住所市区町村": settings.CITY["city"]["name"]}
    import_courses(a_table(tmp_path, row | {"場所名称": here.name}))
    Course.objects.update(takes_sign_ups_here=True, apply_from=None)
    user = a_resident()
    Course.objects.get().sign_up(user.household.people.get(), by=user)
    elsewhere = row | {"場所名称": other.name}
    assert codes(import_courses(a_table(tmp_path, elsewhere))) == ["untold"]
    assert Course.objects.get().center == here


def test_a_file_that_moves_a_session_with_attendance_refuses_that_row_alone(tmp_path):
    import_courses(a_table(tmp_path, {"申込方法": "先着"}, {"NO": "2", "名称": "朝の体操"}))
    Course.objects.filter(source_key="1").update(takes_sign_ups_here=True, apply_from=None)
    course = Course.objects.get(source_key="1")
    user = a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    record_taps(course.sessions.get(), [tap_now(sign_up.pk, Attendance.State.PRESENT)], by=user)
    sign_up.withdraw(by=user)
    report = import_courses(
        a_table(
            tmp_path,
            {"申込方法": "先着", "開始日": "2027-01-26"},
            {"NO": "2", "名称": "夕方の体操"},
        )
    )
    assert codes(report) == ["has_attendances"]
    assert Course.objects.get(source_key="2").title == "夕方の体操"


def test_a_file_ends_no_lottery_people_have_entered(tmp_path):
    import_courses(a_table(tmp_path, {"申込方法": "抽選", "定員": "9"}))
    until = datetime(2027, 1, 20, tzinfo=TOKYO)
    Course.objects.update(takes_sign_ups_here=True, apply_from=None, apply_until=until)
    course, user = Course.objects.get(), a_resident()
    course.sign_up(user.household.people.get(), by=user)
    report = import_courses(a_table(tmp_path, {"申込方法": "先着", "定員": "9"}))
    assert codes(report) == ["somebody_entered"]
    assert Course.objects.get().is_lottery


def seats(number: int) -> dict[str, str]:
    return {"申込方法": "先着", "定員": str(number)}


def test_seats_a_file_adds_are_the_queues_at_once(tmp_path):
    import_courses(a_table(tmp_path, seats(1)))
    Course.objects.update(takes_sign_ups_here=True, apply_from=None)
    seated, waiting, last = newcomers(Course.objects.get(), 1, 1, 1)
    import_courses(a_table(tmp_path, seats(2)))
    states = [SignUp.objects.get(pk=one.pk).status for one in (seated, waiting, last)]
    assert states == ["seated", "seated", "waiting"]


def test_a_file_takes_no_seat_from_those_who_have_one(tmp_path):
    import_courses(a_table(tmp_path, seats(2)))
    Course.objects.update(takes_sign_ups_here=True, apply_from=None)
    newcomers(Course.objects.get(), 1, 1)
    report = import_courses(a_table(tmp_path, seats(1)))
    assert codes(report) == ["capacity_below_taken"]
    assert Course.objects.get().capacity == 2


def test_a_file_leaves_no_course_without_a_limit_while_people_sign_up_here(tmp_path):
    import_courses(a_table(tmp_path, seats(2)))
    Course.objects.update(takes_sign_ups_here=True)
    report = import_courses(a_table(tmp_path, seats(2) | {"定員": "なし"}))
    assert codes(report) == ["no_capacity"]
    assert Course.objects.get().capacity == 2
    Course.objects.update(takes_sign_ups_here=False)
    import_courses(a_table(tmp_path, seats(2) | {"定員": "なし"}))
    assert Course.objects.get().capacity is None
