"""The queue of a full course: who is next, when a seat moves, and who is never passed by."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.refusal import code_of
from programs.models import Course, SignUp
from programs.sign_ups import promotion
from programs.sign_ups.history import history_of
from tests import cast

pytestmark = pytest.mark.django_db


@contextmanager
def clock_at(moment):
    """The time as it will be at `moment`."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def status(sign_up: SignUp) -> str:
    sign_up.refresh_from_db()
    return sign_up.status


def all_of(sign_up: SignUp) -> list[SignUp]:
    return list(SignUp.objects.filter(party=sign_up.party_id).order_by("pk"))


def a_course(**fields) -> Course:
    return cast.a_course(**{"capacity": 1, "queue": "at_once"} | fields)


def now_of(course: Course) -> Course:
    return Course.objects.get(pk=course.pk)


def raise_past_the_portal(course: Course, capacity: int | None) -> None:
    Course.objects.filter(pk=course.pk).update(capacity=capacity)


# ---------------------------------------------------------------- standing in it


def test_who_comes_to_a_full_course_stands_in_the_queue_with_a_number():
    course = a_course()
    seated, first, second = cast.newcomers(course, 1, 1, 1)
    assert [status(one) for one in (seated, first, second)] == ["seated", "waiting", "waiting"]
    assert [first.place_in_queue(), second.place_in_queue()] == [1, 2]
    assert seated.place_in_queue() == 0
    assert now_of(course).waiting_count == 2


def test_a_party_has_one_number():
    course = a_course(party_max=3)
    _, alone, family, last = cast.newcomers(course, 1, 1, 3, 1)
    assert [one.place_in_queue() for one in all_of(family)] == [2, 2, 2]
    assert [alone.place_in_queue(), last.place_in_queue()] == [1, 3]


def test_numbers_close_up_when_somebody_leaves():
    course = a_course()
    _, first, second, third = cast.newcomers(course, 1, 1, 1, 1)
    second.withdraw(by=second.by)
    assert [first.place_in_queue(), third.place_in_queue()] == [1, 2]


def test_a_party_keeps_its_number_when_its_first_member_leaves():
    course = a_course(party_max=3)
    _, family, last = cast.newcomers(course, 1, 3, 1)
    family.withdraw(by=family.by)
    assert [one.place_in_queue() for one in all_of(family)] == [0, 1, 1]
    assert last.place_in_queue() == 2


def test_one_statement_counts_the_place_of_everybody(django_assert_num_queries):
    course = a_course(party_max=2)
    cast.newcomers(course, 1, 1, 2, 1, 2, 1)
    with django_assert_num_queries(1):
        places = [one.place for one in SignUp.objects.with_places().order_by("pk")]
    assert places == [0, 1, 2, 2, 3, 4, 4, 5]
    last = SignUp.objects.latest("pk")
    with django_assert_num_queries(1):
        assert last.place_in_queue() == 5


def test_reserves_of_a_lottery_stand_by_rank_and_before_who_comes_later():
    course = a_course()
    _, third, first, second = cast.newcomers(course, 1, 1, 1, 1)
    for rank, sign_up in ((10, first), (11, second)):
        SignUp.objects.filter(pk=sign_up.pk).update(rank=rank)
    assert [one.place_in_queue() for one in (first, second, third)] == [1, 2, 3]
    cast.change_capacity(course, 2)
    assert [status(one) for one in (first, second, third)] == ["seated", "waiting", "waiting"]


# ---------------------------------------------------------------- a seat comes free


def test_a_seat_given_back_is_the_next_ones_in_the_same_transaction():
    course = a_course()
    seated, first, second = cast.newcomers(course, 1, 1, 1)
    seated.withdraw(by=seated.by)
    assert [status(first), status(second)] == ["seated", "waiting"]
    assert first.what == "promoted"
    assert first.changed_by is None


def test_a_seat_taken_away_by_staff_is_the_next_ones():
    course = a_course()
    seated, first = cast.newcomers(course, 1, 1)
    seated.cancel(by=cast.center_staff(course.center), why="お電話があったため")
    assert status(first) == "seated"


def test_more_seats_go_to_the_queue_in_its_order():
    course = a_course()
    _, *waiting = cast.newcomers(course, 1, 1, 1, 1)
    cast.change_capacity(course, 3)
    assert [status(one) for one in waiting] == ["seated", "seated", "waiting"]


def test_without_a_limit_everybody_gets_a_seat():
    course = a_course(party_max=2)
    _, alone, pair = cast.newcomers(course, 1, 1, 2)
    raise_past_the_portal(course, None)
    course.promote_waiting()
    assert {status(alone), *(one.status for one in all_of(pair))} == {"seated"}


def test_fewer_seats_than_are_held_are_refused_in_a_sentence():
    course = a_course(capacity=2)
    cast.newcomers(course, 1, 1)
    with pytest.raises(ValidationError) as refused:
        cast.change_capacity(course, 1)
    assert code_of(refused.value) == "capacity_below_taken"
    assert "すでに2人の席が決まっているか、ご案内中です。" in refused.value.messages[0]


def test_who_leaves_the_queue_frees_no_seat():
    course = a_course()
    _, first, second = cast.newcomers(course, 1, 1, 1)
    first.withdraw(by=first.by)
    assert status(second) == "waiting"


# ---------------------------------------------------------------- parties


def test_a_party_is_served_whole():
    course = a_course(capacity=2, party_max=2)
    one, other, pair = cast.newcomers(course, 1, 1, 2)
    one.withdraw(by=one.by)
    assert {each.status for each in all_of(pair)} == {"waiting"}
    other.withdraw(by=other.by)
    assert {each.status for each in all_of(pair)} == {"seated"}


def test_a_party_that_does_not_fit_is_passed_over_and_told_why_and_stays_first():
    course = a_course(capacity=2, party_max=2)
    seated, _, pair, alone = cast.newcomers(course, 1, 1, 2, 1)
    seated.withdraw(by=seated.by)
    assert status(alone) == "seated"
    assert status(pair) == "waiting"
    assert pair.what == "passed_over"
    assert pair.why == "空いた席は1人分で、ご一緒の2人には足りませんでした。"
    assert pair.place_in_queue() == 1


def test_each_time_a_party_is_passed_over_stands_in_its_history():
    course = a_course(capacity=2, party_max=2)
    seated, other, pair, *_ = cast.newcomers(course, 1, 1, 2, 1, 1)
    seated.withdraw(by=seated.by)
    other.withdraw(by=other.by)
    last = SignUp.objects.seated().filter(course=course).latest("pk")
    last.withdraw(by=last.by)
    cast.newcomers(course, 1)
    said = "空いた席は1人分で、ご一緒の2人には足りませんでした。"
    told = [happening.why for happening in history_of(pair, pair.by) if happening.why]
    assert told == [said, f"{said}（2回目）", f"{said}（3回目）"]


def test_nobody_is_told_of_being_passed_over_where_the_seat_stayed_free():
    course = a_course(capacity=2, party_max=2)
    seated, _, pair = cast.newcomers(course, 1, 1, 2)
    seated.withdraw(by=seated.by)
    assert now_of(course).seats_left == 1
    pair.refresh_from_db()
    assert pair.what == "queued"


def test_a_party_from_which_one_leaves_goes_on_and_may_fit_now():
    course = a_course(capacity=2, party_max=2)
    seated, _, pair = cast.newcomers(course, 1, 1, 2)
    seated.withdraw(by=seated.by)
    staying, leaving = all_of(pair)
    leaving.withdraw(by=leaving.by)
    assert [status(staying), status(leaving)] == ["seated", "withdrawn"]


def test_where_too_few_would_be_left_all_of_a_party_leave():
    course = a_course(capacity=2, party_min=2, party_max=3)
    seated, waiting = cast.newcomers(course, 2, 2)
    seated.withdraw(by=seated.by)
    assert {one.status for one in all_of(seated)} == {"withdrawn"}
    assert {one.status for one in all_of(waiting)} == {"seated"}


def test_a_whole_party_may_leave_at_once():
    course = a_course(capacity=3, party_max=3)
    family, *waiting = cast.newcomers(course, 3, 1, 1, 1)
    family.withdraw(by=family.by, whole_party=True)
    assert {one.status for one in all_of(family)} == {"withdrawn"}
    assert {status(one) for one in waiting} == {"seated"}


# ---------------------------------------------------------------- nobody who fits is passed by


def test_a_newcomer_alone_takes_what_a_waiting_pair_does_not_fit_into_and_the_pair_is_told():
    course = a_course(capacity=2, party_max=2)
    seated, _, pair = cast.newcomers(course, 1, 1, 2)
    seated.withdraw(by=seated.by)
    (newcomer,) = cast.newcomers(course, 1)
    assert status(newcomer) == "seated"
    assert status(pair) == "waiting"
    assert pair.what == "passed_over"
    assert {one.what for one in all_of(pair)} == {"passed_over"}


def test_a_newcomer_does_not_jump_the_queue_when_seats_were_added_past_the_portal():
    course = a_course()
    _, first = cast.newcomers(course, 1, 1)
    raise_past_the_portal(course, 2)
    (newcomer,) = cast.newcomers(course, 1)
    assert [status(first), status(newcomer)] == ["seated", "waiting"]


def test_a_newcomer_does_not_jump_the_queue_when_the_first_day_was_put_off():
    course = a_course(days_ahead=14, by_staff_days=20, apply_until=None)
    seated, first = cast.newcomers(course, 1, 1)
    seated.withdraw(by=seated.by)
    assert status(first) == "waiting"
    for session in course.sessions.all():
        session.starts_at += timedelta(days=28)
        session.ends_at += timedelta(days=28)
        session.save()
    (newcomer,) = cast.newcomers(course, 1)
    assert [status(first), status(newcomer)] == ["seated", "waiting"]


def test_control_without_the_queues_turn_the_newcomer_would_jump(monkeypatch):
    monkeypatch.setattr(promotion, "promote", lambda course: [])
    course = a_course()
    _, first = cast.newcomers(course, 1, 1)
    raise_past_the_portal(course, 2)
    (newcomer,) = cast.newcomers(course, 1)
    assert [status(first), status(newcomer)] == ["waiting", "seated"]


# ---------------------------------------------------------------- the choice of staff


def test_where_staff_choose_nothing_moves_and_newcomers_stand_behind():
    course = a_course(queue="by_staff")
    seated, first, second = cast.newcomers(course, 1, 1, 1)
    seated.withdraw(by=seated.by)
    (newcomer,) = cast.newcomers(course, 1)
    assert {status(one) for one in (first, second, newcomer)} == {"waiting"}
    staff = cast.center_staff(course.center)
    second.seat(by=staff, why="前回も待っていたため")
    assert [status(first), status(second)] == ["waiting", "seated"]
    assert (second.changed_by, second.why) == (staff, "前回も待っていたため")
    first.refresh_from_db()
    newcomer.refresh_from_db()
    assert (first.what, first.why) == ("passed_over", "会場の職員が、参加する方を選びました。")
    assert newcomer.what == "queued", "who stands behind was not passed by"
    second.cancel(by=staff, why="本人からの電話")
    newcomer.seat(by=staff)
    first.refresh_from_db()
    assert first.why == "会場の職員が、参加する方を選びました。（2回目）"


def test_staff_cannot_give_a_seat_that_is_not_there():
    course = a_course(queue="by_staff")
    _, first = cast.newcomers(course, 1, 1)
    with pytest.raises(ValidationError) as refused:
        first.seat(by=cast.center_staff(course.center))
    assert code_of(refused.value) == "full"
    assert status(first) == "waiting"


def test_near_the_start_staff_choose():
    course = a_course(by_staff_days=3)
    seated, first = cast.newcomers(course, 1, 1)
    with clock_at(course.by_staff_from):
        seated.cancel(by=cast.center_staff(course.center), why="急病")
        assert status(first) == "waiting"


def test_a_moment_before_that_the_seat_still_moves_by_itself():
    course = a_course(by_staff_days=3)
    seated, first = cast.newcomers(course, 1, 1)
    with clock_at(course.by_staff_from - timedelta(seconds=1)):
        seated.cancel(by=cast.center_staff(course.center), why="急病")
        assert status(first) == "seated"


def test_after_the_deadline_the_queue_goes_on_and_seats_can_be_given_back():
    course = a_course(
        days_ahead=14, by_staff_days=1, apply_until=timezone.now() + timedelta(days=2)
    )
    seated, first = cast.newcomers(course, 1, 1)
    with clock_at(course.apply_until + timedelta(days=3)):
        assert not now_of(course).can_be_signed_up_here
        seated.withdraw(by=seated.by)
        assert status(first) == "seated"


def test_from_the_day_staff_choose_a_seat_is_given_back_by_telephone():
    course = a_course(by_staff_days=1, apply_until=timezone.now() + timedelta(days=2))
    (seated,) = cast.newcomers(course, 1)
    with (
        clock_at(course.by_staff_from + timedelta(seconds=1)),
        pytest.raises(ValidationError) as refused,
    ):
        seated.withdraw(by=seated.by)
    assert code_of(refused.value) == "too_late_to_withdraw"


def test_the_queue_can_be_left_until_the_first_day_and_not_after():
    course = a_course()
    _, first, second = cast.newcomers(course, 1, 1, 1)
    with clock_at(course.starts_at - timedelta(seconds=1)):
        first.withdraw(by=first.by)
    assert status(first) == "withdrawn"
    with clock_at(course.starts_at + timedelta(seconds=1)), pytest.raises(ValidationError):
        second.withdraw(by=second.by)


def test_a_course_called_off_moves_nobody():
    course = a_course()
    seated, first = cast.newcomers(course, 1, 1)
    course.cancel(by=cast.center_staff(course.center), reason="講師の急病")
    assert {status(seated), status(first)} == {"cancelled"}
    promotion.keep_moving()
    assert status(first) == "cancelled"


# ---------------------------------------------------------------- what was lost is made good


def test_every_minute_what_stands_free_is_handed_out_whatever_freed_it():
    course = a_course()
    _, first = cast.newcomers(course, 1, 1)
    raise_past_the_portal(course, 2)
    promotion.keep_moving()
    assert status(first) == "seated"
    promotion.keep_moving()
    assert first.events.filter(what="promoted").count() == 1


@pytest.mark.parametrize(
    ("fields", "owes"),
    [
        ({}, True),
        ({"capacity": None}, True),
        ({"queue": "offer"}, True),
        ({"capacity": 1}, False),
        ({"queue": "by_staff"}, False),
        ({"queue": "none"}, False),
        ({"cancelled_at": timezone.now()}, False),
        ({"by_staff_days": 15}, False),
    ],
)
def test_the_query_for_seats_owed_agrees_with_the_rule(fields, owes):
    course = a_course()
    cast.newcomers(course, 1, 1)
    Course.objects.filter(pk=course.pk).update(**{"capacity": 5} | fields)
    assert Course.objects.owing_seats().filter(pk=course.pk).exists() == owes
    course = now_of(course)
    assert (course.promotes_by_itself(timezone.now()) and not course.is_full) == owes
