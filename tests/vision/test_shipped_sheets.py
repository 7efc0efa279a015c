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
NAMES = {
    ("A", 1): ["プラチナ市役所プロジェクト"],
    ("A", 2): ["NPOと多様な主体による協働活動体験事業", "自治総連合会", "NPOデータブック"],
    ("B", 1): [
        "クーリングシェルター",
        "わいわい市民センター",
        "武蔵野市",
        "環境局",
        "子ども家庭局",
    ],
    ("B", 2): ["地域のチカラつなぐ事業", "LINE"],
    ("B", 3): [
        *("北九州市立大学地域創生学群", "九州共立大学地域創造学科", "九州国際大学地域経済学科"),
        *("自治会応援事業者表彰", "まちづくり専門家派遣", "課題解決型地域づくり事業"),
        *("つながりを育む地域の力", "地域・人づくり部公式note", "Action! NPOマルシェ"),
    ],
    ("B", 4): ["行政評価に係る市民アンケート調査", "リトミック教室", "ベビーマッサージ教室"],
    ("B", 5): ["区政推進・局区長会議", "区政推進・関係課会議", "区役所発・くらしアップ実感事業"],
    ("B", 6): ["市政変革推進プラン", "STORY", "職員キャリアナビ", "北九州市人財戦略"],
    ("B", 7): [
        *("北九州市客引き行為等の適正化に関する条例", "風営適正化法", "福岡県迷惑行為防止条例"),
        *("繁華街における客引き行為等への対策検討会議", "客引きゼロパートナーシップ北九州"),
        *("京町・魚町", "鍛冶町・堺町・紺屋町"),
    ],
    ("C", 1): ["公共施設マネジメント実行計画", "紫川", "都市戦略局都市再生企画課"],
    ("C", 2): ["ムーブ", "八幡西生涯学習総合センター", "生涯学習センター『アップデート』事業"],
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
    assert missing_of(FIGURES, versions) == set()


def test_every_name_printed_is_in_its_sheet(versions):
    assert missing_of(NAMES, versions) == set()


def missing_of(printed: dict, versions) -> set:
    return {
        (key, word)
        for key, words in printed.items()
        for word in words
        if word not in words_of(versions[key])
    }


def words_of(version: SheetVersion) -> str:
    strands = version.told.strands
    texts = [str(text) for text in version.told.texts.values()]
    return "\n".join([*texts, *(f"{strand.name}\n{strand.body}" for strand in strands)])


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
