import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vision.plans.finding import find
from vision.plans.loading import load_plan

from .plan_files import item_row, plan_row, small_plan, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path):
    rows = [
        plan_row(),
        item_row(1, "k1", "デジタルの学び", "基本施策", 見出し="基本施策1"),
        item_row(
            2, "k1-1", "スマホの教室",
            説明="市民センターでひらきます。ＩＣＴが苦手な人も歓迎です。",
        ),
        item_row(2, "k1-2", "図書館の時間をのばす", 行政の取組="ﾎﾞﾗﾝﾃｨｱと夜も開けます。"),
        item_row(1, "k2", "家庭教育の支援", "基本施策"),
    ]  # fmt: skip
    return load_plan(write_csv(tmp_path, rows)).plan


def codes(plan, typed: str) -> list[str]:
    return [one.item.code for one in find(plan.items.for_outline(), typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("でじたる", ["k1"]),
        ("デシタル", ["k1"]),
        ("ict", ["k1-1"]),
        ("ＩＣＴ　センター", ["k1-1"]),
        ("ぼらんてぃあ", ["k1-2"]),
        ("ボランテイア", ["k1-2"]),
        ("教育", ["k2"]),
        ("基本施策", ["k1", "k2"]),
        ("教室 図書館", []),
        ("宇宙", []),
        ("、。ー", []),
    ],
)
def test_words_are_found_however_they_are_typed(plan, typed, expected):
    assert codes(plan, typed) == expected


def test_the_page_shows_what_was_found_where_it_stands_and_the_sentence(client, plan):
    page = client.get_page("/vision/mirai-2027/?q=ict")
    text = "".join(page.text)

    assert "「ict」が載っている項目：1件" in text
    assert "ＩＣＴが苦手な人も歓迎です。" in text
    assert "市民センターでひらきます" not in text
    assert "基本施策1" in text
    assert "/vision/mirai-2027/k1-1/" in [a["href"] for a in page.all("a")]


def test_when_nothing_is_found_there_is_a_way_on(client, plan):
    page = client.get_page("/vision/mirai-2027/?q=宇宙")
    assert "「宇宙」が載っている項目は見つかりませんでした。" in "".join(page.text)
    assert "/vision/mirai-2027/" in [a["href"] for a in page.all("a")]


def test_what_was_typed_is_shown_and_never_run(client, plan):
    html = client.get("/vision/mirai-2027/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize("q", ["", "   ", "　"])
def test_nothing_typed_shows_the_whole_plan(client, plan, q):
    assert "家庭教育の支援" in "".join(client.get_page(f"/vision/mirai-2027/?q={q}").text)


def test_a_long_search_is_cut_and_the_queries_stay_few(client, plan, tmp_path, settings):
    settings.PUBLIC_PAGE_SECONDS = 0
    with CaptureQueriesContext(connection) as few:
        client.get_page("/vision/mirai-2027/?q=学")
    many = [*small_plan(), *(item_row(1, f"x{n}", f"学び{n}") for n in range(60))]
    load_plan(write_csv(tmp_path, many))
    with CaptureQueriesContext(connection) as queries:
        client.get_page(f"/vision/mirai-2027/?q={'学' * 500}")
        client.get_page("/vision/mirai-2027/?q=学")
    assert len(queries) == 2 * len(few)


def test_the_outline_shows_every_name_once_and_no_texts(client, plan):
    page = client.get_page("/vision/mirai-2027/outline/")
    items = [a["href"] for a in page.all("a") if a["href"].startswith("/vision/mirai-2027/k")]
    assert items == [f"/vision/mirai-2027/{code}/" for code in ("k1", "k1-1", "k1-2", "k2")]
    assert "歓迎" not in "".join(page.text)
