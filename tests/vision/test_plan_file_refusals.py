from datetime import date

import pytest
from django.core.exceptions import ValidationError

from vision.models import Plan
from vision.plans.file import COLUMNS, MOST_ROWS
from vision.plans.loading import load_plan

from .plan_files import item_row, plan_row, small_plan, write_csv, write_xlsx

pytestmark = pytest.mark.django_db


def refusals(path) -> list[tuple]:
    """Line, column and code of everything refused; and nothing at all was loaded."""
    with pytest.raises(ValidationError) as refused:
        load_plan(path)
    assert not Plan.objects.exists()
    assert all(refused.value.messages)
    return [
        (error.params["line"], error.params["column"], error.code) if error.params else error.code
        for error in refused.value.error_list
    ]


def test_every_bad_row_is_reported_at_once(tmp_path):
    rows = [
        plan_row(最初の年度="令和9年", 色="#0055ad"),
        item_row(1, "", "番号がない"),
        item_row(1, "k2", "長い" * 101),
        item_row(3, "k3"),
        item_row(1, "k2", 自治体="みらい市"),
        item_row(1, "けー5"),
        item_row(1, "k6", 種別=""),
    ]
    assert refusals(write_csv(tmp_path, rows)) == [
        (2, "色", "not_here"),
        (2, "最初の年度", "invalid"),
        (3, "番号", "blank"),
        (4, "名称", "max_length"),
        (5, "階層", "level_jump"),
        (6, "自治体", "not_here"),
        (6, "番号", "repeated_code"),
        (7, "番号", "bad_code"),
        (8, "種別", "blank"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"色": "red"}, "色", "bad_color"),
        ({"色": "#ffd43d"}, "色", "pale_color"),
        ({"色": "#0055ad;}"}, "色", "bad_color"),
        ({"説明": "あ" * 5_001}, "説明", "max_length"),
        ({"期間": "2026\n2030"}, "期間", "line_break"),
        ({"名称": "見えない\x07字"}, "名称", "control_character"),
        ({"番号": "progress"}, "番号", "bad_code"),
        ({"番号": "../1"}, "番号", "bad_code"),
        ({"番号": "k" * 30 + "1"}, "番号", "max_length"),
        ({"階層": "-1"}, "階層", "bad_depth"),
        ({"階層": "10"}, "階層", "bad_depth"),
        ({"階層": ""}, "階層", "bad_depth"),
        ({"階層": 0}, "階層", "second_plan"),
    ],
)
def test_a_cell_no_page_could_use_is_refused(tmp_path, cells, column, code):
    rows = [plan_row(), item_row(1, "k1"), item_row(1, "k2") | cells]
    assert (4, column, code) in refusals(write_csv(tmp_path, rows))


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"最初の年度": 1999}, "最初の年度", "min_value"),
        ({"最後の年度": 2101}, "最後の年度", "max_value"),
        ({"最後の年度": ""}, "最後の年度", "blank"),
        ({"最初の年度": 2032}, "最後の年度", "years_out_of_order"),
        ({"番号": "みらい"}, "番号", "invalid"),
        ({"自治体": ""}, "自治体", "blank"),
        ({"行政の取組": "支える"}, "行政の取組", "not_here"),
    ],
)
def test_a_plan_row_that_cannot_be_is_refused(tmp_path, cells, column, code):
    assert refusals(write_csv(tmp_path, [plan_row(**cells)])) == [(2, column, code)]


def test_a_column_nobody_would_read_is_refused_and_named(tmp_path):
    path = write_csv(tmp_path, small_plan(), columns=[*COLUMNS, "備考", "担当課"])
    assert refusals(path) == [(1, "備考", "unknown_column"), (1, "担当課", "unknown_column")]


def test_text_beyond_the_last_column_is_refused(tmp_path):
    path = write_csv(tmp_path, small_plan())
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([lines[0], lines[1] + ",はみ出し"]), encoding="utf-8")
    assert refusals(path) == [(2, f"（列{len(COLUMNS) + 1}）", "unknown_column")]


def test_a_table_without_the_needed_columns_says_which(tmp_path):
    path = write_csv(tmp_path, [{"階層": 0, "名称": "計画"}], columns=["階層", "名称"])
    assert [column for _, column, _ in refusals(path)] == [
        "種別", "番号", "自治体", "最初の年度", "最後の年度",
    ]  # fmt: skip


def test_the_first_row_must_be_the_plan(tmp_path):
    assert refusals(write_csv(tmp_path, [item_row(1, "k1")])) == [(2, "階層", "no_plan")]


def test_a_header_without_rows_is_refused(tmp_path):
    assert refusals(write_csv(tmp_path, [])) == ["no_plan"]


def test_a_row_without_depth_does_not_make_the_rows_below_it_wrong(tmp_path):
    rows = [plan_row(), item_row(1, "k1"), item_row("？", "k2"), item_row(3, "k3")]
    assert refusals(write_csv(tmp_path, rows)) == [(4, "階層", "bad_depth")]


def test_nine_levels_are_held(tmp_path):
    rows = [plan_row(), *(item_row(depth, f"k{depth}") for depth in range(1, 10))]
    assert load_plan(write_csv(tmp_path, rows)).created == 9


def test_too_many_rows_are_refused(tmp_path):
    rows = [plan_row(), *(item_row(1, f"k{n}") for n in range(MOST_ROWS))]
    assert refusals(write_csv(tmp_path, rows)) == ["too_many_rows"]


def test_the_line_of_an_excel_file_is_the_row_the_staff_see(tmp_path):
    rows = [plan_row(), {}, item_row(1, "k1"), item_row(3, "k2")]
    assert refusals(write_xlsx(tmp_path, rows)) == [(5, "階層", "level_jump")]


def test_a_code_that_excel_made_a_date_of_is_refused_not_guessed(tmp_path):
    rows = [plan_row(), item_row(1, date(2026, 1, 1))]
    assert refusals(write_xlsx(tmp_path, rows)) == [(3, "番号", "date_as_code")]


@pytest.mark.parametrize("number", ["北九州", "mirai.2027"])
def test_a_number_no_address_can_hold_is_told_how_to_be_written(tmp_path, number):
    with pytest.raises(ValidationError) as refused:
        load_plan(write_csv(tmp_path, [plan_row(番号=number)]))
    assert refused.value.messages == ["2行目「番号」：半角の英数字と「-」「_」で書いてください。"]


def test_a_year_written_in_an_era_is_told_how_to_be_written(tmp_path):
    with pytest.raises(ValidationError) as refused:
        load_plan(write_csv(tmp_path, [plan_row(最初の年度="令和9")]))
    assert refused.value.messages == [
        "2行目「最初の年度」：「2026」のように、数字だけを書いてください（年度は西暦で）。"
    ]


def test_a_column_that_stands_twice_in_two_widths_is_refused(tmp_path):
    path = write_csv(tmp_path, small_plan(), columns=[*COLUMNS, "５年後の姿"])
    assert refusals(path) == [(1, "5年後の姿", "repeated_column")]


def test_a_line_break_in_a_cell_moves_no_line_number(tmp_path):
    rows = [plan_row(説明="はじめに\nおわりに"), item_row(1, "k1"), item_row(3, "k2")]
    assert refusals(write_csv(tmp_path, rows)) == [(4, "階層", "level_jump")]
