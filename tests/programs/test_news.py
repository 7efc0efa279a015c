"""What happened is told once: a row written again for another reason is no news, and hides none."""

import pytest
from django.utils import timezone

from portal.notices.models import Message
from portal.people.models import Person, User
from programs.desk.calls import note, to_call
from programs.lottery import drawing
from programs.models import Call, Course, SignUp
from programs.sign_ups import merging
from tests import cast

# Each command in a transaction of its own, so that each has its own moment.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff() -> User:
    return cast.section_staff()


def somebody(given_name: str) -> Person:
    """Somebody registered at the desk, without an account."""
    return Person.register_at_the_desk(cast.a_person(given_name=given_name))


def enter(course: Course, staff: User, *names: str, via: str = "phone") -> SignUp:
    people = [somebody(name) for name in names]
    return course.sign_up_together(people, by=staff, via=SignUp.Via(via))[0]


def call(sign_up: SignUp, staff: User) -> int:
    how = {"by": staff, "shown_at": timezone.now()}
    return note(sign_up.course, [sign_up.pk], Call.How.PHONE, **how)


def letters(sign_up: SignUp, what: str) -> int:
    return Message.objects.filter(key__startswith=f"sign-up-{sign_up.pk}-{what}-").count()


def drawn(course: Course, staff: User) -> None:
    drawing.close(course)
    drawing.draw(course, "4649", by=staff)


def drawn_anew(course: Course, staff: User) -> None:
    drawing.ask_redraw(course, by=staff, reason="名簿のまちがい")
    drawing.approve_redraw(course, by=cast.section_staff("second@example.jp"))
    drawn(course, staff)
    drawing.announce(course)


# ---------------------------------------------------------------- no news


def test_who_was_called_is_not_called_again_when_merged_or_when_that_is_undone(staff):
    course = cast.a_course(capacity=1, queue="at_once")
    first, second = enter(course, staff, "一"), enter(course, staff, "二")
    first.cancel(by=staff, why="電話で")
    assert (call(first, staff), call(second, staff)) == (1, 1)
    done = [merging.merge(somebody("三"), one.person, by=staff) for one in (first, second)]
    assert not SignUp.objects.to_call().exists()
    for one in done:
        merging.undo(one, by=staff)
    assert not SignUp.objects.to_call().exists()


def test_who_was_told_of_a_seat_is_not_told_again_after_a_redraw_though_once_merged(
    staff, run_queue
):
    course = cast.a_lottery(entries=4, capacity=1)
    drawn(course, staff)
    drawing.announce(course)
    selected = course.sign_ups.seated().get()
    run_queue()
    assert letters(selected, "selected") == 1
    at_the_desk = somebody("もう一枚のはがき")
    Person.objects.filter(pk=selected.person_id).update(household=at_the_desk.household)
    merging.undo(merging.merge(at_the_desk, selected.person, by=staff), by=staff)
    drawn_anew(course, staff)
    run_queue()
    assert letters(selected, "selected") == 1


# ---------------------------------------------------------------- and none is lost


def a_reserve_of_two_passed_over(staff: User, **fields) -> SignUp:
    """Two who drew the first place in the queue; a seat came free for the one behind them."""
    course = cast.a_course(method="lottery", capacity=2, queue="at_once", party_max=2, **fields)
    pair = cast.newcomers(course, 2)[0] if not fields else enter(course, staff, "一", "二")
    cast.newcomers(course, 1, 1, 1)
    course = cast.ended(course)
    drawing.close(course)
    course.draws.update(drawn_at=timezone.now(), value="4649")
    draw = course.draws.get()
    singles = draw.entries.exclude(sign_up=pair).order_by("receipt")
    for rank, entry in enumerate([singles[0], singles[1], draw.entries.get(sign_up=pair)], 1):
        draw.entries.filter(pk=entry.pk).update(rank=rank, selected=rank < 3)
    draw.entries.filter(rank=None).update(rank=4, selected=False)
    singles[0].sign_up.withdraw(by=staff)
    drawing.announce(course)
    pair.refresh_from_db()
    assert (pair.status, pair.what) == ("waiting", "passed_over")
    return pair


def test_a_reserve_passed_over_with_the_announcement_still_reads_the_result(staff, run_queue):
    pair = a_reserve_of_two_passed_over(staff)
    run_queue()
    assert letters(pair, "reserve") == 1
    assert "空いた席は" not in Message.objects.get(key__contains=f"{pair.pk}-reserve").body


def test_a_reserve_without_mail_passed_over_is_called_about_the_result(staff):
    pair = a_reserve_of_two_passed_over(staff, title="電話で申し込む講座")
    people = to_call(pair.course, at_most=9)
    assert pair.pk in {one.pk for one in people}
    assert {news.words for one in people for news in one.news} == {
        "抽選の結果、補欠になりました（1番目）"
    }
    assert call(pair, staff) == 1
    assert not SignUp.objects.to_call().filter(pk=pair.pk).exists()


def test_a_postcard_is_answered_though_its_writers_were_passed_over_before_it_was(staff):
    course = cast.a_course(capacity=1, queue="at_once", party_max=2)
    seated, pair = enter(course, staff, "一"), enter(course, staff, "二", "三", via="postcard")
    enter(course, staff, "四")
    seated.withdraw(by=staff)
    pair.refresh_from_db()
    assert pair.what == "passed_over"
    assert SignUp.objects.to_call().filter(pk=pair.pk).exists()


def test_a_second_place_given_up_is_told_nobody(staff):
    course = cast.a_course(capacity=1, queue="at_once")
    enter(course, staff, "席の人")
    early = enter(course, staff, "早い", via="postcard")
    late = enter(course, staff, "遅い", via="postcard")
    merging.merge(early.person, late.person, by=staff)
    assert set(SignUp.objects.to_call()) == {early}
