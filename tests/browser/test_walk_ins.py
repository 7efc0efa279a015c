"""Who is at the door without a seat: two taps where nothing is asked, else the same small form."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from portal.people.models import Person
from programs.models import Attendance, Course, Question, SignUp
from tests import cast

pytestmark = pytest.mark.browser

THIS_YEAR = timezone.localdate().year
COME_IN = re.compile("^受け付ける")


@pytest.fixture
def course(transactional_db) -> Course:
    return cast.a_course(
        days_ahead=1, apply_until=None, capacity=2, party_max=2, childcare_capacity=1
    )


@pytest.fixture(params=[{"width": 390, "height": 844}, {"width": 1280, "height": 900}])
def tablet(course, signed_in, request) -> BrowserContext:
    staff = cast.center_staff(course.center)
    cast.with_second_factor(staff)
    return signed_in(staff, viewport=request.param)


def somebody(given_name: str, *, age: int = 60, phone: str = "093-000-0002") -> Person:
    person = cast.a_person(given_name=given_name, born=date(THIS_YEAR - age, 1, 5))
    person.phone = phone
    return Person.register_at_the_desk(person)


def looked_for(tablet: BrowserContext, course: Course, typed: str) -> Page:
    """The page of the door, whoever came looked for by the number told."""
    page = tablet.new_page()
    page.goto(f"/desk/sessions/{course.sessions.get().pk}/")
    page.get_by_role("link", name="当日参加を受け付ける").click()
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("button", name="さがす").click()
    return page


def is_on_the_list(page: Page, course: Course, number: int) -> None:
    expect(page).to_have_url(re.compile(r"/desk/sessions/\d+/#row-\d+$"))
    expect(page.locator("[data-present]")).to_have_text(str(number))
    assert course.sign_ups.seated().count() == number
    assert Attendance.objects.filter(state="present").count() == number


def test_an_adult_is_found_and_let_in_by_one_tap(course, tablet):
    somebody("花子")
    page = looked_for(tablet, course, "093-000-0002")
    page.get_by_role("button", name=COME_IN).click()
    is_on_the_list(page, course, 1)
    assert SignUp.objects.get().person.given_name == "花子"


def test_a_minor_comes_in_with_consent_and_answers(course, tablet):
    Question.objects.create(course=course, text="泳げますか", kind="yes", required=True)
    somebody("太郎", age=9)
    page = looked_for(tablet, course, "093-000-0002")
    expect(page.get_by_text("うかがうこと：保護者の同意、会場からの質問")).to_be_visible()
    expect(page.get_by_role("button", name=COME_IN)).to_have_count(0)
    page.get_by_role("link", name=re.compile("^この方.*髙﨑 太郎さん")).click()
    page.get_by_role("button", name=COME_IN).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("保護者の氏名").fill("髙﨑 ふみ")
    page.get_by_label("保護者の電話番号").fill("０９３－１１１－２２２２")
    page.get_by_label("保護者の同意を確かめました").check()
    page.get_by_label("はい", exact=True).check()
    page.get_by_role("button", name=COME_IN).click()
    is_on_the_list(page, course, 1)
    sign_up = SignUp.objects.get()
    assert (sign_up.guardian_phone, sign_up.answers.get().text) == ("093-111-2222", "はい")


def test_a_grandmother_and_a_child_nobody_knew_come_in_with_a_baby_to_look_after(course, tablet):
    somebody("花子")
    page = looked_for(tablet, course, "093-000-0002")
    page.get_by_role("link", name=re.compile("配慮・託児・いっしょの方も入力する")).click()
    page.get_by_role("searchbox").fill("のぐち みさき")
    page.get_by_role("button", name="さがす").click()
    page.get_by_label(re.compile("^氏")).fill("野口")
    page.get_by_label(re.compile("^名 ?※")).fill("美咲")
    for box, number in (("年（西暦）", THIS_YEAR - 9), ("月", 1), ("日", 5)):
        page.get_by_label(box, exact=True).fill(str(number))
    page.get_by_label(re.compile("^電話番号")).fill("093-555-0001")
    page.get_by_text("託児を申し込む").click()
    page.get_by_label("名前", exact=True).first.fill("ゆい")
    page.get_by_label("お子さん1の年齢、歳").fill("2")
    page.get_by_role("button", name="登録して受け付ける").click()
    expect(page.get_by_role("alert")).to_contain_text("保護者の氏名を入力してください")
    page.get_by_label("保護者の氏名").fill("髙﨑 花子")
    page.get_by_label("保護者の電話番号").fill("093-000-0002")
    page.get_by_label("保護者の同意を確かめました").check()
    page.get_by_role("button", name="登録して受け付ける").click()
    expect(page.get_by_role("status").first).to_contain_text("ゆいさんは「お預かりします」")
    is_on_the_list(page, course, 2)
    assert len(set(SignUp.objects.values_list("party", flat=True))) == 1


def test_into_a_full_room_only_by_the_word_of_staff(course, tablet):
    for user, person in cast.many_residents(2):
        course.sign_up(person, by=user)
    somebody("花子", phone="093-000-0009")
    page = looked_for(tablet, course, "093-000-0009")
    page.get_by_role("button", name=COME_IN).click()
    expect(page.get_by_role("alert")).to_contain_text("空いている席がありません")
    page.get_by_label(re.compile("定員をこえて受け付ける")).check()
    page.get_by_role("button", name=COME_IN).click()
    expect(page).to_have_url(re.compile("#row-"))
    course.refresh_from_db()
    assert (course.seats_taken, course.capacity) == (3, 3)


def test_without_script_it_is_the_same_way(course, signed_in):
    staff = cast.center_staff(course.center)
    cast.with_second_factor(staff)
    somebody("太郎", age=9)
    context = signed_in(staff, java_script_enabled=False)
    page = looked_for(context, course, "093-000-0002")
    page.get_by_role("link", name=re.compile("^この方.*髙﨑 太郎さん")).click()
    page.get_by_label("保護者の氏名").fill("髙﨑 ふみ")
    page.get_by_label("保護者の電話番号").fill("093-111-2222")
    page.get_by_label("保護者の同意を確かめました").check()
    page.get_by_role("button", name=COME_IN).click()
    is_on_the_list(page, course, 1)
    sign_up = SignUp.objects.get()
    assert (sign_up.guardian_name, sign_up.guardian_phone) == ("髙﨑 ふみ", "093-111-2222")
