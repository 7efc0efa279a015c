"""Whatever is done to a course in whatever order, what was promised holds after every step.

Hypothesis makes up sequences of commands — residents, staff, the clock — of a course with a queue
and of one with a lottery. The controls plant a fault, and a sequence is found that shows it.
"""

from collections import Counter
from collections.abc import Callable
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
    precondition,
    rule,
    run_state_machine_as_test,
)

from portal.people.models import Household, Person
from programs.attendance.taps import record_taps, tap_now
from programs.lottery import drawing
from programs.models import Attendance, Course, Draw, DrawEntry, PersonMerge, SignUp
from programs.sign_ups import merging
from programs.sign_ups.promotion import keep_moving
from programs.sign_ups.walk_in import walk_in
from tests import cast

ACCOUNTS, WITHOUT = 8, 4  # people of an account each, and people the desk registered
PEOPLE = ACCOUNTS + WITHOUT
DAYS_AHEAD = 20
LIVE = {"entered", "waiting", "offered", "seated"}
STATES_AFTER = {
    None: {"entered", "waiting", "seated"},
    "entered": {"entered", "seated", "waiting", "withdrawn", "cancelled"},
    "waiting": {"waiting", "offered", "seated", "withdrawn", "cancelled", "entered"},
    "offered": {"offered", "seated", "withdrawn", "lapsed", "cancelled"},
    "seated": {"seated", "withdrawn", "cancelled"},
    "withdrawn": {"withdrawn"},
    "lapsed": {"lapsed"},
    "cancelled": {"cancelled"},
}

QUICK = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TO_THE_FIRST_FAULT = settings(QUICK, max_examples=60)

somebody = st.integers(0, PEOPLE - 1)
any_number = st.integers(0, 99)


class CourseLife(RuleBasedStateMachine):
    """One course, twelve people, a clock that only goes forward."""

    merges = Bundle("merges")
    lottery = False

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
        sizes=st.lists(st.sampled_from([1, 1, 2, 3]), min_size=3, max_size=6),
        capacity=st.integers(1, 3),
        queue=st.sampled_from(["offer", "at_once", "offer", "at_once", "by_staff", "none"]),
        party_max=st.integers(1, 3),
        results_in=st.sampled_from([None, 1, 6]),
    )
    def a_course_is_published(
        self, sizes: list[int], capacity: int, queue: str, party_max: int, results_in: int | None
    ) -> None:
        fields = {"days_ahead": DAYS_AHEAD, "capacity": capacity, "party_max": party_max}
        if self.lottery:
            until = self.now + timedelta(days=4)
            fields |= {"method": "lottery", "draw_source": "ナンバーズ4", "apply_until": until}
            fields["results_at"] = results_in and until + timedelta(days=results_in)
            queue = "at_once" if queue == "none" else queue
        self.key = cast.a_course(queue=queue, **fields).pk
        residents = cast.many_residents(ACCOUNTS)
        self.people = [person for _, person in residents] + self._people_of_the_desk()
        self.staff = cast.center_staff(self.course.center)
        self.other_staff = cast.section_staff()
        self.resident = residents[0][0]
        firsts = [sum(sizes[:number]) % PEOPLE for number in range(len(sizes))]
        for first, size in zip(firsts, sizes, strict=True):
            self.sign_up(first=first, size=size, via="web")

    def _people_of_the_desk(self) -> list[Person]:
        people = [cast.a_person(given_name=f"窓口{number}") for number in range(WITHOUT)]
        for person in people:
            person.household = Household.objects.create()
        return Person.objects.bulk_create(people)

    @property
    def course(self) -> Course:
        return Course.objects.get(pk=self.key)

    def _do(self, command: Callable, *arguments, **options):
        """Do it, or be refused: what a refusal leaves behind is looked at all the same."""
        try:
            with transaction.atomic():
                return command(*arguments, **options)
        except ValidationError:
            return None

    def _one(self, number: int, *states: str) -> SignUp:
        """One in one of these states; somebody in any state where there is none, or by chance."""
        rows = SignUp.objects.filter(course=self.key).order_by("pk")
        wanted = [] if number % 10 == 9 else list(rows.filter(status__in=states))
        found = wanted or list(rows)
        return found[number % len(found)]

    # ------------------------------------------------------------ what residents do

    @rule(
        first=somebody,
        size=st.sampled_from([1, 1, 1, 2, 3]),
        via=st.sampled_from(["web", "web", "postcard"]),
    )
    def sign_up(self, first: int, size: int, via: str) -> None:
        people = (self.people * 2)[first : first + size]
        command = self.course.sign_up_together
        made = self._do(command, people, by=self.resident, via=SignUp.Via(via)) or []
        self.made += [sign_up.pk for sign_up in made]

    @precondition(lambda self: self.made)
    @rule(number=any_number, whole_party=st.booleans())
    def give_the_seat_back(self, number: int, whole_party: bool) -> None:
        one = self._one(number, "seated")
        self._do(one.withdraw, by=self.resident, whole_party=whole_party)

    @precondition(lambda self: self.made)
    @rule(number=any_number, whole_party=st.booleans())
    def leave_the_queue_or_the_lot(self, number: int, whole_party: bool) -> None:
        one = self._one(number, "waiting", "entered", "offered")
        self._do(one.withdraw, by=self.resident, whole_party=whole_party)

    @precondition(lambda self: self.made)
    @rule(number=any_number, yes=st.booleans())
    def answer_an_offer(self, number: int, yes: bool) -> None:
        one = self._one(number, "offered")
        self._do(one.accept if yes else one.decline, by=self.resident)

    # ------------------------------------------------------------ what staff do

    @precondition(lambda self: self.made)
    @rule(number=any_number)
    def choose_who_gets_the_seat(self, number: int) -> None:
        self._do(self._one(number, "waiting").seat, by=self.staff)

    @precondition(lambda self: self.made)
    @rule(number=any_number)
    def take_a_place_away(self, number: int) -> None:
        self._do(self._one(number, *LIVE).cancel, by=self.staff, why="電話で")

    @rule(capacity=st.integers(1, 5))
    def change_capacity(self, capacity: int) -> None:
        self._do(self.course.change_capacity, capacity)

    @rule(number=any_number)
    def call_off(self, number: int) -> None:
        if number % 10 == 7:
            self._do(self.course.cancel, by=self.staff, reason="台風のため")

    @precondition(lambda self: self.made)
    @rule(number=any_number, came=st.booleans())
    def tap_at_the_door(self, number: int, came: bool) -> None:
        state = Attendance.State.PRESENT if came else Attendance.State.UNKNOWN
        taps = [tap_now(self._one(number, "seated").pk, state)]
        record_taps(self.course.sessions.get(), taps, by=self.staff)

    @rule(who=somebody, beyond=st.integers(0, 5))
    def let_in_at_the_door(self, who: int, beyond: int) -> None:
        options = {"by": self.staff, "beyond_capacity": beyond == 5}
        came = self._do(walk_in, self.course.sessions.get(), self.people[who], **options)
        if came and came.pk not in self.made:
            self.made.append(came.pk)

    @rule(target=merges, kept=somebody, absorbed=st.integers(ACCOUNTS, PEOPLE - 1))
    def merge(self, kept: int, absorbed: int):
        people = [Person.objects.get(pk=self.people[one].pk) for one in (kept, absorbed)]
        done = self._do(merging.merge, *people, by=self.staff)
        return multiple() if done is None else done.pk

    @rule(done=merges)
    def undo_the_merge(self, done: int) -> None:
        self._do(merging.undo, PersonMerge.objects.get(pk=done), by=self.staff)

    # ------------------------------------------------------------ what time does

    @rule(hours=st.sampled_from([1, 5, 24, 47, 49, 96]), by_task=st.booleans())
    def time_passes(self, hours: int, by_task: bool) -> None:
        """Offers end by their own tasks, or, where those were lost, by the worker's round."""
        self.now += timedelta(hours=hours)
        if by_task:
            for offer in SignUp.objects.offers_over():
                self._do(offer.lapse)
        else:
            keep_moving()

    @rule()
    def the_worker_makes_its_round(self) -> None:
        keep_moving()
        drawing.see_to_lotteries()

    # ------------------------------------------------------------ what always holds

    @invariant()
    def every_promise_is_kept(self) -> None:
        course = self.course
        rows = list(SignUp.objects.filter(course=course).with_places().in_order())
        self._nobody_is_lost(rows)
        self._seats_never_exceed_the_capacity_and_counts_are_true(course, rows)
        self._the_queue_has_no_gaps(rows)
        self._a_party_stands_together(rows)
        self._nobody_holds_two_places(rows)
        self._no_seat_stays_empty_while_somebody_fits(course, rows)
        self._an_offer_has_a_deadline_that_has_not_passed(rows)
        self._the_history_explains_the_state(rows)
        self._whoever_entered_is_drawn(course, rows)

    def _nobody_is_lost(self, rows: list[SignUp]) -> None:
        assert sorted(row.pk for row in rows) == sorted(self.made)

    def _seats_never_exceed_the_capacity_and_counts_are_true(self, course, rows) -> None:
        now = Counter(row.status for row in rows)
        assert course.seats_taken == now["seated"] + now["offered"] <= course.capacity
        assert course.waiting_count == now["waiting"]
        assert course.entered_count == now["entered"]
        assert not course.is_cancelled or now.keys().isdisjoint(LIVE)

    def _the_queue_has_no_gaps(self, rows: list[SignUp]) -> None:
        numbers = list(dict.fromkeys(row.place for row in rows if row.is_waiting))
        assert numbers == list(range(1, len(numbers) + 1))

    def _a_party_stands_together(self, rows: list[SignUp]) -> None:
        """Alike, but for one who was let in at the door alone, or given a place back."""
        parties: dict[int, list[SignUp]] = {}
        for row in rows:
            if row.party_id and row.is_live:
                parties.setdefault(row.party_id, []).append(row)
        for party in parties.values():
            stands = {(row.status, row.is_waiting and row.rank, row.offer_until) for row in party}
            assert len({row.status for row in party}) == len(stands)
            assert len(stands) == 1 or any(self._went_alone(row) for row in party)

    def _went_alone(self, row: SignUp) -> bool:
        return row.events.filter(what__in=["walked_in", "merged"]).exists()

    def _nobody_holds_two_places(self, rows: list[SignUp]) -> None:
        people = [row.person_id for row in rows if row.is_live]
        assert len(set(people)) == len(people)

    def _no_seat_stays_empty_while_somebody_fits(self, course, rows) -> None:
        if course.promotes_by_itself(self.now):
            sizes = Counter(row.party_id or -row.pk for row in rows if row.is_waiting)
            assert all(size > course.seats_left for size in sizes.values())

    def _an_offer_has_a_deadline_that_has_not_passed(self, rows: list[SignUp]) -> None:
        for row in rows:
            assert row.is_offered == (row.offer_until is not None)
            assert not row.is_offered or row.offer_until >= self.now

    def _the_history_explains_the_state(self, rows: list[SignUp]) -> None:
        steps: dict[int, list[tuple[str, str]]] = {row.pk: [] for row in rows}
        events = SignUp.pgh_event_model.objects.filter(pgh_obj__in=list(steps)).order_by("pgh_id")
        for key, status, what in events.values_list("pgh_obj", "status", "what"):
            steps[key].append((status, what))
        for row in rows:
            assert steps[row.pk][-1] == (row.status, row.what)
            before: tuple[str | None, str] = (None, "")
            for step in steps[row.pk]:
                # What was given up for a second place is held again where the two are two.
                held_again = before == ("cancelled", "merged") and step[0] in LIVE
                assert held_again or step[0] in STATES_AFTER[before[0]], (before, step)
                before = step

    def _whoever_entered_is_drawn(self, course: Course, rows: list[SignUp]) -> None:
        """Who has entered stands on the list of the draw; once it is told, nobody is forgotten."""
        entered = [row for row in rows if row.status == "entered"]
        assert all(row.rank is None for row in entered)
        draw = Draw.objects.valid().filter(course=course).first()
        if draw is None or not entered:
            return
        assert not draw.is_announced
        listed = set(DrawEntry.objects.filter(draw=draw).values_list("sign_up", flat=True))
        parties = {row.party_id for row in rows if row.pk in listed and row.party_id}
        assert all(row.pk in listed or row.party_id in parties for row in entered)


class LotteryLife(CourseLife):
    """The same course, its seats by lot: people enter, the list is closed, drawn, told, redone."""

    lottery = True

    def _do_step(self, step: str) -> None:
        course, by = self.course, self.staff
        match step:
            case "wait":
                self.now = max(self.now, course.closes_at + timedelta(minutes=1))
                keep_moving()
            case "close":
                self._do(drawing.close, course, by=by)
            case "draw":
                self._do(drawing.draw, course, "4649", by=by)
            case "announce":
                self._do(drawing.announce, course, by=by)
            case "ask":
                self._do(drawing.ask_redraw, course, by=by, reason="名簿のまちがい")
            case "approve alone":
                self._do(drawing.approve_redraw, course, by=by)
            case "approve":
                self._do(drawing.approve_redraw, course, by=self.other_staff)
            case "refuse":
                self._do(drawing.refuse_redraw, course, by=self.other_staff)

    def _next_step(self) -> str:
        course = self.course
        draw = Draw.objects.valid().filter(course=course).first()
        if draw is None:
            return "wait" if course.closes_at >= self.now else "close"
        if draw.redraw_is_asked:
            return "approve"
        return "ask" if draw.is_announced else "announce" if draw.is_drawn else "draw"

    @rule()
    def the_lottery_goes_on(self) -> None:
        self._do_step(self._next_step())

    @rule(
        step=st.sampled_from(
            ["close", "draw", "announce", "ask", "approve alone", "approve", "refuse"]
        )
    )
    def staff_do_another_step(self, step: str) -> None:
        self._do_step(step)


@pytest.mark.django_db
def test_any_sequence_of_commands_on_a_queue_keeps_every_promise():
    run_state_machine_as_test(CourseLife, settings=QUICK)


@pytest.mark.django_db
def test_any_sequence_of_commands_on_a_lottery_keeps_every_promise():
    run_state_machine_as_test(LotteryLife, settings=QUICK)


@pytest.mark.django_db
def test_control_without_promotion_a_sequence_is_found_that_leaves_a_seat_empty(monkeypatch):
    monkeypatch.setattr("programs.sign_ups.promotion.promote", lambda course: [])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(CourseLife, settings=TO_THE_FIRST_FAULT)


@pytest.mark.django_db
def test_control_where_results_reach_nobody_a_sequence_is_found_that_forgets_who_entered(
    monkeypatch,
):
    monkeypatch.setattr(drawing, "_give_places", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(LotteryLife, settings=TO_THE_FIRST_FAULT)


# ---------------------------------------------------------------- what sequences found


@pytest.mark.django_db
def test_who_was_let_in_alone_keeps_the_seat_when_the_offer_to_the_others_ends():
    course = cast.a_course(capacity=1, queue="offer", party_max=2)
    seated, pair = cast.newcomers(course, 1, 2)
    alone, other = pair.party_members()
    walk_in(course.sessions.get(), alone.person, by=pair.by, beyond_capacity=True)
    seated.withdraw(by=seated.by)
    other.refresh_from_db()
    assert other.is_offered
    with patch("django.utils.timezone.now", lambda: other.offer_until):
        other.lapse()
    alone.refresh_from_db()
    assert (alone.status, other.status) == ("seated", "lapsed")


def entered_twice(course: Course) -> list[SignUp]:
    """Somebody whom the desk registered twice and who entered by two postcards."""
    staff = cast.section_staff()
    return [
        course.sign_up(
            Person.register_at_the_desk(cast.a_person(given_name=name)),
            by=staff,
            via=SignUp.Via.POSTCARD,
        )
        for name in ("ハナ", "華")
    ]


def made_one(entries: list[SignUp]) -> PersonMerge:
    kept, absorbed = (entry.person for entry in entries)
    return merging.merge(kept, absorbed, by=entries[0].by)


def drawn_and_told(course: Course) -> None:
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)


@pytest.mark.django_db
def test_an_entry_held_again_after_the_lots_were_drawn_has_the_place_it_drew():
    course = cast.a_lottery(entries=4, capacity=1)
    entries = entered_twice(course)
    drawing.close(course)
    done = made_one(entries)
    drawn_and_told(course)
    merging.undo(done, by=done.by)
    again = SignUp.objects.get(pk=entries[1].pk)
    assert (again.status, again.why) == ("waiting", merging.UNDONE)
    assert again.rank == DrawEntry.objects.get(sign_up=again).rank


@pytest.mark.django_db
def test_an_entry_held_again_after_the_close_stands_behind_the_others():
    course = cast.a_lottery(entries=4, capacity=1)
    entries = entered_twice(course)
    done = made_one(entries)
    drawing.close(course)
    merging.undo(done, by=done.by)
    drawn_and_told(course)
    again = SignUp.objects.get(pk=entries[1].pk)
    assert (again.status, again.what, again.rank) == ("waiting", "reserve", None)
    assert again.place_in_queue() == 5


@pytest.mark.django_db
def test_a_reserve_held_again_while_lots_are_drawn_anew_enters_anew():
    course = cast.a_lottery(entries=4, capacity=1)
    entries = entered_twice(course)
    drawing.close(course)
    drawn_and_told(course)
    done = made_one(entries)
    drawing.ask_redraw(course, by=done.by, reason="名簿のまちがい")
    drawing.approve_redraw(course, by=cast.section_staff("second@example.jp"))
    merging.undo(done, by=done.by)
    assert not SignUp.objects.waiting().filter(course=course).exists()
    course.refresh_from_db()
    assert course.entered_count + course.seats_taken == 6
