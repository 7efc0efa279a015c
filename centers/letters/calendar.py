"""The use of a room as an iCalendar file (RFC 5545), for a letter or to be fetched."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from icalendar import Event

from centers.letters.values import page_of
from centers.models import Reservation
from portal.notices.calendar_file import new_calendar
from portal.notices.writing import absolute

STATUS = {Reservation.Status.REQUESTED: "TENTATIVE", Reservation.Status.CONFIRMED: "CONFIRMED"}


def uses_in_calendar(reservations: Sequence[Reservation], *, method: str) -> str:
    """`publish` puts the uses in or moves them, `cancel` takes them out.

    An entry keeps its UID; its number of changes is that of its booking's versions.
    """
    calendar = new_calendar()
    calendar.add("method", method.upper())
    versions = _versions([one.booking_id for one in reservations])
    for one in reservations:
        calendar.add_component(_entry(one, versions.get(one.booking_id, 1) - 1, method))
    return calendar.to_ical().decode()


def _entry(one: Reservation, sequence: int, method: str) -> Event:
    booking, room = one.booking, one.booking.room
    entry = Event()
    entry.add("uid", f"reservation-{one.pk}@{urlsplit(settings.SITE_URL).netloc}")
    entry.add("summary", f"{one.purpose}（{room.name}）")
    entry.add("dtstamp", timezone.now())
    entry.add("sequence", sequence)
    entry.add("dtstart", booking.starts_at)
    entry.add("dtend", booking.ends_at)
    entry.add("location", f"{room.center.name} {room.name}")
    entry.add("url", absolute(page_of(one)))
    is_off = method == "cancel" or not one.is_live
    entry.add("status", "CANCELLED" if is_off else STATUS[Reservation.Status(one.status)])
    return entry


def _versions(bookings: Sequence[int]) -> dict[int, int]:
    history = apps.get_model("centers", "BookingEvent").objects.filter(pgh_obj__in=bookings)
    counted = history.order_by().values("pgh_obj").annotate(number=Count("pk"))
    return dict(counted.values_list("pgh_obj", "number"))
