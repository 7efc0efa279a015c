"""Rooms over some days as they are drawn: the state of each slot, and of each day as a whole."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone

from centers.models import OpenDay, Room, Slot
from portal.japan import calendar

from .free import RoomSlot, free_days_of, slots_of
from .months import Giving, Months


class State(Enum):
    """How a slot stands: the sign, the word beside it, and the name its colour goes by."""

    FREE = ("○", "空き", "free")
    SOME = ("△", "一部空き", "some")
    TAKEN = ("×", "空きなし", "taken")
    CLOSED = ("休", "休館", "closed")
    SHUT = ("－", "時間外", "none")
    LOTTERY = ("抽", "抽選待ち", "lottery")
    NOT_YET = ("－", "受付前", "none")
    OVER = ("－", "終了", "none")
    UNKNOWN = ("－", "未定", "none")

    def __init__(self, sign: str, word: str, css: str) -> None:
        self.sign, self.word, self.css = sign, word, css


OF_GIVING = {Giving.LOTTERY: State.LOTTERY, Giving.NOT_YET: State.NOT_YET}


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot of one day in one room.

    Where it is taken, one may wait for it to come free; before a draw one may wish for it.
    """

    room: Room
    day: date
    slot: Slot
    state: State
    url: str = ""
    wait_url: str = ""
    wish_url: str = ""

    @property
    def is_free(self) -> bool:
        return self.state is State.FREE

    @property
    def heading(self) -> str:
        return heading(self.day)


@dataclass(frozen=True, slots=True)
class RoomDay:
    """One room on one day; `reason` says why its centre is closed."""

    room: Room
    day: date
    state: State
    cells: list[Cell]
    reason: str = ""

    @property
    def heading(self) -> str:
        return heading(self.day)

    @property
    def url(self) -> str:
        """The room's days from this one on; empty where there is nothing more to see."""
        if self.state.css == "none" or self.state is State.CLOSED:
            return ""
        return f"{address_of('room', self.room.pk)}?day={self.day}#free"

    @property
    def is_free(self) -> bool:
        """Whether something of it can be asked for."""
        return self.state in {State.FREE, State.SOME}

    @property
    def says_it_all(self) -> bool:
        """Whether no slot says more than the day as a whole."""
        return not self.cells or self.state.css == "none"

    def in_order_of(self, slots: Iterable[Slot]) -> list[Cell]:
        """A cell for each of `slots`; outside the hours where the centre is not open then."""
        by_slot = {cell.slot.pk: cell for cell in self.cells}
        return [
            by_slot.get(slot.pk) or Cell(self.room, self.day, slot, State.SHUT) for slot in slots
        ]


class Schedule:
    """These rooms from `first` to `last`: two statements, however many rooms and days."""

    def __init__(
        self,
        rooms: list[Room],
        first: date,
        last: date,
        *,
        months: Months,
        slots: dict[int, Slot],
        only: list[int] | None = None,
    ) -> None:
        self.days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self._months, self._slots = months, slots
        self._giving = {day: months.giving(day) for day in self.days}
        self._now, self._today = timezone.now(), timezone.localdate()
        self._found: dict[tuple[int, date], list[RoomSlot]] = defaultdict(list)
        for found in slots_of([room.pk for room in rooms], first, last, only):
            self._found[found.room_id, found.day].append(found)
        centers = {room.center_id for room in rooms}
        told = OpenDay.objects.between(first, last).filter(center__in=centers)
        days = told.order_by().values_list("center_id", "day", "opens", "reason")
        self._open_days = {
            (center, day): (opens is not None, reason) for center, day, opens, reason in days
        }

    def of(self, room: Room) -> list[RoomDay]:
        return [self.on(room, day) for day in self.days]

    def on(self, room: Room, day: date) -> RoomDay:
        cells = [self._cell(room, day, found) for found in self._found.get((room.pk, day), [])]
        is_open, reason = self._open_days.get((room.center_id, day), (None, ""))
        if day < self._today:
            state = State.OVER
        elif is_open is None:
            state = State.UNKNOWN
        elif not is_open:
            state = State.CLOSED
        else:
            state = whole([cell.state for cell in cells])
        return RoomDay(room, day, state, cells, reason if state is State.CLOSED else "")

    def _cell(self, room: Room, day: date, found: RoomSlot) -> Cell:
        state = self._state(found)
        slot = self._slots[found.slot_id]
        if state is State.FREE:
            return free_cell(room, day, slot)
        asks = f"?day={day}&slot={found.slot_id}"
        if state is State.TAKEN and self._giving[day] is Giving.FIRST_COME:
            wait_url = f"{address_of('wait', room.pk)}{asks}"
            return Cell(room, day, slot, state, wait_url=wait_url)
        if state is State.LOTTERY and self._months.takes_wishes(day):
            wishes = reverse("rooms:wishes", args=[day])
            return Cell(room, day, slot, state, wish_url=f"{wishes}{asks}&room={room.pk}")
        return Cell(room, day, slot, state)

    def _state(self, found: RoomSlot) -> State:
        if found.starts_at <= self._now:
            return State.OVER
        if found.is_taken:
            return State.TAKEN
        return OF_GIVING.get(self._giving[found.day], State.FREE)


class FreeDays:
    """The first `most` of `days` on which each of these rooms is free: one statement."""

    def __init__(
        self,
        rooms: list[Room],
        days: list[date],
        *,
        slots: dict[int, Slot],
        only: list[int],
        most: int,
    ) -> None:
        self._of: dict[int, list[RoomDay]] = defaultdict(list)
        self._number: dict[int, int] = {}
        by_key = {room.pk: room for room in rooms}
        for found in free_days_of(by_key, days, only, most):
            room = by_key[found.room_id]
            cells = [free_cell(room, found.day, slots[key]) for key in found.slot_ids]
            self._of[room.pk].append(RoomDay(room, found.day, State.FREE, cells))
            self._number[room.pk] = found.days

    def of(self, room: Room) -> list[RoomDay]:
        """Each with the slots that are free, and no others."""
        return self._of[room.pk]

    def more(self, room: Room) -> int:
        """On how many more days there is something."""
        return self._number.get(room.pk, 0) - len(self._of[room.pk])


def free_cell(room: Room, day: date, slot: Slot) -> Cell:
    """One slot that can be asked for."""
    url = f"{address_of('reserve', room.pk)}?day={day}&slot={slot.pk}"
    return Cell(room, day, slot, State.FREE, url=url)


def whole(states: list[State]) -> State:
    """A day's slots in one word; what is over does not count while something is to come."""
    coming = [state for state in states if state is not State.OVER]
    if not coming:
        return State.OVER if states else State.SHUT
    if State.FREE in coming:
        return State.FREE if all(state is State.FREE for state in coming) else State.SOME
    return next((state for state in (State.LOTTERY, State.NOT_YET) if state in coming), State.TAKEN)


def in_force(slots: dict[int, Slot], center_id: int | None, first: date, last: date) -> list[Slot]:
    """The slots a centre goes by on some day from `first` to `last`, by time.

    `slots` are all there are; the rule is that of `Slot.objects.of`: its own where it has any.
    """
    own = [slot for slot in slots.values() if center_id and slot.center_id == center_id]
    ruling = own or [slot for slot in slots.values() if slot.center_id is None]
    current = [
        slot
        for slot in ruling
        if (slot.first_day is None or slot.first_day <= last)
        and (slot.last_day is None or slot.last_day >= first)
    ]
    return sorted(current, key=lambda slot: (slot.starts, slot.pk))


@lru_cache(maxsize=1_000)
def heading(day: date) -> str:
    """「11/23（月・祝）」: a holiday is told beside the weekday."""
    holiday = "・祝" if calendar.holiday_name(day) else ""
    return f"{day.month}/{day.day}（{calendar.weekday_name(day)}{holiday}）"


@lru_cache(maxsize=20_000)
def address_of(page: str, room_id: int) -> str:
    """The address of one of a room's pages."""
    return reverse(f"rooms:{page}", args=[room_id])
