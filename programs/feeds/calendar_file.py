"""Courses as iCalendar (RFC 5545), one entry a session."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from icalendar import Event

from portal.japan import calendar as japan
from portal.notices.calendar_file import new_calendar
from programs.models import Course, Session


def calendar_of(courses: Iterable[Course], request: HttpRequest) -> bytes:
    """The sessions of `courses`, centre and sessions fetched, as the bytes of an .ics file.

    Entries keep their UID when a course is moved, so that a calendar moves them too.
    """
    site = request.build_absolute_uri("/").rstrip("/")
    calendar = new_calendar()
    calendar.add("x-wr-calname", settings.CITY["site"]["name"])
    for course in courses:
        for session, title in titled_sessions(course):
            entry = entry_of(course, session, title, site=site, at=course.updated_at)
            if session.is_cancelled or course.is_cancelled:
                entry.add("status", "CANCELLED")
            calendar.add_component(entry)
    return calendar.to_ical()


def titled_sessions(course: Course) -> list[tuple[Session, str]]:
    """Every session with what its entry is called."""
    sessions = list(course.sessions.all())
    titled = []
    for number, session in enumerate(sessions, start=1):
        title = course.title if len(sessions) == 1 else f"{course.title}（第{number}回）"
        cancelled = session.is_cancelled or course.is_cancelled
        titled.append((session, f"【中止】{title}" if cancelled else title))
    return titled


def entry_of(course: Course, session: Session, title: str, *, site: str, at: datetime) -> Event:
    """One session as an entry; of two with the same UID the later change, then `at`, counts."""
    entry = Event()
    entry.add("uid", f"session-{session.pk}@{urlsplit(site).netloc}")
    entry.add("summary", title)
    entry.add("dtstamp", at)
    entry.add("sequence", session.revision + course.is_cancelled)
    if session.all_day:
        entry.add("dtstart", japan.local(session.starts_at).date())
        entry.add("dtend", japan.local(session.ends_at).date() + timedelta(days=1))
    else:
        entry.add("dtstart", session.starts_at)
        entry.add("dtend", session.ends_at)
    entry.add("location", course.place_name)
    entry.add("url", f"{site}{course.get_absolute_url()}")
    return entry
