"""Whatever is taken, moved and given back in whatever order, no two bookings ever meet in a room.

A plain list is kept beside the database. Each command is refused if, and only if, the list says
that the room is taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.models import Booking
from portal.japan import calendar
from portal.refusal import code_of
from tests import cast, rooms

pytestmark = pytest.mark.django_db

CHANGEOVER = {"大ホール": 30, "第1会議室": 0}

# What is done: to which of the bookings made so far, in which room, from when (in quarters of an
# hour), for how long. Few rooms and hours, so that they meet often; some run past midnight.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["take", "take", "move", "cancel"]),
        st.integers(0, 9),
        st.sampled_from(sorted(CHANGEOVER)),
        st.integers(40, 100),
        st.integers(1, 12),
    ),
    min_size=12,
    max_size=40,
)


@dataclass
class Taken:
    """One booking as the plain list knows it."""

    booking: Booking
    room: str
    starts: datetime
    ends: datetime
    live: bool = True

    def meets(self, room: str, starts: datetime, ends: datetime) -> bool:
        gap = timedelta(minutes=CHANGEOVER[room])
        return (
            self.live
            and room == self.room
            and starts < self.ends + gap
            and self.starts < ends + gap
        )


def is_refused(command) -> bool:
    """Whether the room was taken; any other refusal is a fault."""
    try:
        command()
    except ValidationError as refusal:
        if code_of(refusal) != "room_taken":
            raise
        return True
    return False


def live_bookings_that_meet() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM centers_booking a JOIN centers_booking b
            ON a.id < b.id AND a.room_id = b.room_id AND a.held && b.held
            WHERE a.cancelled_at IS NULL AND b.cancelled_at IS NULL
            """
        )
        return cursor.fetchone()[0]


class Diary:
    """The plain list, and the same commands given to both."""

    def __init__(self, by) -> None:
        self.by, self.taken, self.refused = by, [], 0
        self.rooms = {
            name: rooms.a_room(name=name, changeover_minutes=minutes)
            for name, minutes in CHANGEOVER.items()
        }

    def is_taken(self, room: str, starts: datetime, ends: datetime, *, but=None) -> bool:
        return any(one.meets(room, starts, ends) for one in self.taken if one is not but)

    def take(self, _, room: str, starts: datetime, ends: datetime) -> None:
        def command() -> None:
            booking = Booking.take(self.rooms[room], starts, ends, Booking.Kind.BLOCK, by=self.by)
            self.taken.append(Taken(booking, room, starts, ends))

        expected = self.is_taken(room, starts, ends)
        assert is_refused(command) == expected
        self.refused += expected

    def move(self, which: int, room: str, starts: datetime, ends: datetime) -> None:
        if one := self._one(which):
            expected = self.is_taken(room, starts, ends, but=one)
            assert (
                is_refused(lambda: one.booking.move(self.rooms[room], starts, ends, by=self.by))
                == expected
            )
            self.refused += expected
            if not expected:
                one.room, one.starts, one.ends = room, starts, ends

    def cancel(self, which: int, *_) -> None:
        if one := self._one(which):
            one.booking.cancel(by=self.by)
            one.live = False

    def _one(self, which: int) -> Taken | None:
        live = [one for one in self.taken if one.live]
        return live[which % len(live)] if live else None

    def agrees(self) -> bool:
        stands = Booking.objects.live().values_list("room__name", "period")
        return sorted(stands) == sorted((t.room, t.booking.period) for t in self.taken if t.live)


SOME = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def test_any_sequence_of_bookings_moves_and_cancellations_never_overlaps():
    by, refused = cast.center_staff(cast.a_center()), []
    midnight = calendar.bounds_of(timezone.localdate() + timedelta(days=14))[0]

    @SOME
    @given(STEPS)
    def play(steps) -> None:
        with transaction.atomic():
            diary = Diary(by)
            for what, which, room, begin, length in steps:
                starts = midnight + timedelta(minutes=15 * begin)
                ends = starts + timedelta(minutes=15 * length)
                getattr(diary, what)(which, room, starts, ends)
                assert live_bookings_that_meet() == 0
            assert diary.agrees()
            refused.append(diary.refused)
            transaction.set_rollback(True)

    play()
    assert sum(refused) > len(refused), "hardly anybody met anybody: the test shows nothing"


def test_control_without_the_constraint_the_same_sequences_overlap():
    day = timezone.localdate() + timedelta(days=14)
    room, slot = rooms.a_room(), rooms.a_slot()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE centers_booking DROP CONSTRAINT one_use_of_a_room_at_a_time")
    for _ in range(2):
        rooms.a_booking(room, day, slot)
    assert live_bookings_that_meet() == 1
