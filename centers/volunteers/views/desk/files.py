"""The roster as a file: given out for those one keeps, taken in after a look and decisions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from centers.views.desk.files import FileForm
from centers.volunteers.roster import table
from centers.volunteers.roster.importing import counts, decisions_of, look_at, take_over
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import as_csv, as_xlsx


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/files/`: choose a file, look at it, decide about doubles, take it over."""
    context: dict[str, Any] = {
        "desk_nav": "volunteers",
        "form": FileForm(),
        "columns": table.COLUMNS,
        "extra": table.EXTRA,
    }
    status = 200
    try:
        if "sealed" in request.POST:
            status = 409
            decided = decisions_of(request.POST.dict())
            preview = take_over(request.POST["sealed"], decided, request.user)
            if not preview.problems and not preview.undecided:
                messages.success(request, f"{len(preview.changes):,}行を読み込みました。")
                return redirect("volunteers_desk:files")
            context |= {"preview": preview, "errors": preview.messages, "counts": counts(preview)}
        elif request.method == "POST":
            status = 422
            form = context["form"] = FileForm(request.POST, request.FILES)
            if form.is_valid():
                preview = look_at(form.cleaned_data["file"], request.user)
                context |= {
                    "preview": preview,
                    "errors": preview.messages,
                    "counts": counts(preview),
                }
                status = 422 if preview.problems else 200
    except ValidationError as refusal:
        context["errors"] = refusal.messages
    return render(request, "volunteers_desk/files.html", context, status=status)


@desk_page
@require_safe
def give_out(request: SignedInRequest, suffix: str) -> HttpResponse:
    """`/desk/volunteers/files/volunteers.csv`, `.xlsx`: to be corrected and read back."""
    rows: list[list[Any]] = [[*table.HEADINGS], *table.rows(request.user)]
    if suffix == "csv":
        return as_csv("volunteers.csv", rows)
    return as_xlsx("volunteers.xlsx", "ボランティア名簿", rows)
