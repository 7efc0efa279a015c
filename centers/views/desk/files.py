"""The desk's tables: given out as CSV or Excel, taken in after a look."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from centers.files.importing import look_at, take_over
from centers.files.table import Table
from centers.files.tables import TABLES
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv, as_xlsx


class FileForm(forms.Form):
    file = forms.FileField(
        label="ファイル",
        help_text="CSVかExcel（.xlsx）。2MBまで。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "ファイルが空です。1行目に列の名前を書いてください。",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@desk_page
@require_safe
def files(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/files/`: which tables there are."""
    return render(request, "room_desk/files.html", {"desk_nav": "rooms", "tables": TABLES.values()})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: SignedInRequest, slug: str) -> HttpResponse:
    """`/desk/rooms/files/<table>/`: choose a file, look at it, take it over."""
    table = _table(slug)
    if table.for_section and not request.works_for_section:
        raise Http404
    context = {"desk_nav": "rooms", "table": table, "form": FileForm()}
    status = 200
    try:
        if "sealed" in request.POST:
            status = 409
            preview = take_over(table, request.POST["sealed"], request.user)
            if not preview.problems:
                messages.success(request, f"{len(preview.changes):,}行を読み込みました。")
                return redirect("rooms_desk:file", slug)
            context["errors"] = preview.messages
        elif request.method == "POST":
            status = 422
            form = context["form"] = FileForm(request.POST, request.FILES)
            if form.is_valid():
                preview = look_at(table, form.cleaned_data["file"], request.user)
                context |= {"preview": preview, "errors": preview.messages}
                status = 422 if preview.problems else 200
    except ValidationError as refusal:
        context["errors"] = refusal.messages
    return render(request, "room_desk/file.html", context, status=status)


@desk_page
@require_safe
def give_out(request: SignedInRequest, slug: str, suffix: str) -> HttpResponse:
    """`/desk/rooms/files/<table>.csv`, `.xlsx`: the table as the desk may see it."""
    table = _table(slug)
    rows: list[list[Any]] = [[*table.headings], *table.rows(request.user)]
    if suffix == "csv":
        return as_csv(f"{slug}.csv", rows)
    return as_xlsx(f"{slug}.xlsx", table.name, rows)


def _table(slug: str) -> Table:
    if slug not in TABLES:
        raise Http404
    return TABLES[slug]
