"""A resident reserves the same time on many days: which of them can be, then those chosen."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from centers.availability.schedule import State
from centers.models import Registration, Room
from centers.registering.missing import missing_for
from centers.reserving import series as many
from centers.reserving.asking import offer_of
from centers.reserving.series_form import SeriesForm
from portal.people.coming_back import keeps_what_was_typed
from portal.people.requests import SignedInRequest
from portal.typed import texts_in

from .registering import to_people
from .reserving import begun_with, day_of

PAGE = "rooms/series.html"
CAN_BE_REPEATED = {State.TAKEN, State.FREE, State.LOTTERY, State.NOT_YET}


@never_cache
@keeps_what_was_typed
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: SignedInRequest, pk: int) -> HttpResponse:
    """`/rooms/<id>/series/?day=&slot=`: the form; POST shows the days, and then reserves them."""
    room = get_object_or_404(Room.objects.bookable().select_related("center__ward"), pk=pk)
    if not request.user.has_registered:
        return to_people(request)
    sent = request.POST if request.method == "POST" else None
    said = request.GET if sent is None else sent
    day = day_of(said)
    context: dict[str, Any] = {"section_nav": "rooms", "room": room, "day": day}
    if day is None:
        return render(request, PAGE, context)
    registrations = list(
        Registration.objects.of(request.user)
        .valid_on(day)
        .select_related("group", "purpose_class")
        .order_by("group__kana", "purpose_class__order")
    )
    context["offer"] = offer = offer_of(room, day)
    if not registrations:
        context["missing"] = missing_for(request.user, room, day, request.get_full_path())
        return render(request, PAGE, context)
    form = SeriesForm(
        sent,
        registrations=registrations,
        slots=[one for one in offer.slots if one.state in CAN_BE_REPEATED],
        initial=_begun(said) | begun_with(said, registrations),
    )
    context["form"] = form
    if sent is not None and sent.get("do") != "edit":
        return _answer(request, form, context)
    form.is_valid()
    return _page(request, context)


def _answer(request: SignedInRequest, form: SeriesForm, context: dict[str, Any]) -> HttpResponse:
    """Show every day with its price or why it cannot be; or reserve those that were ticked."""
    if not form.is_valid():
        return _page(request, context, status=422)
    said, room = form.cleaned_data, context["room"]
    registration, slots = form.registrations[said["registration"]], form.chosen_slots
    try:
        days = many.days_of(context["day"], said["rule"], said["until"])
        outlooks = many.outlook(registration, room, days, slots, headcount=said["headcount"])
    except ValidationError as refusal:
        return _page(request, context | {"errors": refusal.messages}, status=409)
    sent = texts_in(request.POST, "date")
    ticked = {day for day in days if day.isoformat() in sent}
    status = 200
    if request.POST.get("do") == "take":
        try:
            made = many.take(
                registration,
                room,
                sorted(ticked),
                slots,
                purpose=said["purpose"],
                headcount=said["headcount"],
                by=request.user,
            )
        except ValidationError as refusal:
            context["errors"], status = refusal.messages, 409
        else:
            messages.success(request, f"{len(made)}回分を、まとめて申請しました。")
            return redirect("rooms:reservation", made[0].receipt)
    else:
        ticked = {one.day for one in outlooks if not one.why_not}
    possible = [one for one in outlooks if not one.why_not]
    context |= {
        "outlooks": outlooks,
        "ticked": ticked,
        "possible": len(possible),
        "impossible": len(outlooks) - len(possible),
        "to_pay": sum(one.to_pay for one in possible),
        "slots": slots,
        "registration": registration,
        "needs_approval": registration.purpose_class.needs_approval,
    }
    return render(request, "rooms/series_days.html", context, status=status)


def _begun(said: QueryDict) -> dict[str, str]:
    rule = said.get("rule", "")
    return {
        "rule": rule if rule in many.Rule.values else many.Rule.WEEKLY,
        "until": said.get("until", "")[:10].replace("\x00", ""),
    }


def _page(request: SignedInRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    form: SeriesForm = context["form"]
    context["chosen"] = {slot.pk for slot in form.chosen_slots}
    context["registration_chosen"] = form.chosen_registration
    return render(request, PAGE, context, status=status)
