"""What the form that changes a reservation shows and asks: the slots of another day or room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict

from centers.availability.schedule import State
from centers.models import Reservation, Room
from centers.reserving import giving_up
from centers.reserving.asking import DayOffered, RequestForm, SlotOffered, offer_of
from portal.japan import calendar
from portal.people.models import User
from portal.typed import keys_in


@dataclass(frozen=True)
class Wanted:
    """The room and the day looked at, and what is offered there; its own slots count as free."""

    reservation: Reservation
    rooms: Sequence[Room]
    room: Room
    day: date
    offer: DayOffered
    said: QueryDict

    @classmethod
    def of(cls, reservation: Reservation, said: QueryDict, day: date | None) -> "Wanted":
        """As an address or a form says it; the present room and day where it says nothing."""
        present = reservation.booking.room
        bookable = Room.objects.bookable().filter(center=present.center_id)
        rooms = list(bookable.select_related("center__ward"))
        room = next((one for one in rooms if str(one.pk) == said.get("room")), present)
        day = day or reservation.day
        return cls(reservation, rooms, room, day, _offer(reservation, room, day), said)

    @property
    def own_slots(self) -> list[int]:
        """Those it holds already, where it is its own room and day that is looked at."""
        return [
            one.slot.pk
            for one in self.offer.slots
            if _is_own(self.reservation, self.room, self.day, one)
        ]

    def form(self, data: Any = None) -> RequestForm:
        """Filled with the reservation as it is, or as its address would have it."""
        own, said = self.reservation, self.said
        slots = keys_in(said, "slot")
        words = {name: said.get(name, "").replace("\x00", "") for name in ("purpose", "headcount")}
        return RequestForm(
            data,
            registrations=[own.registration],
            slots=self.offer.slots,
            initial={
                "slot": slots or self.own_slots,
                "purpose": words["purpose"][:100] or own.purpose,
                "headcount": words["headcount"][:4] or own.headcount,
            },
        )

    def change(self, form: RequestForm, *, by: User) -> None:
        """Codes: those of `giving_up.change`."""
        giving_up.change(
            self.reservation,
            self.room,
            self.day,
            form.chosen_slots,
            by=by,
            purpose=form.cleaned_data["purpose"],
            headcount=form.cleaned_data["headcount"],
        )


def _offer(reservation: Reservation, room: Room, day: date) -> DayOffered:
    offer = offer_of(room, day)
    slots = [
        replace(one, state=State.FREE) if _is_own(reservation, room, day, one) else one
        for one in offer.slots
    ]
    return replace(offer, slots=slots)


def _is_own(reservation: Reservation, room: Room, day: date, one: SlotOffered) -> bool:
    booking = reservation.booking
    return (
        room.pk == booking.room_id
        and booking.starts_at <= calendar.at(day, one.slot.starts)
        and calendar.at(day, one.slot.ends) <= booking.ends_at
    )
