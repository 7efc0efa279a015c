"""What spans courses: series, which a centre may keep, and terms, which the section sets."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from centers.admin.own_rows import OwnRowsAdmin
from portal.people.permissions import SectionOnlyAdmin, works_for_section
from programs.models import Series, Term


@admin.register(Series)
class SeriesAdmin(OwnRowsAdmin):
    """Series: a centre's staff keep its own, the section keeps all."""

    list_display = ["name", "center"]
    list_select_related = ["center"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).editable_by(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """Only one that holds no course."""
        return bool(obj and self.has_view_permission(request, obj) and not obj.courses.exists())

    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not works_for_section(request.user) and "center" in form.base_fields:
            form.base_fields["center"].required = True
        return form


@admin.register(Term)
class TermAdmin(SectionOnlyAdmin):
    """Terms and their limits; what is changed holds after a minute at most."""

    list_display = ["name", "first_day", "last_day", "most_courses", "most_absences"]
