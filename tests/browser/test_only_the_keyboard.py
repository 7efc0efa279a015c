"""Everything can be reached and used without a mouse, and one always sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests import cast

pytestmark = pytest.mark.browser

MOST_STEPS = 60


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until `selector` has the focus; on the way each stop must show a ring."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert ring_is_visible(page), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{MOST_STEPS} steps did not lead to {selector}")


def ring_is_visible(page: Page) -> bool:
    """Whether what has the focus is in view, with an outline of at least two pixels."""
    return page.evaluate(
        """() => {
            const focused = document.activeElement, style = getComputedStyle(focused);
            const box = focused.getBoundingClientRect();
            const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
            return inView && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        }"""
    )


def test_from_the_first_page_to_a_course(page, transactional_db):
    cast.a_course(title="親子で料理")
    page.goto("/")
    tab_to(page, "#search-q")
    page.keyboard.type("料理")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("講座をさがす")
    tab_to(page, "#results .row__title a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("親子で料理")
    tab_to(page, ".course__apply a.button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン")


def test_the_first_stop_leads_past_the_header(page, transactional_db):
    for address in ("/", "/courses/", "/account/sign-in/"):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="本文へすすむ")
        expect(skip).to_be_focused()
        assert ring_is_visible(page)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_tick_by_the_space_bar_keeps_the_focus_where_it_was(page, transactional_db):
    cast.a_course(title="無料の講座", fee=0)
    cast.a_course(title="有料の講座", fee=500)
    page.goto("/courses/")
    tab_to(page, "#nice-free")
    page.keyboard.press("Space")
    expect(page.locator("#results .row__title")).to_have_count(1)
    expect(page.locator("#nice-free")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("1件")


def test_who_erred_is_led_to_the_box(page, transactional_db):
    page.goto("/account/sign-in/")
    tab_to(page, "#id_email")
    page.keyboard.type("hanako")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    tab_to(page, "[role=alert] a")
    page.keyboard.press("Enter")
    expect(page.locator("#id_email")).to_be_focused()
