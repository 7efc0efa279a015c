"""The pages of a resident who signed in: choose who comes, take the seat, look, give it back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.people.models import Person, User
from programs.models import Course, SignUp
from tests import cast
from tests.page_lint import Page, lint

pytestmark = pytest.mark.django_db


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture
def parent(client) -> User:
    user = cast.a_resident(born=date(1990, 5, 5))
    client.sign_in(user)
    return user


def a_child(parent: User, name: str = "太郎", *, born: date = date(2018, 5, 5)) -> Person:
    return Person.register(parent, cast.a_person(given_name=name, born=born))


def address_of(course: Course) -> str:
    return f"/courses/{course.pk}/sign-ups/"


def note_beside(page: Page, person: Person) -> str:
    """What the form says beside one person."""
    said = " ".join(" ".join(page.text).split())
    return said.split(f"{person.full_name} さん")[1].split(" さん ")[0]


def statements(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get_page(address)
    return len(asked)


# ---------------------------------------------------------------- who takes part


def test_the_whole_family_is_offered_with_the_reason_why_not(client, parent):
    adult, child = parent.household.people.get(), a_child(parent)
    page = client.get_page(address_of(cast.a_course(min_age=6, max_age=12)))
    offered = {a["value"]: "disabled" in a for a in page.all("input") if a["type"] == "radio"}
    assert offered == {str(adult.pk): True, str(child.pk): False}
    assert "12歳まで" in note_beside(page, adult)
    assert "申し込めます。" in note_beside(page, child)


def test_who_lives_alone_is_chosen_already(client, parent):
    page = client.get_page(address_of(cast.a_course()))
    assert ["checked" in a for a in page.all("input") if a["type"] == "radio"] == [True]


def test_one_who_has_a_seat_is_told_so(client, parent):
    course, person = cast.a_course(), parent.household.people.get()
    course.sign_up(person, by=parent)
    page = client.get_page(address_of(course))
    assert "すでに申し込んでいます。" in note_beside(page, person)


def test_a_course_at_the_same_time_is_a_warning_and_no_refusal(client, parent):
    person, child = parent.household.people.get(), a_child(parent)
    other = cast.a_course(title="同じ時間の書道", days_ahead=14)
    other.sign_up(person, by=parent)
    course = cast.a_course(days_ahead=14)
    page = client.get_page(address_of(course))
    assert "「同じ時間の書道」" in note_beside(page, person)
    assert "このまま申し込むこともできます" in note_beside(page, person)
    assert "書道" not in note_beside(page, child)
    receipt = client.post(address_of(course), {"person": person.pk}, follow=True)
    assert "時間が重なっています" in texts(lint(receipt))


def test_one_session_of_many_at_the_same_time_is_warned_of(client, parent):
    person = parent.household.people.get()
    cast.a_course(title="三週目と重なる", days_ahead=28).sign_up(person, by=parent)
    page = client.get_page(address_of(cast.a_course(days_ahead=14, sessions=4)))
    assert "三週目と重なる" in note_beside(page, person)


def test_of_many_at_the_same_time_the_next_three_are_named(client, parent):
    person = parent.household.people.get()
    for number in range(1, 6):
        cast.a_course(title=f"重なり{number}", days_ahead=14).sign_up(person, by=parent)
    course = cast.a_course(days_ahead=14)
    said = note_beside(client.get_page(address_of(course)), person)
    assert "「重なり3」" in said
    assert "、ほか2件。" in said
    assert "重なり4" not in said
    sign_up = course.sign_up(person, by=parent)
    told = texts(client.get_page(f"/my/sign-ups/{sign_up.pk}/"))
    assert "、ほか2件。" in told
    assert "重なり4" not in told


def test_one_after_the_other_is_no_clash(client, parent):
    person = parent.household.people.get()
    cast.a_course(title="朝の部", days_ahead=14).sign_up(person, by=parent)
    course = cast.a_course(days_ahead=15)
    course.sessions.all().delete()
    cast.add_sessions(course, days_ahead=14, hour=12)
    assert "朝の部" not in texts(client.get_page(address_of(course)))


def test_what_was_withdrawn_is_no_clash(client, parent):
    person = parent.household.people.get()
    cast.a_course(title="やめた講座").sign_up(person, by=parent).withdraw(by=parent)
    assert "やめた講座" not in texts(client.get_page(address_of(cast.a_course())))


def test_nothing_of_another_household_is_shown(client, parent):
    neighbour = cast.a_resident("neighbour@example.jp", born=date(1980, 1, 1))
    theirs = cast.a_course(title="となりの講座")
    theirs.sign_up(neighbour.household.people.get(), by=neighbour)
    page = client.get_page(address_of(cast.a_course()))
    assert "となりの講座" not in texts(page)
    assert len([a for a in page.all("input") if a["type"] == "radio"]) == 1


def test_where_nobody_can_take_part_there_is_no_button_to_press_in_vain(client, parent):
    page = client.get_page(address_of(cast.a_course(min_age=90)))
    assert "90歳から" in texts(page)
    assert "この内容で申し込む" not in texts(page)


def test_eight_people_ask_the_database_as_often_as_one(client, parent):
    cast.a_course(title="重なる").sign_up(parent.household.people.get(), by=parent)
    course = cast.a_course()
    client.get_page(address_of(course))
    alone = statements(client, address_of(course))
    for number in range(7):
        child = a_child(parent, f"子{number}")
        cast.a_course(title=f"子{number}の講座").sign_up(child, by=parent, told=cast.consent(child))
    assert statements(client, address_of(course)) == alone


def test_the_purpose_is_told_before_the_button(client, parent):
    said = texts(client.get_page(address_of(cast.a_course())))
    assert said.index("個人情報の使いみち") < said.index("この内容で申し込む")


# ---------------------------------------------------------------- taking the seat


def test_a_press_takes_the_seat_and_shows_the_receipt(client, parent):
    course, child = cast.a_course(), a_child(parent)
    sent = {"person": child.pk} | cast.guardian()
    response = client.post(address_of(course), sent, follow=True)
    sign_up = SignUp.objects.get()
    assert response.redirect_chain == [(f"/my/sign-ups/{sign_up.pk}/", 302)]
    said = texts(lint(response))
    assert "申込を受け付けました" in said
    assert sign_up.receipt_number in said
    assert "太郎さんの席をご用意しました" in said
    assert course.center.name in said


def test_pressing_twice_takes_one_seat_and_says_so(client, parent):
    course, person = cast.a_course(), parent.household.people.get()
    client.post(address_of(course), {"person": person.pk})
    page = client.post_page(address_of(course), {"person": person.pk}, status=409)
    assert "すでにこの講座に申し込んでいます" in texts(page)
    course.refresh_from_db()
    assert course.seats_taken == 1


@pytest.mark.parametrize(
    "person",
    ["", "abc", "-1", "0", "1.5", "²", "一", "\x00", "999999999999999999999", "9" * 10_000, "🍣"],
)
def test_a_choice_that_cannot_be_is_asked_for_again(client, parent, person):
    page = client.post_page(address_of(cast.a_course()), {"person": person}, status=422)
    assert "参加する方を選んでください。" in texts(page)
    assert SignUp.objects.count() == 0


def test_somebody_of_another_household_cannot_be_chosen(client, parent):
    stranger = cast.a_resident("stranger@example.jp").household.people.get()
    page = client.post_page(address_of(cast.a_course()), {"person": stranger.pk}, status=422)
    assert "参加する方を選んでください。" in texts(page)
    assert stranger.full_kana not in texts(page)


def hours_ago(number: int):
    return timezone.now() - timedelta(hours=number)


@pytest.mark.parametrize(
    ("since_then", "sentence"),
    [
        ({"apply_until": "past"}, "受付は終わりました"),
        ({"apply_from": "future"}, "まだ始まっていません"),
        ({"takes_sign_ups_here": False}, "このサイトでは申し込めません"),
        ({"min_age": 90}, "90歳から"),
        ({"residence": "city"}, "「市内にお住まいの方」が対象です"),
    ],
)
def test_a_form_left_open_too_long_is_answered_with_what_is_so_now(client, since_then, sentence):
    user = cast.a_resident(ward=None)
    client.sign_in(user)
    course = cast.a_course()
    client.get_page(address_of(course))
    when = {"past": hours_ago(1), "future": timezone.now() + timedelta(hours=1)}
    Course.objects.filter(pk=course.pk).update(
        **{name: when.get(value, value) for name, value in since_then.items()}
    )
    person = user.household.people.get()
    page = client.post_page(address_of(course), {"person": person.pk}, status=409)
    assert sentence in texts(page)
    assert page.title.startswith("エラー：")
    assert SignUp.objects.count() == 0


def test_the_last_seat_taken_meanwhile_is_told(client, parent):
    course = cast.a_course(capacity=1)
    client.get_page(address_of(course))
    other, person = cast.many_residents(1)[0]
    course.sign_up(person, by=other)
    mine = parent.household.people.get()
    page = client.post_page(address_of(course), {"person": mine.pk}, status=409)
    assert "満席になりました" in texts(page)


@pytest.mark.parametrize("published_at", [None, "later"])
def test_a_course_taken_back_meanwhile_is_no_longer_found(client, parent, published_at):
    course = cast.a_course()
    later = timezone.now() + timedelta(days=1) if published_at else None
    Course.objects.filter(pk=course.pk).update(published_at=later)
    response = client.post(address_of(course), {"person": parent.household.people.get().pk})
    assert response.status_code == 404
    assert "公開が終わったか" in texts(lint(response))


@pytest.mark.parametrize("pk", ["0", "999999999999999999999", "9" * 5_000])
def test_a_course_that_never_was_is_not_found(client, parent, pk):
    client.assert_not_found(f"/courses/{pk}/sign-ups/")


def test_an_account_without_people_is_led_to_registration_and_back(client):
    client.sign_in(User.objects.create_user("new@example.jp"))
    course = cast.a_course()
    for response in (client.get(address_of(course)), client.post(address_of(course), {})):
        assert response.url == f"/my/registration/?next=%2Fcourses%2F{course.pk}%2Fsign-ups%2F"


def test_a_form_without_its_token_takes_no_seat(parent, client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.sign_in(parent)
    person = parent.household.people.get()
    page = strict.post_page(address_of(cast.a_course()), {"person": person.pk}, status=403)
    assert "申込などは行われていません" in texts(page)
    assert SignUp.objects.count() == 0


# ---------------------------------------------------------------- the receipt, and giving back


@pytest.fixture
def sign_up(parent) -> SignUp:
    return cast.a_course(sessions=2).sign_up(parent.household.people.get(), by=parent)


def test_the_receipt_says_until_when_the_seat_can_be_given_back(client, sign_up):
    page = client.get_page(f"/my/sign-ups/{sign_up.pk}/")
    assert "までは、このページから取り消せます" in texts(page)
    assert f"/my/sign-ups/{sign_up.pk}/withdrawal/" in [a["href"] for a in page.all("a")]
    assert f"/courses/{sign_up.course_id}/course.ics" in [a["href"] for a in page.all("a")]
    assert "第2回" in texts(page)


def test_giving_back_is_asked_once_and_then_done(client, sign_up):
    address = f"/my/sign-ups/{sign_up.pk}/withdrawal/"
    page = client.get_page(address)
    assert "取り消しますか" in texts(page)
    sign_up.refresh_from_db()
    assert sign_up.is_live, "asking changes nothing"
    response = client.post(address, follow=True)
    assert "申込を取り消しました" in texts(lint(response))
    sign_up.refresh_from_db()
    assert not sign_up.is_live


def test_giving_back_twice_is_told(client, sign_up):
    address = f"/my/sign-ups/{sign_up.pk}/withdrawal/"
    client.post(address)
    page = client.post_page(address, {}, status=409)
    assert "すでに取り消されています" in texts(page)
    assert not [a for a in page.all("button") if "danger" in a.get("class", "")]


def test_after_the_deadline_there_is_a_telephone_number_and_no_button(client, sign_up):
    Course.objects.filter(pk=sign_up.course_id).update(apply_until=hours_ago(1))
    page = client.get_page(f"/my/sign-ups/{sign_up.pk}/")
    assert "期限は過ぎました" in texts(page)
    assert "tel:093-000-0001" in [a["href"] for a in page.all("a")]
    assert "withdrawal" not in str(page.all("a"))
    page = client.post_page(f"/my/sign-ups/{sign_up.pk}/withdrawal/", {}, status=409)
    assert "期限を過ぎました" in texts(page)
    sign_up.refresh_from_db()
    assert sign_up.is_live


def test_one_parent_sees_and_gives_back_what_the_other_took(client, sign_up):
    other = User.objects.create_user("other-parent@example.jp", household=sign_up.by.household)
    client.sign_in(other)
    client.get_page(f"/my/sign-ups/{sign_up.pk}/")
    client.post(f"/my/sign-ups/{sign_up.pk}/withdrawal/")
    sign_up.refresh_from_db()
    assert sign_up.changed_by == other


@pytest.mark.parametrize("tail", ["", "withdrawal/"])
@pytest.mark.parametrize("pk", ["0", "999999999999999999999"])
def test_a_sign_up_that_never_was_is_not_found(client, parent, pk, tail):
    client.assert_not_found(f"/my/sign-ups/{pk}/{tail}")


# ---------------------------------------------------------------- my page


def test_an_empty_page_offers_three_ways_on(client):
    client.sign_in(User.objects.create_user("new@example.jp"))
    page = client.get_page("/my/")
    said = texts(page)
    ways = said[said.index("申し込んだ講座は、いまはありません") : said.index("参加する人")]
    assert "いま申し込める講座をさがす" in ways
    assert "近くの市民センターをさがす" in ways
    assert "お電話でもお答えします" in ways
    assert "/my/registration/" in [a["href"] for a in page.all("a")]


def test_what_comes_is_listed_by_day_and_what_was_apart(client, parent):
    person = parent.household.people.get()
    for title, days in (("あと", 30), ("さき", 10)):
        cast.a_course(title=title, days_ahead=days).sign_up(person, by=parent)
    past = cast.a_course(title="きょねん", days_ahead=9)
    past.sign_up(person, by=parent)
    past.sessions.update(starts_at=hours_ago(30), ends_at=hours_ago(28))
    cast.a_course(title="やめた", days_ahead=12).sign_up(person, by=parent).withdraw(by=parent)
    said = texts(client.get_page("/my/"))
    places = [said.index(w) for w in ("さき", "あと", "これまでの申込", "やめた", "きょねん")]
    assert places == sorted(places)
    assert "取り消しました" in said
    assert "終わりました" in said


def test_many_courses_ask_the_database_as_often_as_one(client, parent):
    person = parent.household.people.get()
    cast.a_course(title="はじめ").sign_up(person, by=parent)
    client.get_page("/my/")
    one = statements(client, "/my/")
    for number in range(8):
        child = a_child(parent, f"子{number}")
        cast.a_course(title=f"講座{number}").sign_up(child, by=parent, told=cast.consent(child))
    page = client.get_page("/my/")
    assert "講座7" in texts(page)
    assert statements(client, "/my/") == one


def test_a_resident_sees_nothing_of_the_staff_menu_and_staff_do(client, parent):
    assert "/admin/" not in str(client.get_page("/my/").all("a"))
    client.sign_in(cast.section_staff())
    hrefs = [a["href"] for a in client.get_page("/my/").all("a")]
    assert "/admin/" in hrefs


@pytest.mark.parametrize(
    "address", ["/my/", "/my/people/", "/my/registration/", "sign_ups", "receipt", "withdrawal"]
)
def test_personal_pages_are_kept_by_no_cache(client, sign_up, address):
    real = {
        "sign_ups": address_of(cast.a_course()),
        "receipt": f"/my/sign-ups/{sign_up.pk}/",
        "withdrawal": f"/my/sign-ups/{sign_up.pk}/withdrawal/",
    }
    answer = client.get(real.get(address, address))
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, sign_up, method):
    for address in ("/my/", f"/my/sign-ups/{sign_up.pk}/", address_of(sign_up.course)):
        assert getattr(client, method)(address).status_code == 405


def test_what_a_family_typed_is_shown_and_not_run(client):
    user = cast.a_resident(given_name="<script>alert(1)</script>")
    client.sign_in(user)
    course = cast.a_course(title="<img/src=x/onerror=alert(1)>")
    course.sign_up(user.household.people.get(), by=user)
    pages = ["/my/", address_of(course), f"/my/sign-ups/{SignUp.objects.get().pk}/"]
    for address in pages:
        page = client.get_page(address)
        assert not page.all("img"), address
        assert "<script>alert(1)</script>" in texts(page), address
