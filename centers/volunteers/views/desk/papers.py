"""What the volunteers' desk prints: letters of appointment, and the cards volunteers carry."""

from collections import Counter
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.volunteers.models import Posting, VolunteerRole
from centers.volunteers.roster.listing import RosterFilter, lines, with_postings
from centers.volunteers.roster.papers import LETTERED, Card, Letter, sheets_of
from centers.volunteers.roster.shown import Tie, record
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import day_in, is_number, keys_in

MOST_LETTERS, MOST_CARDS = 200, 200
LOOKS_BACK_DAYS = 120


@desk_page
@require_safe
def letters(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/letters/`: of `?posting=` or of a `?role=&day=`; else which there are."""
    rows = (
        Posting.objects.visible_to(request.user)
        .filter(role__appointment__in=LETTERED)
        .for_list()
        .order_by("center__kana", "organization__kana", "volunteer__person__family_kana", "pk")
    )
    keys = keys_in(request.GET, "posting", MOST_LETTERS)
    role, day = request.GET.get("role", ""), day_in(request.GET.get("day", ""))
    if keys:
        rows = rows.filter(pk__in=keys)
    elif is_number(role) and day:
        rows = rows.filter(role=int(role), first_day=day)
    else:
        return _which(request, rows)
    found = list(rows[: MOST_LETTERS + 1])
    shown = found[:MOST_LETTERS]
    AccessLog.record(
        request.user, [one.volunteer.person_id for one in shown], reason="委嘱状の印刷"
    )
    is_downward = request.GET.get("across") != "1"
    query = request.GET.copy()
    query.pop("across", None)
    context = {
        "desk_nav": "volunteers",
        "letters": [Letter(one, is_downward) for one in shown],
        "is_downward": is_downward,
        "is_cut": len(found) > MOST_LETTERS,
        "most": MOST_LETTERS,
        "query": query.urlencode(),
    }
    return render(request, "volunteers_desk/letters.html", context)


def _which(request: SignedInRequest, rows) -> HttpResponse:
    """The terms that began lately or begin soon, each with how many letters there are."""
    since = timezone.localdate() - timedelta(days=LOOKS_BACK_DAYS)
    numbers = Counter(rows.filter(first_day__gte=since).order_by().values_list("role", "first_day"))
    roles = VolunteerRole.objects.in_bulk({role for role, _ in numbers})
    groups = [
        {"role": roles[role], "day": day, "number": number}
        for (role, day), number in sorted(numbers.items(), key=lambda one: (one[0][1], one[0][0]))
    ]
    context = {"desk_nav": "volunteers", "groups": groups}
    return render(request, "volunteers_desk/which_letters.html", context)


@desk_page
@require_safe
def cards(request: SignedInRequest) -> HttpResponse:
    """`/desk/volunteers/cards/?volunteer=`, or a list's own words: ten to a sheet.

    For those one keeps or who are posted here; nobody prints cards of other places' people.
    """
    form = RosterFilter(request.GET, user=request.user)
    rows = form.rows()
    keys = keys_in(request.GET, "volunteer", MOST_CARDS)
    if keys:
        rows = rows.filter(pk__in=keys)
    found = [
        one
        for one in lines(with_postings(rows.active())[: MOST_CARDS + 1])
        if one.tie in (Tie.KEEPS, Tie.WORKS)
    ]
    shown = found[:MOST_CARDS]
    record(request.user, shown, reason="ボランティア証の印刷")
    made = [Card(one.volunteer, one.in_office) for one in shown]
    context = {
        "desk_nav": "volunteers",
        "sheets": sheets_of(made),
        "number": len(made),
        "is_cut": len(found) > MOST_CARDS,
        "most": MOST_CARDS,
    }
    return render(request, "volunteers_desk/cards.html", context)
