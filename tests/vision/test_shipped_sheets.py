"""All eleven sheets of 令和7年度 are shipped: names, weights, quarters, figures as printed.

Checked against the bureau's X方針 (令和7年度 総務市民局 X方針).
"""

from pathlib import Path

import pytest
from django.conf import settings

from vision.models import ProgressSheet, SheetVersion
from vision.sheets.loading import load_sheets

FILE = Path(settings.BASE_DIR) / "vision" / "sheets" / "kitakyushu-somu-2025.csv"
PRINTED = {
    ("A", 1): ("フレックスタイム制の本格導入", "働き方改革", "low", "high"),
    ("A", 2): ("NPO・市民活動の場の発掘", "市民活動", "high", "low"),
    ("B", 1): (
        "市から地域団体・市民センターへの依頼事項の整理と負担軽減",
        "地域振興",
        "high",
        "high",
    ),
    ("B", 2): ("地域団体（自治会等）の事務作業のDX推進", "地域振興", "high", "low"),
    ("B", 3): (
        "地域団体（自治会等）が外部の力を活用できる体制の構築",
        "地域振興",
        "high",
        "low",
    ),
    ("B", 4): (
        "地域の拠点として多世代が利用しやすいサステナブルな市民センターに向けた環境整備",
        "地域振興",
        "high",
        "low",
    ),
    ("B", 5): ("区政強化のための新たなスキームの検討", "組織体制", "high", "low"),
    ("B", 6): ("人材確保・育成", "人財戦略", "high", "high"),
    ("B", 7): ("客引き行為への対策", "安全安心", "high", "high"),
    ("C", 1): ("本庁舎の建替え", "公マネ", "high", "low"),
    ("C", 2): (
        "市民活動拠点施設として相応しい生涯学習センターのあり方の検討",
        "生涯学習",
        "high",
        "low",
    ),
}
FIGURES = {
    ("A", 1): ["令和7年1月", "5月20日", "4月1日"],
    ("A", 2): ["3月15日", "16団体", "9団体", "4団体", "3団体"],
    ("B", 1): ["127件", "252件", "5,964件", "3名"],
    ("B", 2): ["2種類", "7種類", "基本編5種", "10名", "5名"],
    ("B", 3): ["95社", "約300", "23の地域団体", "8団体（約35％）", "130回", "5,964件"],
    ("B", 4): [
        *("0.9％", "27.7％", "71.4％", "22.8％", "15.9％", "74.4歳"),
        *("238件", "558件", "309件", "1,016件", "5館", "12館"),
    ],
    ("B", 6): ["2回から4回", "27％"],
    ("B", 7): ["5名", "2回", "3回", "令和7年11月"],
    ("C", 1): ["1972年", "80年", "10年単位"],
    ("C", 2): ["24.2％", "25.5％", "4〜5年"],
}
# Quarters by the first strand's bars, as the grid is printed.
QUARTERS = {
    ("A", 1): [("職員アンケート実施", 1), ("関係各所調整", 2), ("条例改正", 3), ("制度再周知", 4)],
    ("B", 5): [("素案の作成", 1), ("会議の新設", 2), ("会議の活用", 3), ("会議の活用", 4)],
    ("C", 1): [
        ("総務市民局での検討", 1),
        ("総務市民局での検討", 2),
        ("関係部局へのヒアリング", 3),
        ("課題のとりまとめ", 4),
    ],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions(shipped_plan) -> dict[tuple[str, int], SheetVersion]:
    load_sheets(FILE)
    published = SheetVersion.objects.published().of_year(2025)
    return {(one.sheet.area, one.sheet.number): one for one in published}


def test_the_eleven_are_published_with_name_field_impact_and_urgency(versions):
    told = {
        key: (v.told.title, v.told.field, v.told.impact, v.told.urgency)
        for key, v in versions.items()
    }
    assert told == PRINTED


def test_every_figure_printed_is_in_its_sheet(versions):
    missing = {
        (key, figure)
        for key, figures in FIGURES.items()
        for figure in figures
        if figure
        not in "\n".join(str(text) for text in versions[key].told.texts.values())
        + "".join(strand.body for strand in versions[key].told.strands)
    }
    assert missing == set()


@pytest.mark.parametrize("key", QUARTERS)
def test_the_quarters_are_those_of_the_grid(versions, key):
    bars = versions[key].told.strands[0].bars
    assert [(bar.name, bar.first) for bar in bars] == QUARTERS[key]


def test_a_bar_runs_as_long_as_the_form_says(versions):
    survey, deciding = versions["B", 1].told.strands
    assert [(bar.first, bar.last) for bar in survey.bars] == [(1, 3)]  # 6〜12月
    assert [(bar.first, bar.last) for bar in deciding.bars] == [(4, 4)]  # 1〜3月
    interns = versions["B", 6].told.strands[0].bars[-1]
    assert (interns.first, interns.last) == (3, 4)  # 12〜3月
    council = versions["B", 7].told.strands[0].bars[-1]
    assert (council.first, council.last) == (3, 4)  # →


def test_each_tells_progress_result_and_direction_and_says_so_as_of_december(versions):
    for version in versions.values():
        told = version.told
        assert told.progress_as_of == "令和7年12月時点"
        assert all([told.progress, told.result, told.next_year, told.outcome])


def test_only_the_town_hall_ends_with_the_year(versions):
    assert [key for key, v in versions.items() if not v.told.goes_on] == [("C", 1)]


def test_sheets_of_learning_are_linked_to_items_of_the_vision(versions):
    linked = {
        (sheet.area, sheet.number)
        for sheet in ProgressSheet.objects.prefetch_related("items")
        if sheet.items.all()
    }
    assert linked == {("A", 2), ("B", 1), ("B", 2), ("B", 3), ("B", 4), ("C", 2)}
