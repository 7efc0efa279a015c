from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from centers.calendar.telling import TellsAffected
from centers.models import Slot
from portal.people.permissions import SectionOnlyAdmin

FIXED = ["name", "starts", "ends", "first_day"]


class SlotForm(forms.ModelForm):
    """A rule in use is ended, not changed: bookings and past years go by it."""

    class Meta:
        model = Slot
        fields = [*FIXED, "last_day"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "last_day"
        ].help_text = "時間を変えるときは、いまの区分に最後の日を書き、新しい区分を足してください。"
        if self.instance.pk and self.instance.has_begun:
            for name in FIXED:
                self.fields[name].disabled = True


class OwnSlotInline(admin.TabularInline):
    model = Slot
    form = SlotForm
    can_delete = False


@admin.register(Slot)
class SlotAdmin(TellsAffected, SectionOnlyAdmin):
    """The city's slots; a centre's own stand on its page."""

    form = SlotForm
    actions = None
    list_display = ["name", "starts", "ends", "first_day", "last_day"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).filter(center=None)

    def has_delete_permission(self, request: HttpRequest, obj: Slot | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.has_begun)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"first_day": timezone.localdate()}
