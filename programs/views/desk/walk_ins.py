"""The desk's page for who is at the door without a seat: find or register, ask, let in."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.people.models import AccessLog, Person
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.attendance.taps import record_taps, tap_now
from programs.desk.walk_ins import WalkIn
from programs.models import Attendance, ChildcarePlace, Session, SignUp
from programs.models.told import Told
from programs.sign_ups.walk_in import walk_in_together

from .attendance import visible_session


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def walk_ins(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sessions/<id>/walk-ins/`: of whom nothing is to be asked is let in by one button."""
    session = visible_session(request.user, pk)
    page, said = request.path, request.POST if request.method == "POST" else request.GET
    now = WalkIn.read(page, request.user, session.course, said, via=SignUp.Via.COUNTER)
    if request.method == "POST":
        if said.get("person") and not now.people:
            raise Http404
        return _let_in(request, session, now)
    return _page(request, session, now)


def _let_in(request: SignedInRequest, session: Session, now: WalkIn) -> HttpResponse:
    """Register who is new, give all of them seats and mark them present; or add somebody."""
    do = request.POST.get("do")
    if do == "add":
        return (
            redirect(now.address_with()) if now.add(request.POST) else _page(request, session, now)
        )

    def come_in(people: Sequence[Person], told: Mapping[int, Told]) -> list[SignUp]:
        beyond = request.POST.get("beyond_capacity") == "on"
        sign_ups = walk_in_together(
            session, people, by=request.user, told=told, beyond_capacity=beyond
        )
        taps = [tap_now(sign_up.pk, Attendance.State.PRESENT) for sign_up in sign_ups]
        record_taps(session, taps, by=request.user)
        return sign_ups

    is_new = do == "register" or not now.people
    sign_ups = now.enter(request.POST, come_in, is_new=is_new)
    if not sign_ups:
        return _page(request, session, now)
    _say_who_is_looked_after(request, sign_ups)
    return redirect(f"{reverse('desk:session', args=[session.pk])}#row-{sign_ups[0].pk}")


def _say_who_is_looked_after(request: SignedInRequest, sign_ups: list[SignUp]) -> None:
    """The parent stands before staff, who can say it at once."""
    places = ChildcarePlace.objects.filter(sign_up__in=sign_ups)
    said = [f"{place.child_name}さんは「{place.get_status_display()}」" for place in places]
    if said:
        messages.info(request, f"託児：{'、'.join(said)}")


def _page(request: SignedInRequest, session: Session, now: WalkIn) -> HttpResponse:
    found = now.found()
    shown = [*found, *now.people]
    AccessLog.record(request.user, [person.pk for person in shown], reason="当日参加の受付")
    now.prepare()
    context = {
        "desk_nav": "today",
        "session": session,
        "course": now.course,
        "number": session.number(),
        "entry": now,
        "rows": now.rows(found),
        "newcomer": now.newcomer if now.may_add else None,
        "form": now.told,
        "beyond_capacity": request.POST.get("beyond_capacity") == "on",
    }
    return render(request, "desk/session_walk_ins.html", context, status=now.status)
