from django.contrib import admin
from django.http import HttpRequest

from portal.people.admin_rows import NamedRowsInline
from portal.people.models import AccessLog, Membership, User, Ward
from portal.people.permissions import SectionOnlyAdmin


class MembershipInline(NamedRowsInline):
    model = Membership
    autocomplete_fields = ["center"]

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return True

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission


@admin.register(User)
class StaffAccountAdmin(SectionOnlyAdmin):
    """Accounts of staff; residents' accounts are theirs and are not listed."""

    list_display = ["email", "display_name", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["email", "display_name"]
    fields = ["email", "display_name", "is_staff", "is_active"]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).filter(is_staff=True)

    def save_model(self, request: HttpRequest, user: User, form, change: bool) -> None:
        if not change:
            user.set_unusable_password()
        super().save_model(request, user, form, change)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return {"is_staff": True}

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        """Never: what an account did must stay its own. Untick 「有効」 instead."""
        return False


@admin.register(Ward)
class WardAdmin(SectionOnlyAdmin):
    list_display = ["name", "kana", "code", "slug"]


@admin.register(AccessLog)
class AccessLogAdmin(SectionOnlyAdmin):
    """Read only: who looked at whom, why and when."""

    list_display = ["at", "viewer", "person", "reason"]
    list_filter = ["reason"]
    date_hierarchy = "at"
    list_select_related = ["viewer", "person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission
