"""Who finishes a course: by its own rule, over the sessions that were held."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.notices.models import Message
from portal.refusal import code_of
from programs.attendance.completion import complete
from programs.attendance.taps import Tap, record_taps
from programs.models import Attendance, Completion, Course, Session
from programs.tasks import complete_course
from tests import cast
from tests.programs.finished import PRESENT, UNKNOWN, Finished


def refusal(course: Course) -> str | None:
    with pytest.raises(ValidationError) as refused:
        complete(course.pk)
    return code_of(refused.value)


@pytest.mark.django_db
def test_seventy_percent_of_ten_are_seven_and_not_six():
    city = Finished("ppppppp---", "pppppp----", "pppppppppp", "----------")
    assert complete(city.course.pk).given == 2
    assert city.finished() == [0, 2]
    first = Completion.objects.get(sign_up=city.sign_ups[0])
    assert (first.attended, first.held, first.units) == (7, 10, 2)
    assert first.completed_on == timezone.localdate(city.course.ends_at)


@pytest.mark.django_db
def test_excused_is_not_present():
    city = Finished("pe", percent=100)
    complete(city.course.pk)
    assert city.finished() == []


@pytest.mark.django_db
def test_a_session_that_was_called_off_was_not_held():
    city = Finished("pp-", "pp-", percent=100)
    Session.objects.filter(pk=city.course.sessions.last().pk).update(cancelled_at=timezone.now())
    complete(city.course.pk)
    assert city.finished() == [0, 1]
    assert Completion.objects.first().held == 2


@pytest.mark.django_db
def test_run_again_it_changes_nothing_and_tells_nobody_twice(run_queue):
    city = Finished("pp", "pp")
    complete(city.course.pk)
    run_queue()
    codes = set(Completion.objects.values_list("code", flat=True))
    again = complete(city.course.pk)
    run_queue()
    assert (again.given, again.taken_back) == (0, 0)
    assert set(Completion.objects.values_list("code", flat=True)) == codes
    assert Message.objects.filter(key__startswith="certificate-").count() == 2
    assert Completion.events.rel.related_model.objects.count() == 2


@pytest.mark.django_db
def test_corrected_attendance_gives_what_is_missing_and_takes_back_what_is_not_earned(run_queue):
    city = Finished("p-", "pp", percent=100)
    complete(city.course.pk)
    assert city.finished() == [1]
    code = Completion.objects.get().code
    city.mark(0, 1, PRESENT)
    city.mark(1, 1, UNKNOWN)
    run_queue()  # the correction asks for the reckoning by itself
    assert city.finished() == [0]
    assert Completion.objects.get(sign_up=city.sign_ups[1]).taken_back_at is not None
    city.mark(1, 1, PRESENT)
    run_queue()
    assert city.finished() == [0, 1]
    assert Completion.objects.get(sign_up=city.sign_ups[1]).code == code


@pytest.mark.django_db
def test_the_first_tap_of_a_session_puts_it_down_for_the_end_of_the_course(run_queue):
    course = cast.a_course(days_ahead=0, apply_until=None, completion_percent=70)
    staff, user = cast.center_staff(course.center), cast.a_resident()
    now = timezone.now()
    course.sessions.update(starts_at=now + timedelta(minutes=1), ends_at=now + timedelta(hours=1))
    course.refresh_from_db()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    tap = Tap(sign_up.pk, Attendance.State.PRESENT, now)
    record_taps(course.sessions.get(), [tap], by=staff)
    run_queue()
    assert not Completion.objects.exists()
    course.sessions.update(starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1))
    later = DBTaskResult.objects.filter(task_path="programs.tasks.complete_course")

    assert later.update(run_after=now) == 1
    run_queue()
    assert Completion.objects.get().sign_up == sign_up


@pytest.mark.django_db
def test_who_gave_the_seat_back_does_not_finish():
    city = Finished("pp", "pp")
    complete(city.course.pk)
    city.sign_ups[0].cancel(by=city.staff, why="別の方でした")
    complete(city.course.pk)
    assert city.finished() == [1]


@pytest.mark.django_db
def test_what_a_certificate_says_stays_when_names_and_titles_change():
    city = Finished("pp")
    complete(city.course.pk)
    Course.objects.filter(pk=city.course.pk).update(title="べつの名前")
    person = city.residents[0][1]
    person.family_name = "高崎"
    person.save()
    complete(city.course.pk)
    row = Completion.objects.get()
    assert (row.name, row.course_title) == ("髙﨑 花子", "はじめての出汁とり")


@pytest.mark.django_db
def test_refusals_name_what_is_missing():
    city = Finished("pp", percent=None)
    assert refusal(city.course) == "no_rule"
    coming = cast.a_course(completion_percent=70, title="これから")
    assert refusal(coming) == "not_over"
    Course.objects.filter(pk=city.course.pk).update(
        completion_percent=70, cancelled_at=timezone.now()
    )
    assert refusal(city.course) == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_give_one_certificate_each():
    from tests.race import race  # noqa: PLC0415  only here

    city = Finished(*["pp"] * 5)
    connections.close_all()
    results = race(lambda _: complete(city.course.pk), range(6))
    assert sum(result.given for result in results) == 5
    assert Completion.objects.count() == 5


@pytest.mark.django_db
def test_the_reckoning_asks_no_more_to_look_at_many(django_assert_max_num_queries):
    city = Finished(*["p-"] * 20, percent=100)
    with django_assert_max_num_queries(8):
        complete(city.course.pk)


@pytest.mark.django_db
def test_staff_press_a_button_and_read_what_came_of_it(client):
    city = Finished("pp", "p-", percent=100)
    client.sign_in(city.staff)
    address = f"/desk/courses/{city.course.pk}/completions/"
    client.get_page(address)
    assert client.post(address).status_code == 302
    text = "".join(client.get_page(address).text)
    assert "1人に修了証を出しました" in text
    coming = cast.a_course(completion_percent=70, title="これから")
    client.post_page(f"/desk/courses/{coming.pk}/completions/", {}, status=409)


@pytest.mark.django_db
def test_a_course_whose_last_session_was_moved_is_reckoned_when_it_is_over():
    """The task that was put down for the day it should have ended finds it still going on."""
    course = cast.a_course(days_ahead=1, completion_percent=70)
    complete_course.call(course.pk)
    later = DBTaskResult.objects.get(task_path="programs.tasks.complete_course")
    assert later.run_after == course.ends_at
    course.sessions.all().delete()
    complete_course.call(course.pk)
    assert DBTaskResult.objects.filter(task_path="programs.tasks.complete_course").count() == 1
