"""The wishes of one group for one month, as the group and the desk see and change them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from centers.lottery import wishing
from centers.models import (
    Booking,
    Center,
    OpenSlot,
    Registration,
    Room,
    RoomLottery,
    Slot,
    Wish,
    WishList,
)
from centers.models.registration import RegistrationQuerySet
from centers.reserving.use_form import UseForm
from portal.japan import calendar
from portal.people.models import User
from portal.typed import keys_in, number_in

FREE_SHOWN = 3


class WishForm(UseForm):
    """A room, a run of slots on the day that is chosen already, what for, how many."""

    room = forms.TypedChoiceField(
        label="どの部屋がよいですか",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "部屋を選んでください。",
            "invalid_choice": "部屋を選び直してください。",
        },
    )

    field_order = ["room"]

    def __init__(
        self, data: Any = None, *, rooms: Sequence[Room], slots: Sequence[Slot], initial: dict
    ) -> None:
        super().__init__(data, initial=initial)
        self.rooms = {room.pk: room for room in rooms}
        self.slots = {slot.pk: slot for slot in slots}
        self.offer("room", [(pk, str(room)) for pk, room in self.rooms.items()])
        self.offer("slot", [(pk, str(slot)) for pk, slot in self.slots.items()])


def who_may_wish(registrations: RegistrationQuerySet, lottery: RoomLottery):
    """Those of `registrations` that may wish in this month, and those that did."""
    year = calendar.fiscal_year(lottery.month)
    did = WishList.objects.filter(lottery=lottery).values("registration")
    return registrations.filter(Q(status__in=Registration.LIVE, fiscal_year=year) | Q(pk__in=did))


@dataclass(frozen=True)
class RoomOffered:
    """A room on the chosen day, and in which slots something else is planned already."""

    room: Room
    in_use: list[str]


@dataclass
class WishPage:
    """What is said in the address, and what follows from it."""

    lottery: RoomLottery
    registration: Registration
    said: QueryDict
    via: str = wishing.WEB

    @cached_property
    def own(self) -> WishList | None:
        return WishList.objects.filter(lottery=self.lottery, registration=self.registration).first()

    @cached_property
    def wishes(self) -> list[Wish]:
        if self.own is None:
            return []
        related = self.own.wishes.select_related("room__center", "reservation__booking")
        wishes = list(related.order_by("rank"))
        if self.lottery.is_announced:
            for wish in wishes:
                if not wish.has_won:
                    wish.still_free = still_free(wish)  # type: ignore[attr-defined]
        return wishes

    @property
    def won(self) -> int:
        return sum(wish.has_won for wish in self.wishes)

    @property
    def may_change(self) -> bool:
        if self.via == wishing.WEB:
            return self.lottery.takes_wishes
        return not self.lottery.is_closed

    # ------------------------------------------------------------ what may be wished for

    @cached_property
    def centers(self) -> list[Center]:
        """The centres with rooms to wish for, those of the group's own first."""
        found = Center.objects.open_to_public().filter(
            Exists(Room.objects.filter(center=OuterRef("pk"), is_bookable=True))
        )
        return list(found.select_related("ward").order_by("ward__code", "kana"))

    @cached_property
    def room(self) -> Room | None:
        """The room an address names."""
        return Room.objects.bookable().filter(pk=number_in(self.said.get("room", ""))).first()

    @cached_property
    def center(self) -> Center | None:
        slug = self.said.get("center", "")
        wanted = self.room.center_id if self.room and not slug else None
        home = None if slug or wanted else self.registration.group.center_id
        return next(
            (one for one in self.centers if one.slug == slug or one.pk in {wanted, home}), None
        )

    @cached_property
    def day(self) -> date | None:
        try:
            day = date.fromisoformat(self.said.get("day", ""))
        except ValueError:
            return None
        return day if self.lottery.holds(day) else None

    @cached_property
    def slots(self) -> list[Slot]:
        """The open slots of the chosen day, by time."""
        if self.center is None or self.day is None:
            return []
        of_day = OpenSlot.objects.filter(center=self.center, day=self.day)
        return [one.slot for one in of_day.select_related("slot").order_by("starts_at", "slot_id")]

    @cached_property
    def rooms(self) -> list[RoomOffered]:
        """The rooms of the chosen centre on the chosen day."""
        if not self.slots or self.day is None:
            return []
        rooms = list(Room.objects.bookable().filter(center=self.center))
        taken: dict[int, list] = {}
        for room, held in (
            Booking.objects.on(self.day).filter(room__in=rooms).values_list("room", "held")
        ):
            taken.setdefault(room, []).append(held)
        return [RoomOffered(room, self._in_use(taken.get(room.pk, []))) for room in rooms]

    @property
    def ticked(self) -> set[int]:
        return set(keys_in(self.said, "slot"))

    def _in_use(self, held: list) -> list[str]:
        day = self.day
        assert day is not None
        return [
            slot.name
            for slot in self.slots
            if any(
                one.lower < calendar.at(day, slot.ends)
                and calendar.at(day, slot.starts) < one.upper
                for one in held
            )
        ]

    def form(self, data: QueryDict | None = None) -> WishForm:
        """Filled with what the address says, and what was said of the wish before."""
        last = self.wishes[-1] if self.wishes else None
        return WishForm(
            data,
            rooms=[one.room for one in self.rooms],
            slots=self.slots,
            initial={
                "room": self.room.pk if self.room else None,
                "purpose": self._typed("purpose", 100) or (last.purpose if last else ""),
                "headcount": self._typed("headcount", 4)
                or (last.headcount if last else self.registration.group.members),
            },
        )

    def _typed(self, name: str, longest: int) -> str:
        """What an address says of a wish that was begun before one was signed out."""
        return self.said.get(name, "")[:longest].replace("\x00", "")

    # ------------------------------------------------------------ what is done

    def add(self, form: WishForm, *, by: User) -> Wish:
        """Codes: those of `wishing.wish`; no_slot where the day is none any more."""
        if self.day is None:
            raise ValidationError("利用する日を選んでください。", code="no_slot")
        said = form.cleaned_data
        return wishing.wish(
            self.lottery,
            self.registration,
            form.rooms[said["room"]],
            self.day,
            [form.slots[key] for key in said["slot"]],
            purpose=said["purpose"],
            headcount=said["headcount"],
            by=by,
            via=self.via,
        )

    def change(self, what: str, key: str) -> None:
        """Take a wish back, or prefer it to the one before. Codes: those of `wishing`."""
        own = Wish.objects.filter(
            wish_list__lottery=self.lottery, wish_list__registration=self.registration
        )
        wish = get_object_or_404(own.select_related("wish_list__lottery"), pk=number_in(key))
        step = wishing.prefer if what == "up" else wishing.take_back
        step(wish, via=self.via)


def still_free(wish: Wish) -> list[Room]:
    """Up to three rooms of the same centre that can be had in the time of a wish now."""
    begins, ends = wish.period.lower, wish.period.upper
    open_then = OpenSlot.objects.filter(
        center=wish.room.center_id, day=wish.day, starts_at__gte=begins, ends_at__lte=ends
    )
    bounds = list(open_then.values_list("starts_at", "ends_at"))
    if not bounds or min(bounds)[0] != begins or max(end for _, end in bounds) != ends:
        return []
    held = Booking.objects.filter(room__center=wish.room.center_id).on(wish.day)
    taken: dict[int, list] = {}
    for room, period in held.values_list("room", "held"):
        taken.setdefault(room, []).append(period)
    fits = Room.objects.bookable().filter(center=wish.room.center_id)
    return [
        room
        for room in fits
        if (room.capacity is None or room.capacity >= wish.headcount)
        and not any(
            one.lower < wishing.end_of(room, ends) and begins < one.upper
            for one in taken.get(room.pk, [])
        )
    ][:FREE_SHOWN]
