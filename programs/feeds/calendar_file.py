"""Courses as iCalendar (RFC 5545), one entry a session."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from icalendar import Calendar, Event

from portal.japan import calendar as japan
from programs.models import Course, Session


def calendar_of(courses: Iterable[Course], request: HttpRequest) -> bytes:
    """The sessions of `courses`, centre and sessions fetched, as the bytes of an .ics file.

    Entries keep their UID when a course is moved, so that a calendar moves them too.
    """
    calendar = Calendar()
    calendar.add(
        "prodid", f"-//{settings.CITY['city']['name']}//{settings.CITY['site']['name']}//JA"
    )
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", settings.CITY["site"]["name"])
    for course in courses:
        sessions = list(course.sessions.all())
        for number, session in enumerate(sessions, start=1):
            event = Event()
            event.add("uid", f"session-{session.pk}@{request.get_host()}")
            event.add("summary", _title(course, session, number, len(sessions)))
            event.add("dtstamp", course.updated_at)
            event.add("sequence", session.revision + course.is_cancelled)
            if session.is_cancelled or course.is_cancelled:
                event.add("status", "CANCELLED")
            if session.all_day:
                event.add("dtstart", japan.local(session.starts_at).date())
                event.add("dtend", japan.local(session.ends_at).date() + timedelta(days=1))
            else:
                event.add("dtstart", session.starts_at)
                event.add("dtend", session.ends_at)
            event.add("location", course.place_name)
            event.add("url", request.build_absolute_uri(course.get_absolute_url()))
            calendar.add_component(event)
    return calendar.to_ical()


def _title(course: Course, session: Session, number: int, total: int) -> str:
    title = course.title if total == 1 else f"{course.title}（第{number}回）"
    return f"【中止】{title}" if session.is_cancelled or course.is_cancelled else title
