"""After the last session, those who were there are asked once and answer once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.notices.models import Message
from portal.refusal import code_of
from programs.letters.reminders import write_surveys
from programs.models import Attendance, Course, SignUp, SurveyAnswer
from tests import cast

pytestmark = pytest.mark.django_db

GOOD = {
    "satisfaction": "5",
    "uses": ["daily", "community"],
    "wants_activity": "on",
    "comment": "また来ます",
}


def over(course: Course, *, days_ago: float = 1) -> Course:
    """The course once its last session was so many days ago."""
    last = course.sessions.last()
    moved = timezone.now() - timedelta(days=days_ago) - last.ends_at
    for session in course.sessions.all():
        session.starts_at += moved
        session.ends_at += moved
        session.save()
    course.refresh_from_db()
    return course


def was_there(sign_up: SignUp, state: str = "present") -> None:
    Attendance.objects.create(
        session=sign_up.course.sessions.first(),
        sign_up=sign_up,
        state=state,
        tapped_at=timezone.now(),
        by=sign_up.by,
    )


def who_was_there(*, days_ago: float = 1, **fields):
    user = cast.a_resident()
    course = cast.a_course(**fields)
    sign_up = course.sign_up(user.household.people.get(), by=user)
    was_there(sign_up)
    over(course, days_ago=days_ago)
    sign_up.refresh_from_db()
    return user, sign_up


def asked() -> list[Message]:
    return list(Message.objects.filter(key__startswith="survey-"))


# ---------------------------------------------------------------- being asked


def test_who_was_there_is_asked_once_with_a_link_and_a_date():
    user, sign_up = who_was_there()
    assert [write_surveys(), write_surveys()] == [1, 0]
    [letter] = asked()
    assert letter.to == user.email
    assert f"/my/sign-ups/{sign_up.pk}/survey/" in letter.body
    assert "まで）" in letter.body
    assert letter.unsubscribe


@pytest.mark.parametrize("state", [None, "excused", "unknown"])
def test_who_never_came_is_not_asked(state):
    user = cast.a_resident()
    course = cast.a_course()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    if state:
        was_there(sign_up, state)
    over(course)
    assert write_surveys() == 0


def test_nobody_is_asked_before_the_end_or_long_after():
    user = cast.a_resident()
    course = cast.a_course()
    was_there(course.sign_up(user.household.people.get(), by=user))
    assert write_surveys() == 0
    over(course, days_ago=15)
    assert write_surveys() == 0


def test_who_wants_none_is_not_asked_by_mail_but_may_answer(client):
    user, _sign_up = who_was_there()
    user.wants_surveys = False
    user.save()
    assert write_surveys() == 0
    client.sign_in(user)
    assert "1分のアンケート" in " ".join(client.get_page("/my/").text)


# ---------------------------------------------------------------- answering


def test_an_answer_is_kept_and_may_be_changed_until_it_closes(client):
    user, sign_up = who_was_there()
    client.sign_in(user)
    address = f"/my/sign-ups/{sign_up.pk}/survey/"
    page = client.get_page(address)
    assert len([a for a in page.all("input") if a.get("type") == "radio"]) == 5
    assert client.post(address, GOOD).status_code == 302
    answer = SurveyAnswer.objects.get()
    assert (answer.satisfaction, answer.uses) == (5, ["daily", "community"])
    assert answer.wants_activity
    client.post(address, {"satisfaction": "3"})
    answer = SurveyAnswer.objects.get()
    assert (answer.satisfaction, answer.uses, answer.comment) == (3, [], "")
    assert "1分のアンケート" not in " ".join(client.get_page("/my/").text)
    assert "変えられます" in " ".join(client.get_page(address).text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"satisfaction": ""},
        {"satisfaction": "6"},
        {"satisfaction": "０"},
        {"satisfaction": "とても"},
        {"uses": ["flying"]},
        {"comment": "あ" * 1_001},
    ],
)
def test_what_is_no_answer_is_refused_with_a_word(client, wrong):
    user, sign_up = who_was_there()
    client.sign_in(user)
    page = client.post_page(f"/my/sign-ups/{sign_up.pk}/survey/", GOOD | wrong, status=422)
    assert "入力を確かめてください" in " ".join(page.text)
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(("days_ago", "code"), [(-1, "not_over"), (15, "survey_closed")])
def test_too_early_and_too_late_are_refused(client, days_ago, code):
    user, sign_up = who_was_there(days_ago=days_ago)
    with pytest.raises(ValidationError) as refusal:
        SurveyAnswer.give(sign_up, satisfaction=5)
    assert code_of(refusal.value) == code
    client.sign_in(user)
    address = f"/my/sign-ups/{sign_up.pk}/survey/"
    client.get_page(address)
    client.post_page(address, GOOD, status=409)


def test_who_was_not_there_cannot_answer():
    user = cast.a_resident()
    course = cast.a_course()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    over(course)
    with pytest.raises(ValidationError) as refusal:
        SurveyAnswer.give(sign_up, satisfaction=5)
    assert code_of(refusal.value) == "not_attended"


def test_nobody_answers_for_another_household(client):
    _, sign_up = who_was_there()
    client.sign_in(cast.a_resident("stranger@example.jp"))
    address = f"/my/sign-ups/{sign_up.pk}/survey/"
    assert client.get(address).status_code == 404
    assert client.post(address, GOOD).status_code == 404
    assert not SurveyAnswer.objects.exists()


def test_the_database_keeps_one_answer_a_person_and_five_marks():
    _, sign_up = who_was_there()
    SurveyAnswer.objects.create(sign_up=sign_up, satisfaction=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.create(sign_up=sign_up, satisfaction=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAnswer.objects.update(satisfaction=6)
