"""Writing progress sheets at the desk: opened for one person at a time, saved as versions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.japan.calendar import fiscal_year
from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest
from portal.refusal import code_of

from ...models import QUARTERS, ProgressSheet
from ...sheets.diff import changes
from ...sheets.forms import ContentForm, WorkForm
from ...sheets.key_forms import NewSheetForm
from .sheets import saved, section_sheet


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_sheet(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/sheets/new/`: a sheet nobody wrote last year."""
    if not request.works_for_section:
        raise Http404
    data = request.POST if request.method == "POST" else None
    more = data is not None and "more" in data
    sent = None if more else data
    this_year = fiscal_year(timezone.localdate())
    key = NewSheetForm(sent, initial=_initial(data) or {"year": this_year})
    form = ContentForm(sent, typed=data if more else None, year=this_year)
    work = WorkForm(data, more=more)
    status = 200
    if sent is not None:
        if all([key.is_valid(), form.is_valid(), work.is_valid()]):
            try:
                sheet = ProgressSheet.begin(
                    form.content(work.told()), by=request.user, **key.cleaned_data
                )
            except ValidationError as refusal:
                _show(refusal, key)
            else:
                messages.success(request, "シートをつくりました。")
                return saved(reverse("plan_desk:sheet", args=[sheet.pk]))
        status = 422
    context = {"desk_nav": "plans", "key": key, "form": form, "work": work}
    return render(request, "plan_desk/sheet_edit.html", context, status=status)


@plan_page
@require_POST
def editing(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST to open a sheet for writing, or with `stop` to give it free.

    An open page asks again every few minutes (htmx) and shows how long it is kept.
    """
    sheet = section_sheet(request, pk)
    if "stop" in request.POST:
        sheet.stop_editing(by=request.user)
        return redirect("plan_desk:sheet", pk)
    refused = ""
    try:
        sheet.open_for_editing(by=request.user)
    except ValidationError as refusal:
        refused = " ".join(refusal.messages)
    if getattr(request, "htmx", None):
        context = {"sheet": sheet, "refused": refused}
        return render(request, "plan_desk/sheet_edit.html#lease", context)
    if refused:
        messages.error(request, refused)
        return redirect("plan_desk:sheet", pk)
    return redirect("plan_desk:edit_sheet", pk)


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/edit/`: the form; POST keeps a version, or adds rows (`more`)."""
    sheet = section_sheet(request, pk)
    if request.method != "POST":
        if sheet.editor_now != request.user:
            if sheet.editor_now is None:  # else the sheet's page says who writes
                messages.info(request, "「書く」を押してから、書きはじめてください。")
            return redirect("plan_desk:sheet", pk)
        content = sheet.told()
        form = ContentForm(content=content, version=sheet.version, year=sheet.year)
        return _page(request, sheet, form, WorkForm(strands=content.strands))
    more = "more" in request.POST
    content = sheet.told()
    work = WorkForm(request.POST, more=more)
    if more:
        form = ContentForm(
            typed=request.POST, content=content, version=sheet.version, year=sheet.year
        )
        return _page(request, sheet, form, work)
    form = ContentForm(request.POST, content=content, year=sheet.year)
    if not all([form.is_valid(), work.is_valid()]):
        return _page(request, sheet, form, work, status=422)
    base = form.cleaned_data["version"] or 0
    try:
        changed = sheet.revise(form.content(work.told()), by=request.user, version=base)
    except ValidationError as refusal:
        return _refused(request, sheet, form, work, refusal)
    messages.success(
        request,
        f"第{sheet.version}版として保存しました。" if changed else "変わったところはありません。",
    )
    if "go_on" in request.POST:
        return saved(editing(request, pk)["Location"])
    return saved(reverse("plan_desk:sheet", args=[pk]))


def _refused(
    request: SignedInRequest,
    sheet: ProgressSheet,
    form: ContentForm,
    work: WorkForm,
    refusal: ValidationError,
) -> HttpResponse:
    """Show the form as it was written; where another saved first, with what they changed.

    Who reads that and saves again writes on top of it, knowingly.
    """
    written_by_others = []
    base = form.cleaned_data["version"] or 0
    if code_of(refusal) == "stale":
        sheet.refresh_from_db()
        if sheet.versions.filter(number=base).exists():
            written_by_others = changes(sheet.told(base), sheet.told())
        sent = request.POST.copy()
        sent["version"] = str(sheet.version)
        form = ContentForm(sent, content=sheet.told(), year=sheet.year)
        form.is_valid()
    _show(refusal, form)
    return _page(request, sheet, form, work, status=422, written_by_others=written_by_others)


def _page(
    request: SignedInRequest,
    sheet: ProgressSheet,
    form: ContentForm,
    work: WorkForm,
    status: int = 200,
    **more,
) -> HttpResponse:
    context = {
        "desk_nav": "plans",
        "sheet": sheet,
        "form": form,
        "work": work,
        "quarters": QUARTERS,
        "before": sheet.previous.told() if sheet.previous else None,
    }
    return render(request, "plan_desk/sheet_edit.html", context | more, status=status)


def _show(refusal: ValidationError, form: ContentForm | NewSheetForm) -> None:
    """Put a refusal of the command where it belongs in the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    if code_of(refusal) == "repeated_number" and "number" in form.fields:
        form.add_error("number", refusal.messages[0])
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _initial(data) -> dict[str, str]:
    return (
        {name: data.get(name, "") for name in ("year", "bureau", "area", "number")} if data else {}
    )
