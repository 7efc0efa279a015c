"""The last seat, the double click, the back button: one seat each, and a kind sentence."""

import re

import pytest
from django.core.cache import caches
from playwright.sync_api import BrowserContext, Page, expect

from programs.models import Course, SignUp
from tests import cast

pytestmark = pytest.mark.browser


def at_the_form(context: BrowserContext, course: Course) -> Page:
    page = context.new_page()
    page.goto(f"/courses/{course.pk}/sign-ups/")
    expect(page.get_by_role("button", name="この内容で申し込む")).to_be_enabled()
    return page


def test_of_two_before_the_last_seat_one_gets_it_and_one_reads_why_not(signed_in):
    course = cast.a_course(capacity=1)
    first = at_the_form(signed_in(cast.a_resident()), course)
    second = at_the_form(signed_in(cast.a_resident("jiro@example.jp")), course)

    first.get_by_role("button", name="この内容で申し込む").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("申込を受け付けました")
    with second.expect_response(re.compile("sign-ups")) as refused:
        second.get_by_role("button", name="この内容で申し込む").click()
    assert refused.value.status == 409
    expect(second.get_by_role("alert")).to_contain_text("満席になりました。ほかの講座をさがす")
    expect(second.get_by_role("alert")).to_be_focused()
    assert SignUp.objects.count() == 1

    caches["pages"].clear()
    second.goto(f"/courses/{course.pk}/?again")
    expect(second.get_by_text("満席です")).to_be_visible()
    expect(second.get_by_role("link", name="このページから申し込む")).to_have_count(0)


def test_a_double_click_takes_one_seat(signed_in):
    course = cast.a_course()
    page = at_the_form(signed_in(cast.a_resident()), course)
    page.get_by_role("button", name="この内容で申し込む").dblclick()
    expect(page.locator("main")).to_contain_text(
        re.compile("申込を受け付けました|すでにこの講座に申し込んでいます")
    )
    assert SignUp.objects.count() == 1
    course.refresh_from_db()
    assert course.seats_taken == 1
    page.goto("/my/")
    expect(page.get_by_text("受付番号")).to_have_count(1)


def test_going_back_and_signing_up_again_says_that_it_is_done(signed_in):
    course = cast.a_course()
    page = at_the_form(signed_in(cast.a_resident()), course)
    page.get_by_role("button", name="この内容で申し込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申込を受け付けました")
    page.go_back()
    expect(page.get_by_text("すでに申し込んでいます。")).to_be_visible()
    expect(page.get_by_role("button", name="この内容で申し込む")).to_have_count(0)
    expect(page.get_by_role("link", name="ほかの講座をさがす")).to_be_visible()
    assert SignUp.objects.count() == 1


def test_a_form_left_open_in_another_tab_is_refused_in_words(signed_in):
    course = cast.a_course()
    context = signed_in(cast.a_resident())
    one, other = at_the_form(context, course), at_the_form(context, course)
    one.get_by_role("button", name="この内容で申し込む").click()
    expect(one.get_by_role("heading", level=1)).to_have_text("申込を受け付けました")
    with other.expect_response(re.compile("sign-ups")) as refused:
        other.get_by_role("button", name="この内容で申し込む").click()
    assert refused.value.status == 409
    expect(other.get_by_role("alert")).to_contain_text("すでにこの講座に申し込んでいます")
    expect(other.get_by_role("alert")).not_to_contain_text("できませんでした")
    assert SignUp.objects.count() == 1
