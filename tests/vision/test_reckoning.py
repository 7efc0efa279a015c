"""How a grade comes about, told in words that fit the indicator."""

import pytest

from tests.vision.measured import an_indicator
from vision.figures.reckoning import reckoning_of

pytestmark = pytest.mark.django_db


def told(**fields) -> str:
    return "\n".join(reckoning_of(an_indicator(**fields)))


@pytest.mark.parametrize(
    ("fields", "said", "unsaid"),
    [
        ({}, "達成率は「実績値 ÷ 目標値」で計算します。", "目標値が0"),
        ({"better": "lower"}, "「目標値 ÷ 実績値」で計算します。", "「実績値 ÷ 目標値」"),
        ({"reach": "way"}, "（実績値 − 基準値）÷（目標値 − 基準値）", "実績値 ÷ 目標値"),
        (
            {"reach": "way", "targets": {2031: "20"}},
            "目標値が基準値よりよい値ではないため、伸びではなく目標値に対する割合で計算します。",
            "（実績値 − 基準値）",
        ),
        (
            {"reach": "way", "baseline": None, "baseline_year": None},
            "基準値がないため、伸びではなく目標値に対する割合で計算します。",
            "基準値の",
        ),
        ({"targets": {2031: "0"}, "better": "lower"}, "割合を出さず、届いていればA", "増加"),
        (
            {"targets": {2031: "0"}, "better": "lower", "reach": "way"},
            "（実績値 − 基準値）÷（目標値 − 基準値）",
            "割合を出さず",
        ),
        ({"better": "lower"}, "実績値が0の年度も割合を出さず、Aにします。", "目標値が0"),
        (
            {"reach": "way", "targets": {2027: "20", 2031: "50"}},
            "目標値が基準値よりよい値ではない年度は、伸びではなく目標値に対する割合で",
            "よい値ではないため",
        ),
        ({"targets": {}, "direction": "increase"}, "基準値より増えていればA", "増えていなけ"),
        ({"targets": {}, "direction": "decrease"}, "基準値より減っていればA", "増えて"),
        ({"targets": {}, "direction": "keep"}, "基準値から下がっていなければA", "上がって"),
        (
            {"targets": {}, "direction": "keep", "better": "lower"},
            "基準値から上がっていなければA",
            "下がって",
        ),
        (
            {"targets": {}, "direction": "keep", "baseline": None, "baseline_year": None},
            "基準値がないため、達成度はつけません。",
            "いればC",
        ),
        ({"targets": {}}, "目標を置かずに見守る数字なので、達成度はつけません。", "D"),
        ({"zero_is_not_begun": True}, "数字が0の年度は、まだ始めていないものとしてD", "分かって"),
        ({"targets": {2027: "40", 2031: "50"}}, "次にくる目標値とくらべます。", "どの年度も"),
    ],
)
def test_the_words_fit_the_indicator(fields, said, unsaid):
    words = told(**fields)
    assert said in words
    assert unsaid not in words


def test_years_without_a_figure_and_the_start_have_no_grade():
    assert "2015年度の基準値そのものと、それより前の数字には、達成度をつけません。" in told()
    assert "数字のない年度にも、達成度はつけません。" in told()
