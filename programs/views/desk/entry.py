"""Sign-ups that come by telephone, postcard and to the counter: find or register, then enter.

The state stands in the address: the channel, whom one looks for, who is chosen. So it all works
without script, can be gone back in, and the next postcard begins where the last one ended.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from portal.htmx import render_page
from portal.people.models import AccessLog, Person
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.desk.forms import OFFLINE, NewPersonForm, via_of, what_was_typed, year_of
from programs.desk.people import find, people_of, ticket_for
from programs.models import Course, SignUp
from programs.sign_ups.told_form import ToldForm

from .courses import own_course, own_sign_up

LONGEST_SEARCH = 80


@dataclass
class Entry:
    """One application as it stands: course, channel, who is chosen, whom one looks for."""

    course: Course
    via: SignUp.Via
    people: list[Person]
    q: str = ""
    year: int | None = None
    error: str = ""
    held: list[SignUp] = field(default_factory=list)

    @property
    def may_add(self) -> bool:
        return len(self.people) < self.course.party_max

    @property
    def is_enough(self) -> bool:
        return len(self.people) >= self.course.party_min


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/entry/`: one application after another, by keyboard alone."""
    course = own_course(request, pk)
    said = request.POST if request.method == "POST" else request.GET
    now = Entry(
        course,
        via_of(said.get("via", "")),
        people_of(request.user, said.getlist("person")[: course.party_max]),
        " ".join(said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split()),
        year_of(said.get("born", "")),
    )
    if request.method == "POST":
        return _enter(request, now)
    return _page(request, now)


def _enter(request: SignedInRequest, now: Entry) -> HttpResponse:
    """Register who is new, and enter all together; or keep the new one and add another."""
    is_new = request.POST.get("do") in {"register", "add"}
    newcomer = NewPersonForm(request.POST, via=now.via) if is_new else None
    if newcomer is not None and not newcomer.is_valid():
        people = [*now.people, *([newcomer.instance] if newcomer.instance.birth_date else [])]
        told = _told_form(request, now.course, people)
        return _page(request, now, newcomer=newcomer, told=told, status=422)
    people = list(now.people)
    try:
        with transaction.atomic():
            if newcomer is not None:
                beside = people[0] if people else None
                people.append(Person.register_at_the_desk(newcomer.instance, beside=beside))
            if request.POST.get("do") == "add":
                return redirect(_address(request, now, people))
            told = _told_form(request, now.course, people)
            if told.is_valid():
                sign_ups = now.course.sign_up_together(
                    people, by=request.user, via=now.via, told=told.told(now.course)
                )
            else:
                sign_ups = []
                transaction.set_rollback(True)  # who is not entered is not registered either
    except ValidationError as refusal:
        now.error = refusal.messages[0]
        now.held = _places_held(now.course, people)
        told = _told_form(request, now.course, people)
        return _page(request, now, newcomer=newcomer, told=told, status=409)
    if not sign_ups:
        return _page(request, now, newcomer=newcomer, told=told, status=422)
    done = urlencode({"via": str(now.via), "done": str(sign_ups[0].pk)})
    return redirect(f"{reverse('desk:entry', args=[now.course.pk])}?{done}")


def _told_form(request: SignedInRequest, course: Course, people: list[Person]) -> ToldForm:
    data = request.POST if request.method == "POST" else None
    return ToldForm(data, courses=[course], people=people, chosen=people, by_staff=True)


def _places_held(course: Course, people: list[Person]) -> list[SignUp]:
    """What these people hold in the course already, to be led to."""
    keys = [person.pk for person in people if person.pk]
    live = SignUp.objects.live().filter(course=course, person__in=keys)
    return list(live.select_related("person"))


def _address(request: SignedInRequest, now: Entry, people: list[Person]) -> str:
    """This page with other people chosen."""
    tickets = [ticket_for(request.user, person) for person in people]
    query = urlencode({"via": now.via, "person": tickets}, doseq=True)
    return f"{reverse('desk:entry', args=[now.course.pk])}?{query}"


def _page(
    request: SignedInRequest,
    now: Entry,
    *,
    newcomer: NewPersonForm | None = None,
    told: ToldForm | None = None,
    status: int = 200,
) -> HttpResponse:
    searched = bool(now.q) and now.may_add
    found = find(request.user, now.q, now.year) if searched else []
    chosen = {person.pk for person in now.people}
    found = [person for person in found if person.pk not in chosen]
    done = _just_done(request, now.course)
    shown = [*found, *now.people, *([done.person] if done else [])]
    AccessLog.record(
        request.user,
        [person.pk for person in shown],
        reason=f"申込の受付：{now.course.title}"[:100],
    )
    if newcomer is None and searched:
        begun = what_was_typed(now.q, now.year) | {"ward": now.course.ward_id}
        newcomer = NewPersonForm(initial=begun, via=now.via)
        if not found:
            newcomer.fields["family_name"].widget.attrs["autofocus"] = True
    if told is None and (newcomer is not None or now.people):
        told = ToldForm(courses=[now.course], people=now.people, chosen=now.people, by_staff=True)
    tickets = [(person, ticket_for(request.user, person)) for person in now.people]
    context = {
        "desk_nav": "courses",
        "course": now.course,
        "entry": now,
        "channels": [(via, via.label) for via in OFFLINE],
        "found": [(person, _address(request, now, [*now.people, person])) for person in found],
        "chosen": [
            (person, ticket, _address(request, now, [one for one in now.people if one != person]))
            for person, ticket in tickets
        ],
        "searched": searched,
        "newcomer": newcomer if now.may_add else None,
        "form": told,
        "done": done,
        "born": request.GET.get("born", "")[:10],
        "is_refused": status != 200,
    }
    response = render_page(request, "desk/entry.html", context, fragment="found")
    response.status_code = status
    return response


def _just_done(request: SignedInRequest, course: Course) -> SignUp | None:
    key = request.GET.get("done", "")
    if not key.isdecimal() or len(key) > 12:
        return None
    done = own_sign_up(request, int(key))
    return done if done.course_id == course.pk else None
