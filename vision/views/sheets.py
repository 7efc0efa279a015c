"""Progress sheets for everybody: those of a year in three views, and one as it was published."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from portal.japan import calendar
from portal.japan.calendar import fiscal_year_name
from portal.public_pages import public_page
from portal.spreadsheets import XLSX

from ..models import QUARTERS, Opinion, PlanItem, ProgressSheet, SheetVersion
from ..sheets.content import WORDS
from ..sheets.export import year_file
from ..sheets.figures import figures_of
from ..sheets.links import found
from ..sheets.workbook import file_name, workbook_of
from .files import as_file

VIEWS = {"list": "一覧", "matrix": "インパクトと緊急度", "board": "四半期ごと"}


@require_safe
@public_page
def newest(request: HttpRequest) -> HttpResponse:
    """`/vision/sheets/`: on to the newest year with a published sheet."""
    sheet = ProgressSheet.objects.published().order_by("-year").first()
    if sheet is None:
        raise Http404
    return redirect("vision:sheets", sheet.year)


@require_safe
@public_page
def sheets(request: HttpRequest, year: int) -> HttpResponse:
    """`/vision/sheets/<year>/?view=`: as a list, by impact and urgency, or by quarter."""
    versions = list(SheetVersion.objects.published().of_year(year))
    if not versions:
        raise Http404
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "list"
    context = {
        "section_nav": "vision",
        "year": year,
        "year_name": fiscal_year_name(year),
        "years": published_years(),
        "view": view,
        "views": VIEWS,
        "number": len(versions),
    }
    made = {"list": by_bureau, "matrix": by_weight, "board": by_quarter}[view](versions)
    return render(request, "vision/sheets.html", context | {view: made})


@require_safe
@public_page
def sheet(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """`/vision/sheets/<year>/<pk>/`: the version published last, in the form's order."""
    versions = SheetVersion.objects.published().of_year(year)
    version = get_object_or_404(versions, sheet__pk=pk)
    opinions = list(Opinion.objects.filter(sheet=version.sheet).on_what_is_published())
    return render(
        request,
        "vision/sheet.html",
        {
            "section_nav": "vision",
            "sheet": version.sheet,
            "version": version,
            "content": version.told,
            "quarters": QUARTERS,
            "items": found(PlanItem, version.told.items),
            "figures": figures_of(version.told, year),
            "answered": [opinion for opinion in opinions if opinion.is_answered],
            "unanswered": sum(not opinion.is_answered for opinion in opinions),
            "published_on": version.published_on,
        },
    )


@require_safe
@public_page
def sheet_file(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """`/vision/sheets/<year>/<pk>/sheet.xlsx`: the same as the bureau's own form, for Excel."""
    versions = SheetVersion.objects.published().of_year(year)
    version = get_object_or_404(versions, sheet__pk=pk)
    told = f"第{version.number}版"
    if published_on := version.published_on:
        told += f"（{calendar.long_date(calendar.local(published_on))}に公表）"
    figures = figures_of(version.told, year)
    data = workbook_of(version.sheet, version.told, figures, told)
    return as_file(data, file_name(version.sheet), XLSX)


@require_safe
@public_page
def sheets_file(request: HttpRequest, year: int) -> HttpResponse:
    """`/vision/sheets/<year>/sheets.csv`: the year's sheets as the file `load_sheets` reads."""
    versions = list(SheetVersion.objects.published().of_year(year))
    if not versions:
        raise Http404
    return as_file(year_file(versions), f"sheets-{year}.csv")


def published_years() -> list[tuple[int, str]]:
    years = ProgressSheet.objects.published().order_by("-year").values_list("year", flat=True)
    return [(year, fiscal_year_name(year)) for year in years.distinct()]


def by_bureau(versions: list[SheetVersion]) -> list[tuple[str, list]]:
    """Each bureau's sheets by area, as its list of challenges is printed."""
    return [
        (bureau, [(area, list(those)) for area, those in groupby(own, _area)])
        for bureau, own in ((b, list(v)) for b, v in groupby(versions, _bureau))
    ]


def _bureau(version: SheetVersion) -> str:
    return version.sheet.bureau


def _area(version: SheetVersion) -> tuple[str, str]:
    return version.sheet.area, version.sheet.get_area_display()


def by_weight(versions: list[SheetVersion]) -> list[tuple[str, list]]:
    """Rows of impact, in each the fields of urgency, in each the sheets."""
    return [
        (
            impact_word,
            [
                (
                    urgency_word,
                    [v for v in versions if (v.told.impact, v.told.urgency) == (impact, urgency)],
                )
                for urgency, urgency_word in WORDS.items()
            ],
        )
        for impact, impact_word in WORDS.items()
    ]


def by_quarter(versions: list[SheetVersion]) -> list[tuple[str, list]]:
    """Each quarter with the sheets that have something to do in it, and what."""
    board = []
    for quarter, name in QUARTERS:
        busy = [(version, version.told.in_quarter(quarter)) for version in versions]
        board.append((name, [(version, bars) for version, bars in busy if bars]))
    return board
