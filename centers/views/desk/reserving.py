"""Rooms asked for by telephone and at the counter: the same form, for a group that is found."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from centers.models import Center, PurposeClass, Registration, Reservation, Room, UserGroup
from centers.registering.finding import find_groups, group_of, ticket_for
from centers.registering.form import RegistrationForm
from centers.reserving.asking import DeskRequestForm, Request, RequestForm, offer_of, price_of
from centers.views.resident.reserving import address_to_edit, begun_with, day_of, told
from portal.htmx import render_page
from portal.japan import calendar
from portal.people.forms import PersonForm
from portal.people.models import AccessLog, Person, User
from portal.people.permissions import desk_page
from portal.people.requests import SignedInRequest
from portal.refusal import code_of
from portal.typed import is_number, number_in, texts_in

VIAS = [Reservation.Via.PHONE, Reservation.Via.COUNTER]
BEYOND_A_FAIR_PART = {"too_many_at_once", "too_many_in_month"}  # staff may, and say why
LONGEST_SEARCH = 60


@dataclass
class Taking:
    """What is known so far of a request at the desk; it stands in the address of the page."""

    user: User
    via: str
    room: Room | None
    day: date | None
    group: UserGroup | None
    slots: list[str]
    q: str

    @classmethod
    def read(cls, user: User, said: QueryDict) -> Self:
        rooms = Room.objects.editable_by(user).bookable().select_related("center__ward")
        key = said.get("room", "")
        return cls(
            user,
            said.get("via", "") if said.get("via", "") in VIAS else VIAS[0],
            rooms.filter(pk=number_in(key)).first() if key else None,
            day_of(said),
            group_of(user, said.get("group", "")),
            [one for one in texts_in(said, "slot", 24) if is_number(one)],
            " ".join(said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split()),
        )

    def known(self, **changed: str) -> list[tuple[str, str]]:
        """The fields that say the same again, besides what is changed."""
        said: list[tuple[str, str]] = [("via", self.via)]
        if self.room:
            said.append(("room", str(self.room.pk)))
        if self.day:
            said.append(("day", str(self.day)))
        said += [("slot", one) for one in self.slots]
        if self.group:
            said.append(("group", ticket_for(self.user, self.group)))
        kept = [(name, value) for name, value in said if name not in changed]
        return kept + [(name, value) for name, value in changed.items() if value]

    def address(self, name: str = "rooms_desk:reserve", **changed: str) -> str:
        return f"{reverse(name)}?{urlencode(self.known(**changed))}"

    def address_with(self, group: UserGroup) -> str:
        return self.address(group=ticket_for(self.user, group))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/reserve/?room=&day=&slot=&group=`: room, day, group; then what the web asks."""
    said = request.POST if request.method == "POST" else request.GET
    now = Taking.read(request.user, said)
    context: dict[str, Any] = {"now": now}
    if request.method == "POST" and said.get("do") == "register" and now.group and now.day:
        return _register_for_the_year(request, now, context)
    if now.room and now.day:
        context["offer"] = offer = offer_of(now.room, now.day)
        if now.group and offer.slots:
            registrations = list(
                now.group.registrations.valid_on(now.day).select_related("group", "purpose_class")
            )
            if registrations:
                sent = said if request.method == "POST" or said.get("do") == "look" else None
                form = DeskRequestForm(
                    sent,
                    registrations=registrations,
                    slots=offer.slots,
                    initial=begun_with(said, registrations),
                )
                context["form"] = form
                if sent is not None:
                    return _answer(request, now, form, context)
    return _page(request, now, context)


def _answer(
    request: SignedInRequest, now: Taking, form: RequestForm, context: dict[str, Any]
) -> HttpResponse:
    assert now.room
    assert now.day
    if not form.is_valid():
        return _page(request, now, context, 422)
    wanted = Request.said(form, now.room, now.day, by=request.user, via=now.via)
    is_looking = request.method != "POST"
    made = wanted.made_already() if is_looking else None
    try:
        if is_looking and made is None:
            context |= {"wanted": wanted, "reservation": wanted.try_out()}
            return _page(request, now, context | {"edit": address_to_edit(request)})
        made = made or wanted.make()
    except ValidationError as refusal:
        context["errors"] = refusal.messages
        context["is_beyond"] = code_of(refusal) in BEYOND_A_FAIR_PART
        context["offer"] = offer_of(now.room, now.day)
        return _page(request, now, context, 409)
    messages.success(request, told(made))
    return redirect("rooms_desk:reservation", made.receipt)


def _register_for_the_year(
    request: SignedInRequest, now: Taking, context: dict[str, Any]
) -> HttpResponse:
    """The group is not registered for the year of the day: entered here, approved if it may be."""
    assert now.group
    assert now.day
    key = number_in(request.POST.get("purpose_class", ""))
    purpose_class = PurposeClass.objects.filter(pk=key).first()
    try:
        if purpose_class is None:
            raise ValidationError("利用の種別を選んでください。", code="no_class")
        registered = _register(
            request.user, now.group, purpose_class, calendar.fiscal_year(now.day)
        )
    except ValidationError as refusal:
        return _page(request, now, context | {"errors": refusal.messages}, 409)
    _tell_registered(request, registered)
    return redirect(now.address())


def _register(user: User, group: UserGroup, purpose_class: PurposeClass, year: int) -> Registration:
    """Ask once, and approve at once where the group is at home in a centre one works for."""
    with transaction.atomic():
        asked = Registration.objects.live().filter(
            group=group.pk, purpose_class=purpose_class, fiscal_year=year
        )
        registration = asked.first() or Registration.apply(group, purpose_class, year, by=user)
        if (
            registration.is_applied
            and Center.objects.editable_by(user).filter(pk=group.center_id).exists()
        ):
            registration.approve(by=user)
    return registration


def _tell_registered(request: SignedInRequest, registration: Registration) -> None:
    group = registration.group
    if registration.is_approved:
        messages.success(request, f"{group.name}を登録しました。")
    else:
        messages.info(request, f"{group.center.name}が登録を確かめるまで、申請はできません。")


def _page(
    request: SignedInRequest, now: Taking, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    found = find_groups(request.user, now.q) if now.q and not now.group else []
    shown = [*found, *([now.group] if now.group else [])]
    AccessLog.record(
        request.user, [one.representative_id for one in shown], reason="部屋の利用の受付"
    )
    form: RequestForm | None = context.get("form")
    if form is not None and now.room is not None:
        form.is_valid()
        slots, registration = form.chosen_slots, form.chosen_registration
        context["chosen"] = {slot.pk for slot in slots}
        context["registration_chosen"] = registration
        context["price"] = price_of(now.room, slots, registration)
    context |= {
        "desk_nav": "rooms",
        "rooms": Room.objects.editable_by(request.user)
        .bookable()
        .select_related("center")
        .order_by("center__ward__code", "center__kana", "floor", "pk"),
        "vias": [(via, via.label, now.address(via=str(via))) for via in VIAS],
        "known": now.known(),
        "group_ticket": ticket_for(request.user, now.group) if now.group else "",
        "without_group": now.address(group=""),
        "new_group": now.address("rooms_desk:new_group", q=now.q),
        "found": [(group, now.address_with(group)) for group in found],
        "purpose_classes": PurposeClass.objects.all(),
        "year": now.day and calendar.fiscal_year_name(calendar.fiscal_year(now.day)),
    }
    is_confirming = "reservation" in context
    template = "room_desk/reserve_confirm.html" if is_confirming else "room_desk/reserve.html"
    response = render_page(request, template, context, fragment="price")
    response.status_code = status
    return response


# ---------------------------------------------------------------- somebody new


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: SignedInRequest) -> HttpResponse:
    """`/desk/rooms/groups/new/`: a group nobody knows, with its representative; then goes on."""
    said = request.POST if request.method == "POST" else request.GET
    now = Taking.read(request.user, said)
    sent = request.POST if request.method == "POST" else None
    centers = Center.objects.editable_by(request.user).open_to_public().select_related("ward")
    begun = {"center": now.room.center_id} if now.room else {}
    alone = said.get("alone") == "1"
    form = RegistrationForm(sent, alone=alone, centers=centers, initial=begun | {"name": now.q})
    person = PersonForm(sent, is_self=False)
    person.use_required_attribute = False
    context: dict[str, Any] = {"desk_nav": "rooms", "now": now, "form": form, "person": person}
    context |= {
        "known": now.known(),
        "ways": [
            ("団体・サークル", now.address("rooms_desk:new_group"), not alone),
            ("個人（一人で使う）", now.address("rooms_desk:new_group", alone="1"), alone),
        ],
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and person.is_valid():
            try:
                registered = _found(request.user, form, person)
            except ValidationError as refusal:
                context["errors"], status = refusal.messages, 409
            else:
                _tell_registered(request, registered)
                return redirect(now.address_with(registered.group))
        else:
            person.is_valid()
    response = render_page(request, "room_desk/new_group.html", context)
    response.status_code = status
    return response


def _found(user: User, form: RegistrationForm, person: PersonForm) -> Registration:
    """Person, group and registration together, or none of them."""
    with transaction.atomic():
        who = Person.register_at_the_desk(person.instance)
        group = form.group(who)
        same = UserGroup.objects.filter(
            center=group.center, name=group.name, representative=who
        ).first()
        return _register(user, same or group, form.cleaned_data["purpose_class"], form.year)
