"""Volunteers: roles, the roster, who is wanted, who was put together with whom, hours done."""

from .activity_log import ActivityLog
from .confirmation import Confirmation
from .consent import Consent
from .match import Match
from .opening import Opening
from .organization import Organization, Representative
from .past_count import PastCount
from .posting import Posting
from .qualification import Qualification
from .role import ActivityField, QualificationKind, VolunteerRole
from .shift import Shift
from .story import Story
from .thanks import Thanks, Threshold
from .training import Training, TrainingRecord
from .volunteer import Volunteer
from .weight import Weight

__all__ = [
    "ActivityField",
    "ActivityLog",
    "Confirmation",
    "Consent",
    "Match",
    "Opening",
    "Organization",
    "PastCount",
    "Posting",
    "Qualification",
    "QualificationKind",
    "Representative",
    "Shift",
    "Story",
    "Thanks",
    "Threshold",
    "Training",
    "TrainingRecord",
    "Volunteer",
    "VolunteerRole",
    "Weight",
]
