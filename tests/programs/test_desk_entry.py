"""Sign-ups by telephone, postcard and at the counter: same rules, without mail or account."""

from datetime import date

import pytest
from django.utils import timezone

from portal.people.models import AccessLog, Person
from programs.desk.people import find, ticket_for
from programs.models import Course, Question, Series, SignUp
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return cast.a_center()


@pytest.fixture
def staff(center):
    return cast.center_staff(center)


@pytest.fixture
def course(center) -> Course:
    return cast.a_course(center=center, capacity=2, queue="at_once")


@pytest.fixture
def desk(client, staff):
    client.sign_in(staff)
    return client


def address(course: Course) -> str:
    return f"/desk/courses/{course.pk}/entry/"


def a_card(**changes: str) -> dict[str, str]:
    """What stands on a postcard, as staff type it."""
    return {
        "do": "register",
        "via": "postcard",
        "family_name": "野口",
        "given_name": "美咲",
        "family_kana": "のぐち",
        "given_kana": "みさき",
        "birth_year": "1970",
        "birth_month": "5",
        "birth_day": "6",
        "phone": "０９３−５５５−０００１",
        "ward": str(cast.a_ward().pk),
        "postcode": "〒804-0011",
        "address": "戸畑区中原西1-2-3",
    } | changes


def somebody(**fields) -> Person:
    return Person.register_at_the_desk(cast.a_person(**fields))


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


# ---------------------------------------------------------------- somebody new


def test_a_postcard_of_somebody_new_takes_a_seat_under_the_same_rules(desk, course, staff):
    answer = desk.post(address(course), a_card())
    sign_up = SignUp.objects.get()
    assert answer["Location"] == f"{address(course)}?via=postcard&done={sign_up.pk}"
    assert (sign_up.via, sign_up.by, sign_up.status) == ("postcard", staff, "seated")
    person = sign_up.person
    assert (person.full_kana, person.phone) == ("ノグチ ミサキ", "093-555-0001")
    assert (person.postcode, person.address) == ("8040011", "戸畑区中原西1-2-3")
    assert not person.household.accounts.exists()
    page = desk.get_page(answer["Location"])
    assert sign_up.receipt_number in text_of(page)
    assert [a["name"] for a in page.all("input") if "autofocus" in a] == ["q"]
    assert "postcard" in [a["value"] for a in page.all("input") if a.get("name") == "via"]


def test_a_lottery_a_full_course_and_the_age_are_as_on_the_web(desk, center, course):
    lottery = cast.a_course(center=center, method="lottery", capacity=1)
    desk.post(address(lottery), a_card())
    assert lottery.sign_ups.get().status == "entered"
    full = cast.a_course(center=center, capacity=1, queue="none")
    desk.post(address(full), a_card())
    page = desk.post_page(address(full), a_card(given_name="次の人"), status=409)
    assert "満席" in text_of(page)
    children = cast.a_course(center=center, max_age=12)
    page = desk.post_page(address(children), a_card(given_name="大人"), status=409)
    assert "12歳まで" in text_of(page)
    assert not Person.objects.filter(given_name__in=["次の人", "大人"]).exists()


def test_sent_twice_it_is_one_person_and_one_seat(desk, course):
    desk.post(address(course), a_card())
    page = desk.post_page(address(course), a_card(), status=409)
    sign_up = SignUp.objects.get()
    assert Person.objects.count() == 1
    assert f"/desk/sign-ups/{sign_up.pk}/" in [a["href"] for a in page.all("a")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"postcode": ""}, "郵便番号を入力してください"),
        ({"postcode": "12345"}, "数字7けた"),
        ({"address": ""}, "住所を入力してください"),
        ({"family_kana": "野口"}, "カタカナで"),
        ({"birth_month": "13"}, "生年月日を確かめて"),
        ({"phone": "1234"}, "電話番号"),
        ({"family_name": "あ" * 31}, "30文字まで"),
    ],
)
def test_what_cannot_be_right_is_said_and_nobody_is_registered(desk, course, wrong, sentence):
    page = desk.post_page(address(course), a_card(**wrong), status=422)
    assert sentence in text_of(page)
    assert not Person.objects.exists()
    values = [a.get("value") for a in page.all("input")]
    assert "美咲" in values


def test_on_the_telephone_no_address_is_needed(desk, course):
    desk.post(address(course), a_card(via="phone", postcode="", address=""))
    assert SignUp.objects.get().via == "phone"


def test_a_channel_nobody_has_at_the_desk_becomes_the_telephone(desk, course):
    desk.post(address(course), a_card(via="web"))
    assert SignUp.objects.get().via == "phone"


def test_the_courses_own_question_is_asked_here_too(desk, course):
    question = Question.objects.create(course=course, text="経験", kind="short", required=True)
    page = desk.post_page(address(course), a_card(), status=422)
    assert "「経験」に答えてください" in text_of(page)
    assert not Person.objects.exists()
    desk.post(address(course), a_card() | {f"question-{question.pk}": "はじめて"})
    assert SignUp.objects.get().answers.get().text == "はじめて"


def test_a_child_needs_a_guardian_here_too(desk, course):
    child = {"birth_year": str(timezone.localdate().year - 9)}
    page = desk.post_page(address(course), a_card(**child), status=422)
    assert "保護者の氏名を入力してください" in text_of(page)
    desk.post(address(course), a_card(**child) | cast.guardian())
    assert SignUp.objects.get().guardian_name == "髙﨑 花子"


# ---------------------------------------------------------------- somebody known, and parties


def test_somebody_known_is_found_and_entered(desk, course, staff):
    person = somebody(family_name="野口", given_name="美咲")
    desk.get_page(f"{address(course)}?via=phone&q=タカサキ ハナコ&born=1954")
    ticket = ticket_for(staff, person)
    page = desk.get_page(f"{address(course)}?via=phone&person={ticket}")
    assert "この内容で申し込む" in text_of(page)
    desk.post(address(course), {"do": "enter", "via": "phone", "person": ticket})
    assert SignUp.objects.get().person == person


def test_a_person_nobody_showed_cannot_be_chosen_by_number(desk, course):
    person = somebody()
    for invented in (str(person.pk), f"{person.pk}:x", ticket_for(cast.section_staff(), person)):
        page = desk.get_page(f"{address(course)}?person={invented}")
        assert person.full_name not in text_of(page)
        desk.post(address(course), {"do": "enter", "via": "phone", "person": invented})
    assert not SignUp.objects.exists()
    assert not AccessLog.objects.exists()


def test_a_family_is_entered_together_by_adding_one_after_the_other(desk, center, staff):
    course = cast.a_course(center=center, party_min=2, party_max=3, capacity=3)
    first = desk.post(address(course), a_card(do="add"))["Location"]
    assert not SignUp.objects.exists()
    page = desk.get_page(first)
    assert "野口 美咲" in text_of(page)
    assert "この内容で申し込む" not in text_of(page)
    ticket = next(a["value"] for a in page.all("input") if a.get("name") == "person")
    desk.post(address(course), a_card(given_name="母", given_kana="ハハ") | {"person": ticket})
    both = SignUp.objects.order_by("pk")
    assert [one.person.given_name for one in both] == ["美咲", "母"]
    assert len({one.party_id for one in both}) == len({one.person.household_id for one in both})
    assert both[0].party_id is not None


def test_more_than_a_party_may_be_is_refused(desk, course, staff):
    two = [ticket_for(staff, somebody(given_name=name)) for name in ("一", "二")]
    desk.post(address(course), {"do": "enter", "via": "phone", "person": two})
    assert SignUp.objects.count() == 1, "the course takes one at a time; the second is left out"


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize(
    "typed", ["タカサキ", "たかざき", "ﾀｶｻｷﾊﾅｺ", "髙﨑花", "093-000-0002", "0002"]
)
def test_a_person_of_ones_own_place_is_found_by_any_part(course, staff, typed):
    person = somebody()
    course.sign_up(person, by=staff, via="phone")
    assert find(staff, typed, None) == [person]
    assert find(staff, typed, 1954) == [person]
    assert find(staff, typed, 1955) == []


@pytest.mark.parametrize(
    ("typed", "year", "is_found"),
    [
        ("タカサキ", 1954, False),
        ("タカサキ ハナコ", None, False),
        ("0002", 1954, False),
        ("髙﨑花子", 1954, False),
        ("たかざき はなこ", 1954, True),
        ("０９３−０００−０００２", None, True),
        ("", 1954, False),
        ("%", None, False),
        ("_" * 9, 1954, False),
    ],
)
def test_a_person_of_another_place_only_by_all_that_was_said(course, staff, typed, year, is_found):
    person = somebody()
    assert find(staff, typed, year) == ([person] if is_found else [])


def test_every_person_shown_is_written_down(desk, course, staff):
    person = somebody()
    desk.get_page(f"{address(course)}?q=たかさき はなこ&born=1954")
    look = AccessLog.objects.get()
    assert (look.viewer, look.person) == (staff, person)
    assert look.reason.startswith("申込の受付")


def test_while_typing_only_the_findings_are_answered(desk, course):
    somebody()
    headers = {"HX-Request": "true"}
    found = desk.get(f"{address(course)}?q=たかさき はなこ&born=1954", headers=headers)
    html = found.content.decode()
    assert "髙﨑 花子" in html
    assert "<html" not in html
    assert "登録して申し込む" not in html


def test_a_long_search_or_broken_year_does_no_harm(desk, course):
    for query in (
        f"q={'あ' * 5_000}",
        "q=あ&born=二千",
        "q=%00&born=",
        "done=99999999999999999999",
    ):
        assert desk.get(f"{address(course)}?{query}").status_code in {200, 400, 404}


def test_the_number_of_queries_does_not_grow_with_who_is_found(
    desk, course, staff, django_assert_max_num_queries
):
    for number in range(15):
        person = somebody(given_name=f"花子{number}", born=date(1954, 4, 1 + number))
        if number < 2:
            course.sign_up(person, by=staff, via="phone")
    with django_assert_max_num_queries(16):
        desk.get_page(f"{address(course)}?q=タカサキ ハナコ&born=1954")


def test_a_nul_in_the_search_of_a_form_that_was_sent_breaks_nothing(desk, course):
    typed = a_card(phone="") | {"q": "野\x00口"}
    assert desk.post(address(course), typed).status_code == 422


def test_somebody_half_typed_beside_one_chosen_is_asked_for_the_rest(desk, center, staff):
    course = cast.a_course(center=center, party_max=2)
    beside = {"person": ticket_for(staff, somebody())}
    page = desk.post_page(address(course), a_card(postcode="") | beside, status=422)
    assert "郵便番号を入力してください" in text_of(page)
    assert desk.post(address(course), a_card() | beside).status_code == 302
    assert course.sign_ups.count() == 2


def test_what_somebody_new_in_a_party_needs_is_kept_with_that_one(desk, center, staff):
    course = cast.a_course(center=center, party_max=2)
    known = somebody()
    needs = {"person": ticket_for(staff, known), "provisions": ["wheelchair"]}
    page = desk.post_page(address(course), a_card() | needs, status=422)
    assert "配慮が必要な方を、参加する方から選んでください" in text_of(page)
    assert ("option", {"value": "new"}) in page.elements
    desk.post(address(course), a_card() | needs | {"provision_person": "new"})
    kept = {one.person_id == known.pk: one.provisions for one in course.sign_ups.all()}
    assert kept == {True: [], False: ["wheelchair"]}


def test_one_call_for_a_series_is_one_search(desk, center, staff):
    series = Series.objects.create(name="まちの歴史", center=center)
    first, second, third = (
        cast.a_course(center=center, series=series, title=f"第{number}講座", days_ahead=number * 9)
        for number in (1, 2, 3)
    )
    cast.a_course(center=center, title="シリーズの外")
    person = somebody()
    third.sign_up(person, by=staff, via=SignUp.Via.PHONE)
    chosen = {"do": "enter", "via": "phone", "person": ticket_for(staff, person)}
    page = desk.get_page(desk.post(address(first), chosen)["Location"])
    (further,) = [a["href"] for a in page.all("a") if "person=" in a["href"]]
    assert further.startswith(address(second))
    assert "この内容で申し込む" in text_of(desk.get_page(further))
    page = desk.get_page(desk.post(address(second), chosen)["Location"])
    assert "シリーズのほかの講座" not in text_of(page)
    assert person.sign_ups.count() == 3
