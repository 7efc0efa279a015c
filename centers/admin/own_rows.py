"""Rows of the admin that staff keep for the places they work for."""

from typing import Any

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest

from centers.models import Center
from portal.people.admin_rows import NamedRowsInline


class OwnRowsAdmin(admin.ModelAdmin):
    """Whose rows these are says `get_queryset`; who sees one may change it, and nobody deletes it.

    Who works for a centre may add rows. What differs from that each admin says itself.
    """

    def get_object(self, request: HttpRequest, object_id: str, from_field=None) -> Any:
        """Locked while it is saved, so that what else changes the row in that instant waits."""
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and connection.in_atomic_block:
            found = self.get_queryset(request).select_for_update(of=["self"]).get(pk=found.pk)
        return found

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: Any):
        """Of centres one's own are offered."""
        if db_field.related_model is Center:
            kwargs["queryset"] = Center.objects.editable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return Center.objects.editable_by(request.user).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OwnRowsInline(NamedRowsInline):
    """Rows of something one may edit; whoever sees that may change them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = self.parent_model._default_manager
        return obj is None or own.editable_by(request.user).filter(pk=obj.pk).exists()

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission
