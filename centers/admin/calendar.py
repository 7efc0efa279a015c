from django.contrib import admin
from django.http import HttpRequest

from centers.calendar.hand import HandDayForm
from centers.calendar.laying_out import lay_out
from centers.calendar.telling import TellsAffected, tell_affected
from centers.models import Center, Closure, OpenDay
from portal.people.permissions import SectionOnlyAdmin


@admin.register(Closure)
class CityClosureAdmin(TellsAffected, SectionOnlyAdmin):
    """Days on which every centre is closed."""

    list_display = ["first_day", "last_day", "reason"]
    fields = ["first_day", "last_day", "reason"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).filter(center=None)


@admin.register(OpenDay)
class OpenDayAdmin(TellsAffected, admin.ModelAdmin):
    """Single days by hand: longer hours before examinations, a day that opens or closes."""

    actions = None  # a day taken back has to go by the rule again
    form = HandDayForm
    list_display = ["day", "center", "told", "reason"]
    list_filter = ["center__ward"]
    list_select_related = ["center"]
    search_fields = ["center__name", "center__kana", "reason"]
    date_hierarchy = "day"
    ordering = ["day", "center__kana"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).set_by_hand().editable_by(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "center":
            kwargs["queryset"] = Center.objects.editable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: OpenDay | None = None) -> list[str]:
        return ["center", "day"] if obj else []

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: OpenDay | None = None) -> bool:
        return obj is None or OpenDay.objects.editable_by(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return Center.objects.editable_by(request.user).exists()

    def has_change_permission(self, request: HttpRequest, obj: OpenDay | None = None) -> bool:
        """A day that is over is only read."""
        return self.has_view_permission(request, obj) and not (obj and obj.is_over)

    has_delete_permission = has_change_permission

    def delete_model(self, request: HttpRequest, obj: OpenDay) -> None:
        """Back to the rule."""
        center, day = obj.center, obj.day
        obj.delete()
        lay_out([center], day, day)
        tell_affected(request)
