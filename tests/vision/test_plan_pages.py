import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.japan import calendar
from tests.vision.measured import an_indicator
from tests.vision.plan_files import item_row, plan_row, small_plan, write_csv
from tests.vision.published import publish
from vision.plans.loading import load_plan

pytestmark = pytest.mark.django_db

PLAN = "/vision/kitakyushu-2026/"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get_page(address)
    return len(queries)


def test_the_list_shows_the_current_plan_with_its_policies_and_then_the_others(
    client, shipped_plan, tmp_path, monkeypatch
):
    monkeypatch.setattr("vision.views.public.fiscal_year", lambda day: 2026)
    load_plan(
        write_csv(
            tmp_path,
            [
                plan_row(
                    番号="old-2021",
                    名称="前の計画",
                    自治体="北九州市",
                    最初の年度=2021,
                    最後の年度=2025,
                )
            ],
        )
    )

    text = " ".join(client.get_page("/vision/").text)

    assert "2026〜2040年度（15年間）" in text
    assert "持続可能な地域づくりに向けた地域力の育成" in text
    assert text.index("北九州市生涯学習ビジョン") < text.index("前の計画")


def test_the_plans_of_the_city_come_first_and_those_of_other_cities_last(
    client, shipped_plan, tmp_path, monkeypatch
):
    monkeypatch.setattr("vision.views.public.fiscal_year", lambda day: 2027)
    load_plan(write_csv(tmp_path, small_plan()))

    text = " ".join(client.get_page("/vision/").text)

    assert "ビジョンの全体を見る" in text
    assert "推進計画の全体を見る" not in text, "another city's plan is not among the current ones"
    assert text.index("ほかの期間の計画") < text.index("北九州市生涯学習推進計画")
    assert text.index("ほかのまちの計画") < text.index("みらい市生涯学習推進計画")


def test_without_any_plan_the_list_says_whom_to_ask(client):
    assert "公開している計画は、いまはありません。" in " ".join(client.get_page("/vision/").text)


def test_a_plan_shows_its_period_its_idea_and_every_item_once_in_order(client, shipped_plan):
    page = client.get_page(PLAN)
    text = "".join(page.text)

    assert "2026〜2040年度（15年間）" in text
    assert "おおむね5年ごとに検証・見直しを行います。" in text
    assert "共に学び、共に育つ　「共育」が拓くまちの未来" in text
    addresses = [a["href"] for a in page.all("a") if a["href"].startswith(PLAN)]
    assert addresses == [f"{PLAN}outline/"] + [
        f"{PLAN}{code}/"
        for code in shipped_plan.items.order_by("path").values_list("code", flat=True)
    ]


def test_the_kind_and_period_stand_once_over_the_items_that_share_them(client, shipped_plan):
    text = "".join(client.get_page(PLAN).text)
    assert text.count("重点的な取組") == 3
    assert text.count("2026～2030年") == 3 + 1  # the introduction says it too


def test_an_item_shows_its_place_in_the_plan(client, shipped_plan):
    page = client.get_page(f"{PLAN}policy-1-initiative-6/")

    assert page.title.startswith("“活動”へつなげるためのマッチングの強化")
    trail = [a["href"] for a in page.all("a") if a["href"].startswith("/vision/")]
    assert trail[:5] == [
        "/vision/",
        "/vision/",
        PLAN,
        f"{PLAN}policy-1/",
        f"{PLAN}policy-1-pillar-2/",
    ]


def test_an_item_shows_what_lies_below_it_and_nothing_of_its_neighbours(client, shipped_plan):
    text = "".join(client.get_page(f"{PLAN}policy-1-pillar-2/").text)
    assert "“活動”に関する情報発信の強化" in text
    assert "届けたい相手に合わせた情報発信のチャネルの多様化" not in text


def test_an_item_shows_the_texts_its_plan_states_and_no_empty_headings(client, tmp_path):
    rows = [
        plan_row(),
        item_row(
            1, "k1", 現状と課題="人が足りません。", 市民の取組="参加する", 行政の取組="支える"
        ),
        item_row(1, "k2"),
    ]
    load_plan(write_csv(tmp_path, rows))

    full = "".join(client.get_page("/vision/mirai-2027/k1/").text)
    assert "人が足りません。" in full
    assert "現状と課題" in full
    assert "市民の取組" in full
    assert "地域の取組" not in full
    assert "5年後の姿" not in full
    assert "だれが何をするか" not in "".join(client.get_page("/vision/mirai-2027/k2/").text)


def test_the_colours_of_a_plan_come_from_its_data_as_a_stylesheet(client, tmp_path):
    load_plan(write_csv(tmp_path, [plan_row(), item_row(1, "k1", 色="#a90000"), item_row(2, "k2")]))

    response = client.get("/vision/mirai-2027/colors.css")

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "public" in response["Cache-Control"]
    assert response.content.decode() == ".tone-0001 { --tone: #a90000; }"
    page = client.get_page("/vision/mirai-2027/k2/")
    assert "/vision/mirai-2027/colors.css" in [link["href"] for link in page.all("link")]
    article = page.all("article")[0]
    assert "tone-0001" in article["class"].split(), "an item without colour takes the one above it"


@pytest.mark.parametrize(
    "address",
    [
        "/vision/no-such-plan/",
        "/vision/no-such-plan/colors.css",
        "/vision/no-such-plan/policy-1/",
        f"{PLAN}no-such-item/",
        f"{PLAN}policy-1' OR 1=1/",
        f"{PLAN}{'9' * 3000}/",
        "/vision/とても良い計画/",
    ],
)
def test_what_is_not_there_is_not_found(client, shipped_plan, address):
    client.assert_not_found(address)


@pytest.mark.parametrize("address", ["/vision/", PLAN, f"{PLAN}policy-1/", f"{PLAN}colors.css"])
def test_pages_are_for_reading_only(client, shipped_plan, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ["/vision/", PLAN, f"{PLAN}policy-1/"])
def test_pages_are_the_same_for_everybody(client, shipped_plan, address):
    response = client.get(address)
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_text_from_a_file_is_shown_and_never_run(client, tmp_path):
    script = "<script>alert(1)</script>"
    head = plan_row(名称=f"計画{script}", 説明=script, めざす姿=script, 出典=script)
    rows = [
        head,
        item_row(1, "k1", f"項目{script}", 説明=script, 見出し="<b>1</b>", 行政の取組=script),
    ]
    load_plan(write_csv(tmp_path, rows))

    for address in ["/vision/", "/vision/mirai-2027/", "/vision/mirai-2027/k1/"]:
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<b>1</b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("address", ["/vision/", "/vision/mirai-2027/", "/vision/mirai-2027/k1/"])
def test_the_number_of_queries_does_not_grow_with_the_plan(client, tmp_path, settings, address):
    settings.PUBLIC_PAGE_SECONDS = 0
    load_plan(write_csv(tmp_path, small_plan()[:3]))
    few = queries_of(client, address)

    many = [*small_plan()[:3], *(item_row(3, f"x{n}", kind=f"種別{n % 7}") for n in range(60))]
    load_plan(write_csv(tmp_path, many))
    for year in range(2032, 2042):
        load_plan(
            write_csv(tmp_path, [plan_row(番号=f"p-{year}"), item_row(1, "k1", 色="#0055ad")])
        )

    assert queries_of(client, address) == few <= 8


def test_the_fiscal_year_decides_which_plan_is_current(client, shipped_plan, monkeypatch):
    monkeypatch.setattr(
        "vision.views.public.fiscal_year", lambda day: calendar.fiscal_year(day) + 99
    )
    assert "ほかの期間の計画" in "".join(client.get_page("/vision/").text)


def test_an_item_shows_the_figures_of_itself_and_of_what_lies_below(client, shipped_plan):
    item = {one.code: one for one in shipped_plan.items.all()}
    publish(
        an_indicator(plan=shipped_plan, item=item["policy-1-initiative-6"], name="つながった人"),
        2026,
        "31.5",
    )
    publish(an_indicator(plan=shipped_plan, item=item["policy-2"], name="地域の数字"), 2026, "12.5")

    text = "".join(client.get_page(f"{PLAN}policy-1/").text)

    assert "つながった人" in text
    assert "31.5" in text
    assert "地域の数字" not in text
    assert "数字でみる" not in "".join(client.get_page(f"{PLAN}policy-3/").text)
