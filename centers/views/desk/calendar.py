"""The desk's pages of the opening calendar: days from a file, and what lies outside it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from centers.calendar import affected as outside
from centers.calendar.file import look_at, sealed, write_sealed
from centers.calendar.telling import tell_affected
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest


class ImportForm(forms.Form):
    file = forms.FileField(
        label="ファイル",
        help_text="CSVかExcel（.xlsx）。2MBまで。",
        error_messages={"required": "ファイルを選んでください。"},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@desk_page
@require_safe
def affected(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/affected/`: bookings to come on closed days or outside slots."""
    bookings, page = page_of(outside.affected(request.user).for_desk(), request.GET)
    groups = [one.reservation.registration.group for one in bookings if hasattr(one, "reservation")]
    AccessLog.record(
        request.user, [group.representative_id for group in groups], reason="開館の外になった予定"
    )
    context = {"desk_nav": "rooms", "bookings": bookings, "page": page}
    return render(request, "room_desk/affected.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/calendar/import/`: choose a table of days, look at it, take it over."""
    context = {"desk_nav": "rooms", "form": ImportForm()}
    status = 200
    if request.method == "POST" and "sealed" in request.POST:
        try:
            number = write_sealed(request.POST["sealed"], request.user)
            messages.success(request, f"{number:,}日の開館のきまりを読み込みました。")
            tell_affected(request)
            return redirect("rooms_desk:calendar_import")
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
    elif request.method == "POST":
        form = context["form"] = ImportForm(request.POST, request.FILES)
        status = 422
        if form.is_valid():
            try:
                preview = look_at(form.cleaned_data["file"], request.user)
                context |= {"preview": preview, "errors": preview.messages}
                if not preview.problems:
                    context["sealed"], status = sealed(preview, request.user), 200
            except ValidationError as refusal:
                form.add_error("file", refusal)
    return render(request, "room_desk/calendar_import.html", context, status=status)
