"""Courses, their sessions, who takes part, and what came of it."""

from .asking import Answer, ChildcarePlace, Payment, Question
from .attendance import Attendance, Completion
from .call import Call
from .circle import Circle
from .course import Course
from .draw import Draw, DrawEntry
from .offer import Category, LifeStage, Organizer
from .party import Party
from .person_merge import PersonMerge
from .preparation import Preparation
from .session import Session
from .sign_up import SignUp
from .survey_answer import SurveyAnswer
from .term import Series, Term

__all__ = [
    "Answer",
    "Attendance",
    "Call",
    "Category",
    "ChildcarePlace",
    "Circle",
    "Completion",
    "Course",
    "Draw",
    "DrawEntry",
    "LifeStage",
    "Organizer",
    "Party",
    "Payment",
    "PersonMerge",
    "Preparation",
    "Question",
    "Series",
    "Session",
    "SignUp",
    "SurveyAnswer",
    "Term",
]
