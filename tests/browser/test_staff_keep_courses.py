"""A centre's staff: sign in with two factors, write a course, publish it, see who comes."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.people.models import AccessLog
from programs.models import Course
from tests import cast
from tests.browser.steps import code_of_the_app, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """In the demo staff need no second factor; here they do."""
    settings.DEMO = False


def h1(page: Page):
    return expect(page.locator("main h1, #content h1").first)


def test_staff_set_up_a_second_factor_and_need_it_from_then_on(page, code_mailed_to):
    staff = cast.center_staff(cast.a_center())
    page.goto("/admin/")
    sign_in(page, staff.email, code_mailed_to)
    h1(page).to_have_text("認証アプリを使いはじめる")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("番号").fill("000000")
    page.get_by_role("button", name="使いはじめる").click()
    expect(page.get_by_role("alert")).to_contain_text("番号が違います")
    page.get_by_label("番号").fill(code_of_the_app(secret))
    page.get_by_role("button", name="使いはじめる").click()
    h1(page).to_have_text("もう一度確認してください")
    page.get_by_label("番号").fill(code_of_the_app(secret))
    page.get_by_role("button", name="確認する").click()
    h1(page).to_have_text("予備の番号")
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto("/admin/")
    h1(page).to_have_text("管理メニュー")

    page.goto("/my/")
    with page.expect_navigation():
        page.get_by_role("button", name="サインアウト").click()
    caches["default"].clear()  # a code of the app holds once; as if half a minute had gone by
    page.goto("/admin/")
    sign_in(page, staff.email, code_mailed_to)
    h1(page).to_have_text("認証アプリの番号を入力してください")
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/account/"))
    page.goto("/account/2fa/authenticate/")
    page.get_by_label("番号").fill(code_of_the_app(secret))
    page.get_by_role("button", name="サインインする").click()
    h1(page).to_have_text("管理メニュー")


@pytest.fixture
def page_of_staff(signed_in) -> Page:
    """The admin before a manager of 戸畑浜市民センター who has a second factor."""
    staff = cast.center_staff(cast.a_center())
    cast.with_second_factor(staff)
    return signed_in(staff).new_page()


def test_a_course_from_the_first_word_to_the_public_page(page_of_staff):
    page = page_of_staff
    cast.a_category()
    cast.a_life_stage("child")
    day = timezone.localdate() + timedelta(days=21)
    page.goto("/admin/")
    page.get_by_role("link", name="講座", exact=True).last.click()
    page.get_by_role("link", name="講座 を追加").click()
    page.get_by_label("講座名").fill("出汁をとる朝")
    page.get_by_label("分野").select_option(label="料理・食")
    page.get_by_role("checkbox", name="小学生").check()
    page.locator(".field-center .select2-selection").click()
    page.locator(".select2-search--dropdown input").fill("浜")
    page.get_by_role("option", name="戸畑浜市民センター").click()
    page.get_by_label("このサイトで申込を受ける").check()
    page.get_by_label("定員:", exact=True).fill("12")
    for name, hour in (("starts_at", "10:00"), ("ends_at", "12:00")):
        page.locator(f"#id_sessions-0-{name}_0").fill(f"{day}")
        page.locator(f"#id_sessions-0-{name}_1").fill(hour)
    page.locator("#sessions-group .add-row").locator("a, button").click()
    for name, hour in (("starts_at", "10:00"), ("ends_at", "12:00")):
        page.locator(f"#id_sessions-1-{name}_0").fill(f"{day + timedelta(weeks=1)}")
        page.locator(f"#id_sessions-1-{name}_1").fill(hour)
    page.get_by_role("button", name="保存", exact=True).click()

    row = page.get_by_role("row", name="出汁をとる朝")
    expect(row).to_contain_text("下書き")
    course = Course.objects.get()
    assert (course.title, course.session_count, course.published_at) == ("出汁をとる朝", 2, None)
    assert page.request.get(f"/courses/{course.pk}/").status == 404

    row.get_by_role("link", name="出汁をとる朝").click()
    page.get_by_role("link", name="市民に見えるページ").click()
    h1(page).to_have_text("出汁をとる朝")
    page.go_back()
    page.goto("/admin/programs/course/")
    page.get_by_role("row", name="出汁をとる朝").get_by_role("checkbox").check()
    page.locator("select[name=action]").select_option(label="選んだ講座を、いま公開する")
    page.get_by_role("button", name="実行").click()
    expect(page.get_by_text("1件を公開しました。")).to_be_visible()

    page.goto(f"/courses/{course.pk}/")
    h1(page).to_have_text("出汁をとる朝")
    expect(page.get_by_role("link", name="このページから申し込む")).to_be_visible()


def test_what_is_wrong_in_the_form_is_said_and_nothing_is_lost(page_of_staff):
    page = page_of_staff
    cast.a_category()
    page.goto("/admin/programs/course/add/")
    page.get_by_label("講座名").fill("出汁をとる朝")
    page.get_by_label("このサイトで申込を受ける").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("このサイトで申込を受ける講座には、定員が必要です。")).to_be_visible()
    expect(page.get_by_label("講座名")).to_have_value("出汁をとる朝")
    assert not Course.objects.exists()


def test_last_years_course_is_copied_as_a_draft(page_of_staff):
    page = page_of_staff
    course = cast.a_course(title="秋の出汁", sessions=3)
    page.goto(f"/admin/programs/course/{course.pk}/change/")
    page.get_by_role("button", name="次の年度に写す").click()
    expect(page.get_by_text("次の年度の下書きをつくりました。")).to_be_visible()
    expect(page.get_by_label("講座名")).to_have_value("秋の出汁")
    copy = course.copies.get()
    assert (copy.session_count, copy.published_at) == (3, None)
    expect(page).to_have_url(re.compile(f"/{copy.pk}/change/"))


def test_a_course_may_be_published_at_a_time_to_come(page_of_staff):
    page, course = page_of_staff, cast.a_course(title="来週公開の講座", published_at=None)
    page.goto(f"/admin/programs/course/{course.pk}/change/")
    page.locator("#id_published_at_0").fill(f"{timezone.localdate() + timedelta(days=7)}")
    page.locator("#id_published_at_1").fill("09:00")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("row", name="来週公開の講座")).to_contain_text("09:00に公開")
    assert page.request.get(f"/courses/{course.pk}/").status == 404
    course.refresh_from_db()
    assert timezone.localtime(course.published_at).hour == 9


def test_each_look_at_participants_is_written_down(page_of_staff):
    page, course, resident = page_of_staff, cast.a_course(), cast.a_resident()
    person = resident.household.people.get()
    course.sign_up(person, by=resident)
    page.goto(f"/admin/programs/course/{course.pk}/change/")
    page.get_by_role("link", name="参加者を見る").click()
    expect(page.get_by_role("row", name="髙﨑 花子")).to_be_visible()
    log = AccessLog.objects.get()
    assert (log.viewer.email, log.person) == ("kancho@example.jp", person)


def test_the_course_of_another_centre_stays_closed(page_of_staff):
    page = page_of_staff
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    own, foreign = (
        cast.a_course(title="うちの講座"),
        cast.a_course(title="よその講座", center=other),
    )
    page.goto("/admin/programs/course/")
    expect(page.get_by_role("link", name="うちの講座")).to_be_visible()
    expect(page.get_by_text("よその講座")).to_have_count(0)
    for part in ("change", "people", "preview"):
        page.goto(f"/admin/programs/course/{foreign.pk}/{part}/")
        expect(page.get_by_text("よその講座")).to_have_count(0)
    assert not AccessLog.objects.exists()
    page.goto(f"/admin/programs/course/{own.pk}/change/")
    expect(page.get_by_label("講座名")).to_have_value("うちの講座")


def test_every_list_and_form_of_the_section_keeps_the_content_policy(signed_in):
    section = cast.section_staff()
    cast.with_second_factor(section)
    course, page = cast.a_course(), signed_in(section).new_page()
    cast.a_life_stage()
    for name in (
        "programs/course", "programs/organizer", "programs/category", "programs/lifestage",
        "centers/center", "centers/closure", "people/user", "people/ward", "people/accesslog",
        "vision/plan", "vision/planitem",
    ):  # fmt: skip
        page.goto(f"/admin/{name}/")
        expect(page.locator("#content h1")).to_be_visible()
    for name in ("programs/organizer", "programs/category", "centers/closure", "people/user"):
        page.goto(f"/admin/{name}/add/")
        expect(page.get_by_role("button", name="保存", exact=True)).to_be_visible()
    for address in (
        f"programs/course/{course.pk}/history/",
        f"centers/center/{course.center_id}/change/",
        f"people/ward/{course.ward_id}/change/",
        f"people/user/{section.pk}/change/",
    ):
        page.goto(f"/admin/{address}")
        expect(page.locator("#content h1")).to_be_visible()


def test_the_state_of_a_course_is_in_sight_on_a_desk(city, signed_in):
    page = signed_in(city.staff, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/programs/course/")
    hidden = page.locator("#result_list").evaluate(
        "(table) => table.scrollWidth - table.closest('.results').clientWidth"
    )
    assert hidden <= 0
