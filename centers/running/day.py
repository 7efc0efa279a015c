"""One day at one centre, as its staff look at it: each room by its slots, who comes, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from centers.models import Booking, Center, OpenDay, Reservation, Room, Slot
from portal.japan import calendar

from .owners import owner_of

Status = Reservation.Status


@dataclass(frozen=True)
class Column:
    """A slot of the day, or the time outside of every slot."""

    slot: Slot | None
    is_open: bool

    @property
    def name(self) -> str:
        return self.slot.name if self.slot else "区分の外"

    @property
    def hours(self) -> str:
        if self.slot is None:
            return ""
        return f"{calendar.clock(self.slot.starts)}〜{calendar.clock(self.slot.ends)}"


@dataclass(frozen=True)
class Taken:
    """A booking as its row or cell shows it."""

    booking: Booking
    address: str

    @property
    def reservation(self) -> Reservation | None:
        return getattr(self.booking, "reservation", None)

    @property
    def headcount(self) -> int | None:
        """How many are to come; None for what nobody comes to, and where it is not known."""
        if self.reservation is not None:
            return self.reservation.headcount
        if owner := owner_of(self.booking):
            return owner.number(self.booking)
        return None

    @property
    def came(self) -> int:
        """How many came, where it is recorded."""
        use = getattr(self.booking, "use", None)
        return use.headcount if use is not None else 0

    @property
    def keys_out_at(self) -> datetime | None:
        use = getattr(self.booking, "use", None)
        return use.keys_out_at if use is not None else None

    @property
    def phone(self) -> str:
        if self.reservation is None:
            return ""
        return self.reservation.registration.group.representative.phone

    @property
    def state(self) -> str:
        """In a word, where there is something to say."""
        found = self.reservation
        if found is not None and found.status != Status.CONFIRMED:
            return str(found.get_status_display())
        if self.came:
            return "利用済み"
        if self.keys_out_at:
            return "鍵を渡した"
        return ""

    @property
    def awaits_approval(self) -> bool:
        return self.reservation is not None and self.reservation.status == Status.REQUESTED

    @property
    def is_block(self) -> bool:
        return self.booking.kind == Booking.Kind.BLOCK

    @property
    def may_move(self) -> bool:
        is_live = self.reservation is None or self.reservation.is_live
        return is_live and not self.booking.is_over

    @property
    def may_be_recorded(self) -> bool:
        return not self.is_block and not self.awaits_approval and self.booking.has_begun

    @property
    def may_have_keys(self) -> bool:
        today = timezone.localdate()
        is_live = self.reservation is not None and self.reservation.is_live
        return (
            is_live
            and not self.awaits_approval
            and self.booking.day == today
            and not self.keys_out_at
            and not self.came
        )


@dataclass(frozen=True)
class Cell:
    """A room in a slot: what is there, whether begun in an earlier slot of the row."""

    column: Column
    taken: list[tuple[Taken, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    room: Room
    cells: list[Cell]


class Day:
    """What a centre's staff ask of a day; each part is read once."""

    def __init__(self, center: Center, day: date) -> None:
        self.center, self.day = center, day

    @cached_property
    def state(self) -> OpenDay | None:
        return OpenDay.objects.filter(center=self.center, day=self.day).first()

    @property
    def is_open(self) -> bool:
        return self.state is not None and self.state.is_open

    @cached_property
    def taken(self) -> list[Taken]:
        """Everything in the rooms, by time and room."""
        bookings = Booking.objects.on(self.day).filter(room__center=self.center).for_desk()
        found = sorted(bookings, key=lambda one: (one.starts_at, one.room.floor, one.room_id))
        return [Taken(one, owner.address(one) if (owner := owner_of(one)) else "") for one in found]

    @cached_property
    def coming(self) -> list[Taken]:
        """Groups and courses, by time."""
        return [one for one in self.taken if not one.is_block]

    @property
    def people(self) -> int:
        return sum(one.headcount or 0 for one in self.coming if one.state != "利用なし")

    @cached_property
    def columns(self) -> list[Column]:
        slots = Slot.objects.of(self.center).on(self.day)
        columns = [Column(slot, self._is_open(slot)) for slot in slots]
        if any(not self._overlapping(one, columns) for one in self.taken):
            columns.append(Column(None, is_open=True))
        return columns

    @cached_property
    def rows(self) -> list[Row]:
        """Each room: those lent, and others that something stands in."""
        rooms = {room.pk: room for room in self.center.rooms.all()}
        return [Row(room, self._cells(room)) for room in rooms.values()]

    @property
    def free_slots(self) -> int:
        """Open slots of rooms lent in which nothing is."""
        return sum(
            cell.column.slot is not None and cell.column.is_open and not cell.taken
            for row in self.rows
            if row.room.is_bookable
            for cell in row.cells
        )

    @property
    def person_ids(self) -> list[int]:
        """Those whose telephone the page shows."""
        return [
            one.reservation.registration.group.representative_id
            for one in self.coming
            if one.reservation is not None
        ]

    # ------------------------------------------------------------ how

    def _is_open(self, slot: Slot) -> bool:
        state = self.state
        if state is None or state.opens is None or state.closes is None:
            return False
        return state.opens <= slot.starts and slot.ends <= state.closes

    def _overlapping(self, taken: Taken, columns: Sequence[Column]) -> list[Column]:
        booking = taken.booking
        return [
            column
            for column in columns
            if column.slot is not None
            and calendar.at(self.day, column.slot.starts) < booking.ends_at
            and booking.starts_at < calendar.at(self.day, column.slot.ends)
        ]

    def _cells(self, room: Room) -> list[Cell]:
        cells = [Cell(column) for column in self.columns]
        for one in self.taken:
            if one.booking.room_id != room.pk:
                continue
            columns = self._overlapping(one, self.columns) or self.columns[-1:]
            for cell in cells:
                if cell.column in columns:
                    cell.taken.append((one, cell.column is not columns[0]))
        return cells
