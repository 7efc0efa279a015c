from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from centers.admin.own_rows import OwnRowsAdmin
from centers.volunteers.models import Volunteer
from centers.volunteers.roster.shown import kept_by
from portal.people.models import AccessLog

SHOWN = ["person", "center", "status", "registered_at", "confirmed_on", "stopped_on"]


@admin.register(Volunteer)
class VolunteerAdmin(OwnRowsAdmin):
    """One's own roster, to be looked through and chosen from; it is kept at the desk.

    Whoever is shown is written down, as at the desk.
    """

    list_display = [*SHOWN]
    list_filter = ["status", "center__ward"]
    list_select_related = ["person", "center"]
    search_fields = ["person__family_kana", "person__given_kana", "person__family_name"]
    fields = [*SHOWN]
    readonly_fields = [*SHOWN]
    actions = None

    def get_queryset(self, request: HttpRequest):
        user: Any = request.user
        return kept_by(user).select_related("person", "center")

    def changelist_view(self, request: HttpRequest, extra_context=None):
        page: Any = super().changelist_view(request, extra_context)
        if found := getattr(page, "context_data", {}).get("cl"):
            self._record(request, [one.person_id for one in found.result_list])
        return page

    def get_object(self, request: HttpRequest, object_id: str, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            self._record(request, [found.person_id])
        return found

    def _record(self, request: HttpRequest, people: list[int]) -> None:
        AccessLog.record(request.user, people, reason="ボランティア名簿（管理）")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        return False
