"""Somebody at the door without a seat (当日参加)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.people.models import Person, User
from portal.refusal import refused_by_database
from programs.models import Course, Session, SignUp
from programs.models.sign_up import record
from programs.models.sign_up_rules import refuse_unless_eligible
from programs.sign_ups.childcare import settle

NO_SEAT = (
    "空いている席がありません。部屋に入れるときは、「定員をこえて受け付ける」をえらんでください。"
)


def walk_in(session: Session, person: Person, *, by: User, beyond_capacity: bool = False) -> SignUp:
    """Give a seat at the door to somebody who has none, whatever the sign-up period.

    Who waits, was offered a seat or entered the lottery gets the seat with the sign-up already
    there; a party member comes alone. Beyond the capacity only by the staff's own word, which
    raises the capacity of the course by one: no seat is ever handed out that is not counted.
    Who holds a seat already keeps it. Taps are another matter: see `attendance.record_taps`.
    Codes: session_cancelled, walk_in_full, and those of `refuse_unless_eligible`.
    """
    with refused_by_database(SignUp, Course), transaction.atomic():
        course = Course.objects.locked(session.course_id)
        session.refresh_from_db(fields=["cancelled_at"])
        if session.is_cancelled or course.is_cancelled:
            raise ValidationError("この回は中止になっています。", code="session_cancelled")
        own = SignUp.objects.live().filter(course=course, person=person).first()
        if own and own.is_seated:
            return own
        if own is None or not own.is_offered:
            refuse_unless_eligible(course, person)
            _make_room(course, beyond_capacity)
        return _seat(course, own, person, by)


def _make_room(course: Course, beyond_capacity: bool) -> None:
    if course.capacity is None or course.seats_taken < course.capacity:
        return
    if not beyond_capacity:
        raise ValidationError(NO_SEAT, code="walk_in_full")
    course.capacity = course.seats_taken + 1
    course.save(update_fields=["capacity"])


def _seat(course: Course, own: SignUp | None, person: Person, by: User) -> SignUp:
    what, why = SignUp.What.WALKED_IN, f"{timezone.localtime():%-m月%-d日}に会場で受付"
    if own is None:
        own = SignUp(
            course=course,
            person=person,
            by=by,
            via=SignUp.Via.COUNTER,
            status=SignUp.Status.SEATED,
            what=what,
            changed_by=by,
            why=why,
        )
        own.save(force_insert=True)
        return own
    record([own], SignUp.Status.SEATED, what, by=by, why=why)
    settle(course)
    own.refresh_from_db()
    return own
