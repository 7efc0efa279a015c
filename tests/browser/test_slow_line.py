"""On a slow line the page is there and used before its scripts are."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests import cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("choose", ["tick", "day"])
def test_what_was_chosen_before_the_scripts_came_is_asked_for_when_they_do(
    page, transactional_db, choose
):
    cast.a_course(title="大人の料理教室", fee=500)
    cast.a_course(title="親子で料理", fee=0)
    held = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("htmx"), hold)
    with page.expect_request(re.compile("htmx")):
        page.goto("/courses/", wait_until="commit")
    titles = page.locator("#results .row__title")
    expect(titles).to_have_count(2)
    if choose == "tick":
        page.get_by_role("checkbox", name="無料").check()
    else:
        page.get_by_label("この日から").fill("2099-01-01")
    expect(titles).to_have_count(2)

    for route in held:
        route.continue_()

    if choose == "tick":
        expect(titles).to_have_text(["親子で料理"])
        expect(page).to_have_url(re.compile("nice=free"))
    else:
        expect(titles).to_have_count(0)
        expect(page).to_have_url(re.compile("from=2099-01-01"))
