"""Finding people, and registrations that seem to be the same person twice."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.htmx import render_page
from portal.people.finding import MOST_FOUND
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.people.views.correcting import correction
from programs.desk.forms import year_of
from programs.desk.people import known_to, pairs_among
from programs.models import PersonMerge, SignUp

LONGEST_SEARCH = 80


@desk_page
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """`/desk/people/`: search by reading, number and year; tick two to compare them."""
    q = " ".join(request.GET.get("q", "")[:LONGEST_SEARCH].split())
    year = year_of(request.GET.get("born", ""))
    known = known_to(request.user)
    rows = known.called(q).born_in(year).select_related("ward").by_reading()
    found = list(rows[: MOST_FOUND + 1]) if q else []
    AccessLog.record(
        request.user, [person.pk for person in found[:MOST_FOUND]], reason="登録の検索"
    )
    context = {
        "desk_nav": "people",
        "q": q,
        "born": request.GET.get("born", "")[:10],
        "found": found[:MOST_FOUND],
        "is_cut": len(found) > MOST_FOUND,
    }
    return render_page(request, "desk/people.html", context, fragment="found")


@desk_page
@require_safe
def doubles(request: SignedInRequest) -> HttpResponse:
    """`/desk/people/doubles/`: pairs that may be one person, and what was merged lately."""
    known = known_to(request.user)
    pairs = pairs_among(known)
    merges = list(
        PersonMerge.objects.filter(kept__in=known)
        .select_related("kept", "absorbed", "by", "undone_by")
        .order_by("-at")[:MOST_FOUND]
    )
    shown = [person.pk for pair in pairs for person in (pair.one, pair.other)]
    shown += [person for one in merges for person in (one.kept_id, one.absorbed_id)]
    AccessLog.record(request.user, shown, reason="重なった登録の確認")
    context = {"desk_nav": "people", "pairs": pairs, "merges": merges}
    return render(request, "desk/doubles.html", context)


@desk_page
@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/people/<id>/`: one person, with what they signed up for at one's own places."""
    found = get_object_or_404(known_to(request.user).select_related("ward", "household"), pk=pk)
    AccessLog.record(request.user, [found.pk], reason="登録の確認")
    own = SignUp.objects.visible_to(request.user).filter(person=found)
    context = {
        "desk_nav": "people",
        "person": found,
        "sign_ups": own.select_related("course").order_by("-pk")[:100],
        "has_account": found.household.accounts.exists(),
    }
    return render(request, "desk/person.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/people/<id>/edit/`: correct what was registered of somebody without an account."""
    found = get_object_or_404(known_to(request.user).select_related("ward", "household"), pk=pk)
    back = reverse("desk:person", args=[pk])
    return correction(request, found, "desk/person_edit.html", back, "people")
