"""How the plan goes, for everybody: a year at a glance, one indicator, and comparisons."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.public_pages import public_page

from ..models import Indicator, Plan
from ..progress.comparison import beside, plans_beside, years_beside
from ..progress.history import history_of
from ..progress.standings import courses_of
from ..progress.year import progress_of


@require_safe
@public_page
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the plan stands in a fiscal year (`?year=`); by itself in the last one published."""
    plan = get_object_or_404(Plan, slug=slug)
    found = progress_of(plan, year_asked(request))
    if found is None:
        raise Http404
    return render(
        request,
        "vision/progress.html",
        {"section_nav": "vision", "plan": plan, "progress": found},
    )


@require_safe
@public_page
def indicator(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One indicator: what it is, how it went year by year, and how its grade comes about."""
    found = get_object_or_404(
        Indicator.objects.select_related("plan", "item__level").prefetch_related("targets"),
        plan__slug=slug,
        code=code,
    )
    return render(
        request,
        "vision/indicator.html",
        {"section_nav": "vision", "plan": found.plan, "history": history_of(found)},
    )


@require_safe
@public_page
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's years side by side; with `?with=` another plan beside it."""
    plan = get_object_or_404(Plan, slug=slug)
    courses = courses_of(plan)
    others = plans_beside(plan)
    chosen = request.GET.get("with", "")
    other = next((one for one in others if one.slug == chosen), None)
    if chosen and other is None:
        raise Http404
    return render(
        request,
        "vision/compare.html",
        {
            "section_nav": "vision",
            "plan": plan,
            "compared": years_beside(plan, courses),
            "others": others,
            "beside": beside(plan, courses, other) if other else None,
        },
    )


def year_asked(request: HttpRequest) -> int | None:
    """The year asked for; what is no year is no page."""
    asked = request.GET.get("year", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        raise Http404
    return int(asked)
