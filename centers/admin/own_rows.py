"""Rows of the admin that staff keep for the places they work for."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest

from centers.models import Center
from portal.people.admin_rows import NamedRowsInline
from portal.people.models import AccessLog


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


class RowsOfPeopleAdmin(OwnRowsAdmin):
    """Rows that tell who somebody is: whoever is shown is written down, as at the desk."""

    reason = ""

    @abstractmethod
    def people_in(self, rows: Iterable[Any]) -> list[int]:
        """The keys of the people these rows tell of."""

    def changelist_view(self, request: HttpRequest, extra_context=None):
        page: Any = super().changelist_view(request, extra_context)
        if found := getattr(page, "context_data", {}).get("cl"):
            self._record(request, found.result_list)
        return page

    def get_object(self, request: HttpRequest, object_id: str, from_field=None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            self._record(request, [found])
        return found

    def _record(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        AccessLog.record(request.user, self.people_in(rows), reason=self.reason)


class OwnRowsInline(NamedRowsInline):
    """Rows of something one may edit; whoever sees that may change them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = self.parent_model._default_manager
        return obj is None or own.editable_by(request.user).filter(pk=obj.pk).exists()

    has_view_permission = has_change_permission = has_delete_permission = has_add_permission
