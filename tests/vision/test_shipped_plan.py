"""What the city decided is carried as it decided it."""

from pathlib import Path

import pytest
from django.conf import settings

from vision.models import Plan, PlanItem

FILE = Path(settings.BASE_DIR) / "vision" / "plans" / "kitakyushu-2026.csv"


def names(code: str, kind: str) -> list[str]:
    policy = PlanItem.objects.get(code=code)
    items = PlanItem.objects.under(policy).filter(level__name=kind).order_by("path")
    return [item.name for item in items]


def test_the_vision_runs_fifteen_years_and_is_reviewed_every_five(shipped_plan):
    assert (shipped_plan.name, shipped_plan.kind) == ("北九州市生涯学習ビジョン", "ビジョン")
    assert (shipped_plan.first_year, shipped_plan.last_year, shipped_plan.years) == (2026, 2040, 15)
    assert shipped_plan.reviews.startswith("おおむね5年ごとに検証・見直し")
    assert shipped_plan.concept == "共に学び、共に育つ　「共育」が拓くまちの未来"
    assert list(Plan.objects.current(2040)) == [shipped_plan]
    assert not Plan.objects.current(2041)


def test_three_basic_policies_carry_their_names_and_colours(shipped_plan):
    assert list(shipped_plan.items.pillars().values_list("name", "color")) == [
        ("自分らしく、生き生きと暮らすことができる“学び”と“活動”の機会の創出", "#0055ad"),
        ("持続可能な地域づくりに向けた地域力の育成", "#197a4b"),
        ("未来の社会の創り手を育て・支える人材の育成", "#c74700"),
    ]


def test_two_concepts_stand_before_the_policies(shipped_plan):
    assert list(
        shipped_plan.items.filter(parent=None, color="").values_list("name", flat=True)
    ) == [
        "「学び」と「活動」による関係づくりを通じた多様なコミュニティの醸成",
        "「私たちごと」化を通じた北九州市の未来を創る人材の育成",
    ]


@pytest.mark.parametrize(
    ("policy", "perspectives", "initiatives", "focuses"),
    [("policy-1", 6, 7, 4), ("policy-2", 8, 5, 4), ("policy-3", 5, 5, 3)],
)
def test_each_policy_has_all_it_was_given(shipped_plan, policy, perspectives, initiatives, focuses):
    assert len(names(policy, "視点")) == perspectives
    assert len(names(policy, "取組")) == initiatives
    assert len(names(policy, "重点的な取組")) == focuses


def test_names_are_carried_to_the_letter(shipped_plan):
    assert names("policy-1", "視点") == [
        "ICTの活用",
        "リスキリング・リカレント教育の推進",
        "学び合い・教え合う環境づくり",
        "多様性の重視",
        "多文化共生社会の実現",
        "情報発信の充実",
    ]
    assert names("policy-1", "取組の柱") == [
        "多様な学びの場を提供するための環境の整備",
        "“学び”を生かす“活動”の場の創出",
    ]
    assert names("policy-1-pillar-2", "取組") == [
        "“活動”へつなげるためのマッチングの強化",
        "“活動”に関する情報発信の強化",
    ]
    assert names("policy-2", "重点的な取組") == [
        "市民センター事業の支援人材の育成・強化",
        "若者が市民センターにかかわる仕組みづくり（制度化）",
        "地域人材育成の講座等の整理・強化",
        "家庭教育支援の充実",
    ]
    assert names("policy-3", "取組")[3] == (
        "“学び”と“活動”を支える関係団体や社会教育士等の社会教育人材のネットワーク化"
    )


def test_focus_items_are_of_the_first_five_years(shipped_plan):
    focus = shipped_plan.items.filter(level__name="重点的な取組")
    assert set(focus.values_list("period", flat=True)) == {"2026～2030年"}


def test_lines_end_as_spreadsheets_write_them():
    data = FILE.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
