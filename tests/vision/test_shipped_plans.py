"""The plans before and beside the Vision, each in its own shape and words (sources 001 and 002)."""

from pathlib import Path

import pytest
from django.conf import settings

from vision.models import Plan, PlanItem
from vision.plans.loading import load_plan

FOLDER = Path(settings.BASE_DIR) / "vision" / "plans"
pytestmark = pytest.mark.django_db


@pytest.fixture
def kumamoto() -> Plan:
    return load_plan(FOLDER / "kumamoto-2024.csv").plan


@pytest.fixture
def pillar_two() -> Plan:
    return load_plan(FOLDER / "kitakyushu-2021.csv").plan


def outline(plan: Plan, kind: str) -> list[str]:
    return [item.name for item in plan.items.filter(level__name=kind).order_by("path")]


def below(plan: Plan, code: str) -> list[str]:
    items = plan.items.filter(parent__code=code).order_by("path")
    return [f"{item.label}{item.name}" for item in items]


def test_kumamotos_plan_runs_eight_years_on_one_idea(kumamoto):
    assert (kumamoto.first_year, kumamoto.last_year, kumamoto.years) == (2024, 2031, 8)
    assert kumamoto.concept == (
        "「学びと活動の循環」による、市民一人ひとりが豊かな人生を送ることのできる持続可能な社会の実現"
    )
    assert outline(kumamoto, "学びと活動の循環") == ["人づくり", "つながりづくり", "地域づくり"]
    assert outline(kumamoto, "基本施策") == [
        "市民が生涯学習の効果を実感できる学習機会の提供",
        "地域や社会への貢献に結びつけられる社会の実現",
    ]


def test_kumamotos_first_policy_has_two_parts_and_the_second_none(kumamoto):
    assert below(kumamoto, "k1") == ["（1）環境の整備", "（2）内容の拡充"]
    assert below(kumamoto, "k1-1") == [
        "①生涯学習関係機関等との連携",
        "②生涯学習推進に関する情報の収集と提供",
        "③図書館・博物館等における生涯学習の推進",
        "④スポーツに対する環境の整備",
        "⑤デジタル化の推進",
    ]
    assert below(kumamoto, "k1-2") == [
        "①ライフステージに応じた学習機会・内容の充実",
        "②家庭・地域の教育力の向上",
        "③現代的・社会的な課題や市民ニーズに対応する学習機会・内容の充実",
        "④文化芸術の取組の推進",
        "⑤障がい者の生涯学習の推進",
        "⑥情報リテラシーの向上",
    ]
    assert below(kumamoto, "k2") == [
        "①人材やボランティアの養成・活用",
        "②学習成果を生かす取組の推進",
        "③地域と学校との連携・協働の推進",
        "④災害に強い地域コミュニティづくりの推進",
    ]


def test_pillar_two_has_two_measures_three_efforts_and_seven_programmes(pillar_two):
    assert (pillar_two.first_year, pillar_two.last_year) == (2021, 2025)
    assert below(pillar_two, "pillar-2") == [
        "（1）「学び」と「活動」を通した人材の発掘・育成",
        "（2）「学び」と「活動」をつなぐ人材の発掘・育成",
    ]
    assert outline(pillar_two, "取り組み") == [
        "地域ボランティアの発掘・育成",
        "地域リーダーの発掘・育成",
        "「学び」と「活動」をコーディネートする人材の発掘・育成",
    ]
    assert outline(pillar_two, "主な事業") == [
        "ボランティア大学校運営事業",
        "子育てサポーターの配置",
        "地域力アップセミナー",
        "女性リーダー国内研修",
        "地域・人づくりアドバイザー（社会教育主事）",
        "生涯学習推進コーディネーターの配置",
        "地域学校協働活動推進員",
    ]


def test_the_vision_continues_the_plan_before_it_where_the_documents_say_so(shipped_plan):
    links = PlanItem.objects.exclude(continues=None).select_related("continues__plan")
    assert {(one.code, one.continues.plan.slug, one.continues.code) for one in links} == {
        ("policy-1-initiative-6", "kitakyushu-2021", "p2-2-1"),
        ("policy-2-initiative-4", "kitakyushu-2021", "p2-1"),
        ("policy-3", "kitakyushu-2021", "pillar-2"),
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_every_file_opens_in_excel_and_can_be_kept_in_either_encoding(path):
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    data.decode("utf-8-sig").encode("cp932")


def test_all_three_load_beside_each_other_and_again_without_change(client):
    files = ["kitakyushu-2021.csv", "kitakyushu-2026.csv", "kumamoto-2024.csv"]
    first = [load_plan(FOLDER / name) for name in files]
    again = [load_plan(FOLDER / name) for name in files]

    assert [report.created for report in first] == [13, 54, 22]
    assert all(one.plan_change == "変更なし" for one in again)
    assert all((one.created, one.updated, one.removed) == (0, 0, 0) for one in again)
    for report in first:
        client.get_page(f"/vision/{report.plan.slug}/")
        client.get_page(f"/vision/{report.plan.slug}/outline/")
