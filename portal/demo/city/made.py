"""A course of the demo city with everything that hangs on it, nothing of it written yet."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from portal.people.models import User
from programs.models import (
    Answer,
    Attendance,
    ChildcarePlace,
    Completion,
    Course,
    LifeStage,
    Party,
    Payment,
    Question,
    Session,
    SignUp,
    SurveyAnswer,
)

from .periods import Period, Phase


@dataclass(frozen=True)
class Version:
    """How a sign-up stood from a moment on: one line of its history (経過)."""

    sign_up: SignUp
    at: datetime
    status: SignUp.Status
    what: SignUp.What
    by: User | None = None
    why: str = ""
    offer_until: datetime | None = None


class Stage(Enum):
    """How far a lottery has come whose sign-up is over."""

    CLOSED = "the list is closed, the public value not known"
    DRAWN = "drawn, told to nobody"
    ANNOUNCED = "announced"


@dataclass(frozen=True)
class Lottery:
    """When each step of a lottery was taken, by whom, and with which public value."""

    stage: Stage
    closed_at: datetime
    drawn_at: datetime
    announced_at: datetime
    source: str
    value: str
    by: User


@dataclass
class Offer:
    """A course with everything that hangs on it, not yet in the database."""

    course: Course
    phase: Phase
    sessions: list[Session]
    stages: list[LifeStage]
    sign_ups: list[SignUp] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    children: list[ChildcarePlace] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    survey_answers: list[SurveyAnswer] = field(default_factory=list)
    lottery: Lottery | None = None

    @property
    def seated(self) -> list[SignUp]:
        return [one for one in self.sign_ups if one.status == SignUp.Status.SEATED]

    @property
    def people(self) -> list[int]:
        """Who signed up, each named by its object's identity: nobody has a key yet."""
        return [id(one.person) for one in self.sign_ups]


@dataclass(frozen=True)
class Draft:
    """A course as made, before anybody signed up for it."""

    offer: Offer
    period: Period
    first: date
