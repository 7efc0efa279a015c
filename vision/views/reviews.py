"""The reviews of a plan for everybody, once they are closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.public_pages import public_page

from ..models import Review


@require_safe
@public_page
def review(request: HttpRequest, slug: str, first_year: int) -> HttpResponse:
    """`/vision/<plan>/reviews/<first year>/`: what a review came to, and what it was drawn from."""
    closed = Review.objects.filter(closed_at__isnull=False).select_related("plan")
    found = get_object_or_404(closed, plan__slug=slug, first_year=first_year)
    context = {
        "section_nav": "vision",
        "plan": found.plan,
        "review": found,
        "proposals": found.proposals().select_related("item", "follows"),
        "years": list(range(found.first_year, found.last_year + 1)),
    }
    return render(request, "vision/review.html", context)
