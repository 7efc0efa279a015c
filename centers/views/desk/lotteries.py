"""The desk's draws of rooms: how far they are, each step of them, and wishes by telephone.

The draw is the whole city's, so the section takes its steps. Every centre sees how far it is and
writes down the wishes of its own groups.
"""

from collections.abc import Callable
from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.lottery import drawing
from centers.lottery.page import RoomDrawPage
from centers.lottery.rules import LONGEST_REASON
from centers.lottery.wish_page import WishPage, who_may_wish
from centers.models import Outcome, Registration, RoomLottery, WishList
from centers.views.resident.wishes import answer
from portal.draws.form import ValueForm
from portal.paging import page_of
from portal.people.models import AccessLog
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest

VIAS = {"phone": "電話", "counter": "窓口"}
LONGEST_WORDS, MOST_FOUND = 60, 20


class RedrawForm(forms.Form):
    """Why rooms are drawn again; everybody may read it."""

    reason = forms.CharField(
        label="やり直す理由",
        max_length=LONGEST_REASON,
        help_text="抽選のページに載ります。",
        error_messages={"required": "やり直す理由を書いてください。公開されます。"},
    )


@desk_page
@require_safe
def lotteries(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/lotteries/`: the draws of all months, those with something to do first."""
    found = RoomLottery.objects.prefetch_related("redraws").annotate(lists=Count("wish_lists"))
    coming = [RoomDrawPage(one) for one in found.filter(announced_at=None).order_by("month")]
    over, page = page_of(found.exclude(announced_at=None).order_by("-month"), request.GET)
    context = {
        "desk_nav": "rooms",
        "coming": coming if page["number"] == 1 else [],
        "over": [RoomDrawPage(one) for one in over],
        "page": page,
    }
    return render(request, "room_desk/lotteries.html", context)


@desk_page
@require_safe
def lottery(request: SignedInRequest, month: date) -> HttpResponse:
    """`/desk/rooms/lotteries/<month>/?q=`: how far it is, and the groups of one's centres."""
    return _page(request, _found(month))


@desk_page
@require_POST
def close(request: SignedInRequest, month: date) -> HttpResponse:
    """`…/list/`: close the list; by itself it closes at the deadline, but not for a redraw."""
    found = _for_the_section(request, month)
    return _step(
        request,
        found,
        lambda: drawing.close(found, by=request.user),
        "受付名簿を確定しました。名簿のハッシュを公開しています。",
    )


@desk_page
@require_POST
def value(request: SignedInRequest, month: date) -> HttpResponse:
    """`…/value/`: the public value is known; draw."""
    found, form = _for_the_section(request, month), ValueForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, value_form=form)
    return _step(
        request,
        found,
        lambda: drawing.draw(found, form.cleaned_data["value"], by=request.user),
        "抽選しました。部屋は、お知らせするときに決まります。それまで誰にも見えません。",
        value_form=form,
    )


@desk_page
@require_POST
def announcement(request: SignedInRequest, month: date) -> HttpResponse:
    """`…/announcement/`: give the rooms and tell everybody now."""
    found = _for_the_section(request, month)
    return _step(
        request,
        found,
        lambda: drawing.announce(found, by=request.user),
        "部屋が決まりました。結果を公開し、お知らせを送りはじめました。",
    )


@desk_page
@require_POST
def redraw(request: SignedInRequest, month: date) -> HttpResponse:
    """`…/redraw/`: ask to draw anew, with a reason."""
    found, form = _for_the_section(request, month), RedrawForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, redraw_form=form)
    return _step(
        request,
        found,
        lambda: drawing.ask_redraw(found, by=request.user, reason=form.cleaned_data["reason"]),
        "やり直しを求めました。もう一人の職員が確かめるまで、抽選は止まっています。",
        redraw_form=form,
    )


@desk_page
@require_POST
def redraw_decision(request: SignedInRequest, month: date) -> HttpResponse:
    """`…/redraw/decision/`: a second person agrees, or somebody says no."""
    found = _for_the_section(request, month)
    if request.POST.get("decision") == "approve":
        return _step(
            request,
            found,
            lambda: drawing.approve_redraw(found, by=request.user),
            "この抽選を取り消しました。直すところを直してから、名簿を確定してください。",
        )
    return _step(
        request,
        found,
        lambda: drawing.refuse_redraw(found, by=request.user),
        "やり直さないことにしました。抽選はそのまま続きます。",
    )


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest, month: date, receipt: int) -> HttpResponse:
    """`…/wishes/<registration>/?via=`: a group's wishes, told by telephone or at the counter."""
    found = _found(month)
    registration = get_object_or_404(_registrations(request, found), receipt=receipt)
    AccessLog.record(
        request.user, [registration.group.representative_id], reason="部屋の抽選の受付"
    )
    said = request.POST if request.method == "POST" else request.GET
    via = said.get("via", "")
    page = WishPage(found, registration, said, via=via if via in VIAS else next(iter(VIAS)))
    own = reverse("rooms_desk:wishes", args=[month, receipt])
    context = {
        "desk_nav": "rooms",
        "for_desk": True,
        "lottery": found,
        "draw": RoomDrawPage(found),
        "vias": [(key, label, f"{own}?via={key}") for key, label in VIAS.items()],
    }
    here = f"{own}?via={page.via}"
    return answer(request, page, context, template="room_desk/wishes.html", here=here)


def _found(month: date) -> RoomLottery:
    return get_object_or_404(RoomLottery.objects.prefetch_related("redraws"), month=month)


def _for_the_section(request: SignedInRequest, month: date) -> RoomLottery:
    if not request.works_for_section:
        raise Http404
    return _found(month)


def _registrations(request: SignedInRequest, found: RoomLottery):
    """Those of the groups of one's centres who may wish in that month, or did."""
    return who_may_wish(Registration.objects.visible_to(request.user), found).select_related(
        "group__center", "group__representative", "purpose_class"
    )


def _step(
    request: SignedInRequest,
    found: RoomLottery,
    command: Callable[[], object],
    done: str,
    **filled: forms.Form,
) -> HttpResponse:
    """Take one step; a refusal is shown where it was asked for, with what was filled in."""
    try:
        command()
    except ValidationError as refusal:
        return _page(request, _found(found.month), status=409, error=refusal.messages[0], **filled)
    messages.success(request, done)
    return redirect("rooms_desk:lottery", found.month)


def _page(
    request: SignedInRequest, found: RoomLottery, *, status: int = 200, error: str = "", **filled
) -> HttpResponse:
    q = " ".join(request.GET.get("q", "").split())[:LONGEST_WORDS]
    lists = WishList.objects.visible_to(request.user).filter(lottery=found)
    named = _registrations(request, found).filter(group__name__icontains=q)
    groups = list(named.order_by("group__kana", "pk")[:MOST_FOUND]) if q else []
    rows, page = page_of(
        lists.select_related("registration__group", "registration__purpose_class")
        .annotate(
            number=Count("wishes"), won=Count("wishes", filter=Q(wishes__outcome=Outcome.WON))
        )
        .order_by("registration__group__kana", "pk"),
        request.GET,
    )
    shown = [one.group for one in groups] + [one.registration.group for one in rows]
    AccessLog.record(
        request.user, [group.representative_id for group in shown], reason="部屋の抽選の受付"
    )
    context = {
        "desk_nav": "rooms",
        "lottery": found,
        "draw": RoomDrawPage(found),
        "asked": found.redraw_asked,
        "q": q,
        "groups": groups,
        "lists": rows,
        "page": page,
        "value_form": ValueForm(),
        "redraw_form": RedrawForm(),
        "error": error,
        "form": next(iter(filled.values()), None),
    }
    return render(request, "room_desk/lottery.html", context | filled, status=status)
