"""The tablet at the door on a poor line: every tap is saved once, whatever happens to the line."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.people.models import Session as SignedIn
from programs.models import Attendance
from tests import cast

pytestmark = pytest.mark.browser

PEOPLE = 5
SAVED = "すべて保存しました"


class Door:
    """A course whose session is tomorrow, and the page its staff hold at the door."""

    def __init__(self) -> None:
        self.course = cast.a_course(days_ahead=1, apply_until=None)
        self.session = self.course.sessions.get()
        self.staff = cast.center_staff(self.course.center)
        cast.with_second_factor(self.staff)
        self.sign_ups = [self.course.sign_up(p, by=u) for u, p in cast.many_residents(PEOPLE)]
        self.address = f"/desk/sessions/{self.session.pk}/"

    def states(self) -> dict[int, str]:
        return dict(Attendance.objects.values_list("sign_up_id", "state"))

    def history(self) -> int:
        return Attendance.events.rel.related_model.objects.count()


@pytest.fixture
def door(transactional_db) -> Door:
    return Door()


@pytest.fixture
def tablet(door, signed_in) -> BrowserContext:
    return signed_in(door.staff, viewport={"width": 768, "height": 1024})


def opened(tablet: BrowserContext, door: Door) -> Page:
    page = tablet.new_page()
    page.goto(door.address)
    expect(page.get_by_role("status")).to_have_text(SAVED)
    return page


def tap(page: Page, door: Door, number: int, *, excused: bool = False) -> None:
    row = page.locator(f"#row-{door.sign_ups[number].pk}")
    row.locator(f"[data-tap={'excused' if excused else 'present'}]").click()


def status(page: Page):
    return page.get_by_role("status")


def cut(page: Page) -> None:
    """Let taps go nowhere, as on a line that has gone; pages still load."""
    page.route("**/taps/", lambda route: route.abort("internetdisconnected"))


@pytest.fixture
def poor_line(watch):
    """The browser says in its console that the line is cut: here that is what is tried."""
    yield
    watch.troubles[:] = [one for one in watch.troubles if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_tap_shows_at_once_and_is_saved(door, tablet):
    page = opened(tablet, door)
    tap(page, door, 0)
    tap(page, door, 1, excused=True)
    expect(page.locator("[data-present]")).to_have_text("1")
    expect(status(page)).to_have_text(SAVED)
    first, second = door.sign_ups[:2]
    assert door.states() == {first.pk: "present", second.pk: "excused"}


def test_taps_on_a_cut_line_are_all_saved_once_when_it_is_back(door, tablet, poor_line):
    page = opened(tablet, door)
    tablet.set_offline(True)
    for number in range(3):
        tap(page, door, number)
    tap(page, door, 1)  # taken back
    expect(status(page)).to_have_text("未送信 3件")
    expect(page.get_by_role("alert")).to_contain_text("この端末に残っています")
    expect(page.locator("[data-present]")).to_have_text("2")
    assert door.states() == {}
    tablet.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_be_hidden()
    one, two, three = (sign_up.pk for sign_up in door.sign_ups[:3])
    assert door.states() == {one: "present", two: "unknown", three: "present"}
    assert door.history() == 3, "each was written once"


def test_taps_outlive_a_reload_and_a_closed_page(door, tablet, poor_line):
    page = opened(tablet, door)
    cut(page)
    tap(page, door, 0)
    tap(page, door, 3)
    page.reload()
    expect(status(page)).to_have_text("未送信 2件")
    expect(page.locator("[data-present]")).to_have_text("2")
    page.close()
    again = opened(tablet, door)
    expect(status(again)).to_have_text(SAVED)
    assert set(door.states()) == {door.sign_ups[0].pk, door.sign_ups[3].pk}
    assert door.history() == 2


def test_a_tap_whose_answer_was_lost_is_sent_again_and_stands_once(door, tablet, poor_line):
    page = opened(tablet, door)
    lost = []

    def lose_the_answer(route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())  # the server has it, the tablet does not know
            route.abort("internetdisconnected")

    page.route("**/taps/", lose_the_answer)
    tap(page, door, 2)
    expect(status(page)).to_have_text("未送信 1件")
    expect(status(page)).to_have_text(SAVED)
    assert door.states() == {door.sign_ups[2].pk: "present"}
    assert door.history() == 1


def test_two_tablets_at_one_door_come_to_show_the_same(door, tablet, signed_in):
    here = opened(tablet, door)
    there = opened(signed_in(door.staff), door)
    tap(here, door, 0)
    tap(there, door, 1)
    expect(status(here)).to_have_text(SAVED)
    expect(status(there)).to_have_text(SAVED)
    for page in (here, there):
        expect(page.locator("[data-present]")).to_have_text("2", timeout=15_000)


def test_who_was_signed_out_is_told_and_loses_no_tap(door, tablet, signed_in):
    page = opened(tablet, door)
    SignedIn.objects.all().delete()
    tap(page, door, 0)
    expect(page.get_by_role("alert")).to_contain_text("サインインの期限が切れました")
    link = page.get_by_role("alert").get_by_role("link", name="サインインする")
    expect(link).to_have_attribute("href", re.compile("next=%2Fdesk%2Fsessions"))
    cookies = signed_in(door.staff).cookies()
    tablet.add_cookies(cookies)
    page.goto(door.address)
    expect(status(page)).to_have_text(SAVED)
    assert door.states() == {door.sign_ups[0].pk: "present"}


def test_a_form_grown_stale_asks_for_a_reload_and_loses_no_tap(door, tablet, watch):
    page = opened(tablet, door)
    tablet.clear_cookies(name="csrftoken")
    tap(page, door, 0)
    expect(page.get_by_role("alert")).to_contain_text("画面が古くなりました")
    page.get_by_role("link", name="画面を読み込み直す").click()
    expect(status(page)).to_have_text(SAVED)
    assert door.states() == {door.sign_ups[0].pk: "present"}
    watch.troubles[:] = [one for one in watch.troubles if not one.startswith("403 ")]


def test_a_scanner_types_the_code_and_the_person_is_there(door, tablet):
    page = opened(tablet, door)
    receipt = door.sign_ups[4].receipt
    box = page.get_by_role("searchbox")
    box.fill(f"http://127.0.0.1/desk/check-in/{receipt:09d}/")
    box.press("Enter")
    expect(page.locator("[data-present]")).to_have_text("1")
    expect(status(page)).to_have_text(SAVED)
    assert door.states() == {door.sign_ups[4].pk: "present"}
    box.fill("999-999-999")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("この名簿にない受付番号です")


def test_typing_narrows_the_list_by_kana(door, tablet):
    other = cast.a_resident("sato@example.jp", family_name="佐藤")
    person = other.household.people.get()
    person.family_kana = "サトウ"
    person.save()
    door.course.sign_up(person, by=other)
    page = opened(tablet, door)
    page.get_by_role("searchbox").fill("さと")
    expect(page.locator(".check-in__row:visible")).to_have_count(1)
    page.get_by_role("searchbox").fill("だれも")
    expect(page.get_by_text("この名簿には見つかりません")).to_be_visible()


def test_without_script_a_tap_is_a_form(door, signed_in):
    page = signed_in(door.staff, java_script_enabled=False).new_page()
    page.goto(door.address)
    tap(page, door, 0)
    expect(page.locator("[data-present]")).to_have_text("1")
    tap(page, door, 0)
    expect(page.locator("[data-present]")).to_have_text("0")
    assert door.states() == {door.sign_ups[0].pk: "unknown"}
