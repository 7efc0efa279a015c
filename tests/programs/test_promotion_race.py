"""Whatever two do to a queue in the same instant ends in a state that is true.

Real connections, real transactions. The controls take the protection away and show the same
race breaking, so that the others are known to test something.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.demo.models import SentMail
from portal.refusal import code_of
from programs.models import Course, SignUp
from programs.models.sign_up import record
from programs.sign_ups import promotion
from tests import cast
from tests.notices.test_abandoned_tasks import a_worker, age_running_tasks

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*commands) -> list:
    """Run all in the same instant, each on its connection; a refusal answers with its code."""
    start = Barrier(len(commands))

    def one(command):
        try:
            start.wait(timeout=10)
            return command()
        except ValidationError as refusal:
            return code_of(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(commands)) as pool:
        return list(pool.map(one, commands))


def a_course(**fields) -> Course:
    return cast.a_course(**{"capacity": 1, "queue": "at_once"} | fields)


def an_offer(number: int = 1, *, behind: int = 1, **fields) -> tuple[Course, list[SignUp]]:
    """As many seats offered in a row as `number`, and as many people waiting behind them."""
    course = a_course(queue="offer", capacity=number, **fields)
    seated = cast.newcomers(course, *([1] * number))
    waiting = cast.newcomers(course, *([1] * (number + behind)))
    for one in seated:
        one.withdraw(by=one.by)
    return course, waiting


def statuses(course: Course) -> Counter:
    """How many of the course hold which state; its counts must say the same."""
    course.refresh_from_db()
    found = Counter(SignUp.objects.filter(course=course).values_list("status", flat=True))
    assert course.seats_taken == found["seated"] + found["offered"] <= course.capacity
    assert course.waiting_count == found["waiting"]
    return found


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_offers_accepted_in_the_same_second_are_both_kept(_):
    course, (first, second, _waiting) = an_offer(2)
    at_once(lambda: first.accept(by=first.by), lambda: second.accept(by=second.by))
    assert statuses(course) == {"seated": 2, "waiting": 1, "withdrawn": 2}


def test_one_offer_accepted_from_two_windows_is_accepted_once():
    course, (first, _waiting) = an_offer()
    results = at_once(*[lambda: SignUp.objects.get(pk=first.pk).accept(by=first.by)] * 4)
    assert results.count("not_offered") == 3
    assert statuses(course) == {"seated": 1, "waiting": 1, "withdrawn": 1}
    assert first.events.filter(what="accepted").count() == 1


def test_one_offer_accepted_and_declined_at_once_ends_in_one_of_both():
    course, (first, second) = an_offer()
    results = at_once(
        lambda: SignUp.objects.get(pk=first.pk).accept(by=first.by),
        lambda: SignUp.objects.get(pk=first.pk).decline(by=first.by),
    )
    assert results.count("not_offered") == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) in {("seated", "waiting"), ("withdrawn", "offered")}
    statuses(course)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_an_answer_in_the_moment_the_offer_ends_is_taken_or_refused_and_never_both(_):
    course, (first, second) = an_offer()
    deadline = SignUp.objects.get(pk=first.pk).offer_until
    with patch("django.utils.timezone.now", lambda: deadline):
        results = at_once(
            lambda: SignUp.objects.get(pk=first.pk).accept(by=first.by),
            lambda: SignUp.objects.get(pk=first.pk).lapse(),
        )
    assert results.count("not_offered") == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) in {("seated", "waiting"), ("lapsed", "offered")}
    statuses(course)


def test_an_offer_ended_by_its_task_and_by_two_sweeps_at_once_moves_on_once():
    course, (first, second, _third) = an_offer(behind=2)
    deadline = SignUp.objects.get(pk=first.pk).offer_until
    with patch("django.utils.timezone.now", lambda: deadline + timedelta(seconds=1)):
        at_once(
            lambda: SignUp.objects.get(pk=first.pk).lapse(),
            promotion.keep_moving,
            promotion.keep_moving,
        )
    assert statuses(course) == {"lapsed": 1, "offered": 1, "waiting": 1, "withdrawn": 1}
    assert second.events.filter(what="offered").count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_seats_given_back_at_once_the_one_who_waits_gets_one(_):
    course = a_course(capacity=2)
    one, other, waiting = cast.newcomers(course, 1, 1, 1)
    at_once(lambda: one.withdraw(by=one.by), lambda: other.withdraw(by=other.by))
    assert statuses(course) == {"withdrawn": 2, "seated": 1}
    assert waiting.events.filter(what="promoted").count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_leaving_the_queue_while_a_seat_moves_there_loses_neither_the_seat_nor_the_next(_):
    course = a_course()
    seated, first, second = cast.newcomers(course, 1, 1, 1)
    at_once(lambda: seated.withdraw(by=seated.by), lambda: first.withdraw(by=first.by))
    assert statuses(course) == {"withdrawn": 2, "seated": 1}
    second.refresh_from_db()
    assert second.is_seated


@pytest.mark.parametrize("_", range(ROUNDS))
def test_seats_added_while_somebody_gives_one_back_reach_everybody_once(_):
    course = a_course()
    seated, *waiting = cast.newcomers(course, 1, 1, 1, 1)
    at_once(lambda: seated.withdraw(by=seated.by), lambda: cast.change_capacity(course, 2))
    assert statuses(course) == {"withdrawn": 1, "seated": 2, "waiting": 1}
    for one in waiting:
        one.refresh_from_db()
    assert [one.status for one in waiting] == ["seated", "seated", "waiting"]


@pytest.mark.parametrize("_", range(ROUNDS))
def test_seats_taken_away_while_somebody_signs_up_are_refused_or_the_newcomer_waits(_):
    course = a_course(capacity=2)
    cast.newcomers(course, 1)
    user, (person,) = cast.a_family(1)
    shrunk, came = at_once(
        lambda: cast.change_capacity(course, 1), lambda: course.sign_up(person, by=user)
    )
    now = statuses(course)
    if shrunk == "capacity_below_taken":
        assert (course.capacity, now) == (2, {"seated": 2})
    else:
        assert (course.capacity, now) == (1, {"seated": 1, "waiting": 1})
    assert isinstance(came, SignUp)


def test_many_leave_and_many_come_and_the_queue_stays_in_order():
    course = a_course(capacity=3, party_max=2)
    seated = cast.newcomers(course, 1, 1, 1)
    waiting = cast.newcomers(course, 2, 1, 1, 2)
    families = [cast.a_family(1) for _ in range(3)]
    at_once(
        *[lambda one=one: one.withdraw(by=one.by) for one in seated],
        *[lambda who=who: course.sign_up(who[1][0], by=who[0]) for who in families],
    )
    statuses(course)
    live = list(SignUp.objects.waiting().filter(course=course).with_places().in_order())
    numbers = list(dict.fromkeys(one.place for one in live))
    assert numbers == list(range(1, len(numbers) + 1))
    for one in waiting:
        one.refresh_from_db()
    assert [one.status for one in waiting] == ["waiting", "seated", "seated", "waiting"]
    newcomers = SignUp.objects.filter(course=course, pk__gt=waiting[-1].pk + 1)
    assert newcomers.seated().count() <= 1, "the third seat, into which no pair fits"


def test_control_without_the_lock_two_seats_given_back_at_once_leave_one_empty():
    """Each sees the other's seat still taken and nobody gets it: what the lock is for."""
    course = a_course(capacity=2)
    one, other, *_waiting = cast.newcomers(course, 1, 1, 1, 1)
    both_have_looked = Barrier(2)

    def withdraw_without_lock(sign_up: SignUp) -> None:
        with transaction.atomic():
            seen = Course.objects.get(pk=course.pk)
            next_in_line = SignUp.objects.waiting().filter(course=course).in_order().first()
            both_have_looked.wait(timeout=10)
            assert seen.is_full
            record([sign_up], SignUp.Status.WITHDRAWN, SignUp.What.WITHDRAWN)
            record([next_in_line], SignUp.Status.SEATED, SignUp.What.PROMOTED)

    at_once(lambda: withdraw_without_lock(one), lambda: withdraw_without_lock(other))
    assert statuses(course) == {"withdrawn": 2, "seated": 1, "waiting": 1}
    course.refresh_from_db()
    assert course.seats_left == 1, "a seat stands empty while somebody waits"
    promotion.keep_moving()
    assert statuses(course) == {"withdrawn": 2, "seated": 2}


def test_control_without_reading_anew_an_ended_offer_would_be_accepted():
    course, (first, _second) = an_offer()
    stale = SignUp.objects.get(pk=first.pk)
    with patch("django.utils.timezone.now", lambda: stale.offer_until + timedelta(seconds=1)):
        SignUp.objects.get(pk=first.pk).lapse()
    assert stale.is_offered
    with pytest.raises(ValidationError):
        SignUp.objects.get(pk=first.pk).accept(by=first.by)
    assert statuses(course)["offered"] == 1
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programs_course DROP CONSTRAINT seats_never_oversold")
    try:
        record([stale], SignUp.Status.SEATED, SignUp.What.ACCEPTED)
        course.refresh_from_db()
        assert course.seats_taken == 2 > course.capacity
    finally:
        SignUp.objects.filter(course=course).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE programs_course ADD CONSTRAINT seats_never_oversold "
                "CHECK (capacity IS NULL OR seats_taken <= capacity)"
            )


def work_through() -> None:
    """Let a worker do whatever is due, and end."""
    with a_worker("--batch") as worker:
        assert worker.wait(60) == 0


def test_a_worker_killed_between_the_fact_and_its_mail_sends_the_mail_once():
    course = a_course()
    seated, first = cast.newcomers(course, 1, 1)
    work_through()
    SentMail.objects.all().delete()
    seated.withdraw(by=seated.by)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        SignUp.objects.select_for_update().filter(course=course).count()
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE notices_message IN ACCESS EXCLUSIVE MODE")
        with a_worker():  # will wait for the locks, and be killed waiting
            until = time.monotonic() + 30
            while not DBTaskResult.objects.running().exists() and time.monotonic() < until:
                time.sleep(0.05)
    assert not SentMail.objects.exists()
    first.refresh_from_db()
    assert first.is_seated, "the fact stands"

    age_running_tasks(timedelta(minutes=6))
    work_through()
    work_through()
    promoted = [mail for mail in SentMail.objects.all() if mail.to == first.by.email]
    assert len(promoted) == 1


def test_a_worker_that_was_down_ends_the_offers_it_finds_over():
    course, (first, second) = an_offer()
    DBTaskResult.objects.all().delete()
    SignUp.objects.filter(pk=first.pk).update(offer_until=timezone.now() - timedelta(hours=5))
    work_through()
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.status, second.status] == ["lapsed", "offered"]
    statuses(course)
