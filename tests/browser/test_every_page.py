"""axe finds nothing on any page, wide or narrow, and nothing sticks out on the narrowest phone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import BrowserContext, Page

from tests.browser import (
    activity_pages,
    attendance_pages,
    desk_pages,
    every_page,
    letters_and_surveys,
    lottery_pages,
    opening_pages,
    plan_desk_pages,
    request_pages,
    room_desk_pages,
    room_lottery_pages,
    room_pages,
    sheet_pages,
    volunteer_desk_pages,
    volunteer_pages,
)
from tests.browser.city import City
from tests.browser.every_page import Stop
from tests.browser.steps import code_of_the_app
from tests.portal.test_who_may_see_what import all_routes

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {
    "runOnly": {"type": "tag", "values": WCAG},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Known faults of select2, of which Django makes its autocomplete boxes: by rule, the faulty part.
OF_SELECT2 = {
    "aria-input-field-name": "select2-selection",  # an empty box is named by its value alone
    "label": "select2-search__field",  # where one types into a box of several values
    "list": "select2-selection__rendered",  # the values: a <span> among the <li>
}
STICKING_OUT = """() => {
    const width = innerWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
        (element) => element.getBoundingClientRect().right > width + 1);
    return ["the page itself", ...wide.slice(-3).map((element) => element.outerHTML.slice(0, 120))];
}"""
LEADING_NOWHERE = """() => [...document.querySelectorAll("a[href^='#']:not([href='#'])")]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => !document.getElementById(id))"""
LINKS_INSIDE = """() => [...document.querySelectorAll("a:not([href^='#'])")]
    .filter((link) => link.origin === location.origin)
    .map((link) => link.href.split("#")[0])"""
NO_PAGES = {
    "/account/2fa/recovery-codes/download/",
    "/account/login/",
    "/account/signup/",
    "/calendar/courses.ics",
    "/courses/<int:pk>/course.ics",
    "/demo/sign-in/",
    "/desk/courses/<int:pk>/calls/",
    "/desk/courses/<int:pk>/roster.xlsx",
    "/courses/<int:pk>/draw/<int:number>.json",
    "/desk/courses/<int:pk>/draw/announcement/",
    "/desk/courses/<int:pk>/draw/redraw/",
    "/desk/courses/<int:pk>/draw/redraw/decision/",
    "/desk/people/merges/<int:pk>/undoing/",
    "/desk/sessions/<int:pk>/attendance/",
    "/desk/sessions/<int:pk>/taps/",
    "/desk/sign-ups/<int:pk>/answer/",
    "/desk/sign-ups/<int:pk>/cancellation/",
    "/desk/sign-ups/<int:pk>/payments/",
    "/desk/sign-ups/<int:pk>/refund/",
    "/desk/sign-ups/<int:pk>/seat/",
    "/desk/rooms/files/<slug:slug>.csv",
    "/desk/rooms/files/<slug:slug>.xlsx",
    "/rooms/calendars/<str:token>/<slug:slug>.ics",
    "/rooms/calendars/<str:token>/rooms/<int:pk>.ics",
    "/desk/rooms/utilisation/rooms.csv",
    "/desk/rooms/utilisation/rooms.xlsx",
    "/desk/requests/requests.csv",
    "/desk/requests/requests.xlsx",
    "/desk/requests/rolling-over/",
    "/desk/requests/load/load.csv",
    "/desk/requests/load/load.xlsx",
    "/desk/requests/<int:pk>/asking/",
    "/desk/requests/<int:pk>/decision/",
    "/desk/requests/<int:pk>/reopening/",
    "/desk/requests/<int:pk>/efforts/",
    "/feeds/courses.atom",
    "/healthz",
    "/my/record.csv",
    "/my/rooms/<int:receipt>/reservation.ics",
    "/desk/rooms/bookings/<int:pk>/keys/",
    "/desk/rooms/reservations/<int:receipt>/cancellation/",
    "/desk/rooms/reservations/<int:receipt>/decision/",
    "/desk/rooms/reservations/<int:receipt>/no-show/",
    "/desk/rooms/reservations/<int:receipt>/payment/",
    "/rooms/photos/<int:pk>-<slug:digest>.jpg",
    "/rooms/lotteries/<month:month>/<int:number>.json",
    "/desk/rooms/lotteries/<month:month>/announcement/",
    "/desk/rooms/lotteries/<month:month>/list/",
    "/desk/rooms/lotteries/<month:month>/redraw/",
    "/desk/rooms/lotteries/<month:month>/redraw/decision/",
    "/my/record.json",
    "/desk/surveys/results.csv",
    "/desk/plans/metrics/<slug:key>/rows.csv",
    "/desk/plans/<slug:slug>/indicators.csv",
    "/desk/plans/<slug:slug>/plan.csv",
    "/desk/plans/<slug:slug>/plan.xlsx",
    "/desk/plans/<slug:slug>/reports/<int:year>/differences/",
    "/desk/plans/<slug:slug>/reports/<int:year>/publication/",
    "/desk/plans/<slug:slug>/reviews/<int:first_year>/closing/",
    "/desk/plans/<slug:slug>/reviews/<int:first_year>/gathering/",
    "/desk/plans/sheets/<int:pk>/editing/",
    "/vision/<slug:slug>/indicators.csv",
    "/vision/<slug:slug>/progress/report.xlsx",
    "/vision/sheets/<int:year>/sheets.csv",
    "/vision/sheets/<int:year>/<int:pk>/sheet.xlsx",
    "/desk/plans/sheets/<int:pk>/sheet.xlsx",
    "/desk/plans/sheets/<int:pk>/opinions/",
    "/desk/plans/sheets/<int:pk>/restoring/",
    "/desk/plans/sheets/<int:pk>/steps/",
    "/desk/plans/sheets/opinions/<int:pk>/answer/",
    "/desk/plans/sheets/rolling-over/",
    "/open-data/401005_event.csv",
    "/readyz",
    "/vision/<slug:slug>/colors.css",
    "/my/suggestions/",
    "/my/volunteer/matches/<int:number>/match.ics",
    "/volunteers/stories/<int:pk>-<slug:digest>.jpg",
    "/desk/volunteers/hours/<int:pk>/refusal/",
    "/desk/volunteers/matches/<int:number>/answer/",
    "/desk/volunteers/shifts/<int:pk>/thanks/",
    "/desk/volunteers/thanks/handed/",
    "/my/volunteer/<int:number>/rest/",
    "/my/hosting/<int:number>/taking-back/",
    "/desk/volunteers/openings/<int:pk>/decision/",
    "/desk/volunteers/openings/<int:pk>/representative/",
    "/desk/volunteers/shifts/<int:pk>/move/",
    "/desk/volunteers/shifts/<int:pk>/number/",
    "/desk/volunteers/shifts/<int:pk>/cancellation/",
    "/desk/volunteers/shifts/<int:pk>/matches/<int:number>/release/",
    "/desk/volunteers/organizations/<int:pk>/closing/",
    "/desk/volunteers/organizations/<int:pk>/representatives/",
    "/desk/volunteers/files/volunteers.csv",
    "/desk/volunteers/files/volunteers.xlsx",
    "/desk/volunteers/roster.xlsx",
    "/desk/volunteers/organizations/organizations.csv",
    "/desk/volunteers/organizations/organizations.xlsx",
}


@pytest.fixture
def city(transactional_db) -> City:
    return City()


@pytest.fixture
def walk(city, new_context, signed_in):
    """Go to each stop, look at it at four widths; return what is wrong there."""
    contexts: dict[str, BrowserContext] = {}

    def page_of(who: str) -> Page:
        if who not in contexts:
            user = getattr(city, who, None)
            contexts[who] = signed_in(user) if user else new_context()
            contexts[who].new_page()
        return contexts[who].pages[0]

    def go(stops: list[Stop]) -> list[str]:
        troubles, links = [], set()
        for stop in stops:
            page = page_of(stop.who)
            troubles += look_at(stop, page)
            links |= {(stop.who, link) for link in page.evaluate(LINKS_INSIDE)}
        return troubles + [f"{link} is dead" for who, link in links if is_dead(page_of(who), link)]

    return go


def look_at(stop: Stop, page: Page) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(stop.address)
    troubles = []
    if stop.do:
        stop.do(page)
    elif answer.status != stop.status:
        troubles.append(f"status {answer.status}")
    if stop.lands_on and stop.lands_on not in page.url:
        troubles.append(f"landed on {page.url}")
    page.evaluate("document.querySelectorAll('details').forEach((details) => details.open = true)")
    troubles += [f"no {part} on the page" for part in page.evaluate(LEADING_NOWHERE)]
    troubles += breaches(page)
    page.set_viewport_size({"width": 390, "height": 844})
    troubles += [f"at 390 px: {breach}" for breach in breaches(page)]
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        troubles += [f"sticks out at {width} px: {part}" for part in page.evaluate(STICKING_OUT)]
    return [f"{stop.what}: {trouble}" for trouble in troubles]


def is_dead(page: Page, link: str) -> bool:
    return page.request.get(link).status >= 400


def breaches(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{breach['id']}: {node['html'][:160]} ({node['any'][0]['message'] if node['any'] else ''})"
        for breach in found
        for node in breach["nodes"]
        if not is_of_select2(breach["id"], node["html"])
    ]


def is_of_select2(rule: str, html: str) -> bool:
    """Whether the element `html` begins with is one excused from this rule alone."""
    return rule in OF_SELECT2 and f'class="{OF_SELECT2[rule]}' in html.partition(">")[0]


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


def test_public_pages(city, walk):
    assert walk(every_page.for_everybody(city)) == []


def test_pages_of_a_resident(city, walk):
    assert walk(every_page.of_a_resident(city)) == []


def test_signing_in_and_the_second_factor(city, walk, code_mailed_to, signed_in):
    assert walk(every_page.on_the_way_in(city, code_mailed_to)) == []


def test_letters_and_surveys(city, walk):
    assert walk(letters_and_surveys.stops(city)) == []


def test_pages_of_the_desk(city, walk):
    assert walk(desk_pages.stops(city)) == []


def test_the_door_and_certificates(city, walk):
    assert walk(attendance_pages.stops(city)) == []


def test_pages_of_lotteries(city, walk):
    assert walk(lottery_pages.stops(city)) == []


def test_progress_sheets(city, walk):
    assert walk(sheet_pages.stops(city)) == []


def test_the_desk_of_rooms(city, walk):
    assert walk(room_desk_pages.stops(city)) == []


def test_pages_of_openings(city, walk):
    assert walk(opening_pages.stops(city)) == []


def test_pages_of_activities(city, walk):
    assert walk(activity_pages.stops(city)) == []


def test_pages_of_volunteers(city, walk):
    assert walk(volunteer_pages.stops(city)) == []


def test_the_desk_of_volunteers(city, walk):
    assert walk(volunteer_desk_pages.stops(city)) == []


def test_pages_of_rooms(city, walk):
    assert walk(room_pages.stops(city)) == []


def test_the_draws_of_rooms(city, walk):
    assert walk(room_lottery_pages.stops(city)) == []


def test_requests_from_city_hall_and_profiles(city, walk):
    assert walk(request_pages.stops(city)) == []


def test_the_desk_of_plans(city, walk):
    assert walk(plan_desk_pages.stops(city)) == []


def test_after_proving_the_second_factor(city, signed_in):
    page = signed_in(city.staff).new_page()
    page.goto("/account/2fa/recovery-codes/generate/")
    secret = decrypt(Authenticator.objects.get(user=city.staff).data["secret"])
    page.get_by_label("番号").fill(code_of_the_app(secret))
    page.get_by_role("button", name="確認する").click()
    assert [
        trouble for stop in every_page.of_the_proven(city) for trouble in look_at(stop, page)
    ] == []


def test_the_admin(city, walk):
    assert walk(every_page.of_staff(city)) == []


def test_the_walk_leaves_no_page_out(city):
    stops = [
        *every_page.for_everybody(city),
        *every_page.of_a_resident(city),
        *every_page.on_the_way_in(city, str),
        *every_page.of_the_proven(city),
        *desk_pages.stops(city),
        *letters_and_surveys.stops(city),
        *attendance_pages.stops(city),
        *lottery_pages.stops(city),
        *sheet_pages.stops(city),
        *plan_desk_pages.stops(city),
        *request_pages.stops(city),
        *room_desk_pages.stops(city),
        *room_lottery_pages.stops(city),
        *room_pages.stops(city),
        *opening_pages.stops(city),
        *volunteer_desk_pages.stops(city),
        *volunteer_pages.stops(city),
        *activity_pages.stops(city),
    ]
    seen = set()
    for stop in stops:
        for address in (stop.address, stop.lands_on):
            if address and "no-such-page/" not in address and "/trouble-" not in address:
                seen.add(f"/{resolve(address.split('?')[0]).route}")
    pages = {route for route in all_routes() if not route.startswith("/admin/")} - NO_PAGES
    assert pages - seen == set()
