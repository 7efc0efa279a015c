from django.contrib import admin
from django.http import HttpRequest

from centers.models import CityRequest
from portal.people.permissions import SectionOnlyAdmin


@admin.register(CityRequest)
class CityRequestAdmin(SectionOnlyAdmin):
    """Requests to be looked through; they are written and decided at the desk.

    What was never sent may be thrown away here.
    """

    list_display = ["title", "bureau", "section", "year", "to", "status", "decision", "hours"]
    list_filter = ["year", "to", "status", "decision", "basis", "bureau"]
    search_fields = ["title", "bureau", "section"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CityRequest | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and obj.status == CityRequest.Status.DRAFT
