"""On what terms a group may have a room, and the lock under which it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import Registration, Reservation, Room, Slot
from centers.reserving import rules
from centers.reserving.fees import exemption_of, fee_of
from portal.japan import calendar


@dataclass(frozen=True)
class Terms:
    """On what terms a group would have a room: which slots, when, for how much."""

    run: Sequence[Slot]
    period: DateTimeTZRange
    fee: int
    exemption: int

    @property
    def names(self) -> str:
        return "・".join(slot.name for slot in self.run)


def terms_of(
    registration: Registration,
    room: Room,
    day: date,
    slots: Sequence[Slot],
    *,
    headcount: int,
    in_time: bool = False,
    drawn: bool = False,
) -> Terms:
    """What the rules say to a request; `in_time` where the deadline of the class does not hold.

    Codes: as `request`, but for room_taken, which is the database's to say.
    """
    rules.refuse_registration(registration, day)
    rules.refuse_room(room, headcount)
    run = rules.slots_in_order(room, day, slots)
    period = DateTimeTZRange(calendar.at(day, run[0].starts), calendar.at(day, run[-1].ends))
    rules.refuse_time(registration, period.lower, at_desk=in_time)
    if not drawn:
        rules.refuse_before_the_draw(day)
    fee = fee_of(room, run)
    return Terms(run, period, fee, exemption_of(registration, fee))


def status_of(registration: Registration) -> Reservation.Status:
    """How a request stands at first: some classes need the approval of the manager."""
    status = Reservation.Status
    return status.REQUESTED if registration.purpose_class.needs_approval else status.CONFIRMED


def locked(*rooms: int) -> list[Room]:
    """These rooms, locked until the end of the transaction, always in the same order."""
    own = Room.objects.select_for_update(of=["self"], no_key=True).select_related("center")
    return list(own.filter(pk__in=rooms).order_by("pk"))
