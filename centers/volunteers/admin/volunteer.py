from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from centers.admin.own_rows import RowsOfPeopleAdmin
from centers.volunteers.models import Volunteer
from centers.volunteers.roster.shown import kept_by

SHOWN = ["person", "center", "status", "registered_at", "confirmed_on", "stopped_on"]


@admin.register(Volunteer)
class VolunteerAdmin(RowsOfPeopleAdmin):
    """One's own roster, to be looked through and chosen from; it is kept at the desk."""

    list_display = [*SHOWN]
    list_filter = ["status", "center__ward"]
    list_select_related = ["person", "center"]
    search_fields = ["person__family_kana", "person__given_kana", "person__family_name"]
    fields = [*SHOWN]
    readonly_fields = [*SHOWN]
    actions = None
    reason = "ボランティア名簿（管理）"

    def get_queryset(self, request: HttpRequest):
        user: Any = request.user
        return kept_by(user).select_related("person", "center")

    def people_in(self, rows: Iterable[Volunteer]) -> list[int]:
        return [one.person_id for one in rows]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Volunteer | None = None) -> bool:
        return False
