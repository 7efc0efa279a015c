"""Pictures of figures: what stands where, what is said in words, and what they may not hold."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vision.charts import grade_strip, line_chart, series_chart, trend
from vision.charts.lines import HEIGHT, WIDTH
from vision.templatetags.indicator_rows import trend_picture

YEARS = [2021, 2022, 2023, 2024]
VALUES = [Decimal("28.6"), Decimal("35.1"), None, Decimal("87.5")]


def a_chart(**more):
    said = {"unit": "％", "decimals": 1, "label": "市民講師の割合", "target": 50}
    return line_chart(YEARS, VALUES, **said | more)


def drawn(chart) -> ElementTree.Element:
    html = render_to_string("vision/chart.html", {"chart": chart})
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", html, re.DOTALL).group())


def test_a_chart_says_in_words_what_it_shows():
    picture = drawn(a_chart(baseline=(2020, Decimal("28.6"))))
    space = "{http://www.w3.org/2000/svg}"
    assert picture.get("role") == "img"
    assert picture[0].tag == f"{space}title"
    assert picture[0].text == "市民講師の割合の折れ線グラフ"
    assert picture.find(f"{space}desc").text == (
        "基準値は2020年度が28.6％。2021年度が28.6％、2024年度が87.5％。目標は2024年度が50.0％。"
    )


def test_the_same_figures_stand_in_a_table_below():
    html = render_to_string("vision/chart.html", {"chart": a_chart(provisional=[2024])})
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.DOTALL)
    said = [re.findall(r">([^<>\n]+)</t", row) for row in rows]
    assert said[0] == ["令和3（2021）年度", "28.6", "50.0"]
    assert said[2] == ["令和5（2023）年度", "—", "50.0"]
    assert said[3] == ["令和6（2024）年度", "87.5", "50.0", "速報"]


def test_years_without_a_figure_are_bridged_and_not_drawn_as_measured():
    line = a_chart().lines[0]
    assert len(line.marks) == 3
    assert len(line.runs) == 1, "2021 and 2022 follow one another"
    assert len(line.gaps) == 1, "over 2023 nothing is known"


def test_lines_differ_in_the_shape_of_their_marks():
    chart = series_chart(YEARS, {n: [1, 2, 3, 4] for n in "門小若八"}, unit="館", decimals=0)
    assert len({line.shape for line in chart.lines}) == 4
    assert len({line.marks[0].path for line in chart.lines}) == 4


def test_a_chart_without_a_figure_says_so_and_draws_nothing():
    html = render_to_string(
        "vision/chart.html",
        {"chart": line_chart([2026], [None], unit="人", decimals=0, target=10, label="x")},
    )
    assert "グラフにできる数字は、まだありません。" in html
    assert "<svg" not in html


def test_a_small_change_does_not_look_like_a_great_one():
    scale = line_chart([2022, 2024], [24.1, 24.5], unit="％", decimals=1).scale
    assert not scale.starts_at_zero
    assert scale.ticks[-1] - scale.ticks[0] >= 24.5 * 0.2


def test_pictures_hold_neither_styles_nor_scripts():
    htmls = [
        render_to_string("vision/chart.html", {"chart": a_chart()}),
        trend_picture(trend(YEARS, VALUES, target=50)),
        render_to_string("vision/grade_strip.html", {"strip": grade_strip({"A": 7, "D": 1})}),
    ]
    for html in htmls:
        assert not re.search(r"<style|<script|\sstyle=|\son\w+=|\sid=", html)


def test_names_from_data_are_shown_and_never_run():
    chart = a_chart(label="<script>alert(1)</script>")
    assert "<script>" not in render_to_string("vision/chart.html", {"chart": chart})
    assert "<script>" not in trend_picture(trend(YEARS, VALUES, summary="<script>alert(1)"))


def test_the_strip_gives_the_shares_of_the_counts():
    strip = grade_strip({"A": 24, "B": 14, "C": 41, "D": 0})
    assert [part.count for part in strip.parts] == [24, 14, 41, 0]
    assert [str(part.share) for part in strip.parts] == ["30.4", "17.7", "51.9", "0.0"]
    assert strip.summary.startswith("79件のうち、A（目標達成）24件 30.4％、")
    assert strip.parts[-1].x + strip.parts[-1].length == pytest.approx(100, abs=0.02)


def test_a_strip_of_nothing_says_so():
    assert grade_strip({}).summary == "達成度はまだありません"
    html = render_to_string("vision/grade_strip.html", {"strip": grade_strip({})})
    assert "<svg" not in html


values = st.one_of(
    st.none(), st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False)
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.integers(2000, 2100), values, max_size=15),
    st.one_of(values, st.dictionaries(st.integers(2000, 2100), values.filter(bool), max_size=4)),
    st.one_of(st.none(), st.tuples(st.integers(2000, 2100), values.filter(bool))),
)
def test_whatever_the_figures_everything_stands_inside_the_picture(figures, target, baseline):
    years = sorted(figures)
    chart = line_chart(
        years, [figures[y] for y in years], unit="人", decimals=3, target=target, baseline=baseline
    )
    marks = [*chart.lines[0].marks, *([chart.baseline] if chart.baseline else [])]
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in marks)
    assert len(chart.lines[0].marks) == sum(value is not None for value in figures.values())
    assert 2 <= len(chart.y_ticks) <= 8
    assert len({tick.text for tick in chart.y_ticks}) == len(chart.y_ticks)
    assert len({tick.text for tick in chart.x_ticks}) == len(chart.x_ticks)
