"""Below its minimum at the deadline staff are asked; calling off tells everybody."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.people.models import User
from portal.refusal import code_of
from programs.models import Course, Question, SignUp
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client) -> User:
    user = cast.center_staff(cast.a_center())
    client.sign_in(user)
    return user


def with_people(number: int, **fields) -> Course:
    """A course of at least 5 that `number` people have a seat in, closed an hour ago."""
    course = cast.a_course(**{"minimum_to_run": 5} | fields)
    for user, person in cast.many_residents(number):
        course.sign_up(person, by=user)
    close(course)
    return course


def close(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(apply_until=timezone.now() - timedelta(hours=1))
    course.refresh_from_db()


def is_asked(course: Course) -> bool:
    return course in Course.objects.under_minimum_at_deadline()


def address_of(course: Course) -> str:
    return f"/desk/courses/{course.pk}/running/"


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


# ---------------------------------------------------------------- who is asked, and when


@pytest.mark.parametrize(("number", "asked"), [(0, True), (4, True), (5, False), (6, False)])
def test_staff_are_asked_below_the_minimum_and_not_at_it(number, asked):
    assert is_asked(with_people(number)) == asked


def test_before_the_deadline_nobody_is_asked():
    course = cast.a_course(minimum_to_run=5)
    assert not is_asked(course)
    close(course)
    assert is_asked(course)


def test_a_course_without_a_minimum_runs():
    assert not is_asked(with_people(0, minimum_to_run=None))


def test_entries_of_a_lottery_count_before_its_draw():
    course = cast.a_course(method="lottery", minimum_to_run=3)
    for user, person in cast.many_residents(3):
        course.sign_up(person, by=user)
    close(course)
    assert not is_asked(course)


def test_once_begun_it_is_too_late_to_ask():
    course = with_people(1)
    course.sessions.update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )
    assert not is_asked(course)


def test_a_draft_is_nobodys_question():
    assert not is_asked(with_people(0, published_at=None))


# ---------------------------------------------------------------- the two answers


def test_who_decides_to_run_it_is_asked_no_more():
    course = with_people(1)
    course.run_anyway()
    assert not is_asked(course)
    decided = course.runs_anyway_at
    course.run_anyway()
    assert course.runs_anyway_at == decided, "deciding twice keeps the first"


def test_calling_off_tells_everybody_with_the_reason(run_queue, mailoutbox):
    course = with_people(3)
    run_queue()
    mailoutbox.clear()
    course.cancel(by=cast.section_staff(), reason="申込が少なかったため")
    run_queue()
    assert {mail.to[0] for mail in mailoutbox} == {f"resident{n}@example.jp" for n in range(3)}
    assert not SignUp.objects.live().exists()
    assert not is_asked(course)


@pytest.mark.parametrize("command", ["run_anyway", "cancel"])
def test_what_is_called_off_or_over_cannot_be_decided_again(command):
    staff = cast.section_staff()

    def decide(course: Course) -> str | None:
        how = {"by": staff, "reason": "雨"} if command == "cancel" else {}
        with pytest.raises(ValidationError) as refused:
            getattr(course, command)(**how)
        return code_of(refused.value)

    course = with_people(0)
    course.cancel(by=staff, reason="雨")
    assert decide(course) == "already_cancelled"
    assert decide(cast.a_course(title="終わった", days_ahead=-3)) == "already_over"


# ---------------------------------------------------------------- what others see of it


def test_a_course_called_off_takes_nobody_on_any_channel():
    course, user = cast.a_course(), cast.a_resident()
    course.cancel(by=cast.section_staff(), reason="雨")
    for via in SignUp.Via.values:
        with pytest.raises(ValidationError) as refused:
            course.sign_up(user.household.people.get(), by=user, via=via)
        assert code_of(refused.value) == "cancelled"


def test_it_stays_in_the_list_marked_and_is_not_counted_as_open(client):
    course = cast.a_course(title="やまない雨の講座")
    course.cancel(by=cast.section_staff(), reason="雨")
    assert "中止" in said(client.get_page("/courses/"))
    assert "やまない雨の講座" not in said(client.get_page("/courses/?open=1"))
    page = client.get_page(course.get_absolute_url())
    assert "中止" in said(page)
    assert f"/courses/{course.pk}/sign-ups/" not in {a.get("href") for a in page.all("a")}


def test_a_copy_for_another_year_is_not_called_off_and_asks_the_same():
    course = cast.a_course(minimum_to_run=5)
    Question.objects.create(course=course, text="何回目ですか")
    course.run_anyway()
    course.cancel(by=cast.section_staff(), reason="雨")
    copy = course.copy_for_another_year()
    assert (copy.is_cancelled, copy.cancel_reason, copy.runs_anyway_at) == (False, "", None)
    assert [question.text for question in copy.questions.all()] == ["何回目ですか"]
    assert course.questions.count() == 1


# ---------------------------------------------------------------- the desk's page


def test_the_page_says_how_many_came_and_asks(client, manager):
    page = client.get_page(address_of(with_people(2)))
    assert "最少開講人数に届きませんでした" in said(page)
    assert "この人数で開く" in said(page)
    assert "この講座を中止する" in said(page)


def test_a_press_lets_it_run(client, manager):
    course = with_people(2)
    response = client.post(address_of(course), {"decision": "run"})
    assert response.status_code == 302
    page = client.get_page(address_of(course))
    assert "この人数で開くと決めました" in said(page)
    assert "run" not in {a.get("value") for a in page.all("button")}
    assert not is_asked(course)


def test_a_press_calls_it_off_only_with_a_reason(client, manager):
    course = with_people(2)
    page = client.post_page(address_of(course), {"decision": "cancel", "reason": " "}, status=422)
    assert "中止の理由を書いてください" in said(page)
    course.refresh_from_db()
    assert not course.is_cancelled
    long = {"decision": "cancel", "reason": "あ" * 201}
    client.post_page(address_of(course), long, status=422)
    client.post(address_of(course), {"decision": "cancel", "reason": "申込が少なかったため"})
    course.refresh_from_db()
    assert course.cancel_reason == "申込が少なかったため"
    assert "中止しました" in said(client.get_page(address_of(course)))
    page = client.post_page(address_of(course), {"decision": "run"}, status=409)
    assert "すでに中止しています" in said(page)


def test_the_head_of_another_centre_finds_no_such_page(client):
    course = with_people(1)
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(other, "other@example.jp"))
    client.get_page(address_of(course), status=404)
    assert client.post(address_of(course), {"decision": "run"}).status_code == 404
