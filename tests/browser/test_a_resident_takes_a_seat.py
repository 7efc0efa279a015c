"""The resident's whole way, from the first page to a seat and back, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.people.models import Person, User
from programs.models import Course, SignUp
from tests import cast
from tests.browser.steps import fill_in_person, sign_in

pytestmark = pytest.mark.browser

RECEIPT = re.compile(r"\d{3}-\d{3}-\d{3}")


@pytest.fixture
def course(transactional_db) -> Course:
    """A cooking course for children among others."""
    cast.a_course(title="大人の料理教室", fee=500)
    cast.a_course(title="はじめての水彩画", category=cast.a_category("美術", "art"))
    return cast.a_course(title="親子で料理", min_age=6, max_age=12, fee=0, capacity=12)


def find_it(page: Page) -> None:
    """Search, tick, go back and forward: list and address always say the same."""
    page.goto("/")
    page.get_by_role("searchbox", name="講座をさがすことば").fill("料理")
    page.get_by_role("button", name="さがす").click()
    expect(page).to_have_url(re.compile(r"/courses/\?q="))
    titles = page.locator("#results .row__title")
    expect(titles).to_have_count(2)

    page.evaluate("window.stayed = true")
    page.get_by_role("checkbox", name="無料").check()
    expect(titles).to_have_text(["親子で料理"])
    expect(page).to_have_url(re.compile("nice=free"))
    expect(page.get_by_role("heading", name="1件")).to_be_visible()
    assert page.evaluate("window.stayed"), "only the list was swapped"
    page.go_back()
    expect(titles).to_have_count(2)
    expect(page).not_to_have_url(re.compile("nice=free"))
    expect(page.get_by_role("checkbox", name="無料")).not_to_be_checked()
    page.go_forward()
    expect(titles).to_have_text(["親子で料理"])
    expect(page.get_by_role("checkbox", name="無料")).to_be_checked()
    expect(page.get_by_role("heading", level=1)).to_have_text("講座をさがす")


def test_from_the_first_page_to_a_seat_and_back(
    page, course, code_mailed_to, run_queue, mailoutbox
):
    find_it(page)
    page.get_by_role("link", name="親子で料理").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("親子で料理")
    page.get_by_role("link", name="このページから申し込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")
    sign_in(page, "hanako@example.jp", code_mailed_to)

    expect(page.get_by_role("heading", level=1)).to_have_text("はじめての登録")
    fill_in_person(page, ("髙﨑", "花子"), ("たかさき", "はなこ"), "1990-4-12")
    expect(page.get_by_role("heading", level=1)).to_have_text("この講座に申し込む")
    expect(page.get_by_text("この講座は12歳までです")).to_be_visible()

    page.get_by_role("link", name="家族を加える").click()
    fill_in_person(page, ("髙﨑", "太郎"), ("タカサキ", "タロウ"), "2018-5-5")
    page.get_by_role("radio", name="髙﨑 太郎").check()
    page.get_by_label("保護者として同意します").check()
    page.get_by_role("button", name="この内容で申し込む").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("申込を受け付けました")
    receipt = RECEIPT.search(page.locator(".receipt-number").inner_text())[0]
    sign_up = SignUp.objects.get()
    assert sign_up.receipt_number == receipt
    assert sign_up.person == Person.objects.get(given_name="太郎")
    assert sign_up.by == User.objects.get()

    page.get_by_role("link", name="マイページを見る").click()
    expect(page.get_by_role("link", name="親子で料理")).to_be_visible()
    expect(page.get_by_text(f"受付番号 {receipt}")).to_be_visible()

    page.get_by_role("link", name="親子で料理").click()
    page.get_by_role("link", name="申込を取り消す").click()
    page.get_by_role("button", name="申込を取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申込を取り消しました")
    page.get_by_role("link", name="マイページを見る").click()
    past = page.get_by_role("region", name="これまでの申込")
    expect(past.get_by_text("取り消しました")).to_be_visible()
    course.refresh_from_db()
    assert course.seats_taken == 0

    run_queue()
    code, seated, withdrawn = mailoutbox
    assert {*code.to, *seated.to, *withdrawn.to} == {"hanako@example.jp"}
    assert receipt in seated.body
    assert "取り消しました" in withdrawn.body

    with page.expect_navigation():
        page.get_by_role("button", name="サインアウト").click()
    page.goto("/my/")
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")


def test_the_same_without_javascript(new_context, course, code_mailed_to):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("料理")
    page.get_by_role("button", name="さがす").click()
    page.get_by_role("checkbox", name="無料").check()
    expect(page.locator("#results .row__title")).to_have_count(2)
    page.get_by_role("button", name="この条件でさがす").click()
    expect(page.locator("#results .row__title")).to_have_text(["親子で料理"])
    expect(page.get_by_role("checkbox", name="無料")).to_be_checked()
    page.get_by_role("link", name="無料 の条件を外す").click()
    expect(page.locator("#results .row__title")).to_have_count(2)

    page.get_by_role("link", name="大人の料理教室").click()
    page.get_by_role("link", name="このページから申し込む").click()
    sign_in(page, "taro@example.jp", code_mailed_to)
    fill_in_person(page, ("山田", "太郎"), ("ﾔﾏﾀﾞ", "ﾀﾛｳ"), "1985-4-12")
    page.get_by_role("button", name="この内容で申し込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申込を受け付けました")
    assert SignUp.objects.get().receipt_number in page.locator(".receipt-number").inner_text()


def test_on_a_phone_the_filters_open_behind_one_button_and_stay_open(new_context, course):
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto("/courses/?q=料理")
    tick = page.get_by_role("checkbox", name="無料")
    expect(tick).to_be_hidden()
    page.get_by_text("条件でしぼる").click()
    tick.check()
    expect(page.locator("#results .row__title")).to_have_text(["親子で料理"])
    expect(tick).to_be_visible()


def test_in_the_demo_one_may_be_anybody(page, course):
    cast.a_resident()
    page.goto("/")
    page.get_by_role("link", name="デモの人としてサインイン").click()
    page.get_by_role("button", name="この人になる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("マイページ")
    expect(page.get_by_text("hanako@example.jp でサインインしています。")).to_be_visible()
