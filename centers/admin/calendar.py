from django.contrib import admin
from django.http import HttpRequest

from centers.calendar.hand import HandDayForm
from centers.calendar.laying_out import lay_out
from centers.calendar.telling import TellsAffected, tell_affected
from centers.models import Closure, OpenDay
from portal.people.permissions import SectionOnlyAdmin

from .own_rows import OwnRowsAdmin


@admin.register(Closure)
class CityClosureAdmin(TellsAffected, SectionOnlyAdmin):
    """Days on which every centre is closed."""

    list_display = ["first_day", "last_day", "reason"]
    fields = ["first_day", "last_day", "reason"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).filter(center=None)


@admin.register(OpenDay)
class OpenDayAdmin(TellsAffected, OwnRowsAdmin):
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

    def get_readonly_fields(self, request: HttpRequest, obj: OpenDay | None = None) -> list[str]:
        return ["center", "day"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: OpenDay | None = None) -> bool:
        """A day that is over is only read."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_over)

    has_delete_permission = has_change_permission

    def delete_model(self, request: HttpRequest, obj: OpenDay) -> None:
        """Back to the rule."""
        center, day = obj.center, obj.day
        obj.delete()
        lay_out([center], day, day)
        tell_affected(request)
