"""What a plan gives to spreadsheets and other programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.public_pages import public_page

from ..figures.export import public_file
from ..models import Plan

CSV = "text/csv; charset=utf-8"


@require_safe
@public_page
def indicator_file(request: HttpRequest, slug: str) -> HttpResponse:
    """`/vision/<plan>/indicators.csv`: what the plan aims at, and the figures as published."""
    plan = get_object_or_404(Plan, slug=slug)
    return as_file(public_file(plan), f"{plan.slug}-indicators.csv")


def as_file(data: bytes, name: str, kind: str = CSV) -> HttpResponse:
    """`data` as a file to keep under `name`."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
