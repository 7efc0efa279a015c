from django.contrib import admin
from django.http import HttpRequest

from centers.calendar.telling import TellsAffected
from centers.models import Center, Closure, OpeningHours, Room
from portal.people.permissions import works_for_section

from .own_rows import OwnRowsAdmin, OwnRowsInline
from .slot import OwnSlotInline


class OpeningHoursInline(OwnRowsInline):
    model = OpeningHours
    max_num = 7


class RoomInline(OwnRowsInline):
    """The list of a centre's rooms; what else is kept of one stands on its own page."""

    model = Room
    fields = ["name", "capacity", "floor", "is_bookable"]
    show_change_link = True


class ClosureInline(OwnRowsInline):
    model = Closure


class CenterSlotInline(OwnSlotInline, OwnRowsInline):
    verbose_name_plural = "このセンターだけの利用区分（書くと、市の区分は使いません）"


@admin.register(Center)
class CenterAdmin(TellsAffected, OwnRowsAdmin):
    """Centres: their own staff keep them, the section makes new ones."""

    list_display = ["name", "ward", "phone", "is_open_to_public"]
    list_filter = ["ward", "is_open_to_public"]
    search_fields = ["name", "kana", "address"]
    list_select_related = ["ward"]
    inlines = [OpeningHoursInline, ClosureInline, RoomInline, CenterSlotInline]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).editable_by(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return works_for_section(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Center | None = None) -> bool:
        return works_for_section(request.user)
