from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from centers.admin.own_rows import OwnRowsAdmin
from centers.volunteers.models import Organization
from centers.volunteers.openings.desk_forms import OrganizationForm

from .desk_form import for_user


@admin.register(Organization)
class OrganizationAdmin(OwnRowsAdmin):
    """The directory of organisations. Who speaks for one, and its end, are kept at the desk.

    None is deleted: what was done with it stays.
    """

    list_display = ["name", "kind", "center", "ward", "is_public", "closed_on"]
    list_filter = ["kind", "is_public", ("closed_on", admin.EmptyFieldListFilter), "center__ward"]
    list_select_related = ["center", "ward"]
    search_fields = ["name", "kana", "number", "activity", "address"]
    form = OrganizationForm
    fields = [*OrganizationForm.Meta.fields, "closed_on"]
    readonly_fields = ["closed_on"]
    actions = None

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).visible_to(request.user)

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs: Any):
        user: Any = request.user
        return for_user(super().get_form(request, obj, change, **kwargs), user)
