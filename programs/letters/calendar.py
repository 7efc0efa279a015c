"""The dates of a seat as an iCalendar file (RFC 5545) that goes along with a letter."""

from django.conf import settings
from django.utils import timezone

from portal.notices.calendar_file import new_calendar
from programs.feeds.calendar_file import entry_of, titled_sessions
from programs.models import Course, Session


def seat_in_calendar(course: Course, only: Session | None, *, method: str) -> str:
    """The sessions of `course`, or `only` one, for the reader's own calendar.

    `publish` puts them in or moves them, `cancel` takes them out: the entries carry the same UID
    and the same count of changes as in the course's calendar, and the moment of the letter.
    """
    calendar = new_calendar()
    calendar.add("method", method.upper())
    for session, title in titled_sessions(course):
        if only is not None and session.pk != only.pk:
            continue
        if session.is_cancelled and method == "publish":
            continue
        entry = entry_of(course, session, title, site=settings.SITE_URL, at=timezone.now())
        entry.add("status", "CANCELLED" if method == "cancel" else "CONFIRMED")
        calendar.add_component(entry)
    return calendar.to_ical().decode()
