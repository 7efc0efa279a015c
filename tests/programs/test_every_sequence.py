"""Whatever is done in whatever order, what was promised holds after every step.

Hypothesis makes up sequences of all commands, of residents, staff and the clock: of a course with
a queue and of one with a lottery, each beside another of its series (`sequences`). A story told
beforehand gives each command once. The controls plant a fault, and a sequence is found that shows
it.

`SEQUENCES=500 pytest tests/programs/test_every_sequence.py` looks at so many, others every time.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from programs.lottery import drawing

from .sequences.clock import Clock
from .sequences.commands import NOT_GIVEN, commands_that_write
from .sequences.desk import Desk
from .sequences.door import Door
from .sequences.life import Life
from .sequences.lottery import Lottery
from .sequences.residents import Residents

pytestmark = pytest.mark.django_db

MANY = int(os.environ.get("SEQUENCES", "0"))

SOME = settings(
    max_examples=MANY or 12,
    stateful_step_count=50,
    deadline=None,
    derandomize=not MANY,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TO_THE_FIRST_FAULT = settings(SOME, max_examples=60)


class CourseLife(Residents, Desk, Door, Clock):
    """Everybody does something to a course with a queue, in any order."""


class LotteryLife(Residents, Desk, Door, Clock, Lottery):
    """The same, its seats by lot: people enter, the list is closed, drawn, told, redone."""


def test_any_sequence_of_commands_on_a_queue_keeps_every_promise():
    """`Life.what_was_promised_is_kept` asserts after each step."""
    run_state_machine_as_test(CourseLife, settings=SOME)


def test_any_sequence_of_commands_on_a_lottery_keeps_every_promise():
    """`Life.what_was_promised_is_kept` asserts after each step."""
    run_state_machine_as_test(LotteryLife, settings=SOME)


# ---------------------------------------------------------------- each command once


@pytest.fixture
def life() -> Iterator[LotteryLife]:
    """Four enter a lottery of one seat; beside it a course of one seat."""
    Life.done.clear()
    life = LotteryLife()
    fields = {"days_ahead": 12, "capacity": 1, "queue": "offer", "party_min": 1, "party_max": 2}
    fields |= {"childcare_capacity": 2, "minimum_to_run": 9}
    life.nobody_has_come()
    life.two_courses_are_published(
        begin=3, units=[(1, 0)] * 4, fields=fields, results_at=None, most_courses=None
    )
    yield life
    life.teardown()


def test_a_story_gives_every_command_and_keeps_every_promise(life):
    beside = {"size": 1, "only": 1}
    story = [
        (life.the_lottery_goes_on, {"steps": 3, "yes": True}),
        (life.staff_do_another_step, {"step": "ask"}),
        (life.staff_do_another_step, {"step": "refuse"}),
        (life.staff_do_another_step, {"step": "announce"}),
        (life.decide_about_too_few, {"number": 1}),
        (life.staff_do_another_step, {"step": "ask"}),
        (life.staff_do_another_step, {"step": "approve"}),
        (life.the_lottery_goes_on, {"steps": 3, "yes": True}),
        (life.call_who_has_no_mail, {"number": 0}),
        (life.give_the_seat_back, {"number": 0, "whole_party": False}),
        (life.answer_an_offer, {"number": 0, "yes": False}),
        (life.time_passes, {"hours": 49, "by_task": True}),
        (life.answer_an_offer, {"number": 0, "yes": True}),
        (life.take_a_place_away, {"number": 0}),
        (life.change_a_rule, {"which": 1, "change": ("queue", "by_staff")}),
        (life.somebody_asks_for_a_series, {"first": 1, "children": 1, **beside}),
        (life.somebody_asks_for_a_series, {"first": 2, "children": 1, **beside}),
        (life.receive_the_fee, {"number": 0}),
        (life.give_the_fee_back, {"number": 0}),
        (life.give_the_seat_back, {"number": 0, "whole_party": False}),
        (life.choose_who_gets_the_seat, {"number": 0}),
        (life.call_off, {"which": 1}),
        (life.change_a_rule, {"which": 0, "change": ("capacity", 2)}),
        (life.let_in_at_the_door, {"first": 8, "size": 2, "number": 0, "beyond": 5, "children": 1}),
        (life.merge, {"kept": 0, "absorbed": 9}),
        (life.undo_the_merge, {"number": 0}),
        (life.move_a_session, {"number": 0, "days": 1}),
        (life.call_a_session_off, {"number": 1}),
        (life.copy_for_another_year, {"which": 0}),
        (life.the_course_is_held_to_its_end, {"came": [0, 1]}),
        (life.work_out_who_finished, {"which": 0}),
        (life.say_how_it_was, {"number": 0, "mark": 5}),
    ]
    for deed, given in story:
        deed(**given)
        life.what_was_promised_is_kept()
        life.the_newest_tap_counts_and_a_certificate_keeps_its_number()
    assert commands_that_write() - (+life.done).keys() == NOT_GIVEN.keys()


# ---------------------------------------------------------------- controls

FAULTS = {
    "a freed seat goes to nobody": ("programs.sign_ups.promotion.promote", lambda course: []),
    "nobody is told": ("programs.models.sign_up_changes.tell", lambda first, what: None),
    "no child gets a place": ("programs.sign_ups.childcare.settle", lambda course, new=(): []),
    "a party is torn apart": (
        "programs.models.sign_up.SignUp.who_leaves",
        lambda own, whole_party=False: [own],
    ),
    "money given back is not noted": (
        "programs.models.asking.Payment.refund",
        lambda payment, by: None,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_control_a_sequence_is_found_that_shows(fault, monkeypatch):
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(CourseLife, settings=TO_THE_FIRST_FAULT)


def test_control_where_results_reach_nobody_a_sequence_is_found_that_forgets_who_entered(
    monkeypatch,
):
    monkeypatch.setattr(drawing, "_give_places", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(LotteryLife, settings=TO_THE_FIRST_FAULT)
