"""What came of the courses that have begun: who came, finished and said what they thought."""

from datetime import date, datetime, time, timedelta
from random import Random

from programs.models import Attendance, Completion, Payment, Session, SignUp, SurveyAnswer
from programs.models.attendance import CODE_LETTERS

from .crowd import Crowd
from .made import Offer
from .phrases import COMMENTS
from .timetable import at

COMES, SENDS_WORD, PAYS, ANSWERS, COMMENTS_TOO = 0.86, 0.5, 0.8, 0.7, 0.3
PERCENT = 70
MARKS = (5, 4, 3, 2, 1)


class Attended:
    """Remembers a course as its tablet at the door, its counter and its survey do."""

    def __init__(self, crowd: Crowd, today: date) -> None:
        self.rng = Random("attended")  # noqa: S311  a demo city, not a secret
        self.crowd, self.today = crowd, today
        self.midnight = at(today, time(0))

    def remember(self, offer: Offer, *, faithful: int = 0) -> None:
        """Attendance of the sessions held; the end of the course, where it has ended.

        Every session and every survey finds the person with the key `faithful`.
        """
        held = [
            session
            for session in offer.sessions
            if session.ends_at < self.midnight and not session.cancelled_at
        ]
        if not held:
            return
        is_over = len(held) == sum(not session.cancelled_at for session in offer.sessions)
        course = offer.course
        if is_over and len(held) > 1 and course.completion_percent is None:
            course.completion_percent = PERCENT if self.rng.random() < 0.6 else None
        course.units = len(held) if is_over and course.completion_percent else 0
        for one in offer.seated:
            always = id(one.person) == faithful
            came = sum(self._came(offer, one, session, always=always) for session in held)
            self._pay(offer, one, held[0].starts_at)
            if is_over and came:
                self._finish(offer, one, came, held)
                self._answer(offer, one, held[-1].ends_at, always=always)

    def _came(self, offer: Offer, one: SignUp, session: Session, *, always: bool) -> bool:
        present = always or self.rng.random() < COMES
        if not present and self.rng.random() > SENDS_WORD:
            return False
        early = timedelta(minutes=self.rng.randint(1, 20))
        offer.attendances.append(
            Attendance(
                session=session,
                sign_up=one,
                state=Attendance.State.PRESENT if present else Attendance.State.EXCUSED,
                tapped_at=session.starts_at - early,
                by=self.crowd.desk(offer.course),
            )
        )
        return present

    def _pay(self, offer: Offer, one: SignUp, first: datetime) -> None:
        fee = offer.course.fee
        if fee and self.rng.random() < PAYS:
            early = timedelta(minutes=self.rng.randint(1, 20))
            offer.payments.append(
                Payment(
                    sign_up=one,
                    amount=fee,
                    received_at=first - early,
                    received_by=self.crowd.desk(offer.course),
                )
            )

    def _finish(self, offer: Offer, one: SignUp, came: int, held: list[Session]) -> None:
        course, ended = offer.course, held[-1].ends_at
        if not course.completion_percent or came * 100 < len(held) * course.completion_percent:
            return
        offer.completions.append(
            Completion(
                sign_up=one,
                code="".join(self.rng.choices(CODE_LETTERS, k=12)),
                completed_on=ended.date(),
                name=one.person.full_name,
                course_title=course.title,
                attended=came,
                held=len(held),
                units=course.units,
                created_at=ended + timedelta(hours=1),
            )
        )

    def _answer(self, offer: Offer, one: SignUp, ended: datetime, *, always: bool) -> None:
        """What most say of a course; who is always there leaves the newest survey to be filled."""
        rng = self.rng
        open_still = ended > self.midnight - timedelta(days=14)
        if (always and open_still) or rng.random() > ANSWERS:
            return
        uses = list(SurveyAnswer.Use.values)
        answered = ended + timedelta(hours=rng.randint(1, 72))
        offer.survey_answers.append(
            SurveyAnswer(
                sign_up=one,
                satisfaction=rng.choices(MARKS, [46, 38, 11, 4, 1])[0],
                uses=sorted(rng.sample(uses[:-1], rng.choice([1, 1, 2, 3]))),
                comment=rng.choice(COMMENTS) if rng.random() < COMMENTS_TOO else "",
                wants_activity=rng.random() < 0.2,
                answered_at=min(answered, self.midnight),
            )
        )
