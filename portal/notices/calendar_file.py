"""Calendars (iCalendar, RFC 5545) as this portal writes them, for readers and for letters."""

from django.conf import settings
from icalendar import Calendar


def new_calendar() -> Calendar:
    """A calendar of this portal's, without entries."""
    calendar = Calendar()
    calendar.add(
        "prodid", f"-//{settings.CITY['city']['name']}//{settings.CITY['site']['name']}//JA"
    )
    calendar.add("version", "2.0")
    return calendar
