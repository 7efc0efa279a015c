"""What the section sorts courses by."""

from django.contrib import admin
from django.http import HttpRequest

from portal.people.permissions import SectionOnlyAdmin
from programs.models import Category, LifeStage, Organizer


@admin.register(Organizer)
class OrganizerAdmin(SectionOnlyAdmin):
    list_display = ["name", "kind", "url"]
    list_filter = ["kind"]
    search_fields = ["name"]

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        """Centre staff may choose a partner; only the section edits them."""
        return request.user.is_staff


@admin.register(Category)
class CategoryAdmin(SectionOnlyAdmin):
    list_display = ["name", "slug", "order"]


@admin.register(LifeStage)
class LifeStageAdmin(SectionOnlyAdmin):
    list_display = ["name", "min_age", "max_age", "order"]
