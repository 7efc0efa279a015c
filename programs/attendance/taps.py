"""Taps at the door become attendance: late, twice or out of order, the newest counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from portal.people.models import User
from programs.models import Attendance, Session

MOST_TAPS = 200
SLOW_LINE = timedelta(minutes=10)  # what may lie between a tap being sent and its arriving
LONGEST_AGO = timedelta(days=60)

# The newest tap of each person in the batch, written unless a newer one stands there already.
# Of two in the same instant the state decides, so that every order of arrival ends the same.
# Rows are taken in one order, so that two tablets never wait for each other in a circle.
UPSERT = """
INSERT INTO programs_attendance AS a (session_id, sign_up_id, state, tapped_at, by_id)
SELECT %(session)s, newest.id, newest.state, newest.at, %(by)s
FROM (
    SELECT DISTINCT ON (id) id, state, at
    FROM unnest(%(sign_ups)s::bigint[], %(states)s::text[], %(times)s::timestamptz[])
        AS tap (id, state, at)
    ORDER BY id, at DESC, state DESC
) newest
JOIN programs_signup s ON s.id = newest.id AND s.course_id = %(course)s
ORDER BY newest.id
ON CONFLICT (session_id, sign_up_id) DO UPDATE
SET state = excluded.state, tapped_at = excluded.tapped_at, by_id = excluded.by_id
WHERE (a.tapped_at, a.state) < (excluded.tapped_at, excluded.state)
"""


@dataclass(frozen=True)
class Tap:
    """That somebody was marked as there, excused, or (undone) not known, at a moment."""

    sign_up_id: int
    state: Attendance.State
    at: datetime


def record_taps(session: Session, taps: Sequence[Tap], *, by: User) -> int:
    """Write a batch of taps in one statement; return how many changed something.

    Taps on sign-ups of other courses are left out. Whether somebody still holds a seat is not
    asked: who stands at the door was there. Where the course is over, who finished is worked out
    anew; before that, it is put down to be done once the course is over.
    """
    if not taps:
        return 0
    with transaction.atomic():
        is_first = not Attendance.objects.filter(session=session).exists()
        with connection.cursor() as cursor:
            cursor.execute(
                UPSERT,
                {
                    "session": session.pk,
                    "course": session.course_id,
                    "by": by.pk,
                    "sign_ups": [tap.sign_up_id for tap in taps],
                    "states": [tap.state.value for tap in taps],
                    "times": [tap.at for tap in taps],
                },
            )
            changed = cursor.rowcount
        if changed:
            _complete_later(session, is_first=is_first)
    return changed


def _complete_later(session: Session, *, is_first: bool) -> None:
    from programs.tasks import complete_course  # noqa: PLC0415  tasks import what records taps

    course = session.course
    if course.completion_percent is None or not (is_first or course.is_over):
        return
    run_after = None if course.is_over else course.ends_at
    complete_course.using(run_after=run_after).enqueue(course.pk)


def read_taps(rows: Iterable[dict], *, sent_at: float, now: datetime) -> list[Tap]:
    """The taps of a tablet, its clock set right.

    `sent_at` is what the tablet's clock said when it sent them (milliseconds). One that is off by
    more than a slow line explains is put right by the difference, down to a whole minute, so that
    the same tap sent twice is the same tap; one that is a little ahead, by just that. So no tap
    lies in the future, and taps sent together keep their order. None lies in the distant past.
    Raises ValueError for what is no tap.
    """
    off = now - _moment(sent_at)
    if abs(off) > SLOW_LINE:
        correction = timedelta(minutes=off // timedelta(minutes=1))
    else:
        correction = min(off, timedelta())
    taps = []
    for row in rows:
        at = _moment(row["at"]) + correction
        at = max(min(at, now), now - LONGEST_AGO)
        taps.append(Tap(_key(row["sign_up"]), Attendance.State(row["state"]), at))
    return taps


def _moment(milliseconds: float) -> datetime:
    """A moment of a tablet's clock; ValueError beyond the years a clock can show."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        raise ValueError("not a moment")
    if not 0 <= milliseconds <= 4_102_444_800_000:  # the year 2100
        raise ValueError("not a moment")
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _key(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise ValueError("not a key")
    return value


def states_of(session: Session) -> dict[int, tuple[str, int]]:
    """For everybody on the list of a session, the state and when it was tapped (ms; 0: never)."""
    known = {
        sign_up: (state, round(at.timestamp() * 1000))
        for sign_up, state, at in session.attendances.values_list(
            "sign_up_id", "state", "tapped_at"
        )
    }
    seated = session.course.sign_ups.seated().values_list("pk", flat=True)
    unknown = (Attendance.State.UNKNOWN.value, 0)
    return {pk: known.get(pk, unknown) for pk in {*seated, *known}}


def tap_now(sign_up_id: int, state: Attendance.State) -> Tap:
    """A tap made on a page without script: it happened when it arrived."""
    return Tap(sign_up_id, state, timezone.now())
