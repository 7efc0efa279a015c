"""Years side by side, and one plan beside another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.vision.measured import a_plan, an_indicator
from tests.vision.published import a_report, publish

pytestmark = pytest.mark.django_db

PAGE = "/vision/mirai-2024/compare/"


@pytest.fixture(autouse=True)
def in_2026(monkeypatch):
    monkeypatch.setattr("vision.progress.year.this_year", lambda: 2026)


def text_of(client, address: str = PAGE) -> str:
    return "".join(client.get_page(address).text)


def an_earlier_plan():
    return a_plan("mae-2021", name="前の計画", first_year=2021, last_year=2023)


def test_years_stand_side_by_side_with_their_grades(client):
    indicator = an_indicator()
    publish(indicator, 2024, "30.0")
    publish(indicator, 2025, "50.0")
    text = text_of(client)
    assert text.index("令和6（2024）年度") < text.index("令和7（2025）年度")
    assert "令和8（2026）年度" not in text, "of which nothing is known"
    assert text.count("100.0％") == 2


def test_another_plan_is_laid_beside_where_name_and_unit_agree(client):
    publish(an_indicator(name="学んだ人の割合", unit="％"), 2025, "35.5")
    before = an_earlier_plan()
    publish(an_indicator(plan=before, name="学んだ 人の割合", unit="%"), 2022, "28.6")
    publish(an_indicator(plan=before, name="学んだ人の割合", unit="人"), 2022, "77")
    page = client.get_page(f"{PAGE}?with=mae-2021")
    text = "".join(page.text)
    assert sum(a.get("class") == "pair" for a in page.all("section")) == 1
    assert "前の計画：令和4（2022）年度 28.6%" in text
    assert "みらい市生涯学習推進計画：令和7（2025）年度 35.5％" in text
    assert "77" not in text


def test_items_that_continue_the_other_plans_are_shown(client):
    plans = [an_earlier_plan(), a_plan()]
    earlier = None
    for plan in plans:
        level = plan.levels.create(name="施策", order=1)
        earlier = plan.items.create(
            level=level, code="k1", path="0001", name=f"{plan.slug}の施策", continues=earlier
        )
    for address in (f"{PAGE}?with=mae-2021", "/vision/mae-2021/compare/?with=mirai-2024"):
        text = text_of(client, address)
        shown = text[text.index("引きつがれた項目") :]
        assert shown.index("mae-2021の施策") < shown.index("mirai-2024の施策")


def test_plans_that_follow_one_another_are_offered_first(client):
    a_plan()
    a_plan("other", city="ほかの市", name="ほかの計画")
    an_earlier_plan()
    kin = a_plan("kin", city="ほかの市", name="引きつぐ計画", first_year=2019, last_year=2023)
    old = kin.items.create(
        level=kin.levels.create(name="施策", order=1), code="k1", path="0001", name="前"
    )
    plan = a_plan()
    plan.items.create(
        level=plan.levels.create(name="施策", order=1), code="k1", path="0001", name="今",
        continues=old,
    )  # fmt: skip
    offered = [a["href"] for a in client.get_page(PAGE).all("a") if a["href"].startswith("?with=")]
    assert offered == ["?with=kin", "?with=mae-2021", "?with=other"]


def test_where_nothing_is_alike_or_known_the_page_says_so(client):
    an_indicator()
    an_earlier_plan()
    text = text_of(client, f"{PAGE}?with=mae-2021")
    assert "2つの計画に、名前と単位が同じ指標はありません。" in text
    assert "公表した数字は、まだありません。" in text


@pytest.mark.parametrize("other", ["none", "mirai-2024", "<b>"])
def test_an_unknown_plan_is_no_page(client, other):
    an_indicator()
    client.assert_not_found(f"{PAGE}?with={other}")


def test_the_page_asks_the_same_for_many(client, settings):
    settings.PUBLIC_PAGE_SECONDS = 0
    before = an_earlier_plan()

    def one_more(number: int) -> None:
        for plan in (a_plan(), before):
            indicator = an_indicator(plan=plan, name=f"指標{number}")
            for year in range(2021, 2022 + number):
                publish(indicator, year, "30.0", recorded="31")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get_page(f"{PAGE}?with=mae-2021")
        return len(queries)

    one_more(1)
    few = asked()
    for number in range(2, 7):
        one_more(number)
        a_report(2020 + number)
    assert asked() == few <= 16
