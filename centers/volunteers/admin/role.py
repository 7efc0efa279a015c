from django import forms
from django.contrib import admin
from django.http import HttpRequest

from centers.volunteers.models import ActivityField, QualificationKind, VolunteerRole
from portal.people.permissions import SectionOnlyAdmin


class KeptForGood(SectionOnlyAdmin):
    """Rows others point at: they are renamed or taken out of use, never deleted.

    The name in addresses stays as it was first written: pages and files know the row by it.
    """

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        return ["slug"] if obj else []


@admin.register(ActivityField)
class ActivityFieldAdmin(KeptForGood):
    list_display = ["name", "order"]
    search_fields = ["name"]
    fields = ["name", "slug", "order"]


@admin.register(QualificationKind)
class QualificationKindAdmin(KeptForGood):
    list_display = ["name", "years_valid"]
    search_fields = ["name"]
    fields = ["name", "slug", "years_valid"]


@admin.register(VolunteerRole)
class VolunteerRoleAdmin(KeptForGood):
    """Roles (役割); many at once come from a file (docs/volunteer-tables.md)."""

    list_display = ["name", "appointment", "serves", "term_years", "is_open_to_all", "is_in_use"]
    list_filter = ["is_in_use", "is_open_to_all", "appointment", "serves"]
    search_fields = ["name", "summary", "department"]
    fields = [
        "name",
        "slug",
        "summary",
        "description",
        "requirements",
        "qualifications",
        "minimum_age",
        "serves",
        "term_years",
        "appointment",
        "appointed_by",
        "how",
        "fields",
        "department",
        "is_open_to_all",
        "is_in_use",
        "order",
    ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)
