"""The desk's page of a year's figures: what the indicators came to, written by hand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest

from ...figures.forms import EntryForm
from ...figures.measuring import record_figures
from ...models import Indicator, Plan


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    """`/desk/plans/<plan>/figures/<year>/`: a row for each indicator; POST keeps those changed."""
    if not request.works_for_section:
        raise Http404
    plan = get_object_or_404(Plan, slug=slug)
    if not plan.is_measured_in(year):
        raise Http404
    indicators = list(Indicator.objects.for_plan(plan).with_years())
    data = request.POST if request.method == "POST" else None
    forms = [EntryForm(data, indicator=one, year=year) for one in indicators if not one.is_live]
    status = 200
    if request.method == "POST":
        changed = [form for form in forms if form.has_changed()]
        wrong = [form for form in changed if not form.is_valid()]
        if not wrong:
            try:
                number = record_figures(year, [form.entry() for form in changed], by=request.user)
                messages.success(request, _said(number))
                return redirect("plan_desk:figures", slug, year)
            except ValidationError as refusals:
                _show(refusals, forms)
        status = 422
    context = {
        "desk_nav": "plans",
        "plan": plan,
        "year": year,
        "years": plan.years_to_report(year),
        "forms": forms,
        "filled": sum(form.measurement is not None for form in forms),
        "has_errors": any(form.is_bound and form.errors for form in forms),
        "live": [
            {"indicator": one, "measurement": one.measurement_of(year)}
            for one in indicators
            if one.is_live
        ],
    }
    return render(request, "plan_desk/figures.html", context, status=status)


def _said(number: int) -> str:
    return f"{number}つの数字を保存しました。" if number else "変わったところはありませんでした。"


def _show(refusals: ValidationError, forms: list[EntryForm]) -> None:
    """Put each refusal to the row it is about."""
    by_indicator = {form.indicator.pk: form for form in forms}
    for refusal in refusals.error_list:
        by_indicator[(refusal.params or {})["indicator"]].add_error("value", refusal)
