from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from centers.admin.own_rows import OwnRowsAdmin
from centers.volunteers.models import Opening, Shift
from centers.volunteers.openings import wording
from centers.volunteers.openings.desk_forms import OpeningForm

from .desk_form import for_user

TIMES = ["starts_at", "ends_at", "needed", "taken", "cancelled_at"]
DECIDED_AT_THE_DESK = ["status", "why", "asked_from", "asked_at", "published_at"]


class ShiftInline(admin.TabularInline):
    """When people are wanted; shifts are added, moved and called off at the desk."""

    model = Shift
    fields = [*TIMES, "at_the_desk"]
    readonly_fields = [*TIMES, "at_the_desk"]
    extra = 0

    @admin.display(description="窓口の画面")
    def at_the_desk(self, shift: Shift) -> SafeString:
        address = reverse("volunteers_desk:shift", args=[shift.pk])
        return format_html('<a href="{}">開く</a>', address)

    def has_view_permission(self, request: HttpRequest, obj: Opening | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Opening | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Opening)
class OpeningAdmin(OwnRowsAdmin):
    """The words of openings. They are written, published, ended and called off at the desk."""

    list_display = ["title", "center", "organization", "role", "status", "asked_at"]
    list_filter = ["status", "role", "center__ward"]
    list_select_related = ["center", "organization", "role"]
    search_fields = ["title", "place", "organization__name", "center__name", "center__kana"]
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]
    form = OpeningForm
    fields = [*OpeningForm.Meta.fields, *DECIDED_AT_THE_DESK]
    readonly_fields = DECIDED_AT_THE_DESK
    autocomplete_fields = ["organization"]
    inlines = [ShiftInline]
    actions = None

    @admin.display(description="頼んだ方")
    def asked_from(self, opening: Opening) -> str:
        """Without the link Django makes of an account, which only the section may open."""
        return str(opening.asked_by or "")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).editable_by(request.user)

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs: Any):
        user: Any = request.user
        return for_user(super().get_form(request, obj, change, **kwargs), user)

    def save_model(self, request: HttpRequest, obj: Opening, form, change: bool) -> None:
        user: Any = request.user
        obj.changed_by = user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        wording.tell_where(form)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
