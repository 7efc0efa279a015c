"""What those who come are told: agreed, moved, called off, the day before; with an .ics file."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Event

from centers.volunteers.models import Match, Shift
from portal.japan import calendar
from portal.notices.calendar_file import new_calendar
from portal.notices.models import Message
from portal.notices.writing import absolute, when
from portal.people.models import User

from .sending import tell

REMINDER_HOUR = int(settings.CITY["letters"]["reminder_hour"])
RECENT = timedelta(days=3)
# Of a letter's key the part that names the match and its day: without volunteer and account.
KEY_OF_MATCH = re.compile(r"^volunteer-[0-9]+-(.*)-[0-9]+$")
RELATED = (
    "volunteer__person__household",
    "volunteer__center",
    "shift__opening__organization",
    "shift__opening__center",
)


def tell_agreed(match: Match) -> None:
    """To who agreed, by oneself or to a proposal."""
    own = whole(match)
    tell(
        "agreed",
        own.volunteer,
        key=f"match-{own.pk}-agreed",
        calendar=in_calendar([own], method="publish"),
        **values_of(own),
    )


def tell_released(match: Match) -> None:
    """To whom staff took off the list."""
    own = whole(match)
    tell(
        "released",
        own.volunteer,
        key=f"match-{own.pk}-released",
        calendar=in_calendar([own], method="cancel"),
        **values_of(own),
        理由=own.why,
    )


def tell_moved(shift: Shift, live: Sequence[Match], before: tuple[datetime, datetime]) -> None:
    """To who agreed, or was asked, when the time has changed."""
    _tell_changed("moved", live, 変更前=when(*before))


def tell_elsewhere(live: Sequence[Match], before: str) -> None:
    """To who agreed, or was asked, when the place has changed."""
    _tell_changed("elsewhere", live, 前の場所=before)


def _tell_changed(kind: str, live: Sequence[Match], **before: str) -> None:
    """Each change is told, however often; who agreed gets the shift for the calendar anew."""
    at = f"{timezone.now():%Y%m%d%H%M%S%f}"
    for match in live:
        own = whole(match)
        tell(
            kind,
            own.volunteer,
            key=f"match-{own.pk}-{kind}-{at}",
            calendar=in_calendar([own], method="publish") if own.is_accepted else "",
            **before,
            **values_of(own),
        )


def tell_called_off(let_go: Sequence[Match]) -> None:
    """To all who were asked or had agreed."""
    for match in let_go:
        own = whole(match)
        tell(
            "called_off",
            own.volunteer,
            key=f"match-{own.pk}-called-off",
            calendar=in_calendar([own], method="cancel"),
            **values_of(own) | {"理由": own.why, "募集のページ": absolute("/volunteers/")},
        )


def tell_host_closed(matches: Sequence[Match]) -> None:
    """To who agreed to come to a host that has closed: the centre decides and tells."""
    for match in matches:
        own = whole(match)
        tell("host_closed", own.volunteer, key=f"match-{own.pk}-host-closed", **values_of(own))


def households_reached(matches: Sequence[Match]) -> set[int | None]:
    """The households of those who come with whom a mail arrives; in one statement."""
    accounts = User.objects.filter(
        household__in=[match.volunteer.person.household_id for match in matches],
        is_active=True,
        mail_fails_since=None,
    )
    return set(accounts.values_list("household_id", flat=True))


def write_reminders() -> int:
    """Queue the letter of the day before, from the hour of the city on, to who wants it; how many.

    What a stopped worker missed is made up for until the shift begins, never after.
    """
    now = timezone.localtime()
    last = now.date() + timedelta(days=now.hour >= REMINDER_HOUR)
    coming = Match.objects.filter(
        status=Match.Status.ACCEPTED,
        shift__starts_at__gt=now,
        shift__starts_at__lt=calendar.bounds_of(last)[1],
    ).select_related(*RELATED)
    keys = {f"match-{match.pk}-day-before-{match.day:%Y%m%d}": match for match in coming}
    known = Message.objects.filter(key__contains="-day-before-", created_at__gt=now - RECENT)
    told = {KEY_OF_MATCH.sub(r"\1", key) for key in known.values_list("key", flat=True)}
    written = 0
    for key, match in keys.items():
        # Who agreed since the letters were due has just read all of it.
        if key not in told and match.changed_at <= _due(match.shift):
            written += len(tell("day_before", match.volunteer, key=key, **values_of(match)))
    return written


def in_calendar(matches: Sequence[Match], *, method: str) -> str:
    """The times as iCalendar (RFC 5545): `publish` puts them in, `cancel` takes them out."""
    file = new_calendar()
    file.add("method", method.upper())
    for match in matches:
        file.add_component(_entry(match, method))
    return file.to_ical().decode()


def _entry(match: Match, method: str) -> Event:
    shift, opening = match.shift, match.shift.opening
    entry = Event()
    entry.add("uid", f"match-{match.pk}@{urlsplit(settings.SITE_URL).netloc}")
    entry.add("summary", f"{opening.title}（{opening.host}）")
    entry.add("dtstamp", timezone.now())
    entry.add("sequence", int(timezone.now().timestamp()) - int(match.created_at.timestamp()))
    entry.add("dtstart", shift.starts_at)
    entry.add("dtend", shift.ends_at)
    entry.add("location", opening.place)
    entry.add("url", absolute(opening.get_absolute_url()))
    entry.add("status", "CANCELLED" if method == "cancel" else "CONFIRMED")
    return entry


def whole(match: Match) -> Match:
    """The match with all that a letter says of it."""
    return Match.objects.select_related(*RELATED).get(pk=match.pk)


def _due(shift: Shift) -> datetime:
    day = calendar.local(shift.starts_at) - timedelta(days=1)
    return day.replace(hour=REMINDER_HOUR, minute=0, second=0, microsecond=0)


def values_of(match: Match) -> dict[str, str]:
    """What every letter about a match says."""
    shift, opening = match.shift, match.shift.opening
    return {
        "受付番号": match.number_spelled,
        "活動": opening.title,
        "日時": when(shift.starts_at, shift.ends_at),
        "場所": opening.place,
        "主催": str(opening.host),
        "持ち物": opening.bring,
        "交通費": opening.expenses,
        "参加のページ": absolute(reverse("volunteers:matches")),
        "募集のページ": absolute(opening.get_absolute_url()),
    }
