"""Whatever is agreed, moved, taken back and called off in whatever order, nobody is in two places.

A plain list is kept beside the database. Each command is refused if, and only if, the list says so;
no shift is ever over-full, no person twice at one time, and all counts are those of the list.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from centers.volunteers.models import Match, Shift
from centers.volunteers.openings import agreeing, shifts
from portal.japan import calendar
from tests import cast, volunteering

pytestmark = pytest.mark.django_db

NEEDED = (1, 2, 1, 2)
PEOPLE = 3
# What is done: by which person, at which shift, to which hour of the day, for how many hours. Few
# people, shifts and hours, so that they meet often.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["sign_up", "sign_up", "propose", "accept", "decline", "withdraw", "move", "call_off"]
        ),
        st.integers(0, PEOPLE - 1),
        st.integers(0, len(NEEDED) - 1),
        st.integers(9, 16),
        st.integers(1, 3),
    ),
    min_size=10,
    max_size=30,
)


@dataclass
class Place:
    """One shift as the plain list knows it."""

    shift: Shift
    starts: datetime
    ends: datetime
    needed: int
    is_off: bool = False
    comes: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)

    def meets(self, starts: datetime, ends: datetime) -> bool:
        return starts < self.ends and self.starts < ends


class Diary:
    """The plain list, and the same commands given to both."""

    def __init__(self, volunteers, coordinator, day: datetime) -> None:
        self.volunteers, self.coordinator, self.day, self.refused = volunteers, coordinator, day, 0
        self.places = []
        for number, needed in enumerate(NEEDED):
            starts = day + timedelta(hours=9 + 2 * number)
            shift = volunteering.a_shift(starts_at=starts, needed=needed)
            self.places.append(Place(shift, starts, starts + timedelta(hours=2), needed))

    def is_elsewhere(self, who: int, at: Place, starts: datetime, ends: datetime) -> bool:
        return any(
            who in other.comes and other.meets(starts, ends)
            for other in self.places
            if other is not at
        )

    def cannot_come(self, who: int, place: Place) -> bool:
        return (
            place.is_off
            or who in place.comes
            or len(place.comes) >= place.needed
            or self.is_elsewhere(who, place, place.starts, place.ends)
        )

    def agrees_that_refused(self, command, expected: bool) -> bool:
        """Whether the command was done; that it is refused just when expected is asserted."""
        try:
            command()
            done = True
        except ValidationError:
            done = False
        assert done != expected
        self.refused += expected
        return done

    def sign_up(self, who: int, place: Place, *_) -> None:
        person = self.volunteers[who]
        command = lambda: agreeing.sign_up(person, place.shift, by=person.by)  # noqa: E731
        if self.agrees_that_refused(command, self.cannot_come(who, place)):
            place.comes.add(who)
            place.asked.discard(who)

    def propose(self, who: int, place: Place, *_) -> None:
        person = self.volunteers[who]
        command = lambda: agreeing.propose(person, place.shift, by=self.coordinator)  # noqa: E731
        if self.agrees_that_refused(command, self.cannot_come(who, place) or who in place.asked):
            place.asked.add(who)

    def accept(self, who: int, place: Place, *_) -> None:
        if match := self._match(who, place, Match.Status.PROPOSED):
            command = lambda: agreeing.accept(match, by=self.volunteers[who].by)  # noqa: E731
            if self.agrees_that_refused(command, self.cannot_come(who, place)):
                place.comes.add(who)
                place.asked.discard(who)

    def decline(self, who: int, place: Place, *_) -> None:
        if match := self._match(who, place, Match.Status.PROPOSED):
            agreeing.decline(match, by=self.volunteers[who].by)
            place.asked.discard(who)

    def withdraw(self, who: int, place: Place, *_) -> None:
        if match := self._match(who, place, Match.Status.ACCEPTED):
            agreeing.withdraw(match, by=self.volunteers[who].by)
            place.comes.discard(who)

    def move(self, _, place: Place, hour: int, hours: int) -> None:
        starts = self.day + timedelta(hours=hour)
        ends = starts + timedelta(hours=hours)
        command = lambda: shifts.move(place.shift, starts, ends, by=self.coordinator)  # noqa: E731
        cannot = (
            place.is_off
            or (starts, ends) == (place.starts, place.ends)
            or any(self.is_elsewhere(who, place, starts, ends) for who in place.comes)
        )
        if self.agrees_that_refused(command, cannot):
            place.starts, place.ends = starts, ends

    def call_off(self, _, place: Place, *__) -> None:
        # Seldom: else all would soon be off.
        if len(place.comes) < place.needed:
            return
        command = lambda: agreeing.call_off(place.shift, "雨", by=self.coordinator)  # noqa: E731
        if self.agrees_that_refused(command, place.is_off):
            place.is_off = True
            place.comes.clear()
            place.asked.clear()

    def _match(self, who: int, place: Place, status: str) -> Match | None:
        return place.shift.matches.filter(volunteer=self.volunteers[who], status=status).first()

    def agrees(self) -> bool:
        """Whether the database holds what the list holds."""
        order = {person.pk: who for who, person in enumerate(self.volunteers)}
        for place in self.places:
            place.shift.refresh_from_db()
            live = place.shift.matches.live().values_list("volunteer_id", "status")
            comes = {order[pk] for pk, status in live if status == Match.Status.ACCEPTED}
            asked = {order[pk] for pk, status in live if status == Match.Status.PROPOSED}
            held = (place.shift.starts_at, place.shift.ends_at, place.shift.taken)
            if held != (place.starts, place.ends, len(place.comes)):
                return False
            if (comes, asked) != (place.comes, place.asked):
                return False
        return True


def double_shifts() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM volunteers_match a
            JOIN volunteers_shift s ON s.id = a.shift_id
            JOIN volunteers_match b ON a.id < b.id AND a.volunteer_id = b.volunteer_id
            JOIN volunteers_shift t ON t.id = b.shift_id
            WHERE a.status = 'accepted' AND b.status = 'accepted'
            AND s.starts_at < t.ends_at AND t.starts_at < s.ends_at
            """
        )
        return cursor.fetchone()[0]


def over_full_shifts() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM volunteers_shift s WHERE s.needed < (
                SELECT count(*) FROM volunteers_match m WHERE m.shift_id = s.id
                AND m.status IN ('accepted', 'done', 'absent'))
            """
        )
        return cursor.fetchone()[0]


SOME = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def test_any_sequence_leaves_nobody_in_two_places_and_no_shift_over_full():
    center, coordinator, refused = cast.a_center(), volunteering.a_coordinator(), []
    volunteers = [
        volunteering.a_volunteer(person, center, by=user)
        for user, person in cast.many_residents(PEOPLE)
    ]
    day = calendar.bounds_of(timezone.localdate() + timedelta(days=14))[0]

    @SOME
    @given(STEPS)
    def play(steps) -> None:
        with transaction.atomic():
            diary = Diary(volunteers, coordinator, day)
            for what, who, which, hour, hours in steps:
                getattr(diary, what)(who, diary.places[which], hour, hours)
            assert double_shifts() == 0 == over_full_shifts()
            assert diary.agrees()
            refused.append(diary.refused)
            transaction.set_rollback(True)

    play()
    assert sum(refused) > len(refused), "hardly anybody met anybody: the test shows nothing"


def test_control_without_the_constraints_both_promises_break():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_shift DROP CONSTRAINT no_more_come_than_are_needed")
        cursor.execute("ALTER TABLE volunteers_match DROP CONSTRAINT nobody_is_in_two_places")
    person = volunteering.a_volunteer()
    other = volunteering.a_volunteer(cast.a_resident("o@example.jp").household.people.get())
    shift = volunteering.a_shift(needed=1)
    beside = volunteering.a_shift(starts_at=shift.starts_at + timedelta(hours=1))
    for volunteer, place in ((person, shift), (other, shift), (person, beside)):
        Match.objects.create(shift=place, volunteer=volunteer, status=Match.Status.ACCEPTED)
    assert (double_shifts(), over_full_shifts()) == (1, 1)
