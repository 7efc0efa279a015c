"""The desk's pages of the reviews of a plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.people.permissions import plan_page
from portal.people.requests import SignedInRequest

from ...models import Plan, Review
from ...reviews.forms import OpenForm, ReviewForm
from ...reviews.gathering import gather
from ...reviews.reviewing import close_review, open_review
from .sheets import saved


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: SignedInRequest, slug: str) -> HttpResponse:
    """`/desk/plans/<plan>/reviews/`: the reviews there are; POST opens another."""
    plan = get_object_or_404(_plans(request), slug=slug)
    form = OpenForm(request.POST if request.method == "POST" else None, plan=plan)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                review = open_review(plan, **form.cleaned_data, by=request.user)
                messages.success(request, "見直しをはじめました。")
                return redirect("plan_desk:review", slug, review.first_year)
            except ValidationError as refusal:
                form.add_error(None, refusal)
    held = plan.reviews_held.select_related("opened_by", "closed_by")
    context = {"desk_nav": "plans", "plan": plan, "reviews": held, "form": form}
    return render(request, "plan_desk/reviews.html", context, status=status)


@plan_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, slug: str, first_year: int) -> HttpResponse:
    """`/desk/plans/<plan>/reviews/<first year>/`: what was gathered, the draft, the next focus."""
    found = _review(request, slug, first_year)
    form = ReviewForm(request.POST if request.method == "POST" else None, review=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                form.keep()
                messages.success(request, "見直しの案を保存しました。")
                return saved(reverse("plan_desk:review", args=[slug, first_year]))
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
    return _page(request, found, form=form, status=status)


@plan_page
@require_POST
def gathering(request: SignedInRequest, slug: str, first_year: int) -> HttpResponse:
    """`/desk/plans/<plan>/reviews/<first year>/gathering/`: lay together what was published."""
    found = _review(request, slug, first_year)
    try:
        gather(found)
    except ValidationError as refusal:
        return _page(request, found, error=refusal.messages[0], status=409)
    messages.success(request, "公表した数値と意見を集めました。")
    return redirect("plan_desk:review", slug, first_year)


@plan_page
@require_POST
def closing(request: SignedInRequest, slug: str, first_year: int) -> HttpResponse:
    """`/desk/plans/<plan>/reviews/<first year>/closing/`: make the proposals items of the plan."""
    found = _review(request, slug, first_year)
    try:
        made = close_review(found, by=request.user)
    except ValidationError as refusal:
        return _page(request, found, error=refusal.messages[0], status=409)
    messages.success(request, f"見直しを閉じ、次の重点を{len(made)}つ、計画に加えました。")
    return redirect("plan_desk:review", slug, first_year)


def _plans(request: SignedInRequest):
    if not request.works_for_section:
        raise Http404
    return Plan.objects.all()


def _review(request: SignedInRequest, slug: str, first_year: int) -> Review:
    _plans(request)
    reviews = Review.objects.select_related("plan", "opened_by", "closed_by")
    return get_object_or_404(reviews, plan__slug=slug, first_year=first_year)


def _page(
    request: SignedInRequest,
    found: Review,
    *,
    form: ReviewForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "desk_nav": "plans",
        "plan": found.plan,
        "review": found,
        "form": form or ReviewForm(review=found),
        "error": error,
        "years": list(range(found.first_year, found.last_year + 1)),
    }
    return render(request, "plan_desk/review.html", context, status=status)
