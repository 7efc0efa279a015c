"""Courses, their sessions, who takes part, and what came of it."""

from .asking import Answer, ChildcarePlace, Payment, Question
from .attendance import Attendance, Completion
from .call import Call
from .course import Course
from .draw import Draw, DrawEntry
from .letter_text import LetterText
from .offer import Category, LifeStage, Organizer
from .party import Party
from .person_merge import PersonMerge
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
    "Completion",
    "Course",
    "Draw",
    "DrawEntry",
    "LetterText",
    "LifeStage",
    "Organizer",
    "Party",
    "Payment",
    "PersonMerge",
    "Question",
    "Series",
    "Session",
    "SignUp",
    "SurveyAnswer",
    "Term",
]
