"""What staff keep of volunteers in the admin, a module for each noun."""

from .role import ActivityFieldAdmin, QualificationKindAdmin, VolunteerRoleAdmin

__all__ = ["ActivityFieldAdmin", "QualificationKindAdmin", "VolunteerRoleAdmin"]
