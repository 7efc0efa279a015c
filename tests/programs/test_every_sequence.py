"""Whatever is done to a course in whatever order, what was promised holds after every step.

Hypothesis makes up sequences of commands — residents, staff, the clock — and shrinks one that
breaks a promise to the shortest that does.
"""

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from programs.models import Course, SignUp
from tests import cast

PEOPLE = 12
DAYS_AHEAD = 20
STATES_AFTER = {
    None: {"entered", "waiting", "seated"},
    "entered": {"entered", "seated", "waiting", "withdrawn", "cancelled"},
    "waiting": {"waiting", "offered", "seated", "withdrawn", "cancelled", "entered"},
    "offered": {"offered", "seated", "withdrawn", "lapsed", "cancelled"},
    "seated": {"seated", "withdrawn", "cancelled", "entered"},
}

QUICK = settings(
    max_examples=40,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class CourseLife(RuleBasedStateMachine):
    """One course, twelve residents, a clock that only goes forward."""

    entries = Bundle("entries")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.now = timezone.now()
        self.stack.enter_context(patch("django.utils.timezone.now", lambda: self.now))
        self.made: list[int] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()

    @initialize(
        capacity=st.integers(1, 4),
        queue=st.sampled_from(["at_once", "offer", "by_staff", "none"]),
        party_max=st.integers(1, 3),
    )
    def a_course_is_published(self, capacity: int, queue: str, party_max: int) -> None:
        self.course = cast.a_course(
            days_ahead=DAYS_AHEAD, capacity=capacity, queue=queue, party_max=party_max
        )
        residents = cast.many_residents(PEOPLE)
        self.people = [person for _, person in residents]
        self.staff = cast.center_staff(self.course.center)
        self.resident = residents[0][0]

    def _may_be_refused(self, command, *arguments, **options):
        """A refusal is an answer; what it leaves behind is looked at by the invariants."""
        try:
            with transaction.atomic():
                return command(*arguments, **options)
        except ValidationError:
            return None

    # ------------------------------------------------------------ what residents do

    @rule(target=entries, first=st.integers(0, PEOPLE - 1), size=st.integers(1, 3))
    def sign_up(self, first: int, size: int):
        people = (self.people * 2)[first : first + size]
        made = self._may_be_refused(
            Course.objects.get(pk=self.course.pk).sign_up_together, people, by=self.resident
        )
        if made is None:
            return multiple()
        self.made += [sign_up.pk for sign_up in made]
        return made[0].pk

    @rule(entry=entries)
    def withdraw(self, entry: int) -> None:
        self._may_be_refused(SignUp.objects.get(pk=entry).withdraw, by=self.resident)

    @rule(entry=entries)
    def accept(self, entry: int) -> None:
        self._may_be_refused(SignUp.objects.get(pk=entry).accept, by=self.resident)

    @rule(entry=entries)
    def decline(self, entry: int) -> None:
        self._may_be_refused(SignUp.objects.get(pk=entry).decline, by=self.resident)

    # ------------------------------------------------------------ what staff do

    @rule(entry=entries)
    def seat_by_staff(self, entry: int) -> None:
        self._may_be_refused(SignUp.objects.get(pk=entry).seat, by=self.staff)

    @rule(entry=entries)
    def cancel_by_staff(self, entry: int) -> None:
        self._may_be_refused(SignUp.objects.get(pk=entry).cancel, by=self.staff, why="電話で")

    @rule(capacity=st.integers(1, 5))
    def change_capacity(self, capacity: int) -> None:
        course = Course.objects.get(pk=self.course.pk)
        self._may_be_refused(course.change_capacity, capacity)

    # ------------------------------------------------------------ what time does

    @rule(hours=st.sampled_from([1, 47, 49, 24 * 7]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for offer in SignUp.objects.filter(status="offered"):
            self._may_be_refused(offer.lapse)

    # ------------------------------------------------------------ what always holds

    def _rows(self) -> list[SignUp]:
        return list(SignUp.objects.filter(course=self.course).in_order())

    @invariant()
    def seats_never_exceed_the_capacity_and_counts_are_true(self) -> None:
        course = Course.objects.get(pk=self.course.pk)
        now = Counter(sign_up.status for sign_up in self._rows())
        assert course.seats_taken == now["seated"] + now["offered"] <= course.capacity
        assert course.waiting_count == now["waiting"]
        assert course.entered_count == now["entered"]

    @invariant()
    def nobody_is_lost(self) -> None:
        assert sorted(row.pk for row in self._rows()) == sorted(self.made)

    @invariant()
    def the_queue_has_no_gaps(self) -> None:
        waiting = [row for row in self._rows() if row.is_waiting]
        numbers = list(dict.fromkeys(row.place_in_queue() for row in waiting))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def a_party_stands_together(self) -> None:
        parties: dict[int, set[str]] = {}
        for row in self._rows():
            if row.party_id and row.is_live:
                parties.setdefault(row.party_id, set()).add(row.status)
        assert all(len(states) == 1 for states in parties.values())

    @invariant()
    def no_seat_stays_empty_while_somebody_fits(self) -> None:
        course = Course.objects.get(pk=self.course.pk)
        if not course.promotes_by_itself(self.now):
            return
        sizes = Counter(row.party_id or -row.pk for row in self._rows() if row.is_waiting)
        assert all(size > course.seats_left for size in sizes.values())

    @invariant()
    def the_history_explains_the_state(self) -> None:
        for row in self._rows():
            steps = list(row.events.order_by("pgh_id").values_list("status", "what"))
            assert steps[-1] == (row.status, row.what)
            for before, (after, _) in zip([None, *(s for s, _ in steps)], steps, strict=False):
                assert after in STATES_AFTER.get(before, {before})

    @invariant()
    def an_offer_has_a_deadline_that_has_not_passed(self) -> None:
        for row in self._rows():
            assert row.is_offered == (row.offer_until is not None)
            assert not row.is_offered or row.offer_until >= self.now


@pytest.mark.django_db
def test_any_sequence_of_commands_keeps_every_promise():
    run_state_machine_as_test(
        CourseLife, settings=settings(QUICK, max_examples=60, stateful_step_count=30)
    )


@pytest.mark.django_db
def test_control_without_promotion_a_sequence_is_found_that_leaves_a_seat_empty(monkeypatch):
    monkeypatch.setattr("programs.sign_ups.promotion.promote", lambda course: [])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(CourseLife, settings=settings(QUICK, phases=[Phase.generate]))
