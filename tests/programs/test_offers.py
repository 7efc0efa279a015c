"""A seat is offered: it is kept until the deadline, taken, given on, or lost by silence."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.notices import chores
from portal.notices.models import Message
from portal.refusal import code_of
from programs.models import Course, SignUp
from programs.sign_ups import promotion
from programs.tasks import end_offer
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


def after(offer: SignUp):
    return clock_at(offer.offer_until + timedelta(seconds=1))


def refused(command, **how) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        command(**how)
    return code_of(refusal.value)


def offers(*sizes: int, **fields) -> tuple[Course, list[SignUp]]:
    """A course of one seat that was given back, and those in its queue; the first has the offer."""
    course = cast.a_course(**{"capacity": 1, "queue": "offer", "offer_hours": 48} | fields)
    seated, *waiting = cast.newcomers(course, course.capacity, *sizes)
    seated.withdraw(by=seated.by, whole_party=True)
    for one in waiting:
        one.refresh_from_db()
    return course, waiting


def test_an_offered_seat_is_kept_and_has_a_deadline():
    before = timezone.now()
    course, (first, second) = offers(1, 1)
    assert [status(first), status(second)] == ["offered", "waiting"]
    assert first.offer_until >= before + timedelta(hours=48)
    course.refresh_from_db()
    assert course.is_full
    (newcomer,) = cast.newcomers(course, 1)
    assert status(newcomer) == "waiting"


def test_no_deadline_lies_after_the_start():
    course, (first,) = offers(1, offer_hours=24 * 14, days_ahead=3)
    assert first.offer_until == course.starts_at


def test_yes_takes_the_seat():
    _, (first, second) = offers(1, 1)
    first.accept(by=first.by)
    assert [status(first), status(second)] == ["seated", "waiting"]
    assert (first.what, first.offer_until) == ("accepted", None)


def test_no_gives_it_to_the_next():
    _, (first, second) = offers(1, 1)
    first.decline(by=first.by)
    assert [status(first), status(second)] == ["withdrawn", "offered"]
    assert first.what == "declined"


def test_leaving_the_queue_from_an_offer_gives_it_to_the_next():
    _, (first, second) = offers(1, 1)
    first.withdraw(by=first.by)
    assert [status(first), status(second)] == ["withdrawn", "offered"]


def test_silence_gives_it_to_the_next_by_itself():
    _, (first, second) = offers(1, 1)
    task = DBTaskResult.objects.get(task_path=end_offer.module_path)
    assert task.run_after == first.offer_until
    with after(first):
        end_offer.call(first.pk)
        assert [status(first), status(second)] == ["lapsed", "offered"]
    assert first.changed_by is None


def test_before_the_deadline_no_offer_ends():
    _, (first,) = offers(1)
    assert refused(first.lapse) == "offer_still_open"
    end_offer.call(first.pk)
    promotion.keep_moving()
    assert status(first) == "offered"


def test_an_offer_whose_task_was_lost_ends_all_the_same():
    _, (first, second) = offers(1, 1)
    DBTaskResult.objects.all().delete()
    with after(first):
        promotion.keep_moving()
        assert [status(first), status(second)] == ["lapsed", "offered"]
        promotion.keep_moving()
        assert status(second) == "offered"


def test_the_worker_sees_to_it_every_minute():
    _, (first,) = offers(1)
    with after(first):
        chores.run_all()
        assert status(first) == "lapsed"


def test_a_yes_after_the_deadline_is_refused_though_nothing_ended_the_offer_yet():
    _, (first, second) = offers(1, 1)
    with after(first):
        assert refused(first.accept, by=first.by) == "offer_over"
        assert refused(first.decline, by=first.by) == "offer_over"
    assert [status(first), status(second)] == ["offered", "waiting"]


def test_an_offer_is_answered_once():
    _, (first, second) = offers(1, 1)
    first.accept(by=first.by)
    assert refused(first.accept, by=first.by) == "not_offered"
    assert refused(first.decline, by=first.by) == "not_offered"
    assert refused(second.accept, by=second.by) == "not_offered"
    with clock_at(timezone.now() + timedelta(days=3)):
        assert refused(first.lapse) == "not_offered"
        end_offer.call(first.pk)
    assert status(first) == "seated"


def test_a_party_is_offered_its_seats_together_and_answers_together():
    _, (pair, alone) = offers(2, 1, capacity=2, party_max=2)
    assert {one.status for one in all_of(pair)} == {"offered"}
    all_of(pair)[1].accept(by=pair.by)
    assert {one.status for one in all_of(pair)} == {"seated"}
    assert status(alone) == "waiting"


def test_one_of_a_party_may_leave_an_offer_and_the_rest_accept():
    _, (pair, alone) = offers(2, 1, capacity=2, party_max=2)
    staying, leaving = all_of(pair)
    leaving.withdraw(by=pair.by)
    assert [status(staying), status(alone)] == ["offered", "offered"]
    staying.accept(by=pair.by)
    assert status(staying) == "seated"


def test_a_lapsed_party_is_lapsed_whole_and_ends_once():
    _, (pair, alone) = offers(2, 1, capacity=2, party_max=2)
    with after(pair):
        promotion.keep_moving()
    assert {one.status for one in all_of(pair)} == {"lapsed"}
    assert status(alone) == "offered"
    assert {one.events.filter(what="lapsed").count() for one in all_of(pair)} == {1}


def test_an_offer_that_ends_when_staff_choose_goes_to_nobody_by_itself():
    course, (first, second) = offers(1, 1, days_ahead=3, by_staff_days=2, apply_until=None)
    with clock_at(course.starts_at):
        promotion.keep_moving()
    assert [status(first), status(second)] == ["lapsed", "waiting"]


def test_who_let_an_offer_go_may_stand_in_the_queue_again_at_its_end():
    course, (first, _) = offers(1, 1)
    first.decline(by=first.by)
    again = course.sign_up(first.person, by=first.by)
    assert (status(again), again.place_in_queue()) == ("waiting", 1)
    (newcomer,) = cast.newcomers(course, 1)
    assert newcomer.place_in_queue() == 2


def test_every_step_is_mailed_once_and_only_with_its_fact(run_queue):
    _, (first, second) = offers(1, 1)
    first.decline(by=first.by)
    run_queue()
    told = Message.objects.order_by("pk").values_list("to", flat=True)
    letters = {key: list(told.filter(key__contains=key)) for key in ("offered", "declined")}
    assert letters == {"offered": [first.by.email, second.by.email], "declined": [first.by.email]}


def test_one_offer_that_cannot_end_keeps_no_other_from_ending(monkeypatch):
    courses = [cast.a_course(capacity=1, queue="offer", title=title) for title in ("甲", "乙")]
    for course in courses:
        seated, waiting = cast.newcomers(course, 1, 1)
        seated.withdraw(by=seated.by)
        offered = SignUp.objects.get(pk=waiting.pk)
        assert offered.is_offered
    SignUp.objects.filter(status="offered").update(offer_until=timezone.now() - timedelta(hours=1))
    lapse = SignUp.lapse

    def only_the_second(offer: SignUp) -> SignUp:
        if offer.course_id == courses[0].pk:
            raise RuntimeError("broken")
        return lapse(offer)

    monkeypatch.setattr(SignUp, "lapse", only_the_second)
    with pytest.raises(RuntimeError):
        promotion.keep_moving()
    offered.refresh_from_db()
    assert offered.status == "lapsed"
