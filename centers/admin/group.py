from django.contrib import admin
from django.http import HttpRequest

from centers.models import UserGroup

from .own_rows import OwnRowsAdmin


@admin.register(UserGroup)
class UserGroupAdmin(OwnRowsAdmin):
    """The words of a group. Who stands for it is found and registered at the desk."""

    list_display = ["name", "kana", "center", "members", "is_individual"]
    list_filter = ["is_individual"]
    list_select_related = ["center"]
    search_fields = ["name", "kana"]
    fields = ["name", "kana", "activity", "members", "center"]
    readonly_fields = ["center"]
    actions = None

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
