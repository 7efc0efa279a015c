"""How the plan goes, for everybody: a year at a glance."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.vision.measured import a_plan, an_indicator, measure
from tests.vision.published import a_report, count, publish, publisher
from vision.models import Difference, Indicator, PlanItem, ProgressSheet, SheetVersion

pytestmark = pytest.mark.django_db

PAGE = "/vision/mirai-2024/progress/"


@pytest.fixture(autouse=True)
def in_2026(monkeypatch):
    monkeypatch.setattr("vision.progress.year.this_year", lambda: 2026)


def a_policy(number: int, plan=None) -> PlanItem:
    plan = plan or a_plan()
    level = plan.levels.get_or_create(name="基本方針", defaults={"order": 1})[0]
    return plan.items.create(
        level=level,
        code=f"policy-{number}",
        path=f"{number:04}",
        name=f"{number}番目の方針",
        label=f"基本方針{number}",
        color="#0055ad",
    )


def text_of(client, address: str = PAGE) -> str:
    return "".join(client.get_page(address).text)


def test_the_page_opens_on_the_year_published_last(client):
    indicator = an_indicator()
    publish(indicator, 2024, "30.0")
    publish(indicator, 2025, "31.5")
    count(an_indicator(metric="participants"), 2026, "3")
    a_report(2024)
    a_report(2025)

    page = client.get_page(PAGE)

    assert page.title.startswith("令和7（2025）年度の進みぐあい")
    assert "2026年6月1日に公表した数字です。" in "".join(page.text)
    years = [a["href"] for a in page.all("a") if a["href"].startswith("?year=")]
    assert years == ["?year=2026", "?year=2025", "?year=2024"]


def test_the_grades_are_counted_with_their_shares(client):
    for value in ("50.0", "31.0", "10.0", None):
        publish(an_indicator(), 2025, value)
    text = text_of(client)
    assert "達成度のついた指標4件のうち、1件が目標に届きました。" in text
    assert "4件のうち、A（目標達成）1件 25.0％、B（目標の61～99％達成）1件 25.0％" in text


def test_each_policy_shows_its_own_indicators_and_the_whole_plan_comes_last(client):
    first, second = a_policy(1), a_policy(2)
    below = first.plan.items.create(
        level=first.level, parent=first, code="k1-1", path="00010001", name="下の項目"
    )
    publish(an_indicator(name="下の指標", item=below), 2025, "45")
    publish(an_indicator(name="全体の指標"), 2025, "45")
    text = text_of(client)
    order = ["1番目の方針", "下の指標", "2番目の方針", "計画全体", "全体の指標"]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert "この基本方針には、数字ではかる指標がまだありません。" in text
    assert second.name in text


def test_what_was_entered_by_hand_is_not_public_before_it_is_published(client):
    measure(an_indicator(), 2025, "33.3")
    text = text_of(client, f"{PAGE}?year=2025")
    assert "33.3" not in text
    assert "まだありません" in text


def test_what_the_portal_counts_is_shown_as_a_first_figure_without_a_grade(client):
    publish(an_indicator(metric="participants", code="live"), 2025, "40.0")
    count(Indicator.objects.get(code="live"), 2026, "12.3")
    page = client.get_page(f"{PAGE}?year=2026")
    text = "".join(page.text)
    assert "12.3" in text
    assert "速報" in text
    assert "達成度のついた" not in text
    assert "令和8（2026）年度の報告は、まだ公表していません。" in text


def test_the_figure_shown_is_the_one_published_and_the_change_is_told(client):
    figure = publish(an_indicator(), 2025, "30.0", recorded="31.5")
    text = text_of(client)
    assert "30.0" in text
    assert "いまの記録では 31.5％ です。説明を準備しています。" in text

    Difference.objects.create(
        figure=figure, value="31.5", explanation="おくれて届いた票を数えました。", by=publisher()
    )
    caches["pages"].clear()
    text = text_of(client)
    assert "いまの記録では 31.5％ です。おくれて届いた票を数えました。" in text
    assert "説明を準備しています" not in text


def test_a_correction_stands_in_place_of_what_it_corrects(client):
    indicator = an_indicator()
    publish(indicator, 2025, "30.0")
    publish(indicator, 2025, "29.0", version=2, reason="計算のまちがい")
    text = text_of(client)
    assert "29.0" in text
    assert "30.0％" not in text
    assert "公表のあとに訂正しました（第2版）。" in text


def test_the_story_of_the_year_and_what_is_behind_are_told(client):
    publish(an_indicator(name="まだの指標"), 2025, None)
    a_report(2025, story="学びの場が増えました。", behind="若者の参加がこれからです。")
    text = text_of(client)
    assert "学びの場が増えました。" in text
    behind = text[text.index("遅れていること") :]
    assert behind.index("若者の参加がこれからです。") < behind.index("まだの指標")


def test_a_story_not_yet_published_is_not_shown(client):
    an_indicator().plan.reports.create(year=2025, story="下書きです。")
    assert "下書きです。" not in text_of(client, f"{PAGE}?year=2025")


def test_sheets_are_shown_as_they_were_published(client):
    plan = an_indicator().plan
    sheet = ProgressSheet.objects.create(
        year=2025, bureau="生涯学習課", area="A", number=2, title="書きかけの題", field="教育",
        impact="high", urgency="high", challenge="x", status="draft", version=2,
    )  # fmt: skip
    told = {"title": "公表した題", "items": [f"{plan.slug}/k1"], "progress": "進んだ", "result": ""}
    SheetVersion.objects.create(
        sheet=sheet, number=1, content=told | {"progress_as_of": "令和8年1月末"}
    )
    SheetVersion.objects.create(sheet=sheet, number=2, content=told | {"title": "書きかけの題"})
    assert "公表した題" not in text_of(client, f"{PAGE}?year=2025")

    ProgressSheet.objects.filter(pk=sheet.pk).update(published_version=1)
    caches["pages"].clear()
    text = text_of(client, f"{PAGE}?year=2025")
    assert "A（2）公表した題" in text
    assert "途中の進み（令和8年1月末）まで公表" in text
    assert "書きかけの題" not in text


def test_a_plan_without_indicators_offers_other_ways(client):
    a_plan()
    page = client.get_page(PAGE)
    assert "この計画には、数字ではかる指標がまだのっていません。" in "".join(page.text)
    assert {"/vision/mirai-2024/", "/vision/"} <= {a["href"] for a in page.all("a")}


def test_a_plan_that_has_not_begun_has_a_page(client):
    an_indicator(plan=a_plan("later", first_year=2030, last_year=2034))
    assert "令和12（2030）年度" in text_of(client, "/vision/later/progress/")


@pytest.mark.parametrize("year", ["2019", "2027", "20２5", "x", "-1", "99999", "2025.0", "%00"])
def test_a_year_that_is_none_of_the_plan_is_no_page(client, year):
    an_indicator()
    status = client.get(f"{PAGE}?year={year}").status_code
    assert status == (400 if year == "%00" else 404)


def test_grades_are_told_by_letter_and_word_and_every_picture_has_words(client):
    indicator = an_indicator(name="学んだ人")
    publish(indicator, 2024, "30.0")
    publish(indicator, 2025, "31.5")
    html = client.get(PAGE).content.decode()
    assert "（目標の61～99％達成）" in html
    assert "<title>推移：2015年度は28.6、2025年度は31.5（％）</title>" in html
    assert 'scope="col" class="figures__number">2024年度' in html
    assert " style=" not in html


def test_the_page_is_the_same_for_everybody_and_asks_the_same_for_many(client, settings):
    publish(an_indicator(item=a_policy(1)), 2025, "30.0", recorded="31")
    a_report(2025, story="x")
    settings.PUBLIC_PAGE_SECONDS = 30
    response = client.get(PAGE)
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    settings.PUBLIC_PAGE_SECONDS = 0

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get_page(PAGE)
        return len(queries)

    few = asked()
    for number in range(2, 14):
        indicator = an_indicator(item=a_policy(number), targets={2025: "40", 2031: "50"})
        for year in range(2016, 2026):
            publish(indicator, year, "30.0", recorded="31")
        count(indicator, 2026, "3")
    for year in range(2016, 2025):
        a_report(year)
    assert asked() == few <= 11


def test_names_sources_and_units_of_a_row_are_shown_and_never_run(client):
    evil = "<script>alert(1)</script>"
    indicator = an_indicator(name=evil, unit="<b>", source=evil)
    publish(indicator, 2024, "30", unit="<b>", source=evil, aimed_at=evil)
    publish(indicator, 2025, "40", recorded="41", unit="<b>", source=evil, aimed_at=evil)
    a_report(2025)
    page = client.get("/vision/mirai-2024/progress/?year=2025").content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page.replace('<b class="', "")
    assert page.count("&lt;script&gt;alert(1)") > 2
