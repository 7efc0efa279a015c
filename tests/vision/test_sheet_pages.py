"""Progress sheets for everybody: a year in three views, and one in the order of the form."""

from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.japan.calendar import long_date
from tests import cast
from tests.vision.sheets import a_sheet, published, rewritten
from vision.models import Indicator, Measurement, ProgressSheet, PublishedFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(db):
    return cast.section_staff("one@example.jp")


@pytest.fixture
def other(db):
    return cast.section_staff("other@example.jp")


def test_without_anything_published_there_is_no_page(client, one):
    a_sheet(one)
    for address in ("/vision/sheets/", "/vision/sheets/2025/"):
        client.assert_not_found(address)
    client.assert_not_found(ProgressSheet.objects.get().get_absolute_url())


def test_the_three_views_hold_every_published_sheet(client, one, other):
    published(one, other, number=1)
    published(one, other, number=2, content=rewritten(title="急ぐ課題", urgency="high"))
    a_sheet(one, number=3, content=rewritten(title="まだ書きかけ"))
    for view in ("list", "matrix", "board", "nonsense"):
        text = " ".join(client.get_page(f"/vision/sheets/2025/?view={view}").text)
        assert "市民センターを使いやすく" in text
        assert "急ぐ課題" in text
        assert "まだ書きかけ" not in text


def test_the_matrix_puts_a_sheet_in_its_field(client, one, other):
    published(one, other, number=2, content=rewritten(title="急ぐ課題", urgency="high"))
    page = client.get("/vision/sheets/2025/?view=matrix").content.decode()
    high_row = page[page.index("インパクト 高") : page.index("インパクト 低")]
    first_field = high_row[: high_row.index("</td>")]
    assert "急ぐ課題" in first_field


def test_the_board_puts_a_bar_into_each_of_its_quarters(client, one, other):
    published(one, other)
    page = client.get("/vision/sheets/2025/?view=board").content.decode()
    columns = page.split("<section")[1:]
    assert ["設計" in column for column in columns] == [True, True, False, False]
    assert ["運用開始" in column for column in columns] == [False, False, True, True]


def test_a_sheet_stands_in_the_order_of_the_form_with_its_grid_as_a_table(client, one, other):
    sheet = published(one, other)
    page = client.get_page(sheet.get_absolute_url())
    text = " ".join(page.text)
    order = ["政策分野", "インパクト", "課題の内容", "めざす成果", "四半期ごとの計画", "進捗状況"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert [cell["scope"] for cell in page.all("th")].count("col") == 4
    bars = [cell["colspan"] for cell in page.all("td") if "quarters__bar" in cell.get("class", "")]
    assert bars == ["2", "2", "1"]


def test_a_year_costs_as_many_statements_with_one_sheet_as_with_many(client, one, other):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/vision/sheets/2025/?view=board&n={numbers[-1]}").status_code == 200
        return len(seen)

    numbers = [1]
    published(one, other, number=1)
    alone = statements()
    for number in range(2, 12):
        numbers.append(number)
        published(one, other, number=number)
    assert statements() == alone


# ---------------------------------------------------------------- figures inside a sheet


@pytest.fixture
def indicator(shipped_plan) -> Indicator:
    return Indicator.objects.create(
        plan=shipped_plan, code="use-1", name="市民センターの稼働率", unit="％", decimals=1
    )


def publish(indicator: Indicator, year: int, value: str, by, version: int = 1) -> None:
    PublishedFigure.objects.create(
        indicator=indicator,
        year=year,
        version=version,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        definition="稼働した区分の割合",
        value=Decimal(value),
        reason="数えなおし" if version > 1 else "",
        published_at=timezone.now(),
        published_by=by,
    )


def page_with(client, one, other) -> str:
    linked = rewritten(indicators=("kitakyushu-2026/use-1",))
    return " ".join(client.get_page(published(one, other, content=linked).get_absolute_url()).text)


def test_the_newest_published_figure_appears_inside(client, one, other, indicator):
    publish(indicator, 2023, "20.0", one)
    publish(indicator, 2024, "21.0", one)
    publish(indicator, 2024, "22.8", one, version=2)
    publish(indicator, 2026, "99.0", one)
    text = page_with(client, one, other)
    assert "22.8" in text
    assert "21.0" not in text
    assert "99.0" not in text
    assert "令和6（2024）年度" in text


def test_what_was_written_by_hand_waits_for_its_publication(client, one, other, indicator):
    Measurement.objects.create(
        indicator=indicator, year=2025, value=Decimal("33.3"), source="調査", by=one
    )
    text = page_with(client, one, other)
    assert "市民センターの稼働率" in text
    assert "数字はまだ公表していません" in text
    assert "33.3" not in text


def test_a_live_count_is_shown_as_early(client, one, other, indicator):
    Indicator.objects.update(metric="fill_rate")
    Measurement.objects.create(
        indicator=indicator, year=2025, value=Decimal("44.4"), origin=Measurement.Origin.LIVE
    )
    text = page_with(client, one, other)
    assert "44.4" in text
    assert "速報" in text


def test_the_day_of_publication_is_told(client, one, other):
    sheet = published(one, other)
    text = " ".join(client.get_page(sheet.get_absolute_url()).text)
    assert f"{long_date(timezone.localdate())}に公表（第1版）" in text


# ---------------------------------------------------------------- ways to the sheets


def test_the_list_of_plans_leads_to_sheets_once_there_are_some(client, one, other):
    links = [link["href"] for link in client.get_page("/vision/").all("a")]
    assert "/vision/sheets/" not in links
    published(one, other)
    caches["pages"].clear()
    assert "/vision/sheets/" in [link["href"] for link in client.get_page("/vision/").all("a")]
    assert client.get("/vision/sheets/").url == "/vision/sheets/2025/"


def test_an_item_shows_the_published_sheets_that_serve_it(client, one, other, shipped_plan):
    serves = {"items": ("kitakyushu-2026/policy-1-focus-1",)}
    sheet = published(one, other, number=1, content=rewritten(title="公表した課題", **serves))
    a_sheet(one, number=2, content=rewritten(title="書きかけの課題", **serves))
    page = client.get_page("/vision/kitakyushu-2026/policy-1-focus-1/")
    assert sheet.get_absolute_url() in [link["href"] for link in page.all("a")]
    assert "書きかけの課題" not in " ".join(page.text)


def test_a_council_member_finds_the_sheets_from_the_own_page(client, one):
    client.sign_in(cast.council_member())
    links = [link["href"] for link in client.get_page("/my/").all("a")]
    assert "/desk/plans/sheets/" in links
