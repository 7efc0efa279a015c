"""Sign-ups that come by telephone, postcard and to the counter: find or register, then enter."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from portal.htmx import render_page
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.typed import number_in
from programs.desk.entering import Entry
from programs.desk.forms import OFFLINE, via_of
from programs.models import Course, SignUp

from .courses import own_course, own_sign_up


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/entry/`: one application after another, by keyboard alone.

    The next postcard begins where the last one ended.
    """
    course = own_course(request, pk)
    said = request.POST if request.method == "POST" else request.GET
    page, via = reverse("desk:entry", args=[pk]), via_of(said.get("via", ""))
    now = Entry.read(page, request.user, course, said, via=via)
    if request.method == "POST":
        return _enter(request, now)
    return _page(request, now)


def _enter(request: SignedInRequest, now: Entry) -> HttpResponse:
    """Register who is new, and enter all together; or keep the new one and add another."""
    do = request.POST.get("do")
    if do == "add":
        return redirect(now.address_with()) if now.add(request.POST) else _page(request, now)
    sign_ups = now.enter(
        request.POST,
        lambda people, told: now.course.sign_up_together(
            people, by=request.user, via=now.via, told=told
        ),
        is_new=do == "register",
    )
    if not sign_ups:
        return _page(request, now)
    done = urlencode({"via": str(now.via), "done": str(sign_ups[0].pk)})
    return redirect(f"{now.page}?{done}")


def _page(request: SignedInRequest, now: Entry) -> HttpResponse:
    found = now.found()
    done = _just_done(request, now.course)
    shown = [*found, *now.people, *([done.person] if done else [])]
    AccessLog.record(
        request.user,
        [person.pk for person in shown],
        reason=f"申込の受付：{now.course.title}"[:100],
    )
    is_sent = now.newcomer is not None
    now.prepare()
    if now.newcomer is not None and not is_sent and not found:
        now.newcomer.fields["family_name"].widget.attrs["autofocus"] = True
    context = {
        "desk_nav": "courses",
        "course": now.course,
        "entry": now,
        "channels": [(via, via.label) for via in OFFLINE],
        "found": [(person, now.address_with(person)) for person in found],
        "chosen": now.tickets,
        "searched": now.is_searched,
        "newcomer": now.newcomer if now.may_add else None,
        "form": now.told,
        "done": done,
        "rest_of_series": _rest_of_series(request, now, done),
        "born": request.GET.get("born", "")[:10],
        "is_refused": now.is_refused,
    }
    response = render_page(request, "desk/entry.html", context, fragment="found")
    response.status_code = now.status
    return response


def _rest_of_series(
    request: SignedInRequest, now: Entry, done: SignUp | None
) -> list[tuple[Course, str]]:
    """The courses of the series that still take people, where those just entered are chosen.

    So one application for a series is one search, on the telephone too.
    """
    if done is None or done.course.series_id is None:
        return []
    together = SignUp.objects.live().filter(party=done.party_id) if done.party_id else None
    entered = together.select_related("person").order_by("pk") if together is not None else [done]
    people = [one.person for one in entered]
    held = SignUp.objects.live().filter(person__in=people, course__series=done.course.series_id)
    series = Course.objects.editable_by(request.user).published()
    others = series.filter(series=done.course.series_id).exclude(pk__in=held.values("course"))
    rest = []
    for course in others.order_by("starts_at", "pk"):
        if course.can_be_signed_up_here:
            page = reverse("desk:entry", args=[course.pk])
            rest.append((course, Entry(page, request.user, course, now.via, people).address_with()))
    return rest


def _just_done(request: SignedInRequest, course: Course) -> SignUp | None:
    key = number_in(request.GET.get("done", ""))
    if not key:
        return None
    done = own_sign_up(request, key)
    return done if done.course_id == course.pk else None
