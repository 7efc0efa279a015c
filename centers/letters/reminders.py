"""The letter before the use of a room: once, in time, to those who want it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from centers.calendar.affected import shut_out
from centers.letters.sending import RELATED, account_of, draft_of, words_of
from centers.letters.values import of_reservation
from centers.models import Booking, Reservation
from portal.japan import calendar
from portal.notices.models import Draft, Message

REMINDER_DAYS = int(settings.CITY["letters"]["reminder_days"])
REMINDER_HOUR = int(settings.CITY["letters"]["reminder_hour"])


def write_reminders() -> int:
    """Queue the letter about every use so many days ahead, from the hour of the city on; how many.

    What a stopped worker missed is made up for until the use begins, never after. Who reserved
    since the letters were due has just read all of it and gets none; nobody is reminded to come to
    a centre that is shut by now.
    """
    now = timezone.localtime()
    due = now.replace(hour=REMINDER_HOUR, minute=0, second=0, microsecond=0)
    last = now.date() + timedelta(days=REMINDER_DAYS - (now < due))
    soon = Reservation.objects.filter(
        status=Reservation.Status.CONFIRMED,
        booking__period__startswith__gt=now,
        booking__period__startswith__lt=calendar.bounds_of(last)[1],
    ).select_related(*RELATED)
    keys = {_key(one): one for one in soon.order_by("pk") if one.created_at <= _due(one)}
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = {key: one for key, one in keys.items() if key not in known}
    words = words_of("reminder") if new else None
    bookings = Booking.objects.filter(pk__in=[one.booking_id for one in new.values()])
    shut = set(shut_out(bookings).values_list("pk", flat=True)) if new else set()
    drafts = [_draft(key, one, words) for key, one in new.items() if one.booking_id not in shut]
    return len(Message.send_many([draft for draft in drafts if draft is not None]))


def _key(one: Reservation) -> str:
    """Moved to another day, it is told anew."""
    return f"reservation-{one.pk}-reminder-{one.day:%Y%m%d}"


def _due(one: Reservation):
    day = calendar.local(one.booking.starts_at) - timedelta(days=REMINDER_DAYS)
    return day.replace(hour=REMINDER_HOUR, minute=0, second=0, microsecond=0)


def _draft(key: str, one: Reservation, words: tuple[str, str] | None) -> Draft | None:
    account = account_of(one.registration.group, one.by)
    if account is None or account.mail_fails_since or not account.wants_reminders:
        return None
    return draft_of("reminder", key, account, of_reservation(one), words=words)
