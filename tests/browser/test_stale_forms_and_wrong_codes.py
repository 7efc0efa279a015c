"""What went wrong is said in a sentence, and there is a way on."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.people.models import User
from programs.models import SignUp
from tests import cast
from tests.browser.steps import sign_in

pytestmark = pytest.mark.browser


def test_an_expired_form_says_what_to_do(signed_in):
    course = cast.a_course()
    context = signed_in(cast.a_resident())
    page = context.new_page()
    page.goto(f"/courses/{course.pk}/sign-ups/")
    context.clear_cookies(name="csrftoken")
    with page.expect_response(re.compile("sign-ups")) as refused:
        page.get_by_role("button", name="この内容で申し込む").click()
    assert refused.value.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("ページを開き直してください")
    assert SignUp.objects.count() == 0

    page.go_back()
    page.reload()
    page.get_by_role("button", name="この内容で申し込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申込を受け付けました")


def ask_for_a_code(page: Page, email: str) -> None:
    page.goto("/account/sign-in/?next=/my/")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_role("button", name="確認番号をメールで受け取る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確認番号を入力してください")


def type_code(page: Page, code: str) -> None:
    """The answer to a wrong code is the same page: only the navigation shows that it is new."""
    page.get_by_label("確認番号").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="サインインする").click()


def another(code: str) -> str:
    """Six digits that are not `code`."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_wrong_code_may_be_mended(page, code_mailed_to):
    ask_for_a_code(page, "hanako@example.jp")
    code = code_mailed_to("hanako@example.jp")
    type_code(page, another(code))
    expect(page.get_by_role("alert")).to_contain_text(re.compile("[ぁ-ん]"))
    expect(page.locator("#id_code_error")).to_contain_text("番号")
    type_code(page, f" {code} ")
    expect(page.get_by_role("heading", level=1)).to_have_text("マイページ")


def test_a_new_code_takes_the_place_of_a_lost_one(page, code_mailed_to):
    ask_for_a_code(page, "hanako@example.jp")
    old = code_mailed_to("hanako@example.jp")
    with page.expect_navigation():
        page.get_by_role("button", name="新しい番号を送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確認番号を入力してください")
    new = code_mailed_to("hanako@example.jp")
    assert new != old
    type_code(page, new)
    expect(page.get_by_role("heading", level=1)).to_have_text("マイページ")


def test_after_too_many_wrong_codes_one_begins_again(page, code_mailed_to):
    ask_for_a_code(page, "hanako@example.jp")
    code = code_mailed_to("hanako@example.jp")
    for _ in range(5):
        expect(page.get_by_role("heading", level=1)).to_have_text("確認番号を入力してください")
        type_code(page, another(code))
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")
    expect(page.get_by_role("status")).to_contain_text("新しい番号を受け取って")
    sign_in(page, "hanako@example.jp", code_mailed_to)
    expect(page.get_by_role("heading", level=1)).to_have_text("マイページ")


def test_an_expired_code_leads_back_to_asking_for_one(page, code_mailed_to, settings):
    ask_for_a_code(page, "hanako@example.jp")
    code = code_mailed_to("hanako@example.jp")
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 0
    type_code(page, code)
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")
    expect(page.get_by_role("status")).to_contain_text("確認番号の期限が切れました。もう一度")


def test_a_mistyped_address_may_be_mended(page, code_mailed_to):
    ask_for_a_code(page, "hanako@exmaple.jp")
    page.get_by_role("button", name="アドレスを入れ直す").click()
    sign_in(page, "hanako@example.jp", code_mailed_to)
    expect(page.get_by_role("heading", level=1)).to_have_text("マイページ")
    assert User.objects.filter(last_login=None).count() <= 1
