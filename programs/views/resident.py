"""Pages of a resident who signed in: one's courses, a receipt, an offer, giving back."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from centers.volunteers.letters.matches import RELATED
from centers.volunteers.models import Match
from portal.people.models import Person
from portal.people.requests import SignedInRequest
from programs.browsing.course_page import sessions_of
from programs.composed import Composed
from programs.lottery.entries import line_of
from programs.models import Course, Session, SignUp
from programs.models.survey_answer import unanswered_by
from programs.paths import suggestions
from programs.reference import with_reference_rows
from programs.sign_ups.choices import clashes_with, places_held
from programs.sign_ups.history import held_a_seat, history_of

SHOWN_ACTIVITIES = 3
COURSE = Composed(Course.objects.order_by().filter(pk=0))


@never_cache
@login_required
@require_safe
def my_page(request: SignedInRequest) -> HttpResponse:
    """`/my/`: what waits for an answer, the household's courses and activities, its people."""
    to_come = Session.objects.held().filter(course=OuterRef("course"), ends_at__gt=timezone.now())
    next_at = Subquery(to_come.order_by("starts_at").values("starts_at")[:1])
    sign_ups = (
        SignUp.objects.of(request.user)
        .with_places()
        .annotate(next_at=Coalesce(next_at, "course__starts_at"))
        .select_related("person", "course__center", "course__ward", "course__organizer")
        .order_by("next_at", "pk")
    )
    upcoming = [s for s in sign_ups if s.is_live and not s.course.is_over]
    past = [s for s in reversed(sign_ups) if not (s.is_live and not s.course.is_over)]
    with_childcare = [s for s in upcoming if s.course.childcare_capacity]
    prefetch_related_objects(with_childcare, "childcare_places")
    activities = Match.objects.of(request.user).to_come().select_related(*RELATED)
    context = {
        "section_nav": "my",
        "asked": [match for match in activities if match.is_proposed],
        "activities": [match for match in activities if match.is_accepted][:SHOWN_ACTIVITIES],
        "offers": _one_of_each_party([s for s in upcoming if s.can_be_answered]),
        "surveys": unanswered_by(request.user),
        "upcoming": upcoming,
        "past": past[:100],
        "people": Person.objects.of(request.user).select_related("ward"),
        "asks_for_suggestions": request.user.wants_suggestions is None
        and suggestions.leads_somewhere(request.user),
        "suggested": suggestions.for_account(request.user)
        if request.user.wants_suggestions
        else None,
    }
    return render(request, "programs/my.html", context)


@never_cache
@login_required
@require_safe
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/`: one sign-up of the household, how it stands and how it came to."""
    found = _own_sign_up(request, pk)
    held = places_held([found.person]) if found.is_live else set()
    happenings = history_of(found, request.user)
    context = _context_of(found) | {
        "sessions": sessions_of(found.course),
        "clashes": clashes_with(found.course, held).get(found.person_id, []),
        "happenings": happenings,
        "held_a_seat": held_a_seat(happenings),
        "line": line_of(found) if found.course.is_lottery else None,
    }
    return render(request, "programs/receipt.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/offer/`: the seat that is offered; POST takes it or gives it on."""
    found = _own_sign_up(request, pk)
    error, status = "", 200
    if request.method == "POST":
        answers = {"accept": found.accept, "decline": found.decline}
        answer = answers.get(request.POST.get("answer", ""))
        if answer is None:
            error, status = "「参加する」か「辞退する」のどちらかを押してください。", 422
        else:
            try:
                answer(by=request.user)
                return redirect("programs:receipt", found.pk)
            except ValidationError as refusal:
                error, status = refusal.messages[0], 409
                found = _own_sign_up(request, pk)
    return render(
        request, "programs/offer.html", _context_of(found) | {"error": error}, status=status
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/my/sign-ups/<id>/withdrawal/`: say who leaves and ask once; POST lets them leave."""
    found = _own_sign_up(request, pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            found.withdraw(by=request.user, whole_party="whole_party" in request.POST)
            return redirect("programs:receipt", found.pk)
        except ValidationError as refusal:
            error, status = refusal.messages[0], 409
            found = _own_sign_up(request, pk)
    context = _context_of(found)
    leaving = found.who_leaves()
    context |= {
        "error": error,
        "all_leave": len(leaving) == len(context["party"]),
        "others": [one for one in context["party"] if one.pk != found.pk],
    }
    return render(request, "programs/withdraw.html", context, status=status)


def _one_of_each_party(offers: list[SignUp]) -> list[SignUp]:
    """The first of each party, what must be answered soonest first."""
    first = {one.party_id or -one.pk: one for one in reversed(offers)}
    return sorted(first.values(), key=lambda one: (one.offer_until, one.pk))


def _own_sign_up(request: SignedInRequest, pk: int) -> SignUp:
    """One of the household's, with its course and, where it waits, its `place` in the queue."""
    own = SignUp.objects.of(request.user).select_related("person")
    found = get_object_or_404(own, pk=pk)
    found.course = with_reference_rows(COURSE.ask(found.course_id))[0]
    found.place = found.place_in_queue() if found.is_waiting else 0
    return found


def _context_of(found: SignUp) -> dict:
    """What every page about one sign-up shows: it, its course, and those who stand with it."""
    together, party = [], [found]
    if found.party_id is not None:
        members = SignUp.objects.filter(party=found.party_id)
        together = list(members.select_related("person").order_by("pk"))
        party = list(found.party_members().select_related("person"))
    return {
        "section_nav": "my",
        "sign_up": found,
        "course": found.course,
        "together": together,
        "party": party,
        "moves_by_itself": found.course.promotes_by_itself(timezone.now()),
    }
