"""axe finds nothing on any page of a resident, wide or narrow, and nothing sticks out."""

import pytest

from tests.browser import (
    activity_pages,
    every_page,
    letters_and_surveys,
    lottery_pages,
    opening_pages,
    room_lottery_pages,
    room_pages,
    volunteer_pages,
)
from tests.browser.looking import STICKING_OUT, breaches

pytestmark = pytest.mark.browser


def test_what_is_wrong_would_be_found(page, city):
    """The control: what is broken on a good page is found."""
    page.goto("/courses/")
    page.evaluate(
        """() => {
            document.querySelector("h1").style.color = "#bbb";
            document.querySelector("h1").append(new Image());
            const links = document.querySelector(".breadcrumbs__list");
            links.innerHTML = "<li><a href='/'>・</a></li>".repeat(3);
            links.style = "font-size: 8px; line-height: 1; display: block";
        }"""
    )
    found = {breach.split(":")[0] for breach in breaches(page)}
    assert {"color-contrast", "image-alt", "target-size"} <= found
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(STICKING_OUT) == []
    page.evaluate("document.querySelector('h1').style = 'width: 400px'")
    assert len(page.evaluate(STICKING_OUT)) > 1


def test_the_day_of_a_row_stays_whole_in_a_wide_font(page, city):
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/courses/")
        lines = page.locator(".row__day").first.evaluate(
            """(day) => {
                day.textContent = "12/28";
                day.style.fontFamily = "monospace";
                const text = document.createRange();
                text.selectNodeContents(day);
                return text.getClientRects().length;
            }"""
        )
        assert lines == 1, width


def test_public_pages(city, walk):
    assert walk(every_page.for_everybody(city)) == []


def test_pages_of_a_resident(city, walk):
    assert walk(every_page.of_a_resident(city)) == []


def test_signing_in_and_the_second_factor(city, walk, code_mailed_to, signed_in):
    assert walk(every_page.on_the_way_in(city, code_mailed_to)) == []


def test_letters_and_surveys(city, walk):
    assert walk(letters_and_surveys.stops(city)) == []


def test_pages_of_lotteries(city, walk):
    assert walk(lottery_pages.stops(city)) == []


def test_pages_of_openings(city, walk):
    assert walk(opening_pages.stops(city)) == []


def test_pages_of_activities(city, walk):
    assert walk(activity_pages.stops(city)) == []


def test_pages_of_volunteers(city, walk):
    assert walk(volunteer_pages.stops(city)) == []


def test_pages_of_rooms(city, walk):
    assert walk(room_pages.stops(city)) == []


def test_the_draws_of_rooms(city, walk):
    assert walk(room_lottery_pages.stops(city)) == []
