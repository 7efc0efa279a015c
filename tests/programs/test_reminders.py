"""A reminder before each session: once, in time, to those who come and want it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from portal.notices.models import Message
from programs.letters.reminders import reminded_from, write_reminders
from programs.models import Course, Session
from tests import cast

pytestmark = pytest.mark.django_db


def reminders() -> list[Message]:
    return list(Message.objects.filter(key__startswith="reminder-").order_by("pk"))


def clock_at(moment):
    return patch("django.utils.timezone.now", lambda: moment)


def a_seat(**fields):
    user = cast.a_resident()
    course = cast.a_course(**fields)
    return user, course, course.sign_up(user.household.people.get(), by=user)


def sweep_at(moment) -> int:
    with clock_at(moment):
        return write_reminders()


def test_it_goes_out_the_day_before_at_nine_and_once():
    user, course, sign_up = a_seat()
    session = course.sessions.get()
    due = reminded_from(session)
    day_before = timezone.localtime(session.starts_at) - timedelta(days=1)
    assert (due.date(), due.hour) == (day_before.date(), 9)
    assert sweep_at(due - timedelta(minutes=1)) == 0
    assert sweep_at(due + timedelta(minutes=1)) == 1
    assert sweep_at(due + timedelta(hours=3)) == 0
    [letter] = reminders()
    assert letter.to == user.email
    assert "もうすぐ" in letter.subject
    assert sign_up.receipt_number in letter.body
    assert "戸畑浜市民センター" in letter.body


def test_every_session_has_its_own():
    _, course, _ = a_seat(sessions=3)
    for session in course.sessions.all():
        sweep_at(reminded_from(session))
    assert [letter.body.count("第") for letter in reminders()] == [1, 1, 1]
    assert len({letter.subject for letter in reminders()}) == 3


def test_what_a_stopped_worker_missed_is_sent_until_the_session_begins():
    _, course, _ = a_seat()
    session = course.sessions.get()
    assert sweep_at(session.starts_at - timedelta(minutes=30)) == 1


def test_once_it_has_begun_nobody_is_told_that_it_is_soon():
    _, course, _ = a_seat()
    session = course.sessions.get()
    for late in (timedelta(0), timedelta(minutes=1), timedelta(days=1)):
        assert sweep_at(session.starts_at + late) == 0
    assert reminders() == []


def test_who_took_the_seat_after_it_was_due_has_just_read_all_of_it():
    user = cast.a_resident()
    course = cast.a_course(apply_until=None)
    due = reminded_from(course.sessions.get())
    with clock_at(due + timedelta(hours=2)):
        sign_up = course.sign_up(user.household.people.get(), by=user)
        type(sign_up).objects.filter(pk=sign_up.pk).update(created_at=due + timedelta(hours=2))
        assert write_reminders() == 0


def test_a_family_gets_one_that_names_all():
    user, people = cast.a_family(3)
    course = cast.a_course(party_max=3)
    course.sign_up_together(people, by=user)
    assert sweep_at(reminded_from(course.sessions.get())) == 1
    assert "髙﨑 花子さん、髙﨑 太郎さん、髙﨑 次郎さん" in reminders()[0].body


def test_only_those_with_a_seat_are_reminded():
    course = cast.a_course(capacity=1, queue="at_once")
    seated, _waiting = cast.newcomers(course, 1, 1)
    sweep_at(reminded_from(course.sessions.get()))
    assert [letter.to for letter in reminders()] == [seated.by.email]


@pytest.mark.parametrize("field", ["wants_reminders", "mail_fails_since"])
def test_who_wants_none_or_cannot_be_reached_gets_none(field):
    user, course, _ = a_seat()
    setattr(user, field, False if field == "wants_reminders" else timezone.now())
    user.save()
    assert sweep_at(reminded_from(course.sessions.get())) == 0


def test_a_session_or_course_called_off_reminds_nobody():
    _, course, _ = a_seat(sessions=2)
    first, second = course.sessions.all()
    Session.objects.filter(pk=first.pk).update(cancelled_at=timezone.now())
    assert sweep_at(reminded_from(first)) == 0
    Course.objects.filter(pk=course.pk).update(cancelled_at=timezone.now())
    assert sweep_at(reminded_from(second)) == 0


def test_a_session_moved_to_another_day_is_told_anew():
    _, course, _ = a_seat()
    session = course.sessions.get()
    sweep_at(reminded_from(session))
    session.starts_at += timedelta(days=7)
    session.ends_at += timedelta(days=7)
    session.save()
    assert sweep_at(reminded_from(session)) == 1
    assert len(reminders()) == 2


def test_two_hundred_are_reminded_in_a_fixed_number_of_statements(django_assert_max_num_queries):
    course = cast.a_course(capacity=300)
    for user, person in cast.many_residents(200):
        course.sign_up(person, by=user)
    with django_assert_max_num_queries(24), clock_at(reminded_from(course.sessions.get())):
        assert write_reminders() == 200
