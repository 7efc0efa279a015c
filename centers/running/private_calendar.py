"""What happens in rooms as a calendar (iCalendar, RFC 5545) for the programs of staff.

No names of people: a reservation of somebody alone shows as that, and nothing more.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from icalendar import Event

from centers.models import Booking
from centers.models.booking import BookingQuerySet
from portal.notices.calendar_file import new_calendar

DAYS_BACK, DAYS_AHEAD = 31, 186


def calendar_of(name: str, bookings: BookingQuerySet, request: HttpRequest) -> bytes:
    """The live bookings of the last month and the next half year as the bytes of an .ics file."""
    now = timezone.now()
    site = request.build_absolute_uri("/").rstrip("/")
    calendar = new_calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT1H")
    since, until = now - timedelta(days=DAYS_BACK), now + timedelta(days=DAYS_AHEAD)
    for booking in bookings.overlapping(since, until).for_desk().order_by("period", "pk"):
        calendar.add_component(_entry(booking, site))
    return calendar.to_ical()


def _entry(booking: Booking, site: str) -> Event:
    entry = Event()
    entry.add("uid", f"booking-{booking.pk}@{urlsplit(site).netloc}")
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", booking.starts_at)
    entry.add("dtend", booking.ends_at)
    entry.add("location", f"{booking.room.center.name} {booking.room.name}")
    reservation = getattr(booking, "reservation", None)
    if reservation is None:
        entry.add("summary", booking.who)
    else:
        alone = reservation.registration.group.is_individual
        entry.add("summary", "個人の利用" if alone else booking.who)
        waits = reservation.status == reservation.Status.REQUESTED
        entry.add("status", "TENTATIVE" if waits else "CONFIRMED")
        desk = reverse("rooms_desk:reservation", args=[reservation.receipt])
        entry.add("url", f"{site}{desk}")
    return entry
