"""A stack of postcards is typed in by keyboard alone, from a search to the answering postcard."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.people.models import Person
from programs.models import Course, SignUp
from tests import cast

pytestmark = pytest.mark.browser

SEATS = 2


@pytest.fixture
def course(transactional_db) -> Course:
    return cast.a_course(capacity=SEATS, queue="at_once", title="往復はがきの講座")


@pytest.fixture
def staff(course):
    staff = cast.center_staff(course.center)
    cast.with_second_factor(staff)
    return staff


def type_and_go_on(page: Page, *words: str) -> None:
    """Type into one box after the other, as one does who never takes the hands off the keys."""
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Tab")


def search(page: Page, reading: str, year: str) -> None:
    expect(page.locator("#find-q")).to_be_focused()
    type_and_go_on(page, reading)
    page.keyboard.type(year)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_a_card(page: Page, family: str, given: str, reading: str, year: str) -> None:
    """One postcard of somebody new, from the search to the receipt."""
    search(page, reading, year)
    expect(page.get_by_label(re.compile("^氏"))).to_be_focused()
    type_and_go_on(page, family, given)
    for _ in range(3):  # both readings and the year stand there already
        page.keyboard.press("Tab")
    type_and_go_on(page, "5", "6", "093-555-0001")
    for _ in range(2):  # the ward of the centre, works in the city
        page.keyboard.press("Tab")
    page.keyboard.type("804-0011")
    page.keyboard.press("Tab")
    page.keyboard.type("戸畑区中原西1-2")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_postcard_after_postcard_without_the_mouse(course, staff, signed_in):
    page = signed_in(staff).new_page()
    page.goto(f"/desk/courses/{course.pk}/entry/?via=postcard")
    for number, (family, given, reading) in enumerate(
        [
            ("野口", "美咲", "のぐち みさき"),
            ("大塚", "緑", "おおつか みどり"),
            ("森", "葵", "もり あおい"),
        ]
    ):
        type_a_card(page, family, given, reading, str(1960 + number))
        expect(page.get_by_role("status").first).to_contain_text(f"{family} {given}さん")
        expect(page.locator("#find-q")).to_be_focused()
    sign_ups = list(SignUp.objects.order_by("pk").select_related("person"))
    assert [(one.person.family_kana, one.via, one.status) for one in sign_ups] == [
        ("ノグチ", "postcard", "seated"),
        ("オオツカ", "postcard", "seated"),
        ("モリ", "postcard", "waiting"),
    ]

    search(page, "のぐち みさき", "1960")  # a second postcard of the same person
    expect(page.get_by_role("link", name="この方")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="この内容で申し込む")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("すでにこの講座に申し込んでいます")
    assert Person.objects.count() == len(sign_ups)

    page.goto(f"/desk/sign-ups/{sign_ups[0].pk}/")
    page.get_by_label(re.compile("^理由")).fill("ご本人のお電話により")
    page.get_by_role("button", name="本人の申し出で取り消す").click()
    history = page.get_by_role("region", name="これまでの経過")
    expect(history).to_contain_text("申込を取り消しました")
    expect(history).to_contain_text("ご本人のお電話により")

    page.goto(f"/desk/courses/{course.pk}/postcards/")
    promoted = page.get_by_role("region", name="森 葵さんの文面")
    expect(promoted).to_contain_text("席が空き、参加できることになりました")
    expect(page.get_by_role("region", name="森 葵さんのあて名面")).to_contain_text("804-0011")
    page.goto(f"/desk/courses/{course.pk}/call-list/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="印をつけた方にはがきを出した").click()
    expect(page.get_by_text("いま、電話やはがきで知らせる方はいません")).to_be_visible()


def test_while_typing_those_known_appear_and_without_script_they_do_on_pressing(
    course, staff, signed_in
):
    person = Person.register_at_the_desk(cast.a_person())
    address = f"/desk/courses/{course.pk}/entry/?via=phone"
    page = signed_in(staff).new_page()
    page.goto(address)
    with page.expect_response(re.compile("q=")):
        page.keyboard.type("093-000-0002")
    expect(page.get_by_role("link", name="この方")).to_be_visible()
    plain = signed_in(staff, java_script_enabled=False).new_page()
    plain.goto(address)
    plain.get_by_label("フリガナか電話番号").fill("093-000-0002")
    plain.get_by_role("button", name="さがす").click()
    plain.get_by_role("link", name="この方").click()
    plain.get_by_role("button", name="この内容で申し込む").click()
    expect(plain.get_by_role("status").first).to_contain_text("参加できます")
    assert SignUp.objects.get().person == person
