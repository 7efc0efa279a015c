"""Who may use which part of the admin: asked of querysets, never of Django's permission tables."""

from django.contrib import admin
from django.http import HttpRequest

from portal.people.models import Membership


def works_for_section(user) -> bool:
    """Whether `user` is staff of the section (生涯学習課), or the one who installed the portal."""
    return user.is_superuser or any(post.is_section for post in Membership.objects.of(user))


class SectionOnlyAdmin(admin.ModelAdmin):
    """Rows only the section keeps: wards, categories, plans, memberships."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return works_for_section(request.user)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return works_for_section(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission
