"""Courses in one's own calendar: every session once, and moved when the course is moved."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.utils import timezone
from icalendar import Calendar

from programs.models import Course, Session
from tests import cast

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")


def entries(client, address: str) -> list:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def entries_of(client, course: Course) -> list:
    return entries(client, f"/courses/{course.pk}/course.ics")


def test_each_session_is_an_entry_with_place_and_page(client):
    course = cast.a_course(title="出汁とり", sessions=3)
    found = entries_of(client, course)
    assert [str(entry["SUMMARY"]) for entry in found] == [
        "出汁とり（第1回）",
        "出汁とり（第2回）",
        "出汁とり（第3回）",
    ]
    sessions = list(course.sessions.all())
    assert [entry.decoded("DTSTART") for entry in found] == [s.starts_at for s in sessions]
    assert [entry.decoded("DTEND") for entry in found] == [s.ends_at for s in sessions]
    assert found[0]["LOCATION"] == "戸畑浜市民センター"
    assert found[0]["URL"] == f"http://testserver/courses/{course.pk}/"


def test_a_single_session_is_not_numbered(client):
    assert [str(e["SUMMARY"]) for e in entries_of(client, cast.a_course(title="一度きり"))] == [
        "一度きり"
    ]


def test_the_file_is_offered_under_a_name_of_its_own(client):
    course = cast.a_course()
    answer = client.get(f"/courses/{course.pk}/course.ics")
    assert answer["Content-Disposition"] == f'attachment; filename="course-{course.pk}.ics"'


def test_an_entry_is_the_same_one_after_the_course_was_moved(client):
    course = cast.a_course(sessions=2)
    Course.objects.filter(pk=course.pk).update(updated_at=timezone.now() - timedelta(days=1))
    before = entries_of(client, course)
    session = course.sessions.first()
    session.starts_at += timedelta(days=1)
    session.ends_at += timedelta(days=1)
    session.save()
    course.title = "題も変わった"
    course.save()
    caches["pages"].clear()
    after = entries_of(client, course)
    assert [e["UID"] for e in after] == [e["UID"] for e in before]
    assert len({str(e["UID"]) for e in after}) == 2
    assert after[0].decoded("DTSTART") == session.starts_at
    assert after[0].decoded("DTSTAMP") > before[0].decoded("DTSTAMP")


def test_a_session_without_fixed_time_fills_its_days(client):
    course = cast.a_course(sessions=0)
    Session.objects.create(
        course=course,
        starts_at=datetime(2027, 5, 1, 0, 0, tzinfo=TOKYO),
        ends_at=datetime(2027, 5, 3, 23, 59, tzinfo=TOKYO),
        all_day=True,
    )
    [entry] = entries_of(client, course)
    assert entry.decoded("DTSTART") == date(2027, 5, 1)
    assert entry.decoded("DTEND") == date(2027, 5, 4), "the first day it is over"


@pytest.mark.parametrize(
    "title",
    ["改行\nのある; 題, 名\\", "BEGIN:VEVENT\r\nUID:x", "あ" * 120, "🍣を握る", "\x0bたて\x07"],
)
def test_no_title_breaks_the_file(client, title):
    course = cast.a_course(title=title)
    answer = client.get(f"/courses/{course.pk}/course.ics")
    [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["UID"].endswith("@testserver")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_the_calendar_of_all_holds_what_can_still_be_reached(client):
    cast.a_course(title="これから")
    cast.a_course(title="終わった", days_ahead=-20, apply_from=None)
    cast.a_course(title="受付終了", apply_until=timezone.now() - timedelta(hours=1))
    cast.a_course(title="下書き", published_at=None)
    found = entries(client, "/calendar/courses.ics")
    assert [str(entry["SUMMARY"]) for entry in found] == ["これから"]
    assert found[0].decoded("DTSTART").astimezone(UTC).tzinfo == UTC


def test_many_courses_ask_the_database_as_often_as_one(client, django_assert_num_queries):
    for number in range(5):
        cast.a_course(title=f"講座{number}", sessions=number + 1)
    with django_assert_num_queries(2):
        entries(client, "/calendar/courses.ics")
