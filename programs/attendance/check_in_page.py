"""What the check-in page of one session shows."""

import re
from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from portal.japan import text
from programs.models import Attendance, Course, Session, SignUp

MOST_ROWS = 2_000
RECEIPT = re.compile(r"(?:check-in/|^)\D*(\d{3})-?(\d{3})-?(\d{3})/?$")


def rows_of(session: Session, *, only: int | None = None) -> list[Any]:
    """The sign-ups of everybody expected at a session and everybody marked, by reading.

    Each has `state` (as the taps left it) and `tapped_at`.
    """
    attendance = Attendance.objects.filter(session=session, sign_up=OuterRef("pk"))
    marked = SignUp.objects.filter(course=session.course_id, attendances__session=session)
    seated = SignUp.objects.seated().filter(course=session.course_id)
    rows = seated.values("pk").union(marked.values("pk"))
    found = (
        SignUp.objects.filter(pk__in=rows)
        .select_related("person")
        .annotate(
            state=Subquery(attendance.values("state")[:1]),
            tapped_at=Subquery(attendance.values("tapped_at")[:1]),
        )
        .order_by("person__family_kana", "person__given_kana", "pk")
    )
    return list(found[:MOST_ROWS] if only is None else found.filter(pk=only))


def page_of(session: Session, typed: str) -> dict:
    """The context of the check-in page; `typed` finds rows where there is no script."""
    rows = rows_of(session)
    receipt = receipt_in(typed)
    key = _fold(typed)
    for row in rows:
        row.find = _fold(f"{row.person.full_name}|{row.person.full_kana}|{row.receipt:09d}")
        row.is_found = row.receipt == receipt if receipt is not None else key in row.find
        row.tapped_ms = round(row.tapped_at.timestamp() * 1000) if row.tapped_at else 0
    return {
        "desk_nav": "today",
        "session": session,
        "course": session.course,
        "number": session.number(),
        "rows": rows,
        "typed": typed,
        "nobody_found": bool(typed) and not any(row.is_found for row in rows),
        "expected": len(rows),
        "to_call": to_call(session) if session.revision and not session.is_over else [],
        "present": sum(row.state == Attendance.State.PRESENT for row in rows),
        "is_today": timezone.localdate(session.starts_at) == timezone.localdate(),
    }


def _fold(typed: str) -> str:
    return text.katakana(typed).replace(" ", "").replace("-", "").casefold()


def receipt_in(typed: str) -> int | None:
    """The receipt number in what was typed or scanned: the number or the code's address."""
    found = RECEIPT.search(text.phone(typed))
    return int("".join(found.groups())) if found else None


def session_for(course: Course) -> Session | None:
    """The session one checks in to now: today's nearest, else the next, else none."""
    now = timezone.now()
    sessions = list(course.sessions.held())
    today = [s for s in sessions if timezone.localdate(s.starts_at) == timezone.localdate()]
    if today:
        return min(today, key=lambda s: abs(s.starts_at + timedelta(minutes=15) - now))
    return next((session for session in sessions if session.starts_at > now), None)


def to_call(session: Session) -> list[SignUp]:
    """Those who are coming and whom no mail reaches: whom nobody has told of the change yet."""
    untold = session.course.sign_ups.to_call().filter(session_news__isnull=False)
    by_reading = untold.order_by("person__family_kana", "person__given_kana")
    return list(by_reading.select_related("person")[:MOST_ROWS])
