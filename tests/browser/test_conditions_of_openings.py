"""Narrowing the openings: the numbers follow, and the page stays where its reader is."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from centers.volunteers.models import ActivityField
from portal import kept
from portal.japan import calendar
from tests import volunteering

pytestmark = pytest.mark.browser


@pytest.fixture
def twenty_openings(transactional_db):
    """One after the other through the week, every other about reading."""
    kept.forget_all()
    reading = ActivityField.objects.create(slug="reading", name="読み聞かせ")
    for number in range(20):
        opening = volunteering.an_opening(f"募集{number}")
        day = timezone.localdate() + timedelta(days=7 + number % 7)
        volunteering.a_shift(opening, starts_at=calendar.at(day, time(10)))
        if number % 2:
            opening.fields.add(reading)


def test_who_ticks_a_condition_stays_there_and_reads_what_the_others_would_leave(
    page: Page, twenty_openings
):
    page.set_viewport_size({"width": 1_280, "height": 600})
    page.goto("/volunteers/")
    expect(page.locator("label[for=field-reading] .choice__count")).to_have_text("10件")
    box = page.get_by_role("checkbox", name="土曜")
    box.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    box.check()
    expect(page.locator("#found")).not_to_contain_text("20件")
    left = page.locator("#results .row__title").count()
    expect(page.locator("#found b")).to_have_text(str(left))
    expect(page.locator("label[for=weekday-5] .choice__count")).to_have_text(f"{left}件")
    expect(page.locator("label[for=field-reading] .choice__count")).not_to_have_text("10件")
    expect(box).to_be_focused()
    assert page.evaluate("scrollY") == before
