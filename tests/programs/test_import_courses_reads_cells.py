"""Single cells as cities write them; and whatever is typed into them, the import stands."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.japan.tables import Row
from programs.imports import values, wording
from programs.imports.cells import Cells
from programs.imports.event import identify, read_event
from programs.imports.run import import_courses
from tests.programs.event_tables import FIFTY, ROW, THIRTY_TWO, a_table


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-05", "2027/1/5", "2027.01.05", "20270105", "2027年1月5日", "2027年1月5日（火）",
        "２０２７－０１－０５", "2027-01-05 00:00", "令和9年1月5日", "R9.1.5", "46392",
        "2027年 1月 5日（火・祝）",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert values.day(text) == date(2027, 1, 5)


@pytest.mark.parametrize("text", ["1月5日", "2027-13-01", "2027年1月", "27/1/5", "0", "日" * 99])
def test_a_date_that_is_not_plain_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        values.day(text)
    assert refusal.value.code == "not_a_date"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9:05", time(9, 5)), ("09:05:00", time(9, 5)), ("９時５分", time(9, 5)),
        ("午後1時半", time(13, 30)), ("午後0時30分", time(12, 30)), ("正午", time(12)),
        ("24:00", time(23, 59, 59)), ("25:00", None), ("10時から", None), ("随時", None),
    ],
)  # fmt: skip
def test_a_time_is_read_or_left_as_words(text, read):
    assert values.clock(text) == read


@pytest.mark.parametrize(
    ("how", "elsewhere", "method"),
    [
        ("申込不要", "", "none"),
        ("当日、直接会場へお越しください。", "", "none"),
        ("誰でも自由に参加できます。", "", "none"),
        ("なし", "授業の一環として実施", "other"),
        ("電話または直接、窓口へお申し込みください。", "", "other"),
        ("抽選で外れた方にのみ連絡。連絡がない場合は当日直接会場へ。", "", "lottery"),
        ("申込み多数の場合は抽せん", "", "lottery"),
        ("電話、先着順20名", "", "first_come"),
        ("定員になり次第締め切ります。", "", "first_come"),
        ("電話", "定員: 10(先着順)", "first_come"),
        ("電話", "託児先着5名", "other"),
        ("電話", "お楽しみ抽選会もあります", "other"),
        ("先着順。ただし初日に定員を超えたら抽選", "", "other"),
    ],
)
def test_how_places_are_given_is_read_only_where_it_is_plain(how, elsewhere, method):
    assert wording.method(how, elsewhere) == method


@pytest.mark.parametrize(
    ("target", "ages"),
    [
        ("18歳以上の方", (18, None)), ("60歳以上", (60, None)), ("15歳まで", (None, 15)),
        ("6歳から12歳まで", (6, 12)), ("６～１２歳", (6, 12)), ("おおむね60歳以上", (None, None)),
        ("18歳以上、または15歳以上で保護者同伴", (None, None)), ("3歳未満", (None, None)),
        ("どなたでも", (None, None)),
    ],
)  # fmt: skip
def test_ages_are_read_only_where_one_statement_stands_alone(target, ages):
    assert wording.ages(target) == ages


@pytest.mark.parametrize(
    ("text", "there_is"),
    [
        ("託児先着5名（6か月から未就学まで）", True), ("保育希望の方は申し出てください", True),
        ("託児はありません", False), ("託児ボランティア養成講座", False), ("保育園見学", False),
    ],
)  # fmt: skip
def test_childcare_is_read_from_sentences(text, there_is):
    assert wording.has_childcare(text) == there_is


ANY_TEXT = st.text(max_size=60) | st.text(
    "0123456789年月日時分:-/.,円人歳先着〜（）令和午後 \n", max_size=20
)


@given(st.dictionaries(st.sampled_from(FIFTY + THIRTY_TWO), ANY_TEXT, max_size=20))
@settings(max_examples=400, deadline=None)
def test_whatever_stands_in_a_row_it_is_read_or_refused(cells):
    row = Row(2, {column: text.strip() for column, text in (ROW | cells).items()})
    reading = Cells(row)
    try:
        event = read_event(reading, identify(reading))
    except ValidationError:
        assert reading.errors
    else:
        assert event.meetings[0].starts_at < event.meetings[0].ends_at


@pytest.mark.django_db
@given(
    st.lists(
        st.dictionaries(st.sampled_from(FIFTY[2:]), ANY_TEXT, max_size=8),
        min_size=1,
        max_size=4,
    )
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_in_a_table_every_row_is_reported(tmp_path, rows):
    table = a_table(tmp_path, *[{"NO": str(n)} | row for n, row in enumerate(rows)])
    report = import_courses(table, dry_run=True)
    assert [line.line for line in report.in_order] == list(range(2, len(rows) + 2))
