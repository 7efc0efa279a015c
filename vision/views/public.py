"""The Vision for everybody: the plans, one plan as a tree, one item and what serves it."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year
from portal.public_pages import public_page

from ..evidence import sections_for
from ..models import Plan, PlanItem, ProgressSheet
from ..plans.finding import find, words_of
from ..plans.tree import grow
from ..progress.standings import courses_under


@require_safe
@public_page
def plan_list(request: HttpRequest) -> HttpResponse:
    """The city's plans that hold now, those of other years, and plans of other cities."""
    city = settings.CITY["city"]["name"]
    pillars = PlanItem.objects.pillars().select_related("level")
    plans = list(
        Plan.objects.own_first(city).prefetch_related(Prefetch("items", pillars, to_attr="pillars"))
    )
    year = fiscal_year(timezone.localdate())
    own = [plan for plan in plans if plan.city == city]
    return render(
        request,
        "vision/plan_list.html",
        {
            "section_nav": "vision",
            "has_sheets": ProgressSheet.objects.published().exists(),
            "current_plans": [plan for plan in own if plan.is_current(year)],
            "other_plans": [plan for plan in own if not plan.is_current(year)],
            "plans_elsewhere": [plan for plan in plans if plan.city != city],
        },
    )


@require_safe
@public_page
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan: period, idea, and all its items as a tree; with `?q=` the items that hold words."""
    plan = get_object_or_404(Plan, slug=slug)
    items = list(plan.items.for_outline())
    words = words_of(request.GET.get("q", ""))
    context = {"section_nav": "vision", "plan": plan, "q": words}
    if words:
        found = find(items, words)
        return render(request, "vision/plan_search.html", context | {"found": found})
    context |= {
        "pillars": [item for item in items if item.is_pillar],
        "groups": grow(items),
        "has_indicators": plan.indicators.exists(),
    }
    return render(request, "vision/plan.html", context)


@require_safe
@public_page
def plan_outline(request: HttpRequest, slug: str) -> HttpResponse:
    """All names of a plan, small and close together: to see the whole, or to print it."""
    plan = get_object_or_404(Plan, slug=slug)
    context = {"section_nav": "vision", "plan": plan, "groups": grow(plan.items.for_outline())}
    return render(request, "vision/plan_outline.html", context)


@require_safe
@public_page
def plan_colors(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's colours as a stylesheet, for its colours are data and pages hold no styles."""
    plan = get_object_or_404(Plan, slug=slug)
    rules = [f".{item.tone} {{ --tone: {item.color}; }}" for item in plan.items.with_color()]
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


@require_safe
@public_page
def plan_item(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One item: its place in the plan, its texts, what lies below, and what serves it."""
    items = PlanItem.objects.select_related("plan", "level", "continues__plan", "continues__level")
    item = get_object_or_404(items, plan__slug=slug, code=code)
    ancestors = list(PlanItem.objects.above(item).for_outline())
    below = PlanItem.objects.under(item).exclude(pk=item.pk).for_outline()
    return render(
        request,
        "vision/plan_item.html",
        {
            "section_nav": "vision",
            "plan": item.plan,
            "item": item,
            "ancestors": ancestors,
            "tone": next((one.tone for one in [item, *reversed(ancestors)] if one.color), ""),
            "groups": grow(below),
            "continued_by": item.continued_by.select_related("plan", "level").order_by(
                "plan__first_year", "plan", "path"
            ),
            "figures": courses_under(item),
            "sections": sections_for(item),
        },
    )
