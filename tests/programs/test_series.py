"""One application for a whole series: all of the ticked courses, or none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import kept
from portal.people.models import Person, User
from programs.models import Answer, ChildcarePlace, Course, Question, Series, SignUp, Term
from programs.sign_ups.series import sign_up_for
from tests import cast
from tests.page_lint import Page, lint

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(client) -> User:
    user = cast.a_resident()
    client.sign_in(user)
    return user


@pytest.fixture
def series() -> Series:
    return Series.objects.create(name="はじめてのだし", description="三つの講座で学びます")


def courses_of(series: Series, number: int = 3, **fields) -> list[Course]:
    return [
        cast.a_course(title=f"だし講座{n + 1}", days_ahead=14 + 7 * n, series=series, **fields)
        for n in range(number)
    ]


def codes_of(refused: ValidationError) -> list[str]:
    return [error.code for error in refused.error_list]


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def address_of(series: Series) -> str:
    return f"/series/{series.pk}/sign-ups/"


# ---------------------------------------------------------------- the command


def test_one_application_gives_a_sign_up_in_each_course(series, resident):
    courses, person = courses_of(series), resident.household.people.get()
    taken = sign_up_for(series, courses, [person], by=resident, told={})
    assert {s.course_id for s in taken} == {course.pk for course in courses}
    assert all(s.is_seated for s in taken)


def test_each_course_gives_what_it_has(series, resident):
    person = resident.household.people.get()
    free = cast.a_course(series=series)
    full = cast.a_course(title="満席", series=series, capacity=1, queue="at_once")
    lottery = cast.a_course(title="抽選", series=series, method="lottery")
    other, neighbour = cast.many_residents(1)[0]
    full.sign_up(neighbour, by=other)
    sign_up_for(series, [free, full, lottery], [person], by=resident, told={})
    kept = dict(SignUp.objects.filter(person=person).values_list("course_id", "status"))
    assert kept == {free.pk: "seated", full.pk: "waiting", lottery.pk: "entered"}


def test_one_refusal_keeps_nothing_and_every_refusal_is_named(series, resident):
    person = resident.household.people.get()
    fine, too_old, full = courses_of(series)
    Course.objects.filter(pk=too_old.pk).update(max_age=12)
    Course.objects.filter(pk=full.pk).update(capacity=1)
    other, neighbour = cast.many_residents(1)[0]
    full.sign_up(neighbour, by=other)
    with pytest.raises(ValidationError) as refused:
        sign_up_for(series, [fine, too_old, full], [person], by=resident, told={})
    assert codes_of(refused.value) == ["too_old", "full"]
    assert [message.split("：")[0] for message in refused.value.messages] == [
        "「だし講座2」",
        "「だし講座3」",
    ]
    assert not SignUp.objects.filter(person=person).exists()
    fine.refresh_from_db()
    assert fine.seats_taken == 0


def test_no_letter_goes_out_for_an_application_that_was_refused(
    series, resident, run_queue, mailoutbox
):
    fine, gone = courses_of(series, 2)
    gone.cancel(by=cast.section_staff(), reason="講師の都合")
    run_queue()
    mailoutbox.clear()
    person = resident.household.people.get()
    with pytest.raises(ValidationError):
        sign_up_for(series, [fine, gone], [person], by=resident, told={})
    run_queue()
    assert mailoutbox == []


def test_a_course_of_another_series_is_not_signed_up_for(series, resident):
    person = resident.household.people.get()
    mine, stranger = courses_of(series, 1)[0], cast.a_course(title="ほか")
    sign_up_for(series, [mine, stranger], [person], by=resident, told={})
    assert list(SignUp.objects.values_list("course_id", flat=True)) == [mine.pk]


def test_a_term_counts_the_courses_of_one_application_too(series, resident):
    today = timezone.localdate()
    Term.objects.create(
        name="この期", first_day=today, last_day=today + timedelta(days=90), most_courses=2
    )
    kept.forget_all()
    person, courses = resident.household.people.get(), courses_of(series)
    with pytest.raises(ValidationError) as refused:
        sign_up_for(series, courses, [person], by=resident, told={})
    assert codes_of(refused.value) == ["term_limit"]
    assert SignUp.objects.count() == 0


def test_without_a_course_there_is_nothing_to_sign_up_for(series, resident):
    with pytest.raises(ValidationError) as refused:
        sign_up_for(series, [], [resident.household.people.get()], by=resident, told={})
    assert codes_of(refused.value) == ["no_courses"]


@pytest.mark.django_db(transaction=True)
def test_many_applications_at_once_never_wait_for_each_other_in_a_circle(series):
    courses = courses_of(series, capacity=2)
    residents = cast.many_residents(6)
    start = Barrier(len(residents))

    def one(place_and_racer) -> list[str] | str:
        place, (user, person) = place_and_racer
        order = courses if place % 2 else courses[::-1]
        start.wait(timeout=20)
        try:
            sign_up_for(series, order, [person], by=user, told={})
        except ValidationError as refused:
            return codes_of(refused)
        finally:
            connections.close_all()
        return "in"

    with ThreadPoolExecutor(max_workers=len(residents)) as pool:
        results = list(pool.map(one, enumerate(residents)))
    assert results.count("in") == 2
    assert results.count(["full"] * 3) == 4
    for course in courses:
        course.refresh_from_db()
        assert course.seats_taken == 2


# ---------------------------------------------------------------- the pages


def test_the_page_of_a_series_lists_its_published_courses(client, series):
    courses_of(series)
    cast.a_course(title="下書き", series=series, published_at=None)
    page = client.get_page(f"/series/{series.pk}/")
    words = said(page)
    assert all(f"だし講座{n}" in words for n in (1, 2, 3))
    assert "下書き" not in words
    assert address_of(series) in {a.get("href") for a in page.all("a")}


def test_a_course_names_its_series(client, series):
    course = courses_of(series, 1)[0]
    page = client.get_page(course.get_absolute_url())
    assert f"/series/{series.pk}/" in {a.get("href") for a in page.all("a")}


def test_a_series_without_published_courses_is_not_there(client, series, resident):
    for address in (f"/series/{series.pk}/", address_of(series), "/series/999999/"):
        client.assert_not_found(address)


def test_the_form_offers_every_open_course_ticked_and_says_what_one_gets(client, series, resident):
    full, *_ = courses_of(series)
    Course.objects.filter(pk=full.pk).update(capacity=1, queue="at_once")
    other, neighbour = cast.many_residents(1)[0]
    full.sign_up(neighbour, by=other)
    page = client.get_page(address_of(series))
    ticked = [a for a in page.all("input") if a.get("name") == "course" and "checked" in a]
    assert len(ticked) == 3
    assert "キャンセル待ちの1番目くらい" in said(page)
    assert "席がすぐに決まります" in said(page)


def test_one_press_signs_up_and_the_page_says_what_one_got(client, series, resident):
    courses, person = courses_of(series), resident.household.people.get()
    sent = {"person": person.pk, "course": [course.pk for course in courses[:2]]}
    response = client.post(address_of(series), sent, follow=True)
    assert response.redirect_chain == [(address_of(series), 302)]
    words = said(lint(response))
    assert "2つの講座の申込を受け付けました" in words
    assert SignUp.objects.filter(person=person).count() == 2
    for sign_up in SignUp.objects.all():
        assert sign_up.receipt_number in words


def test_refusals_come_back_by_course_with_everything_still_chosen(client, series, resident):
    courses, person = courses_of(series), resident.household.people.get()
    Course.objects.filter(pk=courses[1].pk).update(max_age=12)
    sent = {"person": person.pk, "course": [course.pk for course in courses]}
    page = client.post_page(address_of(series), sent, status=409)
    assert "「だし講座2」：この講座は12歳まで" in said(page)
    assert page.title.startswith("エラー：")
    ticked = {a["value"] for a in page.all("input") if "checked" in a}
    assert ticked == {str(person.pk), *(str(course.pk) for course in courses)}
    assert SignUp.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "参加する方を選んでください。"),
        ({"person": "1"}, "参加する方を選んでください。"),
        ({"course": []}, "申し込む講座を選んでください。"),
        ({"course": ["999999"]}, "申し込む講座を選んでください。"),
        ({"course": ["\x00"]}, "申し込む講座を選んでください。"),
    ],
)
def test_what_cannot_be_is_asked_for_again(client, series, resident, sent, sentence):
    courses = courses_of(series)
    whole = {
        "person": resident.household.people.get().pk,
        "course": [course.pk for course in courses],
    }
    page = client.post_page(address_of(series), (whole | sent) if sent else {}, status=422)
    assert sentence in said(page)
    assert SignUp.objects.count() == 0


def test_questions_and_children_go_to_the_courses_that_ask(client, series, resident):
    first, second, third = courses_of(series)
    question = Question.objects.create(course=first, text="何回目ですか", required=True)
    Course.objects.filter(pk=second.pk).update(childcare_capacity=3)
    sent = {
        "person": resident.household.people.get().pk,
        "course": [first.pk, second.pk, third.pk],
        f"question-{question.pk}": "はじめて",
        "child-1-name": "みお",
        "child-1-years": "2",
    }
    assert client.post(address_of(series), sent).status_code == 302
    assert list(Answer.objects.values_list("sign_up__course_id", "text")) == [
        (first.pk, "はじめて")
    ]
    assert list(ChildcarePlace.objects.values_list("sign_up__course_id", "status")) == [
        (second.pk, "seated")
    ]


def test_a_question_of_a_course_left_out_need_not_be_answered(client, series, resident):
    first, second, _ = courses_of(series)
    Question.objects.create(course=first, text="何回目ですか", required=True)
    sent = {"person": resident.household.people.get().pk, "course": [second.pk]}
    assert client.post(address_of(series), sent).status_code == 302


def test_a_family_of_twelve_asks_the_database_as_often_as_one(client, series, resident):
    courses_of(series)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get_page(address_of(series))
        return len(asked)

    statements()
    alone = statements()
    for number in range(11):
        Person.register(resident, cast.a_person(given_name=f"家族{number}", born=date(1950, 1, 1)))
    assert statements() == alone
