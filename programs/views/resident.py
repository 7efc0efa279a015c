"""Pages of a resident who signed in: take a seat, look at it, give it back."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.models import Person
from portal.people.requests import SignedInRequest
from programs.composed import Composed
from programs.course_page import sessions_of
from programs.models import Course, SignUp
from programs.reference import with_reference_rows
from programs.sign_up_choices import choices_for, clashes_with, family_of, places_held

COURSE = Composed(Course.objects.for_list().order_by().filter(pk=0))
PUBLISHED_COURSE = Composed(Course.objects.for_list().order_by().published().filter(pk=0))
OWN_SIGN_UP = Composed(SignUp.objects.order_by().filter(person__household=0).filter(pk=0))
PERSON = Composed(Person.objects.order_by().filter(pk=0))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/courses/<id>/sign-ups/`: choose who takes part; POST takes the seat."""
    error, status = "", 200
    chosen = request.POST.get("person", "")
    if request.method == "POST" and request.user.has_registered:
        family = {str(person.pk): person for person in family_of(request.user)}
        try:
            if person := family.get(chosen):
                # The command reads the course itself, under its lock.
                return redirect(
                    "programs:receipt", Course(pk=pk).sign_up(person, by=request.user).pk
                )
            error, status = "参加する方を選んでください。", 422
        except Course.DoesNotExist:
            raise Http404 from None
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
    course = _found(with_reference_rows(PUBLISHED_COURSE.ask(timezone.now(), pk)))
    if not request.user.has_registered:
        return redirect(f"{reverse('people:register')}?{urlencode({'next': request.path})}")
    choices = choices_for(course, request.user)
    context = {
        "section_nav": "courses",
        "course": course,
        "choices": choices,
        "anybody_can": any(not choice.refusal for choice in choices),
        "chosen": chosen,
        "error": error,
    }
    return render(request, "programs/sign_up.html", context, status=status)


@never_cache
@login_required
@require_safe
def my_page(request: SignedInRequest) -> HttpResponse:
    """`/my/`: the household's courses, those to come first, and its people."""
    sign_ups = (
        SignUp.objects.of(request.user)
        .select_related("person", "course__center", "course__ward", "course__organizer")
        .order_by("course__starts_at", "pk")
    )
    upcoming = [s for s in sign_ups if s.is_live and not s.course.is_over]
    past = [s for s in reversed(sign_ups) if not (s.is_live and not s.course.is_over)]
    context = {
        "section_nav": "my",
        "upcoming": upcoming,
        "past": past[:100],
        "people": Person.objects.of(request.user).select_related("ward"),
    }
    return render(request, "programs/my.html", context)


@never_cache
@login_required
@require_safe
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/`: the receipt of one sign-up of the household."""
    found = _own_sign_up(request, pk)
    held = places_held([found.person]) if found.is_live else set()
    context = {
        "section_nav": "my",
        "sign_up": found,
        "course": found.course,
        "sessions": sessions_of(found.course),
        "clashes": clashes_with(found.course, held).get(found.person_id, []),
    }
    return render(request, "programs/receipt.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/withdrawal/`: ask once, then give the seat back."""
    found = _own_sign_up(request, pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            found.withdraw(by=request.user)
            return redirect("programs:receipt", found.pk)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
            found.refresh_from_db()
    context = {"section_nav": "my", "sign_up": found, "course": found.course, "error": error}
    return render(request, "programs/withdraw.html", context, status=status)


def _own_sign_up(request: SignedInRequest, pk: int) -> SignUp:
    """As `SignUp.objects.of` says, with its person and course."""
    if request.user.household_id is None:
        raise Http404
    sign_up = _found(OWN_SIGN_UP.ask(request.user.household_id, pk))
    sign_up.person = _found(PERSON.ask(sign_up.person_id))
    sign_up.course = _found(with_reference_rows(COURSE.ask(sign_up.course_id)))
    return sign_up


def _found[Row](rows: list[Row]) -> Row:
    if not rows:
        raise Http404
    return rows[0]
