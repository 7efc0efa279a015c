"""The desk's pages of a year's report: its words, its publication, and what changed since."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest
from portal.typed import number_in

from ...figures.forms import ReportForm
from ...models import Indicator, Plan, PublishedFigure, YearReport
from ...progress.publishing import changes_among, explain, publish_figure, publish_year


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    """`/desk/plans/<plan>/reports/<year>/`: the year's figures and words; POST keeps the words."""
    found = _report(request, slug, year)
    form = ReportForm(request.POST if request.method == "POST" else None, instance=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                form.keep()
                messages.success(request, "報告のことばを保存しました。")
                return redirect("plan_desk:report", slug, year)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
    return _page(request, found, form=form, status=status)


@plan_page
@require_POST
def publication(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    """`/desk/plans/<plan>/reports/<year>/publication/`: publish the year, with all its figures."""
    found = _report(request, slug, year)
    try:
        figures = publish_year(found.plan, year, by=request.user)
    except ValidationError as refusal:
        return _page(request, found, error=refusal.messages[0], status=409)
    messages.success(request, f"{len(figures)}つの数値を公表しました。")
    return redirect("plan_desk:report", slug, year)


@plan_page
@require_POST
def differences(request: SignedInRequest, slug: str, year: int) -> HttpResponse:
    """`/desk/plans/<plan>/reports/<year>/differences/`: explain one, or publish it anew."""
    found = _report(request, slug, year)
    indicator = get_object_or_404(
        found.plan.indicators, pk=number_in(request.POST.get("indicator", ""))
    )
    words = request.POST.get("words", "")
    try:
        if "correct" in request.POST:
            publish_figure(indicator, year, by=request.user, reason=words)
            messages.success(request, f"「{indicator}」を公表しなおしました。")
        else:
            explain(_newest(indicator, year), by=request.user, text=words)
            messages.success(request, f"「{indicator}」の変化を説明しました。")
    except ValidationError as refusal:
        return _page(
            request,
            found,
            error=refusal.messages[0],
            refused=indicator.pk,
            words=words,
            status=422,
        )
    return redirect(f"{reverse('plan_desk:report', args=[slug, year])}#differences")


def _report(request: SignedInRequest, slug: str, year: int) -> YearReport:
    """The report of the year; a new one, not yet written, where nobody began it."""
    plan = get_object_or_404(Plan, slug=slug)
    if not request.works_for_section or not plan.is_measured_in(year):
        raise Http404
    found = YearReport.objects.filter(plan=plan, year=year).first()
    return found or YearReport(plan=plan, year=year)


def _newest(indicator: Indicator, year: int) -> PublishedFigure:
    return get_object_or_404(PublishedFigure.objects.newest(), indicator=indicator, year=year)


def _page(
    request: SignedInRequest,
    found: YearReport,
    *,
    form: ReportForm | None = None,
    error: str = "",
    refused: int | None = None,
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; where the words on the indicator `refused` were, with them and what is wrong."""
    plan, year = found.plan, found.year
    indicators = Indicator.objects.for_plan(plan).with_years()
    published = PublishedFigure.objects.filter(indicator__plan=plan, year=year)
    newest = {figure.indicator_id: figure for figure in published.newest()}
    context = {
        "desk_nav": "plans",
        "plan": plan,
        "year": year,
        "years": plan.years_to_report(year),
        "report": found,
        "form": form or ReportForm(instance=found),
        "error": error,
        "refused": refused,
        "words": words,
        "rows": [
            {
                "indicator": one,
                "measurement": one.measurement_of(year),
                "grade": one.grade_of(year),
                "published": newest.get(one.pk),
            }
            for one in indicators
        ],
        "changes": changes_among(published),
    }
    return render(request, "plan_desk/report.html", context, status=status)
