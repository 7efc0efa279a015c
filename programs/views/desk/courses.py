"""The desk's courses: find one, see everybody in it, mend one person's place."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from programs.desk.todo import KINDS
from programs.letters.sending import happenings
from programs.models import Answer, Course, Payment, SignUp
from programs.reference import with_reference_rows
from programs.search import is_searchable

LONGEST_REASON = 200
STATES = {
    "seated": "参加",
    "offered": "ご案内中",
    "waiting": "待ち",
    "entered": "抽選待ち",
    "left": "取消など",
}
LEFT = [SignUp.Status.WITHDRAWN, SignUp.Status.LAPSED, SignUp.Status.CANCELLED]
WHEN = {"coming": "これから", "over": "終わった講座", "draft": "下書き"}


@desk_page
@require_safe
def courses(request: SignedInRequest) -> HttpResponse:
    """`/desk/courses/`: the courses of one's places, by words, by time, by what is to be done."""
    q = request.GET.get("q", "")[:100].strip()
    todo, when = request.GET.get("todo", ""), request.GET.get("when", "coming")
    found = Course.objects.editable_by(request.user).for_list()
    if todo in KINDS:
        found = KINDS[todo][1](found).order_by("starts_at", "pk")
    elif when == "over":
        found = found.filter(ends_at__lt=timezone.now()).order_by("-ends_at", "-pk")
    elif when == "draft":
        found = found.unpublished().order_by("-pk")
    else:
        when = "coming"
        found = found.not_over().order_by("starts_at", "pk")
    if is_searchable(q):
        found = found.filter(search__matches=q)
    rows, page = page_of(found, request.GET)
    context = {
        "desk_nav": "courses",
        "q": q,
        "todo": todo if todo in KINDS else "",
        "todo_label": KINDS[todo][0] if todo in KINDS else "",
        "when": when,
        "whens": WHEN.items(),
        "courses": with_reference_rows(rows),
        "page": page,
    }
    return render(request, "desk/courses.html", context)


@desk_page
@require_safe
def course(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/courses/<id>/`: its figures and everybody who holds a place, waits, entered, left."""
    found = own_course(request, pk)
    state = request.GET.get("state", "")
    of_course = SignUp.objects.filter(course=found)
    numbers = dict(of_course.values_list("status").annotate(Count("pk")).order_by())
    asked = of_course.for_desk().places_first()
    if state == "left":
        asked = asked.filter(status__in=LEFT)
    elif state in STATES:
        asked = asked.filter(status=state)
    else:
        state, asked = "", asked.live()
    rows, page = page_of(asked, request.GET)
    for row in rows:
        row.course = found
    AccessLog.record(
        request.user, [row.person_id for row in rows], reason=f"申込の確認：{found.title}"[:100]
    )
    filters = [("", "いまの申込すべて", sum(numbers.get(one, 0) for one in STATES))]
    filters += [
        (one, label, sum(numbers.get(status, 0) for status in (LEFT if one == "left" else [one])))
        for one, label in STATES.items()
    ]
    context = {
        "desk_nav": "courses",
        "course": found,
        "sessions": found.sessions.select_related("room")[:50],
        "sign_ups": rows,
        "page": page,
        "state": state,
        "filters": [each for each in filters if each[2] or each[0] in {"", state}],
        "may_seat": not found.is_full and not found.is_cancelled,
    }
    return render(request, "desk/course.html", context)


@desk_page
@require_safe
def sign_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/`: one place with what was told and everything that happened to it."""
    return _sign_up_page(request, own_sign_up(request, pk))


@desk_page
@require_POST
def cancellation(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/cancellation/`: take the place away, for a reason that is told.

    Who asked for it has told us, and need not be told why.
    """
    found = own_sign_up(request, pk)
    why = " ".join(request.POST.get("why", "").replace("\x00", "").split())
    asked = "asked" in request.POST
    if len(why) > LONGEST_REASON or not (why or asked):
        error = f"理由を、{LONGEST_REASON}文字までで書いてください。本人に伝わります。"
        return _sign_up_page(request, found, error=error, why=why[:LONGEST_REASON], status=422)
    return _do(
        request,
        found,
        lambda: found.cancel(by=request.user, why=why, asked=asked),
        "申込を取り消しました。",
    )


@desk_page
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/answer/`: what was said on the telephone to the seat that is offered."""
    found = own_sign_up(request, pk)
    match request.POST.get("answer"):
        case "accept":
            return _do(request, found, lambda: found.accept(by=request.user), "席が決まりました。")
        case "decline":
            return _do(
                request, found, lambda: found.decline(by=request.user), "辞退を記録しました。"
            )
        case _:
            messages.error(request, "「参加する」か「辞退する」のどちらかを押してください。")
            return redirect("desk:sign_up", pk)


@desk_page
@require_POST
def seat(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/seat/`: give a free seat to one who waits, by staff's choice."""
    found = own_sign_up(request, pk)
    return _do(request, found, lambda: found.seat(by=request.user), "席をお渡ししました。")


@desk_page
@require_POST
def payments(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/payments/`: the fee was taken at the counter."""
    found = own_sign_up(request, pk)
    return _do(
        request,
        found,
        lambda: Payment.receive(found, by=request.user),
        "参加費の受領を記録しました。",
    )


@desk_page
@require_POST
def refund(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/desk/sign-ups/<id>/refund/`: the fee was given back."""
    found = own_sign_up(request, pk)
    paid = get_object_or_404(found.payments.filter(refunded_at=None))
    return _do(
        request, found, lambda: paid.refund(by=request.user), "参加費を返したことを記録しました。"
    )


# ---------------------------------------------------------------- what they share


def own_course(request: SignedInRequest, pk: int) -> Course:
    """A course this member of staff may edit; else 404."""
    own = Course.objects.editable_by(request.user).select_related("center", "organizer", "ward")
    return get_object_or_404(own, pk=pk)


def own_sign_up(request: SignedInRequest, pk: int) -> SignUp:
    """A sign-up of such a course; else 404."""
    own = SignUp.objects.visible_to(request.user).for_desk()
    return get_object_or_404(own.select_related("person__ward", "course__center", "by"), pk=pk)


def _do(request: SignedInRequest, found: SignUp, command, done: str) -> HttpResponse:
    """Run one command on a place; say what came of it where it was asked for."""
    try:
        command()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"{found.person.full_name}さん：{done}")
    if request.POST.get("from") == "course":
        course_page = reverse("desk:course", args=[found.course_id])
        return redirect(f"{course_page}#sign-up-{found.pk}")
    return redirect("desk:sign_up", found.pk)


def _sign_up_page(
    request: SignedInRequest, found: SignUp, *, error: str = "", why: str = "", status: int = 200
) -> HttpResponse:
    answers = Answer.objects.filter(sign_up=found).select_related("question")
    party = SignUp.objects.filter(party=found.party_id).exclude(party=None).exclude(pk=found.pk)
    together = list(party.select_related("person").order_by("pk"))
    AccessLog.record(
        request.user,
        [one.person_id for one in [found, *together]],
        reason=f"申込の確認：{found.course.title}"[:100],
    )
    context = {
        "desk_nav": "courses",
        "course": found.course,
        "sign_up": found,
        "together": together,
        "answers": answers.order_by("question__order", "pk"),
        "children": found.childcare_places.all(),
        "payments": found.payments.select_related("received_by", "refunded_by"),
        "history": happenings()
        .filter(pgh_obj=found.pk)
        .select_related("changed_by")
        .order_by("pgh_id"),
        "place": found.place_in_queue() if found.is_waiting else None,
        "may_seat": found.is_waiting and not found.course.is_full,
        "error": error,
        "why": why,
    }
    return render(request, "desk/sign_up.html", context, status=status)
