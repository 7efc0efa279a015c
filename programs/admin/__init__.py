"""What staff keep in the admin, a module for each noun."""

from .course import CourseAdmin
from .offer import CategoryAdmin, LifeStageAdmin, OrganizerAdmin
from .term import SeriesAdmin, TermAdmin

__all__ = [
    "CategoryAdmin",
    "CourseAdmin",
    "LifeStageAdmin",
    "OrganizerAdmin",
    "SeriesAdmin",
    "TermAdmin",
]
