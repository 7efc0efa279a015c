"""The last place at a shift, the double click, the back button, and no scripts at all."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from centers.volunteers.models import Match, Opening, Shift
from tests import cast, volunteering

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}
PRESS = "この日に参加する"


@pytest.fixture
def shift(transactional_db) -> Shift:
    return volunteering.a_shift(needed=1)


def a_volunteer(email: str):
    return volunteering.a_volunteer(cast.a_resident(email).household.people.get())


def at_the_form(context: BrowserContext, shift: Shift) -> Page:
    page = context.new_page()
    page.goto(f"/volunteers/openings/{shift.opening_id}/sign-ups/?shift={shift.pk}")
    expect(page.get_by_role("checkbox")).to_be_checked()
    return page


def test_of_two_before_the_last_place_one_gets_it_and_one_reads_why_not(signed_in, shift):
    pages = [
        at_the_form(signed_in(a_volunteer(email).by), shift)
        for email in ("one@example.jp", "two@example.jp")
    ]
    pages[0].get_by_role("button", name=PRESS).click()
    expect(pages[0].get_by_role("heading", level=1)).to_have_text("活動の予定")
    with pages[1].expect_response(re.compile("sign-ups")) as refused:
        pages[1].get_by_role("button", name=PRESS).click()
    assert refused.value.status == 409
    expect(pages[1].get_by_role("alert")).to_contain_text("人数に達しました")
    expect(pages[1].get_by_role("alert")).to_be_focused()
    assert Match.objects.count() == 1


def test_a_double_click_and_the_back_button_take_one_place(signed_in, shift):
    page = at_the_form(signed_in(a_volunteer("one@example.jp").by), shift)
    page.get_by_role("button", name=PRESS).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("活動の予定")
    page.go_back()
    expect(page.get_by_text("申し込みずみです")).to_be_visible()
    assert Match.objects.count() == 1


def test_a_neighbourhood_asks_on_a_phone_without_scripts(signed_in, transactional_db):
    head, center = cast.a_resident("kaicho@example.jp"), cast.a_center()
    page = signed_in(head, java_script_enabled=False, **PHONE).new_page()
    page.goto("/volunteers/")
    page.get_by_role("link", name="手伝ってくれる方をさがしている").click()
    page.get_by_label("団体の名前").fill("浜町一丁目町内会")
    page.get_by_label("どのような団体ですか").select_option(label="自治会・まちづくり協議会")
    page.get_by_label("いちばん近い市民センター").select_option(label=center.name)
    page.get_by_role("button", name="つぎへ").click()
    page.get_by_label("ひとことで言うと").fill("夏まつりの片づけ")
    page.get_by_label("してほしいこと").fill("テントといすを片づけます。")
    page.get_by_role("button", name="つぎへ").click()
    first = page.get_by_role("group", name=re.compile("1つめの日"))
    first.get_by_label("日", exact=True).fill(f"{timezone.localdate() + timedelta(days=20)}")
    first.get_by_label("はじまり").fill("17:00")
    first.get_by_label("おわり").fill("19:00")
    first.get_by_label("くり返し").select_option(label="毎週、2回")
    page.get_by_role("button", name="つぎへ").click()
    expect(page.get_by_role("alert")).to_contain_text("1回に来てほしい人数を書いてください")
    page.get_by_label("1回に来てほしい人数").fill("8")
    page.get_by_role("button", name="つぎへ").click()
    page.get_by_role("textbox", name="場所").fill("浜町公園")
    page.get_by_role("button", name="つぎへ").click()
    page.get_by_role("button", name="内容を確かめる").click()
    expect(page.get_by_text("全2回")).to_be_visible()
    page.get_by_role("link", name=re.compile("直す.*どこで")).click()
    page.get_by_role("textbox", name="場所").fill("浜町公園 あずまやの前")
    page.get_by_role("button", name="内容を確かめる").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="市民センターに送る").click()
    expect(page.get_by_text("依頼を受け付けました")).to_be_visible()
    opening = Opening.objects.get()
    assert (opening.place, opening.asked_by) == ("浜町公園 あずまやの前", head)
    assert [shift.needed for shift in opening.shifts.all()] == [8, 8]
