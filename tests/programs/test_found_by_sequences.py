"""Faults that sequences of commands found, each as the shortest story that shows it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from portal.people.models import Person, User
from programs.lottery import drawing
from programs.models import Course, DrawEntry, PersonMerge, SignUp
from programs.sign_ups import merging
from programs.sign_ups.walk_in import walk_in
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return cast.section_staff()


def somebody(given_name: str) -> Person:
    """Somebody registered at the desk, without an account."""
    return Person.register_at_the_desk(cast.a_person(given_name=given_name))


# ---------------------------------------------------------------- one of a party goes alone


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


@pytest.fixture
def two_offers(staff) -> tuple[SignUp, SignUp]:
    """Two of one party to whom seats were offered at different times: one had been merged away."""
    course = cast.a_course(capacity=3, queue="offer", party_max=2, days_ahead=30)
    people = [somebody(name) for name in ("一", "二", "三")]
    seated = [course.sign_up(one, by=staff, via=SignUp.Via.PHONE) for one in people]
    pair = [somebody("四"), somebody("五")]
    later, first = course.sign_up_together(pair, by=staff, via=SignUp.Via.PHONE)
    done = merging.merge(seated[0].person, later.person, by=staff)
    seated[1].withdraw(by=staff)
    merging.undo(done, by=staff)
    with patch("django.utils.timezone.now", lambda now=timezone.now: now() + timedelta(hours=5)):
        seated[2].withdraw(by=staff)
    for one in (first, later):
        one.refresh_from_db()
    assert first.is_offered
    assert later.is_offered
    assert first.offer_until < later.offer_until
    return first, later


def test_an_offer_ends_at_its_own_deadline_and_not_at_another_of_the_party(two_offers):
    first, later = two_offers
    with patch("django.utils.timezone.now", lambda: first.offer_until):
        first.lapse()
    later.refresh_from_db()
    assert (first.status, later.status) == ("lapsed", "offered")


@pytest.mark.parametrize(("answer", "status"), [("accept", "seated"), ("decline", "withdrawn")])
def test_an_answer_is_for_the_offer_it_is_given_to(two_offers, answer, status):
    first, later = two_offers
    getattr(first, answer)(by=first.by)
    later.refresh_from_db()
    assert (first.status, later.status) == (status, "offered")


# ---------------------------------------------------------------- a merge undone around a draw


def entered_twice(course: Course, staff: User) -> list[SignUp]:
    """Somebody whom the desk registered twice and who entered by two postcards."""
    return [
        course.sign_up(somebody(name), by=staff, via=SignUp.Via.POSTCARD) for name in ("ハナ", "華")
    ]


def made_one(entries: list[SignUp]) -> PersonMerge:
    kept, absorbed = (entry.person for entry in entries)
    return merging.merge(kept, absorbed, by=entries[0].by)


def drawn_and_told(course: Course) -> None:
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)


def test_an_entry_held_again_after_the_lots_were_drawn_has_the_place_it_drew(staff):
    course = cast.a_lottery(entries=4, capacity=1)
    entries = entered_twice(course, staff)
    drawing.close(course)
    done = made_one(entries)
    drawn_and_told(course)
    merging.undo(done, by=done.by)
    again = SignUp.objects.get(pk=entries[1].pk)
    assert (again.status, again.why) == ("waiting", merging.UNDONE)
    assert again.rank == DrawEntry.objects.get(sign_up=again).rank


def test_an_entry_held_again_after_the_close_stands_behind_the_others(staff):
    course = cast.a_lottery(entries=4, capacity=1)
    entries = entered_twice(course, staff)
    done = made_one(entries)
    drawing.close(course)
    merging.undo(done, by=done.by)
    drawn_and_told(course)
    again = SignUp.objects.get(pk=entries[1].pk)
    assert (again.status, again.what, again.rank) == ("waiting", "reserve", None)
    assert again.place_in_queue() == 5


def test_a_reserve_held_again_while_lots_are_drawn_anew_enters_anew(staff):
    course = cast.a_lottery(entries=4, capacity=1)
    entries = entered_twice(course, staff)
    drawing.close(course)
    drawn_and_told(course)
    done = made_one(entries)
    drawing.ask_redraw(course, by=done.by, reason="名簿のまちがい")
    drawing.approve_redraw(course, by=cast.section_staff("second@example.jp"))
    merging.undo(done, by=done.by)
    assert not SignUp.objects.waiting().filter(course=course).exists()
    course.refresh_from_db()
    assert course.entered_count + course.seats_taken == 6
