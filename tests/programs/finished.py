"""A course that is over, as the tests of what comes after it need one."""

from datetime import timedelta

from django.utils import timezone

from programs.attendance.taps import Tap, record_taps
from programs.models import Attendance, Completion
from tests import cast

PRESENT, EXCUSED, UNKNOWN = "present", "excused", "unknown"


class Finished:
    """A course of some sessions, all over, and what each person did at each of them."""

    def __init__(self, *marks: str, percent: int | None = 70, before=None, **fields) -> None:
        """`marks`: one word a person, a letter a session: p present, e excused, - nothing.

        With the staff and the residents of the one that was `before`.
        """
        self.course = cast.a_course(
            days_ahead=1,
            sessions=len(marks[0]),
            apply_until=None,
            completion_percent=percent,
            units=2,
            **fields,
        )
        self.staff = before.staff if before else cast.center_staff(self.course.center)
        self.residents = before.residents if before else cast.many_residents(len(marks))
        self.sign_ups = [self.course.sign_up(p, by=user) for user, p in self.residents]
        for session in self.course.sessions.all():
            session.starts_at -= timedelta(weeks=20)
            session.ends_at -= timedelta(weeks=20)
            session.save()
        self.course.refresh_from_db()
        for person, word in enumerate(marks):
            for number, letter in enumerate(word):
                self.mark(person, number, {"p": PRESENT, "e": EXCUSED}.get(letter))

    def mark(self, person: int, number: int, state: str | None) -> None:
        session = self.course.sessions.all()[number]
        if state:
            tap = Tap(self.sign_ups[person].pk, Attendance.State(state), timezone.now())
            record_taps(session, [tap], by=self.staff)

    def finished(self) -> list[int]:
        valid = Completion.objects.valid().values_list("sign_up", flat=True)
        return [number for number, one in enumerate(self.sign_ups) if one.pk in set(valid)]
