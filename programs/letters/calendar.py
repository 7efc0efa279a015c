"""The dates of a seat as an iCalendar file (RFC 5545) that goes along with a letter."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from portal.japan import calendar as japan
from programs.models import Course, Session


def seat_in_calendar(course: Course, only: Session | None, *, method: str) -> str:
    """The sessions of `course`, or `only` one, for the reader's own calendar.

    `publish` puts them in or moves them, `cancel` takes them out: the entries carry the same UID
    as in the course's calendar, and a number that grows with every change.
    """
    calendar = Calendar()
    calendar.add(
        "prodid", f"-//{settings.CITY['city']['name']}//{settings.CITY['site']['name']}//JA"
    )
    calendar.add("version", "2.0")
    calendar.add("method", method.upper())
    sessions = list(course.sessions.all())
    for number, session in enumerate(sessions, start=1):
        if only is not None and session.pk != only.pk:
            continue
        if session.cancelled_at and method == "publish":
            continue
        calendar.add_component(_entry(course, session, number, len(sessions), method))
    return calendar.to_ical().decode()


def _entry(course: Course, session: Session, number: int, total: int, method: str) -> Event:
    now = timezone.now()
    event = Event()
    event.add("uid", f"session-{session.pk}@{urlsplit(settings.SITE_URL).netloc}")
    event.add("summary", course.title if total == 1 else f"{course.title}（第{number}回）")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp() - 1_767_225_600) // 60)  # minutes since 2026 began
    event.add("status", "CANCELLED" if method == "cancel" else "CONFIRMED")
    if session.all_day:
        event.add("dtstart", japan.local(session.starts_at).date())
        event.add("dtend", japan.local(session.ends_at).date() + timedelta(days=1))
    else:
        event.add("dtstart", session.starts_at)
        event.add("dtend", session.ends_at)
    event.add("location", course.place_name)
    event.add("url", f"{settings.SITE_URL}{course.get_absolute_url()}")
    return event
