"""The roles a course prepares for, as rows of its form in the admin."""

from django.http import HttpRequest

from portal.people.admin_rows import NamedRowsInline
from programs.models import Course, Preparation


class PreparationInline(NamedRowsInline):
    """Which roles, and at which step. What changes is in the roster's trainings at once."""

    model = Preparation
    fields = ["role", "level"]

    def has_view_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        return obj is None or Course.objects.editable_by(request.user).filter(pk=obj.pk).exists()

    has_change_permission = has_delete_permission = has_add_permission = has_view_permission
