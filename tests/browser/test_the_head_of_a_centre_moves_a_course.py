"""The head of a centre moves a course: by the keyboard alone, on a phone, and by dragging it."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.notices.models import Message
from programs.models import Session
from tests import cast, rooms
from tests.browser.test_only_the_keyboard import tab_to
from tests.centers.house import House

pytestmark = pytest.mark.browser

MOVE = "a[href$='/bookings/{}/move/']"


@pytest.fixture
def house(transactional_db) -> House:
    house = House()
    cast.with_second_factor(house.staff)
    return house


@pytest.fixture
def session(house) -> Session:
    """The course, in the room in the morning; a group has the hall in the evening."""
    house.a_reservation(house.hall, house.evening, name="浜囲碁会")
    session = house.a_session(title="みそづくり")
    cast.newcomers(session.course, 1)
    return session


def h1(page: Page):
    return expect(page.locator("main h1"))


def test_by_the_keyboard_alone(house, session, signed_in, run_queue):
    house.a_reservation(house.hall, house.morning, name="浜写真の会")
    another = rooms.a_room(house.center, "和室")
    page = signed_in(house.staff).new_page()
    run_queue()
    Message.objects.all().delete()
    page.goto(house.address())
    tab_to(page, MOVE.format(session.booking_id))
    page.keyboard.press("Enter")
    h1(page).to_have_text("部屋や時間を移す")
    expect(page.get_by_text("参加する1人。")).to_be_visible()

    tab_to(page, "#id_room")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#id_room")).to_have_value(str(house.hall.pk))
    tab_to(page, "#id_starts")
    page.keyboard.type("1100")
    page.keyboard.press("Enter")
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("9:00〜12:00に「浜写真の会」が使います")
    expect(refused).to_be_focused()
    session.refresh_from_db()
    assert session.room == house.room

    tab_to(page, "#id_room")
    page.keyboard.press("End")
    expect(page.locator("#id_room")).to_have_value(str(another.pk))
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("「みそづくり」を")
    expect(page.locator(f"#booking-{session.booking_id}")).to_contain_text("11:00〜12:00")
    session.refresh_from_db()
    assert session.room == another
    run_queue()
    assert "日時変更" in Message.objects.get().subject


def test_on_a_phone(house, session, signed_in):
    page = signed_in(house.staff, viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.goto(house.address())
    page.get_by_role("link", name="「みそづくり」を移す").tap()
    h1(page).to_have_text("部屋や時間を移す")
    page.get_by_label("部屋").select_option(label="多目的ホール（定員80人）")
    page.get_by_role("button", name="ここへ移す").tap()
    expect(page.locator(".messages")).to_contain_text("多目的ホールに移しました")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    session.refresh_from_db()
    assert (session.room, session.revision) == (house.hall, 1)


def test_by_dragging_it_to_a_free_slot_and_to_one_that_is_taken(house, session, signed_in):
    page = signed_in(house.staff).new_page()
    page.goto(house.address())
    _drag(page, session, house.hall.pk, house.evening.pk)
    expect(page).to_have_url(re.compile(f"slot={house.evening.pk}"))
    expect(page.get_by_role("alert")).to_contain_text("「浜囲碁会」が使います")
    page.get_by_role("link", name="移さないでもどる").click()

    _drag(page, session, house.hall.pk, house.afternoon.pk)
    expect(page.get_by_label("はじまり")).to_have_value("13:00")
    expect(page.get_by_label("おわり")).to_have_value("15:00")
    page.get_by_role("button", name="ここへ移す").click()
    expect(page.locator(f"#booking-{session.booking_id}")).to_contain_text("13:00〜15:00")
    session.refresh_from_db()
    assert session.room == house.hall


def test_what_is_let_go_nowhere_stays_and_a_press_is_no_drag(house, session, signed_in):
    page = signed_in(house.staff).new_page()
    page.goto(house.address())
    grip = page.locator(MOVE.format(session.booking_id))
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 4, steps=4)
    expect(page.locator(".drag-ghost")).to_have_text("みそづくり")
    page.keyboard.press("Escape")
    expect(page.locator(".drag-ghost")).to_have_count(0)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"/desk/rooms/\?center"))
    grip.click()
    h1(page).to_have_text("部屋や時間を移す")


def _drag(page: Page, session: Session, room: int, slot: int) -> None:
    grip = page.locator(MOVE.format(session.booking_id))
    target = page.locator(f"td[data-room='{room}'][data-slot='{slot}']")
    target.scroll_into_view_if_needed()
    grip.hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=8)
    expect(target).to_have_class(re.compile("is-target"))
    page.mouse.up()
