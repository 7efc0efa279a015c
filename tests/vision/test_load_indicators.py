from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from vision import metrics
from vision.figures.file import COLUMNS
from vision.figures.loading import load_indicators
from vision.models import Indicator, Measurement, PlanItem, PlanLevel, Target

from .indicator_files import indicator_row, write_csv, write_xlsx
from .measured import a_plan, an_indicator, measure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan():
    plan = a_plan()
    level = PlanLevel.objects.create(plan=plan, name="取組", order=0)
    PlanItem.objects.create(plan=plan, level=level, code="k1", name="学びをひらく", path="0001")
    return plan


def the(code: str = "share") -> Indicator:
    return Indicator.objects.get(code=code)


def figures(code: str = "share") -> dict:
    return dict(the(code).measurements.values_list("year", "value"))


def targets(code: str = "share") -> dict:
    return dict(the(code).targets.values_list("year", "value"))


def refusals(path) -> list[tuple]:
    before = Indicator.objects.count(), Target.objects.count(), Measurement.objects.count()
    with pytest.raises(ValidationError) as refused:
        load_indicators(path)
    after = Indicator.objects.count(), Target.objects.count(), Measurement.objects.count()
    assert after == before, "nothing is loaded"
    assert all(refused.value.messages)
    return [
        (error.params["line"], error.params["column"], error.code) if error.params else error.code
        for error in refused.value.error_list
    ]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_row_gives_an_indicator_its_targets_and_its_figures(tmp_path, write):
    row = indicator_row(
        項目="k1", 種別="モニタリング項目", 目標2027=40, 目標2031="50.0", 実績2025="31.2",
        時点2025="令和7年10月", 補足2025="郵送", 回答数2025=1204, 実績2026="未着手",
        達成度の出しかた="基準値から目標値までの伸びの割合",
    )  # fmt: skip
    report = load_indicators(write(tmp_path, row))

    one = the()
    assert (one.item.code, one.kind, one.reach) == ("k1", "monitored", "way")
    assert (one.baseline, one.baseline_year, one.highest) == (Decimal("28.6"), 2015, 100)
    assert targets() == {2027: 40, 2031: 50}
    assert figures() == {2025: Decimal("31.2"), 2026: None}
    told = one.measurements.get(year=2025)
    assert (told.as_of, told.note, told.counted) == ("令和7年10月", "郵送", {"n": 1204})
    assert (told.source, told.origin) == ("市民意識調査", "file")
    assert report.summary() == (
        "みらい市生涯学習推進計画：指標の追加 1、変更 0、変更なし 0／"
        "目標値の追加 2、変更 0、変更なし 0／実績値の追加 2、変更 0、変更なし 0"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_loading_twice_changes_nothing_however_the_file_is_saved(tmp_path, encoding):
    row = indicator_row(目標2031=50, 実績2025="３１．２", 番号="ｓ１")
    load_indicators(write_csv(tmp_path, row, encoding=encoding))
    before = list(Measurement.objects.values())

    report = load_indicators(write_csv(tmp_path, row, encoding=encoding))

    assert report.changed_nothing
    assert "変更なし" in report.summary()
    assert list(Measurement.objects.values()) == before


def test_columns_that_are_not_there_leave_things_as_they_are(tmp_path):
    load_indicators(write_csv(tmp_path, indicator_row(目標2031=50, 実績2025=30, 項目="k1")))

    only_a_year = {"計画": "mirai-2024", "番号": "share", "実績2026": "33"}
    load_indicators(write_csv(tmp_path, only_a_year))

    assert figures() == {2025: 30, 2026: 33}
    assert targets() == {2031: 50}
    assert (the().name, the().item.code, the().highest) == ("学んだ市民の割合", "k1", 100)
    assert the().measurements.get(year=2026).source == "市民意識調査"


def test_an_emptied_cell_takes_a_target_away_and_never_a_figure(tmp_path):
    load_indicators(write_csv(tmp_path, indicator_row(目標2031=50, 実績2025=30, 説明="文")))

    load_indicators(write_csv(tmp_path, indicator_row(目標2031="", 実績2025="", 説明="")))

    assert (targets(), figures(), the().note) == ({}, {2025: 30}, "")


def test_what_the_file_does_not_name_stays(tmp_path):
    other = an_indicator(code="other", measured={2025: "30"})

    report = load_indicators(write_csv(tmp_path, indicator_row()))

    assert report.left_alone == 1
    assert "ファイルにない指標 1（そのまま）" in report.summary()
    assert other.measurements.count() == 1


def test_the_order_of_the_rows_is_the_order_of_the_plan(tmp_path, plan):
    load_indicators(write_csv(tmp_path, indicator_row("b"), indicator_row("a")))
    assert [one.code for one in Indicator.objects.for_plan(plan)] == ["b", "a"]

    load_indicators(write_csv(tmp_path, indicator_row("a"), indicator_row("b")))
    assert [one.code for one in Indicator.objects.for_plan(plan)] == ["a", "b"]

    load_indicators(write_csv(tmp_path, indicator_row("c")))
    assert [one.code for one in Indicator.objects.for_plan(plan)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"目標2010": 40}, "目標2010", "target_before_baseline"),
        ({"目標2031": "101"}, "目標2031", "beyond_highest"),
        ({"目標2031": "-1"}, "目標2031", "below_zero"),
        ({"実績2025": "120"}, "実績2025", "beyond_highest"),
        ({"実績2025": "-0.1"}, "実績2025", "below_zero"),
        ({"基準値": "100.1"}, "基準値", "beyond_highest"),
        ({"実績2025": "約7割"}, "実績2025", "not_a_number"),
        ({"実績2025": "31.2％"}, "実績2025", "not_a_number"),
        ({"実績2025": "1e3"}, "実績2025", "not_a_number"),
        ({"実績2025": "NaN"}, "実績2025", "not_a_number"),
        ({"実績2025": "."}, "実績2025", "not_a_number"),
        ({"実績2025": "31.2345"}, "実績2025", "max_decimal_places"),
        ({"実績2025": "9" * 12}, "実績2025", "max_whole_digits"),
        ({"目標2031": "増加"}, "目標2031", "not_a_number"),
        ({"基準値": "三割"}, "基準値", "not_a_number"),
        ({"基準値の年度": "平成27年"}, "基準値の年度", "invalid"),
        ({"基準値の年度": ""}, "基準値", "baseline_without_year"),
        ({"小数の桁": 4}, "小数の桁", "too_many_decimals"),
        ({"よい向き": "上"}, "よい向き", "bad_word"),
        ({"めざす向き": "向上"}, "めざす向き", "bad_word"),
        ({"項目": "k9"}, "項目", "unknown_item"),
        ({"番号": "学び"}, "番号", "bad_code"),
        ({"番号": ""}, "番号", "blank"),
        ({"名称": ""}, "名称", "blank"),
        ({"名称": "あ" * 201}, "名称", "max_length"),
        ({"実績2025": 30, "出典": ""}, "出典2025", "no_source"),
        ({"実績2025": "", "時点2025": "令和7年度"}, "実績2025", "no_value"),
        ({"実績2025": 30, "回答数2025": "千人"}, "回答数2025", "not_a_number"),
        ({"実績2025": 30, "回答数2025": "-3"}, "回答数2025", "not_a_count"),
        ({"自動で数える数値": "no-such"}, "自動で数える数値", "unknown_metric"),
        ({"計画": "no-such"}, "計画", "unknown_plan"),
        ({"計画": ""}, "計画", "blank"),
    ],
)
def test_what_cannot_be_is_refused_with_line_column_and_reason(tmp_path, cells, column, code):
    assert refusals(write_csv(tmp_path, indicator_row(**cells))) == [(2, column, code)]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"実積2025": 3}, "実積2025", "unknown_column"),
        ({"実績1999": 3}, "実績1999", "bad_year"),
        ({"実績2025": 3, "実績２０２５年度": 4}, "実績２０２５年度", "repeated_column"),
    ],
)
def test_a_column_that_nobody_reads_is_refused(tmp_path, cells, column, code):
    assert refusals(write_csv(tmp_path, indicator_row(**cells))) == [(1, column, code)]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_loaded(tmp_path):
    rows = [
        indicator_row("a", 実績2025=30),
        indicator_row("b", 実績2025="多い", 基準値="低い"),
        indicator_row("a"),
        indicator_row("c", 計画="other-2024"),
    ]
    assert refusals(write_csv(tmp_path, *rows)) == [
        (3, "基準値", "not_a_number"),
        (3, "実績2025", "not_a_number"),
        (4, "番号", "repeated_code"),
        (5, "計画", "second_plan"),
    ]


def test_a_share_may_pass_a_hundred_only_where_the_file_says_so(tmp_path):
    load_indicators(write_csv(tmp_path, indicator_row(上限="なし", 実績2025=120)))
    assert (the().highest, figures()) == (None, {2025: 120})


def test_the_portals_own_counts_cannot_be_written_over(tmp_path):
    key = metrics.registered()[0].key
    live = indicator_row(自動で数える数値=key, 上限="なし")
    load_indicators(write_csv(tmp_path, live))
    Measurement.objects.create(indicator=the(), year=2025, value=30, origin="live")

    assert load_indicators(write_csv(tmp_path, live | {"実績2025": 30})).changed_nothing
    assert refusals(write_csv(tmp_path, live | {"実績2025": 31})) == [
        (2, "実績2025", "counted_by_portal")
    ]
    assert the().measurements.get().origin == "live"


def test_a_figure_entered_by_hand_stays_so_while_the_file_says_the_same(tmp_path):
    load_indicators(write_csv(tmp_path, indicator_row()))
    measure(the(), 2025, "30")

    load_indicators(write_csv(tmp_path, indicator_row(実績2025=30)))
    assert the().measurements.get().origin == "hand"
    load_indicators(write_csv(tmp_path, indicator_row(実績2025=31)))
    assert the().measurements.get().origin == "file"


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "indicators.csv"
    path.write_text("計画,番号\r\n", encoding="utf-8")
    assert refusals(path) == ["no_indicators"]


def test_the_command_says_what_it_did_and_lists_what_is_to_mend(tmp_path):
    out, err = StringIO(), StringIO()
    call_command("load_indicators", write_csv(tmp_path, indicator_row()), stdout=out)
    assert out.getvalue().startswith("みらい市生涯学習推進計画：指標の追加 1")

    with pytest.raises(CommandError, match="1か所を直してください。何も読み込んでいません。"):
        call_command(
            "load_indicators", write_csv(tmp_path, indicator_row(実績2025="多い")), stderr=err
        )
    assert err.getvalue().startswith("2行目「実績2025」：数字だけを書いてください。")


def test_the_documented_columns_are_the_ones_that_are_read(settings):
    told = (settings.BASE_DIR / "docs" / "indicator-file.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"| {column} |" in told, column


def test_all_that_is_wrong_is_told_at_once_as_the_docs_show_it(tmp_path):
    """What a cell alone shows, and what only the rules of an indicator and its plan show."""
    rows = [
        indicator_row("a", 項目="k1"),
        indicator_row("b", 実績2021="約7割", 目標2010=""),
        indicator_row("c", 実績2021="40"),
        indicator_row("d", 目標2010="40"),
        indicator_row("e", 実績2021="120"),
    ]
    with pytest.raises(ValidationError) as refused:
        load_indicators(write_csv(tmp_path, *rows))
    example = (settings.BASE_DIR / "docs/indicator-file.md").read_text().split("```")[3]
    lines = example.strip().splitlines()
    assert refused.value.messages == [line for line in lines if "行目" in line]
    assert not Indicator.objects.exists()


def test_a_row_is_not_blamed_for_what_only_follows_from_another_cell(tmp_path):
    rows = [
        indicator_row("a", 基準値="約3割", 基準値の年度="2015"),
        indicator_row("b", 上限="百", 実績2021="120"),
        indicator_row("c", 出典="あ" * 201, 実績2021="40"),
        indicator_row("d", 名称="あ" * 201),
    ]
    assert [(line, column) for line, column, _ in refusals(write_csv(tmp_path, *rows))] == [
        (2, "基準値"), (3, "上限"), (4, "出典"), (5, "名称"),
    ]  # fmt: skip


def test_a_new_baseline_or_limit_must_fit_what_the_file_does_not_name(tmp_path):
    load_indicators(write_csv(tmp_path, indicator_row(目標2020="40", 実績2021="90")))
    later = indicator_row(基準値の年度=2022, 実績2022="28.6")
    assert refusals(write_csv(tmp_path, later)) == [(2, "基準値の年度", "target_before_baseline")]
    lower = indicator_row(上限=80)
    assert refusals(write_csv(tmp_path, lower)) == [(2, "上限", "beyond_highest")]
    same = indicator_row(上限=80, 実績2021="90")
    assert refusals(write_csv(tmp_path, same)) == [(2, "実績2021", "beyond_highest")]
    assert the("share").highest == 100

    moved = indicator_row(基準値の年度=2022, 目標2020="", 目標2030="40")
    load_indicators(write_csv(tmp_path, moved))
    assert targets() == {2030: 40}, "a target may go with the baseline that passed it"
