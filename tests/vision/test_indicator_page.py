"""One indicator's page: what it is, how it went, and what was put right afterwards."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.vision.measured import a_plan, an_indicator, measure
from tests.vision.published import count, publish, publisher
from vision.models import Difference

pytestmark = pytest.mark.django_db

PAGE = "/vision/mirai-2024/indicators/i1/"


def text_of(client) -> str:
    return "".join(client.get_page(PAGE).text)


def rows(html: str) -> list[list[str]]:
    """What the cells of the first table say."""
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.DOTALL).group(1)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_every_year_stands_in_the_table_with_target_grade_and_where_it_is_from(client):
    indicator = an_indicator(code="i1")
    publish(indicator, 2024, "30.0")
    publish(indicator, 2025, "87.5")
    html = client.get(PAGE).content.decode()
    table = rows(html)
    assert table[0][:5] == ["令和7（2025）年度", "87.5", "50.0％", "A（目標達成）", "175％"]
    assert table[1][:5] == ["令和6（2024）年度", "30.0", "50.0％", "C（目標の0～60％達成）", "60％"]
    assert table[1][6:] == ["市民意識調査", "2026年6月1日"]
    assert table[2][:2] == ["基準値（2015年度）", "28.6"]


def test_the_page_says_what_the_indicator_is(client):
    an_indicator(
        code="i1", note="意識調査で「学んだ」と答えた人の割合です。", source="市民意識調査"
    )
    text = text_of(client)
    for said in (
        "意識調査で「学んだ」と答えた人の割合です。",
        "大きいほどよい",
        "28.6％（2015年度）",
        "50.0％（2031年度）",
        "職員が出典を確かめて入力します",
        "公表した数字は、まだありません。",
    ):
        assert said in text


def test_a_correction_is_told_with_what_stood_before_and_why(client):
    indicator = an_indicator(code="i1")
    publish(indicator, 2025, "31.0")
    publish(indicator, 2025, "30.0", version=2, reason="二重に数えていたため。")
    text = text_of(client)
    text = text[text.index("公表のあとに変わったこと") :]
    assert text.index("第1版") < text.index("31.0％") < text.index("第2版")
    assert "理由：二重に数えていたため。" in text


def test_a_change_in_the_records_is_told_with_its_explanation(client):
    figure = publish(an_indicator(code="i1"), 2025, "30.0", recorded="31.5")
    Difference.objects.create(
        figure=figure, value=Decimal("30.8"), explanation="前の説明", by=publisher()
    )
    text = text_of(client)
    assert "公表した値は 30.0％、いまの記録は 31.5％ です。説明を準備しています。" in text
    assert "前の説明" not in text


def test_what_is_not_published_yet_is_not_shown_but_for_what_the_portal_counts(client):
    indicator = an_indicator(code="i1")
    measure(indicator, 2025, "33.3")
    count(indicator, 2026, "44.4")
    html = client.get(PAGE).content.decode()
    assert "33.3" not in html
    assert "44.4" in html
    assert "速報" in html


@pytest.mark.parametrize(
    "address",
    [
        "/vision/mirai-2024/indicators/none/",
        "/vision/no-such-plan/indicators/i1/",
        f"/vision/mirai-2024/indicators/{'9' * 3000}/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    an_indicator(code="i1")
    client.assert_not_found(address)


def test_an_indicator_of_another_plan_is_not_found_here(client):
    a_plan()
    an_indicator(code="i1", plan=a_plan("other"))
    client.assert_not_found(PAGE)


def test_names_and_reasons_are_shown_and_never_run(client):
    script = "<script>alert(1)</script>"
    indicator = an_indicator(
        code="i1", name=f"指標{script}", note=script, unit="<b>", source=script
    )
    publish(indicator, 2025, "31.0", source=script)
    publish(indicator, 2025, "30.0", version=2, reason=script)
    for address in (PAGE, "/vision/mirai-2024/progress/", "/vision/mirai-2024/compare/"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<b>）" not in html


def test_the_page_asks_the_same_for_many_years(client, settings):
    settings.PUBLIC_PAGE_SECONDS = 0
    indicator = an_indicator(code="i1")
    publish(indicator, 2024, "30.0", recorded="31")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get_page(PAGE)
        return len(queries)

    few = asked()
    for year in range(2025, 2032):
        publish(indicator, year, "30.0")
        publish(indicator, year, "31.0", version=2, reason="x", recorded="32")
    assert asked() == few <= 7
