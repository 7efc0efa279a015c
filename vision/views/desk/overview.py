"""The first page of the plans' desk: what waits for somebody."""

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year
from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest

from ...models import Opinion, Plan, ProgressSheet, PublishedFigure
from ...progress.publishing import changes_among


@plan_page
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/`: sheets to decide on, differences to explain, figures missing; and the plans.

    A member of the council is led on to the sheets.
    """
    if not request.works_for_section:
        return redirect("plan_desk:sheets")
    this_year = fiscal_year(timezone.localdate())
    last_year = this_year - 1
    changes = changes_among(PublishedFigure.objects.select_related("indicator__plan"))
    counted = ProgressSheet.objects.live().of_year(this_year).by_state()
    plans = plans_with_what_is_missing(last_year)
    context = {
        "desk_nav": "plans",
        "this_year": this_year,
        "last_year": last_year,
        "plans": plans,
        "unmeasured": [plan for plan in plans if _lacks_figures(plan, last_year)],
        "unexplained": [change for change in changes if change.explanation is None],
        "sheets": ProgressSheet.objects.waiting(),
        "opinions": Opinion.objects.unanswered().select_related("sheet"),
        "states": [
            (state, name, counted[state])
            for state, name in ProgressSheet.Status.choices
            if state in counted
        ],
    }
    return render(request, "plan_desk/overview.html", context)


def _lacks_figures(plan: Plan, year: int) -> bool:
    """Whether figures of the city's own plan are missing; others' plans are there to compare."""
    own = plan.city == settings.CITY["city"]["name"]
    missing = plan.indicator_count - plan.measured_count  # type: ignore[attr-defined]
    return own and plan.is_current(year) and missing > 0


def plans_with_what_is_missing(year: int) -> list[Plan]:
    """All plans, with `indicator_count` and `measured_count` of the fiscal year `year`."""
    measured = Q(indicators__measurements__year=year)
    plans = Plan.objects.annotate(
        indicator_count=Count("indicators", distinct=True),
        measured_count=Count("indicators", filter=measured, distinct=True),
    )
    return list(plans.order_by("-first_year", "slug"))
