"""The desk's files of a plan: everything the section keeps, to work on in a spreadsheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest
from portal.spreadsheets import XLSX

from ...figures.export import whole_file
from ...models import Plan
from ...plans.export import as_csv, as_workbook
from ..files import as_file


@plan_page
@require_safe
def indicator_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """`/desk/plans/<plan>/indicators.csv`: the file that `load_indicators` reads back."""
    if not request.works_for_section:
        raise Http404
    plan = get_object_or_404(Plan, slug=slug)
    return as_file(whole_file(plan), f"{plan.slug}-indicators.csv")


@plan_page
@require_safe
def plan_file(request: SignedInRequest, slug: str, form: str) -> HttpResponse:
    """`/desk/plans/<plan>/plan.csv` and `.xlsx`: the file that `load_plan` reads back."""
    if not request.works_for_section:
        raise Http404
    plan = get_object_or_404(Plan, slug=slug)
    if form == "xlsx":
        return as_file(as_workbook(plan), f"{plan.slug}.xlsx", XLSX)
    return as_file(as_csv(plan), f"{plan.slug}.csv")
