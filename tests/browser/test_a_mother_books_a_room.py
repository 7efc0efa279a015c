"""A mother books a room for Sunday on her phone: by the keyboard alone, and without scripts."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from centers.models import Registration, Reservation, Room, Slot
from tests import cast, rooms
from tests.browser.test_only_the_keyboard import tab_to

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
EMAIL = "hanako@example.jp"


def coming_sunday() -> date:
    """The Sunday of the weekend that the page of free rooms leads to."""
    today = timezone.localdate()
    return today + timedelta(days=(5 - today.weekday()) % 7 + 1)


@pytest.fixture
def sunday() -> date:
    return coming_sunday()


@pytest.fixture
def room(transactional_db, sunday) -> Room:
    """A room that is taken on Sunday morning, and free in the afternoon for 600 yen."""
    room = rooms.a_room(name="和室")
    rooms.an_open_day(room.center, sunday)
    morning, afternoon, _ = rooms.the_city_slots()
    rooms.a_fee(room, afternoon, 600)
    rooms.a_booking(room, sunday, morning)
    return room


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert fits(page), f"{page.url} is wider than the phone"


def free_slot(day: date, slot: Slot) -> str:
    return f"a.slot--free[href*='day={day}'][href*='slot={slot.pk}']"


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def write(page: Page, selector: str, words: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(words)


def test_by_the_keyboard_alone(new_context, room, sunday, *, code_mailed_to, run_queue, mailoutbox):
    mother = cast.a_resident(EMAIL)
    rooms.a_registration(mother, on=sunday)
    page = new_context(**PHONE).new_page()
    page.goto("/rooms/")
    title(page, "空いている部屋をさがす")
    press(page, "[aria-label='日にちをえらぶ'] li:last-child a")
    morning, afternoon = rooms.a_slot("午前"), rooms.a_slot("午後")
    expect(page.locator(free_slot(sunday, afternoon))).to_be_visible()
    expect(page.locator(free_slot(sunday, morning))).to_have_count(0)
    press(page, free_slot(sunday, afternoon))

    title(page, "サインイン")
    write(page, "#id_email", EMAIL)
    page.keyboard.press("Enter")
    title(page, "確認番号を入力してください")
    write(page, "#id_code", code_mailed_to(EMAIL))
    page.keyboard.press("Enter")

    title(page, "この部屋を申請する")
    expect(page.get_by_role("checkbox", name="午前")).to_be_disabled()
    expect(page.get_by_role("checkbox", name="午後")).to_be_checked()
    expect(page.locator("#price")).to_contain_text("600円")
    write(page, "#id_purpose", "親子の遊び場")
    tab_to(page, "#id_headcount")
    page.keyboard.press("Control+A")
    page.keyboard.type("８")
    press(page, "button[value=look]")

    title(page, "内容を確かめてください")
    expect(page.get_by_text("13:00〜17:00")).to_be_visible()
    assert not Reservation.objects.exists()
    press(page, "main button")

    expect(page).to_have_url(re.compile(r"/my/rooms/\d+/$"))
    made = Reservation.objects.get()
    assert fits(page)
    expect(page.get_by_text(made.receipt_number).first).to_be_visible()
    assert (made.day, made.slots, made.headcount, made.by) == (sunday, "午後", 8, mother)
    page.goto("/my/rooms/")
    expect(page.get_by_role("region", name="これからの利用")).to_contain_text(made.receipt_number)
    run_queue()
    assert made.receipt_number in mailoutbox[-1].body
    assert mailoutbox[-1].to == [EMAIL]


def test_without_scripts_from_registering_to_the_room(signed_in, room, sunday):
    mother, staff = cast.a_resident(EMAIL), cast.center_staff(room.center)
    rooms.a_purpose_class("local", exemption_percent=100)
    page = signed_in(mother, java_script_enabled=False, **PHONE).new_page()
    page.goto(f"/rooms/{room.pk}/reserve/?day={sunday}")
    page.get_by_role("link", name="利用登録へすすむ").click()
    page.get_by_label("団体の名前", exact=False).first.fill("親子の会")
    page.get_by_label("団体の名前のフリガナ").fill("おやこのかい")
    page.get_by_label("会員の人数").fill("10")
    page.get_by_role("radio", name="地域活動").check()
    page.get_by_label("活動の内容").fill("親子の遊び場")
    page.get_by_role("button", name="この内容で登録を申請する").click()
    expect(page.get_by_text("が内容を確かめています")).to_be_visible()

    Registration.objects.get().approve(by=staff)
    page.reload()
    page.get_by_role("checkbox", name="午後").check()
    page.get_by_label("使用目的").fill("親子の遊び場")
    page.get_by_role("button", name="確認へすすむ").click()
    expect(page.get_by_text("600円から、減免で600円を引きました")).to_be_visible()
    page.get_by_role("link", name="内容を直す").click()
    page.get_by_label("利用する人数").fill("6")
    page.get_by_role("button", name="確認へすすむ").click()
    page.get_by_role("button", name="この内容で申請する").click()
    expect(page).to_have_url(re.compile(r"/my/rooms/\d+/$"))
    made = Reservation.objects.get()
    assert (made.headcount, made.to_pay) == (6, 0)

    page.go_back()  # to the page that asked: it knows that it was agreed to
    expect(page).to_have_url(re.compile(rf"/my/rooms/{made.receipt}/$"))
    assert Reservation.objects.count() == 1
