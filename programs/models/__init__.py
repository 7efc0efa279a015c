"""Courses, their sessions, and who takes part."""

from .course import Course
from .offer import Category, LifeStage, Organizer
from .session import Session
from .sign_up import SignUp, Withdrawal

__all__ = ["Category", "Course", "LifeStage", "Organizer", "Session", "SignUp", "Withdrawal"]
