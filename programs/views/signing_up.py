"""The resident's way into a course, or into all courses of a series: choose who comes, press."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.people.models import Person
from portal.people.requests import SignedInRequest
from programs.models import Course
from programs.reference import with_reference_rows
from programs.sign_up_choices import choices_for, enough_can, outlook
from programs.told_form import ToldForm

CHOOSE = "参加する方を選んでください。"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/courses/<id>/sign-ups/`: choose who takes part; POST takes the seats."""
    courses = Course.objects.published().with_asks()
    course = get_object_or_404(courses, pk=pk)
    if not request.user.has_registered:
        return to_registration(request)
    family = list(Person.objects.of(request.user))
    chosen = chosen_of(family, request.POST.getlist("person"))
    form = ToldForm(request.POST or None, courses=[course], people=family, chosen=chosen)
    error, status = "", 200
    if request.method == "POST":
        if not chosen or not form.is_valid():
            error, status = "" if chosen else CHOOSE, 422
        else:
            try:
                told = form.told(course)
                taken = course.sign_up_together(chosen, by=request.user, told=told)
                return redirect("programs:receipt", taken[0].pk)
            except ValidationError as refusal:
                error, status = refusal.messages[0], 409
                course = courses.get(pk=pk)
    with_reference_rows([course])
    choices = choices_for(course, family, chosen)
    context = {
        "section_nav": "courses",
        "course": course,
        "choices": choices,
        "enough_can": enough_can(course, choices),
        "outlook": outlook(course),
        "form": form,
        "error": error,
    }
    return render(request, "programs/sign_up.html", context, status=status)


def to_registration(request: SignedInRequest) -> HttpResponse:
    """Who has not said who the people are does so first, and comes back."""
    return redirect(f"{reverse('people:register')}?{urlencode({'next': request.path})}")


def chosen_of(family: Sequence[Person], keys: Sequence[str]) -> list[Person]:
    """Those of the family a form names, in its order; none where it names anybody else."""
    by_key = {str(person.pk): person for person in family}
    if not set(keys) <= by_key.keys():
        return []
    return [by_key[key] for key in dict.fromkeys(keys)]
