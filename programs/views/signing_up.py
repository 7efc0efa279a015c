"""The resident's way into a course, or into all courses of a series: choose who comes, press."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.people.requests import SignedInRequest
from portal.refusal import code_of
from portal.typed import texts_in
from programs.composed import Composed
from programs.models import Course, Series
from programs.reference import with_reference_rows
from programs.sign_ups.choices import (
    choices_for,
    chosen_of,
    enough_can,
    family_of,
    next_places,
    outlook,
)
from programs.sign_ups.series import sign_up_for
from programs.sign_ups.series_page import SeriesPage
from programs.sign_ups.told_form import ToldForm

COURSE = Composed(Course.objects.published().with_questions().order_by().filter(pk=0))
CHOOSE = "参加する方を選んでください。"
CHOOSE_COURSES = "申し込む講座を選んでください。"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/courses/<id>/sign-ups/`: choose who takes part; POST takes the seats."""
    course = _published(pk)
    if not request.user.has_registered:
        return to_registration(request)
    family = family_of(request.user)
    chosen = chosen_of(family, texts_in(request.POST, "person"))
    form = ToldForm(request.POST or None, courses=[course], people=family, chosen=chosen)
    errors: list[str] = []
    status, is_in_already = 200, False
    if request.method == "POST":
        if not chosen or not form.is_valid():
            errors, status = [] if chosen else [CHOOSE], 422
        else:
            try:
                told = form.told(course)
                taken = course.sign_up_together(chosen, by=request.user, told=told)
                return redirect("programs:receipt", taken[0].pk)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
                is_in_already = code_of(refusal) == "already_signed_up"
                course = _published(pk)
    with_reference_rows([course])
    choices = choices_for(course, family, chosen)
    context = {
        "section_nav": "courses",
        "course": course,
        "choices": choices,
        "enough_can": enough_can(course, choices),
        "some_can": any(not choice.refusal for choice in choices),
        "outlook": outlook(course),
        "place": next_places([course])[course.pk],
        "form": form,
        "errors": errors,
        "is_in_already": is_in_already,
    }
    return render(request, "programs/sign_up.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_for_series(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/series/<id>/sign-ups/`: the chosen people into the ticked courses, all of them or none.

    Above the form stands what the household holds in the series already.
    """
    series = get_object_or_404(Series, pk=pk)
    if not request.user.has_registered:
        return to_registration(request)
    page = SeriesPage(series, family_of(request.user))
    errors: list[str] = []
    status = 200
    form = page.form()
    if request.method == "POST":
        page.choose(texts_in(request.POST, "person"), texts_in(request.POST, "course"))
        form = page.form(request.POST)
        if not form.is_valid() or not page.people or not page.courses:
            status = 422
            errors = [
                *([] if page.people else [CHOOSE]),
                *([] if page.courses else [CHOOSE_COURSES]),
            ]
        else:
            try:
                told = {course.pk: form.told(course) for course in page.courses}
                taken = sign_up_for(series, page.courses, page.people, by=request.user, told=told)
                messages.success(request, f"{len(taken)}つの講座の申込を受け付けました。")
                return redirect("programs:series_sign_up", pk)
            except ValidationError as refusal:
                errors, status = refusal.messages, 409
    context = page.context(request.user) | {"form": form, "errors": errors}
    return render(request, "programs/series_sign_up.html", context, status=status)


def _published(pk: int) -> Course:
    found = COURSE.ask(timezone.now(), pk)
    if not found:
        raise Http404
    return found[0]


def to_registration(request: SignedInRequest) -> HttpResponse:
    """Who has not said who the people are does so first, and comes back."""
    return redirect(f"{reverse('people:register')}?{urlencode({'next': request.path})}")
