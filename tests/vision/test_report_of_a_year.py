"""The report of a year: a page to print, and the same as an Excel file."""

import io

import pytest
from django.core.cache import caches
from django.urls import reverse
from openpyxl import load_workbook

from tests import cast
from tests.vision.measured import a_plan, an_indicator, measure
from tests.vision.published import publish
from vision.models import PlanItem, PlanLevel, ProgressSheet, SheetVersion, YearReport
from vision.progress.publishing import publish_figure, publish_year

pytestmark = pytest.mark.django_db

A4, A3 = 9, 8
YEAR = 2025
A4, A3 = 9, 8


@pytest.fixture
def published():
    """A plan with a policy, two indicators and a sheet, its year published."""
    plan, staff = a_plan(), cast.section_staff()
    level = PlanLevel.objects.create(plan=plan, name="基本施策", order=0)
    item = PlanItem.objects.create(
        plan=plan, level=level, path="0001", code="k1", name="学ぶ機会を広げる", color="#0055ad"
    )
    an_indicator(plan=plan, item=item, measured={YEAR: "51"}, source="市民意識調査")
    late = an_indicator(plan=plan, name="未着手のもの", targets={})
    measure(late, YEAR, None)
    was = YearReport().state
    YearReport.write(plan, YEAR, story="講座がふえました。", behind="周知が遅れています。", was=was)
    publish_year(plan, YEAR, by=staff)
    sheet = ProgressSheet.objects.create(
        year=YEAR, bureau="総務市民局", area="B", number=4, title="環境整備", field="地域振興",
        impact="high", urgency="low", challenge="x", version=1, published_version=1,
    )  # fmt: skip
    told = {
        "title": "市民センターの環境整備",
        "field": "地域振興",
        "impact": "high",
        "urgency": "low",
        "challenge": "利用者に偏りがある。",
        "progress": "準備を進めている。",
        "strands": [
            {"name": "予約", "body": "", "bars": [{"name": "=運用テスト", "first": 2, "last": 3}]}
        ],
        "items": [f"{plan.slug}/k1"],
    }
    SheetVersion.objects.create(sheet=sheet, number=1, content=told)
    return plan


def page(client, plan, **query) -> str:
    response = client.get(reverse("vision:report", args=[plan.slug]), query or {"year": YEAR})
    assert response.status_code == 200
    return response.content.decode()


def book(client, plan):
    response = client.get(reverse("vision:report_file", args=[plan.slug]), {"year": YEAR})
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def test_the_page_holds_words_figures_and_sheets(client, published):
    read = page(client, published)
    for words in (
        "令和7（2025）年度の報告",
        "講座がふえました。",
        "周知が遅れています。",
        "51.0％",
        "市民意識調査",
        "未着手",
        "市民センターの環境整備",
        "準備を進めている。",
    ):
        assert words in read


def test_a_figure_not_published_is_in_no_report(client):
    an_indicator(measured={YEAR: "40"})
    assert "40.0" not in page(client, a_plan())


def test_the_workbook_has_the_layout_staff_know(client, published):
    sheets = book(client, published)
    assert sheets.sheetnames == ["あらまし", "指標", "進捗シート"]
    rows = list(sheets["指標"].iter_rows(values_only=True))
    assert rows[0][:4] == ("基本方針・柱", "項目", "番号", "指標")
    assert rows[1][0] == "学ぶ機会を広げる"
    assert rows[1][5:11] == (28.6, 2015, "50.0％", 51, "A", 102)
    assert rows[2][8:10] == ("未着手", "D")
    challenge = list(sheets["進捗シート"].iter_rows(values_only=True))[1]
    assert challenge[:6] == ("B", 4, "市民センターの環境整備", "地域振興", "高", "低")
    assert challenge[6:10] == (None, "'=運用テスト", "'=運用テスト", None)


def test_a_correction_is_named_in_both(client, published):
    indicator = published.indicators.get(source="市民意識調査")
    measure(indicator, YEAR, "52")
    publish_figure(indicator, YEAR, by=cast.section_staff("other@example.jp"), reason="集計")
    assert "訂正（第2版）" in page(client, published)
    rows = list(book(client, published)["指標"].iter_rows(values_only=True))
    assert rows[1][8] == 52
    assert rows[1][11] == "公表（第2版）"


def test_an_indicator_without_a_figure_of_the_year_is_named_with_its_last_one(client, published):
    every_third = an_indicator(plan=published, name="三年ごとの調査", targets={})
    publish(every_third, 2024, "31.5")
    never = an_indicator(plan=published, name="数えはじめる指標", metric="courses", targets={})
    read = page(client, published)
    rows = read[read.index("<tbody>") : read.rindex("</tbody>")]
    assert never.name not in rows
    assert every_third.name not in rows
    rest = " ".join(read[read.rindex("</tbody>") :].split())
    assert "2025年度の数字がない指標" in rest
    assert "三年ごとの調査：2024年度は 31.5％</li>" in rest
    assert "数えはじめる指標</li>" in rest
    told = {row[3]: row[11] for row in book(client, published)["指標"].iter_rows(values_only=True)}
    assert told["数えはじめる指標"] == told["三年ごとの調査"] == "この年度の数字なし"


def test_what_the_records_say_by_now_is_told_in_both(client, published):
    measure(published.indicators.get(source="市民意識調査"), YEAR, "52.5")
    assert "いまの記録では 52.5％。説明を準備しています。" in page(client, published)
    rows = list(book(client, published)["指標"].iter_rows(values_only=True))
    assert rows[1][8] == 51
    assert rows[1][11] == "公表（第1版）。いまの記録：52.5。説明を準備中"


@pytest.mark.parametrize("year", ["1999", "abc", "２０２５", "20255"])
def test_a_year_that_is_none_is_not_found(client, published, year):
    for name in ("report", "report_file"):
        address = reverse(f"vision:{name}", args=[published.slug])
        assert client.get(address, {"year": year}).status_code == 404


def test_many_indicators_cost_no_more_statements(client, published, django_assert_max_num_queries):
    for _ in range(10):
        an_indicator(plan=published, measured={YEAR: "1"})
    with django_assert_max_num_queries(14):
        page(client, published)


def test_the_workbook_prints_as_wide_as_its_paper_with_every_word_in_its_field(client, published):
    story = "この年は、たくさんの講座がふえました。" * 20
    YearReport.objects.filter(plan=published, year=YEAR).update(story=story)
    sheets = book(client, published)
    for sheet in sheets:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "&P / &N"
        assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
    papers = {sheet.title: sheet.page_setup.paperSize for sheet in sheets}
    assert papers == {"あらまし": A4, "指標": A4, "進捗シート": A3}
    words = sheets["あらまし"]
    assert words["B5"].value == story
    lines = -(-len(story) // 37)  # so many kanji of ten points fit side by side
    assert words.row_dimensions[5].height >= lines * 15


def test_of_another_citys_plan_it_says_who_tells_of_it(client, published, settings):
    city = settings.CITY["city"]["name"]
    assert f"{published.city}の計画を、" in page(client, published)
    published.city = city
    published.save()
    caches["pages"].clear()
    assert f"{city}の計画を、" not in page(client, published)
