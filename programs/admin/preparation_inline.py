"""The roles a course prepares for, as rows of its form in the admin."""

from centers.admin.own_rows import OwnRowsInline
from programs.models import Preparation


class PreparationInline(OwnRowsInline):
    """Which roles, and at which step. What changes is in the roster's trainings at once."""

    model = Preparation
    fields = ["role", "level"]
