"""The first page of the plans' desk: what waits for somebody."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.japan.calendar import fiscal_year
from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest

from ...models import Plan, ProgressSheet, PublishedFigure
from ...progress.publishing import changes_among


@plan_page
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """`/desk/plans/`: sheets to decide on, differences to explain, figures missing; and the plans.

    A member of the council is led on to the sheets.
    """
    if not request.works_for_section:
        return redirect("plan_desk:sheets")
    year = fiscal_year(timezone.localdate()) - 1
    changes = changes_among(PublishedFigure.objects.select_related("indicator__plan"))
    context = {
        "desk_nav": "plans",
        "last_year": year,
        "plans": plans_with_what_is_missing(year),
        "unexplained": [change for change in changes if change.explanation is None],
        "submitted": ProgressSheet.objects.filter(status=ProgressSheet.Status.SUBMITTED),
    }
    return render(request, "plan_desk/overview.html", context)


def plans_with_what_is_missing(year: int) -> list[Plan]:
    """All plans, with `indicator_count` and `measured_count` of the fiscal year `year`."""
    measured = Q(indicators__measurements__year=year)
    plans = Plan.objects.annotate(
        indicator_count=Count("indicators", distinct=True),
        measured_count=Count("indicators", filter=measured, distinct=True),
    )
    return list(plans.order_by("-first_year", "slug"))
