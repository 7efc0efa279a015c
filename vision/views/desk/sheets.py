"""Progress sheets at the desk: those of a year, one with its trail, its steps, its opinions."""

from datetime import timedelta
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

from ...models import QUARTERS, Opinion, PlanItem, ProgressSheet
from ...sheets.diff import changes
from ...sheets.figures import figures_of
from ...sheets.links import found
from ...sheets.rolling_over import roll_over

BEFORE_THE_TURN = timedelta(days=90)  # from January on, next year's sheets may be begun


@plan_page
@require_safe
def sheets(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/sheets/?year=&state=`: the sheets of a year; the council's those handed in."""
    readable = ProgressSheet.objects.readable_by(request.user)
    years = sorted({*readable.order_by().values_list("year", flat=True).distinct()}, reverse=True)
    this_year = fiscal_year(timezone.localdate())
    soon = fiscal_year(timezone.localdate() + BEFORE_THE_TURN)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else (years or [this_year])[0]
    of_year = readable.of_year(year)
    state = request.GET.get("state", "")
    state = state if state in ProgressSheet.Status.values else ""
    shown = of_year.filter(status=state) if state else of_year
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
        "total": sum(counted.values()),
        "sheets": shown.select_related("editing_by"),
        "rolls_over": request.works_for_section and year in years and year < soon,
        "next_year": year + 1,
    }
    return render(request, "plan_desk/sheets.html", context)


@plan_page
@require_safe
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/`: what it says, what happened to it, what can be done now."""
    sheet = readable_sheet(request, pk)
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
    }
    return render(request, "plan_desk/sheet.html", context)


@plan_page
@require_POST
def steps(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST the next step of a sheet's way: `step`, the `version` one has read, a `comment`."""
    sheet = section_sheet(request, pk)
    seen: dict[str, Any] = {"by": request.user, "version": number_in(request, "version")}
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
    tell(request, way, lambda: sheet.events.latest("pk").get_what_display())
    return redirect("plan_desk:sheet", pk)


@plan_page
@require_safe
def versions(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/plans/sheets/<pk>/versions/?old=&new=`: what changed from one version to another."""
    sheet = section_sheet(request, pk)
    kept = {version.number: version for version in sheet.versions.select_related("by")}

    def chosen(name: str, default: int) -> int:
        asked = request.GET.get(name, "")
        return int(asked) if asked.isdecimal() and int(asked) in kept else default

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
    text, version = request.POST.get("text", ""), number_in(request, "version")
    tell(
        request,
        lambda: sheet.leave_opinion(text, by=request.user, version=version),
        lambda: "意見を書きました。生涯学習課が回答します",
    )
    return redirect("plan_desk:sheet", pk)


@plan_page
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """POST the section's answer to an opinion."""
    if not request.works_for_section:
        raise Http404
    opinion = get_object_or_404(Opinion, pk=pk)
    text, over = request.POST.get("answer", ""), request.POST.get("over", "")
    tell(
        request,
        lambda: opinion.reply(text, by=request.user, over=over.replace("\r\n", "\n")),
        lambda: "回答しました",
    )
    return redirect("plan_desk:sheet", opinion.sheet_id)


@plan_page
@require_POST
def rolling_over(request: SignedInRequest) -> HttpResponse:
    """POST a year into which the sheets of the year before go on."""
    year = number_in(request, "year")
    if not request.works_for_section or not ProgressSheet.objects.of_year(year - 1).exists():
        raise Http404
    report = roll_over(year, by=request.user)
    messages.success(
        request,
        f"{fiscal_year_name(year)}へ、{len(report.made)}のシートを引きつぎました。"
        f"もう引きついであるもの {len(report.there_already)}、"
        f"終わるもの {len(report.left_behind)}、"
        f"同じ番号がもうあるもの {len(report.number_taken)}。",
    )
    return redirect("plan_desk:sheets")


# ---------------------------------------------------------------- shared with the editing


def readable_sheet(request: SignedInRequest, pk: int) -> ProgressSheet:
    return get_object_or_404(ProgressSheet.objects.readable_by(request.user), pk=pk)


def section_sheet(request: SignedInRequest, pk: int) -> ProgressSheet:
    """A sheet for who may write it; not there for the council."""
    if not request.works_for_section:
        raise Http404
    return readable_sheet(request, pk)


def number_in(request: SignedInRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def tell(request: SignedInRequest, do, done) -> None:
    """Do it and say so, or say why not."""
    try:
        do()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{done()}。")
