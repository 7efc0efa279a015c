"""The Vision for everybody: the plans, one plan as a tree, one item and what serves it."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year
from portal.public_pages import public_page

from ..evidence import sections_for
from ..models import Plan, PlanItem
from ..tree import grow


@require_safe
@public_page
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans that hold now, then the others."""
    pillars = PlanItem.objects.pillars().select_related("level")
    plans = Plan.objects.prefetch_related(Prefetch("items", pillars, to_attr="pillars"))
    year = fiscal_year(timezone.localdate())
    return render(
        request,
        "vision/plan_list.html",
        {
            "section_nav": "vision",
            "current_plans": [plan for plan in plans if plan.is_current(year)],
            "other_plans": [plan for plan in plans if not plan.is_current(year)],
        },
    )


@require_safe
@public_page
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan: period, idea, and all its items as a tree."""
    plan = get_object_or_404(Plan, slug=slug)
    items = list(plan.items.for_outline())
    return render(
        request,
        "vision/plan.html",
        {
            "section_nav": "vision",
            "plan": plan,
            "pillars": [item for item in items if item.is_pillar],
            "groups": grow(items),
        },
    )


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
    items = PlanItem.objects.select_related("plan", "level")
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
            "sections": sections_for(item),
        },
    )
