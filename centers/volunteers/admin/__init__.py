"""What staff keep of volunteers in the admin, a module for each noun."""

from .opening import OpeningAdmin
from .organization import OrganizationAdmin
from .role import ActivityFieldAdmin, QualificationKindAdmin, VolunteerRoleAdmin
from .story import StoryAdmin, ThresholdAdmin
from .volunteer import VolunteerAdmin

__all__ = [
    "ActivityFieldAdmin",
    "OpeningAdmin",
    "OrganizationAdmin",
    "QualificationKindAdmin",
    "StoryAdmin",
    "ThresholdAdmin",
    "VolunteerAdmin",
    "VolunteerRoleAdmin",
]
