"""A year's report to print or to open in a spreadsheet: for the council and the assembly."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.public_pages import public_page
from portal.spreadsheets import XLSX

from ..models import Plan, SheetVersion
from ..progress.report_file import workbook_of
from ..progress.year import Progress, progress_of
from .progress import year_asked


@require_safe
@public_page
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """`/vision/<plan>/progress/report/?year=`: the whole of a year on paper."""
    progress = _progress(request, slug)
    context = {
        "section_nav": "vision",
        "plan": progress.plan,
        "progress": progress,
        "versions": _versions(progress),
    }
    return render(request, "vision/report.html", context)


@require_safe
@public_page
def report_file(request: HttpRequest, slug: str) -> HttpResponse:
    """`/vision/<plan>/progress/report.xlsx?year=`: the same as an Excel file."""
    progress = _progress(request, slug)
    response = HttpResponse(workbook_of(progress, _versions(progress)), content_type=XLSX)
    name = f"{progress.plan.slug}-{progress.year}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _progress(request: HttpRequest, slug: str) -> Progress:
    found = progress_of(get_object_or_404(Plan, slug=slug), year_asked(request))
    if found is None:
        raise Http404
    return found


def _versions(progress: Progress) -> list[SheetVersion]:
    """The published sheets of the year that serve the plan."""
    versions = SheetVersion.objects.published().of_year(progress.year)
    return [one for one in versions if one.told.serves(progress.plan.slug)]
