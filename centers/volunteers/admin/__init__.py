"""What staff keep of volunteers in the admin, a module for each noun."""

from .role import ActivityFieldAdmin, QualificationKindAdmin, VolunteerRoleAdmin
from .story import StoryAdmin, ThresholdAdmin

__all__ = [
    "ActivityFieldAdmin",
    "QualificationKindAdmin",
    "StoryAdmin",
    "ThresholdAdmin",
    "VolunteerRoleAdmin",
]
