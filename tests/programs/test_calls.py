"""Whom no mail reaches is told by telephone or postcard, of everything the others are mailed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.people.models import Person, User
from programs.models import Call, Course, SignUp
from programs.models.told import Child, Told
from tests import cast

pytestmark = pytest.mark.django_db

HOME = {"postcode": "8040000", "address": "北九州市戸畑区浜町1-1"}


@pytest.fixture
def center():
    return cast.a_center()


@pytest.fixture
def staff(center):
    return cast.center_staff(center)


@pytest.fixture
def desk(client, staff):
    client.sign_in(staff)
    return client


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def offline(course: Course, staff: User, *names: str, via: str = "phone") -> list[SignUp]:
    people = [cast.a_person(given_name=name, **HOME) for name in names]
    return [
        course.sign_up(Person.register_at_the_desk(person), by=staff, via=SignUp.Via(via))
        for person in people
    ]


def tell(desk, *sign_ups: SignUp, **said) -> None:
    told = {"sign_up": [sign_up.pk for sign_up in sign_ups]} | said
    desk.post(f"/desk/courses/{sign_ups[0].course_id}/calls/", told)


def put_off(course: Course, staff: User) -> None:
    session = course.sessions.first()
    later = session.starts_at + timedelta(days=1)
    session.move(later, later + timedelta(hours=2), by=staff)


def test_a_postcard_is_answered_and_a_telephone_call_was(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="at_once")
    seated, waiting = offline(course, staff, "席の人", "待つ人", via="postcard")
    offline(course, staff, "電話の人")
    assert set(SignUp.objects.to_call()) == {seated, waiting}
    cards = text_of(desk.get_page(f"/desk/courses/{course.pk}/postcards/"))
    assert "席の人 様" in cards
    assert "申込を受け付けました" in cards
    assert "キャンセル待ちに並びました（1番目）" in cards
    assert "電話の人" not in cards
    tell(desk, seated, waiting, how="postcard")
    assert not SignUp.objects.to_call().exists()


def test_an_entry_by_postcard_is_answered_with_the_result(center, staff):
    course = cast.a_course(center=center, method="lottery", queue="at_once")
    offline(course, staff, "花子", via="postcard")
    assert not SignUp.objects.to_call().exists()


@pytest.mark.django_db(transaction=True)
def test_who_comes_to_a_session_that_was_moved_is_called_once_for_each_time(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="at_once", sessions=2)
    seated, _ = offline(course, staff, "席の人", "待つ人")
    put_off(course, staff)
    assert list(SignUp.objects.to_call()) == [seated]
    said = text_of(desk.get_page(f"/desk/courses/{course.pk}/call-list/"))
    assert "回の日時が" in said
    assert "に変わりました" in said
    tell(desk, seated)
    assert not SignUp.objects.to_call().exists()
    assert "髙﨑 席の人さん：電話 回の日時の変更・中止" in text_of(
        desk.get_page(f"/desk/courses/{course.pk}/call-list/")
    )
    course.sessions.last().cancel(by=staff, reason="台風のため")
    said = text_of(desk.get_page(f"/desk/courses/{course.pk}/call-list/"))
    assert "の回は中止になりました 台風のため" in said


def test_whose_mail_comes_back_is_telephoned_about_a_moved_session(desk, center, staff):
    course = cast.a_course(center=center)
    owner = cast.a_resident()
    course.sign_up(owner.household.people.get(), by=owner)
    put_off(course, staff)
    assert not SignUp.objects.to_call().exists()
    User.objects.mail_fails(owner.email)
    assert SignUp.objects.to_call().count() == 1
    session = course.sessions.get()
    assert "髙﨑 花子" in text_of(desk.get_page(f"/desk/sessions/{session.pk}/"))
    tell(desk, SignUp.objects.get())
    page = text_of(desk.get_page(f"/desk/sessions/{session.pk}/"))
    assert "電話でお知らせする方" not in page


def test_a_session_that_is_over_is_told_to_nobody(center, staff):
    course = cast.a_course(center=center, sessions=2)
    offline(course, staff, "花子")
    put_off(course, staff)
    first = course.sessions.first()
    first.starts_at, first.ends_at = (timezone.now() - timedelta(hours=hours) for hours in (3, 1))
    first.save()
    assert not SignUp.objects.to_call().exists()


def test_what_happened_after_the_list_was_shown_is_not_noted_as_told(desk, center, staff):
    course = cast.a_course(center=center, capacity=1, queue="at_once", sessions=2)
    (seated,) = offline(course, staff, "席の人")
    put_off(course, staff)
    shown = (timezone.now() - timedelta(minutes=5)).isoformat()
    tell(desk, seated, shown=shown)
    assert not Call.objects.exists()
    assert list(SignUp.objects.to_call()) == [seated]
    tell(desk, seated, shown="いつか")
    assert Call.objects.get().what == "session"


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_childs_place_is_called_when_it_is_given(desk, center, staff):
    course = cast.a_course(center=center, childcare_capacity=1)
    first, second, at_once = (
        Person.register_at_the_desk(cast.a_person(given_name=name))
        for name in ("一子", "二子", "三子")
    )
    kept, waits = (
        course.sign_up(
            person,
            by=staff,
            via=SignUp.Via.PHONE,
            told={person.pk: Told(children=(Child(f"{person.given_name}の子", 30),))},
        )
        for person in (first, second)
    )
    course.sign_up(at_once, by=staff, via=SignUp.Via.PHONE)
    assert not SignUp.objects.to_call().exists()
    kept.withdraw(by=staff)
    assert list(SignUp.objects.to_call()) == [waits]
    said = text_of(desk.get_page(f"/desk/courses/{course.pk}/call-list/"))
    assert "託児の席が決まりました お預かりするお子さん：二子の子" in said
    tell(desk, waits)
    assert not SignUp.objects.to_call().exists()


@pytest.mark.django_db(transaction=True)
def test_who_signs_up_for_the_new_day_is_not_called_about_the_old_one(center, staff):
    course = cast.a_course(center=center)
    put_off(course, staff)
    offline(course, staff, "花子")
    assert not SignUp.objects.to_call().exists()


def test_a_reserve_without_mail_reads_the_number_and_what_else_there_is(desk, center, staff):
    cast.a_course(title="近くのみそづくり", center=center)
    course = cast.a_course(center=center, capacity=1, queue="at_once")
    offline(course, staff, "席の人", "待つ人")
    SignUp.objects.waiting().update(what="reserve", rank=2)
    card = text_of(desk.get_page(f"/desk/courses/{course.pk}/postcards/?side=text"))
    assert "抽選の結果、補欠になりました（1番目）" in card
    assert "今回は席をご用意できず、申し訳ありません。" in card
    assert "「近くのみそづくり」" in card


def test_the_list_asks_as_often_for_many(desk, center, staff, django_assert_max_num_queries):
    course = cast.a_course(center=center, capacity=40, childcare_capacity=3)
    offline(course, staff, *(f"人{number}" for number in range(12)), via="postcard")
    put_off(course, staff)
    with django_assert_max_num_queries(16):
        assert "12人に" in text_of(desk.get_page(f"/desk/courses/{course.pk}/call-list/"))
