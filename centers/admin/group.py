from django.contrib import admin
from django.http import HttpRequest

from centers.models import UserGroup


@admin.register(UserGroup)
class UserGroupAdmin(admin.ModelAdmin):
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

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: UserGroup | None = None) -> bool:
        own = UserGroup.objects.visible_to(request.user)
        return obj is None or own.filter(pk=obj.pk).exists()

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: UserGroup | None = None) -> bool:
        return False
