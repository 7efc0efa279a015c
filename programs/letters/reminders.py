"""Letters whose time comes by itself: before each session, and after the last one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from portal.japan import calendar as japan
from portal.notices import chores
from portal.notices.models import Message
from programs.letters.sending import Letter, accounts_to_tell, happenings, parties_of, post, wants
from programs.letters.values import About
from programs.models import Attendance, Course, Session, SignUp
from programs.models.survey_answer import SURVEY_DAYS, answerable_until

REMINDER_DAYS = int(settings.CITY["letters"]["reminder_days"])
REMINDER_HOUR = int(settings.CITY["letters"]["reminder_hour"])
BATCH = 1_000


def reminded_from(session: Session) -> datetime:
    """From when on those who come are reminded: so many days before, at the hour of the city."""
    day = japan.local(session.starts_at) - timedelta(days=REMINDER_DAYS)
    return day.replace(hour=REMINDER_HOUR, minute=0, second=0, microsecond=0)


def write_reminders() -> int:
    """Queue a letter to every seated party before each session, once; returns how many.

    What a stopped worker missed is made up for until the session begins, never after. Who took
    the seat since the letters were due has just read all of it and gets none.
    """
    now = timezone.now()
    soon = Session.objects.filter(
        cancelled_at=None,
        course__cancelled_at=None,
        course__published_at__lte=now,
        starts_at__gt=now,
        starts_at__lt=now + timedelta(days=REMINDER_DAYS + 1),
    ).select_related("course__center", "course__organizer")
    return chores.each((session for session in soon if reminded_from(session) <= now), _remind)


def _remind(session: Session) -> int:
    due = reminded_from(session)
    since = happenings().filter(
        status=SignUp.Status.SEATED, pgh_created_at__gt=due, pgh_obj__course=session.course_id
    )
    seated = SignUp.objects.seated().filter(course=session.course_id, created_at__lte=due)
    expected = seated.exclude(pk__in=since.values("pgh_obj")).order_by("pk")
    batch = list(expected.select_related("person", "by"))
    parties = parties_of(batch, SignUp.objects.seated())
    day = f"{japan.local(session.starts_at):%Y%m%d}"  # moved to another day, it is told anew
    number = session.number() if session.course.session_count > 1 else None
    keys = [f"reminder-{session.pk}-{day}-{_unit(party[0])}" for party in parties]
    return _post_new(
        session.course, "reminder", parties, keys, About(session=session, number=number)
    )


def write_surveys() -> int:
    """Ask everybody who came at least once, after the last session; returns how many letters."""
    now = timezone.now()
    over = Course.objects.filter(
        cancelled_at=None, ends_at__lte=now, ends_at__gt=now - timedelta(days=SURVEY_DAYS)
    )
    return chores.each(over.select_related("center", "organizer"), _ask)


def _ask(course: Course) -> int:
    came = Attendance.objects.filter(
        session__course=course.pk, state=Attendance.State.PRESENT
    ).values("sign_up")
    asked = SignUp.objects.seated().filter(course=course.pk, pk__in=came, survey_answer=None)
    parties = [[one] for one in asked.select_related("person", "by").order_by("pk")]
    keys = [f"survey-{party[0].pk}" for party in parties]
    return _post_new(course, "survey", parties, keys, About(until=answerable_until(course)))


def _post_new(
    course: Course, kind: str, parties: Sequence[Sequence[SignUp]], keys: list[str], about: About
) -> int:
    written = 0
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [(key, party) for key, party in zip(keys, parties, strict=True) if key not in known]
    for first in range(0, len(new), BATCH):
        batch = new[first : first + BATCH]
        accounts = accounts_to_tell(party[0] for _, party in batch)
        letters = [
            Letter(key, party, accounts[party[0].pk], about)
            for key, party in batch
            if party[0].pk in accounts and wants(accounts[party[0].pk], kind)
        ]
        written += len(post(course, kind, letters))
    return written


def _unit(first: SignUp) -> str:
    return f"p{first.party_id}" if first.party_id else f"s{first.pk}"
