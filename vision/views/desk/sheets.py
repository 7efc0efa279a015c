"""Progress sheets at the desk: those of a year, one with its trail, its steps, its opinions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.japan.calendar import fiscal_year, fiscal_year_name
from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import XLSX
from portal.typed import number_in

from ...models import QUARTERS, Opinion, PlanItem, ProgressSheet, SheetVersion
from ...sheets.diff import changes
from ...sheets.figures import figures_of
from ...sheets.links import found
from ...sheets.rolling_over import newest_year_to_begin, roll_over
from ...sheets.workbook import file_name, workbook_of
from ..files import as_file


@plan_page
@require_safe
def sheets(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/sheets/?year=&state=`: the sheets of a year; the council's those handed in."""
    readable = ProgressSheet.objects.readable_by(request.user)
    years = sorted({*readable.order_by().values_list("year", flat=True).distinct()}, reverse=True)
    this_year = fiscal_year(timezone.localdate())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else (years or [this_year])[0]
    of_year = readable.of_year(year)
    state = request.GET.get("state", "")
    state = state if state in ProgressSheet.Status.values else ""
    shown = of_year.filter(status=state) if state else of_year.live()
    counted = of_year.by_state()
    context = {
        "desk_nav": "plans",
        "year": year,
        "years": [(one, fiscal_year_name(one)) for one in years],
        "states": [
            (state, name, counted[state])
            for state, name in ProgressSheet.Status.choices
            if state in counted
        ],
        "state": state,
        "total": sum(counted.values()) - counted.get(ProgressSheet.Status.REMOVED, 0),
        "sheets": _as_read(request, list(shown.select_related("editing_by"))),
        "rolls_over": request.works_for_section and year in years and year < newest_year_to_begin(),
        "next_year": year + 1,
    }
    return render(request, "plan_desk/sheets.html", context)


def _as_read(request: SignedInRequest, sheets: list[ProgressSheet]) -> list[ProgressSheet]:
    """The sheets of a list, for the council in the words that were handed in."""
    if not request.works_for_section:
        versions = SheetVersion.objects.handed_in_last().filter(sheet__in=sheets)
        told = {version.sheet_id: version.told for version in versions}
        for sheet in sheets:
            for name in ("title", "field", "impact", "urgency"):
                setattr(sheet, name, getattr(told[sheet.pk], name))
    return sheets


@plan_page
@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/`: what it says, what happened to it, what can be done now."""
    return _page(request, readable_sheet(request, pk))


def _page(request: SignedInRequest, sheet: ProgressSheet, unsent: str = "") -> HttpResponse:
    """The page of a sheet; with the words of a form that was refused, so that none are lost."""
    version = sheet.version_for(request.user)
    content = sheet.told(version)
    opinions = sheet.opinions.select_related("answered_by").order_by("pk")
    context = {
        "desk_nav": "plans",
        "sheet": sheet,
        "number": version,
        "content": content,
        "quarters": QUARTERS,
        "items": found(PlanItem, content.items),
        "figures": figures_of(content, sheet.year),
        "opinions": opinions,
        "events": sheet.events.select_related("by").order_by("-pk"),
        "may_approve": sheet.was_submitted_by_another(request.user),
        "unsent": unsent,
    }
    return render(request, "plan_desk/sheet.html", context, status=409 if unsent else 200)


@plan_page
@require_safe
def sheet_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/sheet.xlsx`: what one reads here as the bureau's own form."""
    sheet = readable_sheet(request, pk)
    version = sheet.version_for(request.user)
    content = sheet.told(version)
    told = f"第{version}版（{sheet.get_status_display()}）"
    data = workbook_of(sheet, content, figures_of(content, sheet.year), told)
    return as_file(data, file_name(sheet), XLSX)


@plan_page
@require_POST
def steps(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST the next step of a sheet's way: `step`, the `version` one has read, a `comment`."""
    sheet = section_sheet(request, pk)
    seen: dict[str, Any] = {
        "by": request.user,
        "version": number_in(request.POST.get("version", "")),
    }
    comment = request.POST.get("comment", "")
    ways = {
        "submit": lambda: sheet.submit(**seen),
        "return": lambda: sheet.send_back(comment, **seen),
        "approve": lambda: sheet.approve(**seen),
        "publish": lambda: sheet.publish(**seen),
        "reopen": lambda: sheet.reopen(**seen),
    }
    way = ways.get(request.POST.get("step", ""))
    if way is None:
        raise Http404
    done = tell(request, way, lambda: sheet.events.latest("pk").get_what_display())
    return _after(request, sheet, "" if done else comment)


@plan_page
@require_safe
def versions(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/versions/?old=&new=`: what changed from one version to another."""
    sheet = section_sheet(request, pk)
    kept = {version.number: version for version in sheet.versions.select_related("by")}

    def chosen(name: str, default: int) -> int:
        asked = request.GET.get(name, "")
        return next((number for number in kept if str(number) == asked), default)

    new = chosen("new", sheet.version)
    old = chosen("old", max(new - 1, 1))
    context = {
        "desk_nav": "plans",
        "sheet": sheet,
        "versions": list(reversed(kept.values())),
        "old": kept[old],
        "new": kept[new],
        "changes": changes(kept[old].told, kept[new].told),
    }
    return render(request, "plan_desk/sheet_versions.html", context)


@plan_page
@require_POST
def opinions(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST a council member's opinion of the version read."""
    sheet = readable_sheet(request, pk)
    text, version = request.POST.get("text", ""), number_in(request.POST.get("version", ""))
    said = tell(
        request,
        lambda: sheet.leave_opinion(text, by=request.user, version=version),
        lambda: "意見を書きました。生涯学習課が回答します",
    )
    return _after(request, sheet, "" if said else text)


@plan_page
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST the section's answer to an opinion."""
    if not request.works_for_section:
        raise Http404
    opinion = get_object_or_404(Opinion, pk=pk)
    text, over = request.POST.get("answer", ""), request.POST.get("over", "")
    said = tell(
        request, lambda: opinion.reply(text, by=request.user, over=over), lambda: "回答しました"
    )
    return _after(request, opinion.sheet, "" if said else text)


@plan_page
@require_POST
def rolling_over(request: SignedInRequest) -> HttpResponse:
    """POST a year into which the sheets of the year before go on."""
    year = number_in(request.POST.get("year", ""), longest=7)
    if not request.works_for_section or not ProgressSheet.objects.of_year(year - 1).exists():
        raise Http404
    try:
        report = roll_over(year, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("plan_desk:sheets")
    messages.success(
        request,
        f"{fiscal_year_name(year)}へ、{len(report.made)}のシートを引きつぎました。"
        f"もう引きついであるもの {len(report.there_already)}、"
        f"終わるもの {len(report.left_behind)}、"
        f"同じ番号がもうあるもの {len(report.number_taken)}。",
    )
    return redirect("plan_desk:sheets")


def _after(request: SignedInRequest, sheet: ProgressSheet, unsent: str) -> HttpResponse:
    """Back to the sheet's page; right here where words were not sent."""
    if unsent.strip():
        return _page(request, sheet, unsent)
    return redirect("plan_desk:sheet", sheet.pk)


# ---------------------------------------------------------------- shared with the editing


def readable_sheet(request: SignedInRequest, pk: int) -> ProgressSheet:
    return get_object_or_404(ProgressSheet.objects.readable_by(request.user), pk=pk)


def section_sheet(request: SignedInRequest, pk: int) -> ProgressSheet:
    """A sheet for who may write it; not there for the council."""
    if not request.works_for_section:
        raise Http404
    return readable_sheet(request, pk)


def saved(address: str) -> HttpResponse:
    """On to a page that lets go of the words the browser kept (`kept-words.js`)."""
    return redirect(f"{address}#saved")


def tell(request: SignedInRequest, do, done) -> bool:
    """Do it and say so, or say why not; whether it was done."""
    try:
        do()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    messages.success(request, f"{done()}。")
    return True
