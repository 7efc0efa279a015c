from collections.abc import Iterable

from django.contrib import admin
from django.http import HttpRequest

from centers.models import UserGroup

from .own_rows import RowsOfPeopleAdmin


@admin.register(UserGroup)
class UserGroupAdmin(RowsOfPeopleAdmin):
    """The words of a group. Who stands for it is found and registered at the desk."""

    list_display = ["name", "kana", "center", "members", "is_individual"]
    list_filter = ["is_individual"]
    list_select_related = ["center"]
    search_fields = ["name", "kana"]
    fields = ["name", "kana", "activity", "members", "center"]
    actions = None
    reason = "利用団体の名簿（管理）"

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).visible_to(request.user)

    def people_in(self, rows: Iterable[UserGroup]) -> list[int]:
        """Of who uses rooms alone: that name is the person's own."""
        return [one.representative_id for one in rows if one.is_individual]

    def get_readonly_fields(self, request: HttpRequest, obj: UserGroup | None = None) -> list[str]:
        """Who uses rooms alone is called as the person is, and is one."""
        own = ["name", "kana", "members"] if obj and obj.is_individual else []
        return [*own, "center"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
