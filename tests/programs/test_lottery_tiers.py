"""Whom a lottery serves first: each priority, for one and for a party."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programs.lottery import drawing
from programs.lottery.entries import entries_of
from programs.models import Course
from tests import cast

pytestmark = pytest.mark.django_db


def tier_of(course: Course, *sign_ups) -> list[int]:
    entries = entries_of(Course.objects.get(pk=course.pk))
    return [entries[sign_up.pk].tier for sign_up in sign_ups]


def a_lottery_for(*priorities: str, **fields) -> Course:
    return cast.a_course(
        method="lottery",
        title="抽選の講座",
        priorities=list(priorities),
        **{"capacity": 1} | fields,
    )


def an_earlier_lottery(*people, capacity=1, **fields) -> Course:
    """A lottery these (account, person) took part in, its result told last week."""
    course = cast.a_course(
        method="lottery", title="前の抽選", queue="at_once", capacity=capacity, **fields
    )
    for user, person in people:
        course.sign_up(person, by=user)
    course = cast.ended(course)
    drawing.close(course)
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)
    return Course.objects.get(pk=course.pk)


def test_without_priorities_all_stand_in_one_tier():
    course = a_lottery_for()
    assert tier_of(course, *cast.newcomers(course, 1, 1)) == [0, 0]


def test_who_never_had_a_seat_of_the_category_comes_first():
    (user, person), (other, newcomer) = cast.many_residents(2)
    cast.a_course(title="前の料理").sign_up(person, by=user)
    course = a_lottery_for("first_time")
    known, new = course.sign_up(person, by=user), course.sign_up(newcomer, by=other)
    assert tier_of(course, known, new) == [1, 0]


def test_a_seat_given_back_or_of_another_category_leaves_one_a_first_timer():
    (user, person), (other, newcomer) = cast.many_residents(2)
    cast.a_course(title="返した席").sign_up(person, by=user).withdraw(by=user)
    dance = cast.a_category("おどり", "dance")
    cast.a_course(title="おどり", category=dance).sign_up(newcomer, by=other)
    course = a_lottery_for("first_time")
    entries = [course.sign_up(person, by=user), course.sign_up(newcomer, by=other)]
    assert tier_of(course, *entries) == [0, 0]


def test_who_lives_in_the_ward_of_the_course_comes_first():
    course = a_lottery_for("ward")
    near, far, outside = (
        cast.a_resident(f"{ward}@example.jp", ward=ward) for ward in ("tobata", "moji", None)
    )
    entries = [course.sign_up(u.household.people.get(), by=u) for u in (near, far, outside)]
    assert tier_of(course, *entries) == [0, 1, 1]


def test_whom_the_last_draw_passed_by_comes_first():
    pairs = cast.many_residents(3)
    earlier = an_earlier_lottery(*pairs[:2])
    course = a_lottery_for("not_selected")
    entries = {person.pk: course.sign_up(person, by=user) for user, person in pairs}
    lost = earlier.sign_ups.waiting().get().person_id
    tiers = dict(zip(entries, tier_of(course, *entries.values()), strict=True))
    assert tiers == {pk: 0 if pk == lost else 1 for pk in entries}


@pytest.mark.django_db(transaction=True)
def test_who_lost_and_got_a_seat_afterwards_is_not_favoured():
    pairs = cast.many_residents(2)
    earlier = an_earlier_lottery(*pairs)
    winner = earlier.sign_ups.seated().get()
    winner.withdraw(by=winner.by)  # the reserve moves up
    course = a_lottery_for("not_selected")
    entries = [course.sign_up(person, by=user) for user, person in pairs]
    assert tier_of(course, *entries) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_who_got_the_seat_of_one_who_had_withdrawn_by_the_announcement_is_not_favoured():
    pairs = cast.many_residents(2)
    earlier = cast.a_course(method="lottery", title="前の抽選", queue="at_once", capacity=1)
    for user, person in pairs:
        earlier.sign_up(person, by=user)
    earlier = cast.ended(earlier)
    drawing.close(earlier)
    drawn = drawing.draw(earlier, "4649", by=None)
    winner = drawn.entries.get(selected=True).sign_up
    winner.withdraw(by=winner.by)
    drawing.announce(earlier)
    course = a_lottery_for("not_selected")
    entries = [course.sign_up(person, by=user) for user, person in pairs]
    assert tier_of(course, *entries) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_seat_from_before_the_lost_draw_does_not_count_though_it_was_touched_since():
    pairs = cast.many_residents(2)
    seats = [cast.a_course(title="ずっと前").sign_up(person, by=user) for user, person in pairs]
    lost = an_earlier_lottery(*pairs).sign_ups.waiting().get()
    for seat in seats:
        seat.provision_note = "車いす"
        seat.save()  # writes history, but gives no seat
    course = a_lottery_for("not_selected")
    entry = course.sign_up(lost.person, by=lost.by)
    assert tier_of(course, entry) == [0]


def test_who_had_withdrawn_before_the_result_did_not_lose():
    pairs = cast.many_residents(3)
    earlier = cast.a_course(method="lottery", title="前の抽選", queue="at_once", capacity=1)
    entries = [earlier.sign_up(person, by=user) for user, person in pairs]
    earlier = cast.ended(earlier)
    drawing.close(earlier)
    for entry in entries:
        entry.withdraw(by=entry.by)
    drawing.draw(earlier, "4649", by=None)
    drawing.announce(earlier)
    course = a_lottery_for("not_selected")
    again = [course.sign_up(person, by=user) for user, person in pairs]
    assert tier_of(course, *again) == [1, 1, 1]


def test_a_draw_that_was_annulled_counts_for_nobody():
    pairs = cast.many_residents(2)
    earlier = an_earlier_lottery(*pairs)
    one, two = cast.section_staff("one@example.jp"), cast.section_staff("two@example.jp")
    drawing.ask_redraw(earlier, by=one, reason="x")
    drawing.approve_redraw(earlier, by=two)
    course = a_lottery_for("not_selected")
    entries = [course.sign_up(person, by=user) for user, person in pairs]
    assert tier_of(course, *entries) == [1, 1]


def test_the_tier_is_the_number_of_priorities_one_does_not_meet():
    course = a_lottery_for("first_time", "ward", "not_selected")
    user = cast.a_resident("moji@example.jp", ward="moji")
    person = user.household.people.get()
    cast.a_course(title="前の料理").sign_up(person, by=user)
    assert tier_of(course, course.sign_up(person, by=user)) == [3]


def test_a_party_meets_a_priority_only_where_all_of_it_do():
    course = a_lottery_for("first_time", party_max=2, capacity=4)
    user, people = cast.a_family(2)
    _, others = cast.a_family(2)
    cast.a_course(title="前の料理").sign_up(people[0], by=user)
    mixed = course.sign_up_together(people, by=user)
    new = course.sign_up_together(others, by=user)
    assert tier_of(course, mixed[0], new[0]) == [1, 0]


def test_every_member_of_a_party_that_lost_is_favoured_next_time():
    user, people = cast.a_family(2)
    earlier = cast.a_course(
        method="lottery", title="前の抽選", queue="none", capacity=1, party_max=2
    )
    earlier.sign_up_together(people, by=user)
    earlier = cast.ended(earlier)
    drawing.close(earlier)
    drawing.draw(earlier, "4649", by=None)
    drawing.announce(earlier)
    course = a_lottery_for("not_selected", party_max=2)
    assert tier_of(course, course.sign_up_together(people, by=user)[0]) == [0]


def test_those_in_an_earlier_tier_are_seated_before_all_others():
    course = a_lottery_for("ward", capacity=5, queue="at_once")
    for number in range(10):
        ward = "tobata" if number % 2 else "moji"
        user = cast.a_resident(f"{ward}{number}@example.jp", ward=ward)
        course.sign_up(user.household.people.get(), by=user)
    course = cast.ended(course)
    drawing.close(course)
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)
    assert set(course.sign_ups.seated().values_list("person__ward__slug", flat=True)) == {"tobata"}


def test_making_the_list_costs_the_same_for_few_and_for_many(django_assert_max_num_queries):
    course = a_lottery_for("first_time", "ward", "not_selected", capacity=5)
    for user, person in cast.many_residents(30):
        course.sign_up(person, by=user)
    Course.objects.filter(pk=course.pk).update(apply_until=timezone.now() - timedelta(minutes=1))
    course = Course.objects.get(pk=course.pk)
    with django_assert_max_num_queries(8):
        entries_of(course)
