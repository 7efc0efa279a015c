"""Queue entries; each calls one function or method."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task

from portal.refusal import code_of
from programs.attendance.completion import complete
from programs.letters.sending import send, tell_household, tell_some
from programs.letters.to_many import tell_of_certificates, tell_those_coming
from programs.models import Course, SignUp


@task
def tell_about_sign_up(sign_up_id: int, what: str) -> None:
    """Write to whoever signed a party up, once for each thing that happened."""
    tell_household(sign_up_id, what)


@task
def tell_all(course_id: int, what: str, after: int = 0) -> None:
    """Write to all of a course whose last news this is, a thousand at a time.

    Each batch and the task of the next are one transaction; run again, it writes to nobody twice.
    """
    with transaction.atomic():
        last = tell_some(course_id, what, after)
        if last is not None:
            tell_all.enqueue(course_id, what, last)


@task
def tell_of_childcare(sign_up_id: int, given_at: str) -> None:
    """Write once to whoever waited that the children have their places now."""
    sign_up = SignUp.objects.select_related("person", "by", "course__center").get(pk=sign_up_id)
    if sign_up.is_seated:
        send(sign_up, "childcare", key=f"childcare-{sign_up_id}-{given_at}")


@task
def end_offer(sign_up_id: int) -> None:
    """Let an offer end whose deadline has passed; nothing happens where it was answered."""
    try:
        SignUp.objects.get(pk=sign_up_id).lapse()
    except ValidationError:
        return


@task
def tell_about_session(session_id: int, kind: str, revision: int, before: str) -> None:
    """Write to those who are coming to a session that was called off or moved."""
    tell_those_coming(session_id, kind, revision, datetime.fromisoformat(before))


@task
def complete_course(course_id: int) -> None:
    """Work out who finished; later, where a session was moved and the course still goes on.

    Nothing happens where the course gives no certificate.
    """
    try:
        complete(course_id)
    except ValidationError as refusal:
        ends_at = Course.objects.values_list("ends_at", flat=True).get(pk=course_id)
        if code_of(refusal) == "not_over" and ends_at is not None:
            complete_course.using(run_after=ends_at).enqueue(course_id)


@task
def tell_finishers(course_id: int) -> None:
    """Write to everybody who finished a course; run again, it writes to nobody twice."""
    tell_of_certificates(course_id)
