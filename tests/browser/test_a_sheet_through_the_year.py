"""A sheet through its year: written, handed in, sent back, approved, published, read on a phone."""

import pytest
from django.core.cache import caches
from playwright.sync_api import Page, expect

from tests import cast
from tests.vision.sheets import a_sheet
from vision.models import ProgressSheet

pytestmark = pytest.mark.browser
DESK = "/desk/plans/sheets/"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk_of(signed_in, transactional_db):
    """The page of somebody at the desk, with a second factor."""

    def open_for(user, **options) -> Page:
        cast.with_second_factor(user)
        return signed_in(user, **options).new_page()

    return open_for


def test_from_draft_to_the_residents_phone(desk_of, new_context):
    clerk = cast.section_staff("clerk@example.jp")
    chief = cast.section_staff("chief@example.jp")
    member = cast.council_member()
    sheet = a_sheet(clerk)
    writing, judging, reading = desk_of(clerk), desk_of(chief), desk_of(member)
    write(writing, sheet)

    reading.goto(DESK)
    reading.get_by_role("link", name="市民センターを使いやすく").click()
    reading.get_by_label("意見を書く").fill("どの時間に使われたかも知りたいです。")
    reading.get_by_role("button", name="意見を送る").click()
    expect(reading.get_by_role("status")).to_contain_text("意見を書きました")

    judging.goto(f"{DESK}{sheet.pk}/")
    judging.get_by_text("差し戻す", exact=True).first.click()
    judging.get_by_label("差し戻すわけ").fill("数字を足してください。")
    judging.get_by_role("button", name="差し戻す").click()
    expect(judging.get_by_role("status")).to_contain_text("差し戻しました")

    writing.goto(f"{DESK}{sheet.pk}/")
    expect(writing.get_by_text("数字を足してください。").first).to_be_visible()
    writing.get_by_role("button", name="書く").click()
    writing.get_by_label("取組結果（自己評価）").fill("12館で日曜に開きました。")
    writing.get_by_role("button", name="保存する", exact=True).click()
    writing.get_by_role("button", name="提出する").click()
    expect(writing.get_by_role("status")).to_contain_text("提出しました")

    judging.goto(f"{DESK}{sheet.pk}/")
    judging.get_by_role("button", name="承認する").click()
    judging.get_by_role("button", name="公表する").click()
    expect(judging.get_by_role("status")).to_contain_text("公表しました")
    judging.get_by_role("textbox", name="回答").fill("次の年度から数えます。")
    judging.get_by_role("button", name="回答する").click()
    expect(judging.get_by_role("status")).to_contain_text("回答しました")
    read_on_a_phone(new_context(viewport=PHONE).new_page(), sheet)


def write(page: Page, sheet: ProgressSheet) -> None:
    page.goto(f"{DESK}{sheet.pk}/")
    page.get_by_role("button", name="書く").click()
    expect(page.get_by_role("status").last).to_contain_text("ほかの人は書けません")
    page.get_by_role("group", name="取組2").get_by_label("すること").nth(1).fill("予算要求")
    page.get_by_label("はじめ").nth(5).select_option("2")
    page.get_by_role("button", name="保存する", exact=True).click()
    page.get_by_role("button", name="提出する").click()
    expect(page.get_by_role("status")).to_contain_text("提出しました")


def read_on_a_phone(page: Page, sheet: ProgressSheet) -> None:
    caches["pages"].clear()
    page.goto("/vision/sheets/2025/")
    page.get_by_role("link", name="インパクトと緊急度").click()
    page.get_by_role("link", name="市民センターを使いやすく").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("市民センターを使いやすく")
    expect(page.get_by_role("cell", name="第3〜第4四半期： 運用開始")).to_be_visible()
    expect(page.get_by_text("12館で日曜に開きました。")).to_be_visible()
    expect(page.get_by_text("次の年度から数えます。")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_it_is_written_all_the_same(desk_of):
    clerk = cast.section_staff("clerk@example.jp")
    sheet = a_sheet(clerk)
    page = desk_of(clerk, java_script_enabled=False)
    page.goto(f"{DESK}{sheet.pk}/")
    page.get_by_role("button", name="書く").click()
    page.get_by_role("button", name="行をふやす").click()
    strand = page.get_by_role("group", name="取組3", exact=True)
    strand.get_by_label("取組", exact=False).first.fill("多目的利用")
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("保存しました")
    assert ProgressSheet.objects.get().told().strands[-1].name == "多目的利用"
