"""A centre's profile for everybody: who lives around it, who comes, what it offers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from centers.models import Center
from centers.profile.facts import facts_of, last_whole_year
from centers.profile.findings import RULES, of_ages
from centers.profile.people import young_are_public
from portal.public_pages import public_page
from vision.suppression import LEAST


@require_safe
@public_page
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """`/centers/<slug>/profile/`: the last whole fiscal year, people in tens, the small hidden."""
    found = get_object_or_404(Center.objects.open_to_public().select_related("ward"), slug=slug)
    facts = facts_of(found, last_whole_year())
    lines = facts.public_age_lines(shows_young=young_are_public(found, facts.year))
    findings = of_ages(lines)
    context = {
        "section_nav": "centers",
        "center": found,
        "facts": facts,
        "lines": lines,
        "strengths": [one for one in findings if one.is_strength],
        "weaknesses": [one for one in findings if not one.is_strength],
        "rules": RULES,
        "least": LEAST,
        "most": max(facts.courses.values(), default=0),
    }
    return render(request, "centers/profile.html", context)
