"""From the menu to a free slot: on a phone, by keyboard, near where one is, without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from centers.models import Center, Room
from tests import cast, rooms
from tests.browser.test_only_the_keyboard import tab_to

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def hall(transactional_db) -> Room:
    """One room by the beach and one in 門司; of the first the morning is taken."""
    rooms.the_city_slots()
    day = timezone.localdate() + timedelta(days=3)
    hall = rooms.a_room(name="浜のホール", capacity=60)
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    Center.objects.filter(pk=other.pk).update(latitude="33.945000", longitude="130.962000")
    rooms.a_room(other, name="門司の和室", capacity=12)
    for center in (hall.center, other):
        rooms.an_open_day(center, day)
    rooms.a_booking(hall, day, rooms.a_slot())
    return hall


def in_three_days() -> str:
    return (timezone.localdate() + timedelta(days=3)).isoformat()


def found(page: Page):
    return page.locator("#results .room-row h3")


def test_by_keyboard_on_a_phone_from_the_menu_to_the_form(page, hall):
    page.set_viewport_size(PHONE)
    page.goto("/")
    tab_to(page, ".site-nav a[href='/rooms/']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("空いている部屋をさがす")
    page.get_by_label("この日から").fill(in_three_days())
    expect(found(page)).to_have_count(2)
    tab_to(page, "#room-people")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(found(page)).to_have_text(["戸畑浜市民センター 浜のホール"])
    expect(page.locator("#found")).to_contain_text("1室に空きがあります")
    assert "people=30" in page.url
    tab_to(page, "#results a.slot--free")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/sign-in/**")
    assert f"day%3D{in_three_days()}" in page.url, "the slot chosen is kept through signing in"


def test_a_tick_swaps_the_answer_and_leaves_the_boxes_alone(page, hall):
    page.goto(f"/rooms/?day={in_three_days()}")
    page.evaluate("window.isTheSamePage = true")
    page.get_by_label("午前").check()
    expect(found(page)).to_have_text(["門司みなと市民センター 門司の和室"])
    expect(page.get_by_label("午前")).to_be_checked()
    assert page.evaluate("window.isTheSamePage")
    page.locator(".chip--remove", has_text="午前").click()
    expect(found(page)).to_have_count(2)
    expect(page.get_by_label("午前")).not_to_be_checked()


def test_the_table_of_a_week_is_moved_by_the_arrow_keys(page, hall):
    page.set_viewport_size(PHONE)
    page.goto(f"/rooms/?view=week&day={in_three_days()}")
    tab_to(page, ".room-scroll")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".room-scroll")).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]


def test_the_nearest_comes_first_once_the_browser_is_asked_where_it_is(new_context, hall):
    context = new_context(
        permissions=["geolocation"],
        geolocation={"latitude": 33.89312345, "longitude": 130.82914567},
    )
    page = context.new_page()
    page.goto(f"/rooms/?day={in_three_days()}")
    expect(found(page).first).to_contain_text("門司の和室")
    page.get_by_role("button", name="いまいる場所から近い順に").click()
    expect(found(page).first).to_contain_text("浜のホール")
    assert "near=33.893%2C130.829" in page.url, "rounded to a hundred metres"
    page.get_by_label("市民センター", exact=True).select_option(label="門司みなと市民センター")
    page.wait_for_url("**center=minato**")  # a second change would call the first one off
    page.get_by_label("近くの市民センターもふくめ、近い順に").check()
    expect(found(page).first).to_contain_text("門司の和室")
    assert "130.829" not in page.url


def test_where_the_place_is_not_told_one_is_told_what_to_do_instead(new_context, hall):
    page = new_context(permissions=[]).new_page()
    page.goto("/rooms/")
    page.get_by_role("button", name="いまいる場所から近い順に").click()
    expect(page.locator("[data-near-told]")).to_contain_text("市民センターをえらんで")


def test_without_scripts_the_form_answers_all_the_same(new_context, hall):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/rooms/")
    expect(page.get_by_role("button", name="いまいる場所から近い順に")).to_be_hidden()
    page.get_by_label("この日から").fill(in_three_days())
    page.get_by_label("人数", exact=True).fill("30")
    page.get_by_role("button", name="さがす", exact=True).click()
    expect(found(page)).to_have_count(1)
    page.get_by_role("link", name="月の表").click()
    expect(page.get_by_role("table")).to_contain_text("浜のホール")
