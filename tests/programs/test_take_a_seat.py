"""A resident takes a seat, or is told kindly why not."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from programs.models import Course, SignUp
from programs.tasks import tell_about_sign_up
from tests import cast

pytestmark = pytest.mark.django_db


def refusal_of(course: Course, user, person: Person | None = None) -> str:
    with pytest.raises(ValidationError) as refused:
        course.sign_up(person or user.household.people.get(), by=user)
    return code_of(refused.value)


def test_a_seat_is_counted_and_has_a_receipt_number():
    course, user = cast.a_course(), cast.a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    course.refresh_from_db()
    assert course.seats_taken == 1
    assert len(sign_up.receipt_number) == 11
    assert sign_up.status == SignUp.Status.SEATED


def test_receipt_numbers_never_repeat_and_tell_nothing_of_their_order():
    course = cast.a_course(capacity=None)
    receipts = [course.sign_up(person, by=user).receipt for user, person in cast.many_residents(30)]
    assert len(set(receipts)) == 30
    assert receipts != sorted(receipts)


def test_a_full_course_refuses():
    course = cast.a_course(capacity=1)
    (first, person), (second, other) = cast.many_residents(2)
    course.sign_up(person, by=first)
    assert refusal_of(course, second, other) == "full"


def test_who_is_in_already_hears_that_and_not_that_it_is_full():
    course, user = cast.a_course(capacity=1), cast.a_resident()
    course.sign_up(user.household.people.get(), by=user)
    assert refusal_of(course, user) == "already_signed_up"


def test_a_course_not_yet_open_refuses():
    soon = timezone.now() + timedelta(hours=1)
    assert refusal_of(cast.a_course(apply_from=soon), cast.a_resident()) == "not_yet_open"


def test_a_closed_course_refuses():
    just_now = timezone.now() - timedelta(seconds=1)
    course = cast.a_course(apply_until=just_now)
    assert refusal_of(course, cast.a_resident()) == "closed"


def test_a_draft_refuses():
    assert refusal_of(cast.a_course(published_at=None), cast.a_resident()) == "not_published"


def test_a_course_with_sign_up_elsewhere_refuses():
    course = cast.a_course(takes_sign_ups_here=False)
    assert refusal_of(course, cast.a_resident()) == "elsewhere"


def test_age_is_that_of_the_first_day_of_the_course():
    course = cast.a_course(days_ahead=30, min_age=60)
    first_day = timezone.localdate(course.starts_at)
    turns_60_that_day = first_day.replace(year=first_day.year - 60)
    a_day_too_young = turns_60_that_day + timedelta(days=1)
    user = cast.a_resident(born=turns_60_that_day)
    younger = cast.a_resident("younger@example.jp", born=a_day_too_young)
    assert course.sign_up(user.household.people.get(), by=user)
    assert refusal_of(course, younger) == "too_young"


def test_a_child_too_old_is_refused():
    course = cast.a_course(max_age=12)
    assert refusal_of(course, cast.a_resident(born=date(2000, 1, 1))) == "too_old"


@pytest.mark.parametrize(
    ("residence", "ward", "works_here", "code"),
    [
        ("anyone", None, False, None),
        ("city", "tobata", False, None),
        ("city", None, True, "not_resident"),
        ("city_wide", None, True, None),
        ("city_wide", None, False, "not_resident"),
    ],
)
def test_residence_decides_who_may_come(residence, ward, works_here, code):
    course = cast.a_course(residence=residence)
    user = cast.a_resident(ward=ward, works_or_studies_in_city=works_here)
    if code:
        assert refusal_of(course, user) == code
    else:
        assert course.sign_up(user.household.people.get(), by=user).is_live


def test_a_parent_signs_up_a_child():
    user = cast.a_resident(born=date(1990, 1, 1))
    child = Person.register(user, cast.a_person(given_name="太郎", born=date(2018, 5, 5)))
    course = cast.a_course(min_age=6, max_age=12)
    assert course.sign_up(child, by=user, told=cast.consent(child)).person == child
    assert refusal_of(course, user, user.household.people.first()) == "too_old"


def test_the_letter_goes_out_once_even_if_the_task_runs_twice(run_queue, mailoutbox):
    course, user = cast.a_course(), cast.a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    run_queue()
    tell_about_sign_up.call(sign_up.pk, "seated")
    run_queue()
    assert Message.objects.count() == 1
    assert len(mailoutbox) == 1
    assert sign_up.receipt_number in mailoutbox[0].body
    assert course.title in mailoutbox[0].subject


def test_a_refusal_sends_nothing(run_queue, mailoutbox):
    refusal_of(cast.a_course(published_at=None), cast.a_resident())
    assert run_queue() == 0
    assert mailoutbox == []


def test_withdrawal_frees_the_seat_and_says_who_and_when(run_queue, mailoutbox):
    course, user = cast.a_course(capacity=1), cast.a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    sign_up.withdraw(by=user)
    course.refresh_from_db()
    assert course.seats_taken == 0
    assert sign_up.changed_by == user
    run_queue()
    assert len(mailoutbox) == 2


def test_after_a_withdrawal_one_may_come_back():
    course, user = cast.a_course(capacity=1), cast.a_resident()
    person = user.household.people.get()
    course.sign_up(person, by=user).withdraw(by=user)
    assert course.sign_up(person, by=user).is_live


def test_withdrawing_twice_is_refused():
    course, user = cast.a_course(), cast.a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    sign_up.withdraw(by=user)
    with pytest.raises(ValidationError) as refused:
        sign_up.withdraw(by=user)
    assert code_of(refused.value) == "already_withdrawn"


def test_after_the_deadline_a_withdrawal_is_refused():
    course, user = cast.a_course(), cast.a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    Course.objects.filter(pk=course.pk).update(apply_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError) as refused:
        sign_up.withdraw(by=user)
    assert code_of(refused.value) == "too_late_to_withdraw"
    course.refresh_from_db()
    assert course.seats_taken == 1


def test_a_stale_save_changes_no_count():
    course, user = cast.a_course(), cast.a_resident()
    stale = Course.objects.get(pk=course.pk)
    course.sign_up(user.household.people.get(), by=user)
    stale.title = "題を直す"
    stale.save()
    course.refresh_from_db()
    assert (course.title, course.seats_taken, course.session_count) == ("題を直す", 1, 1)


def test_every_change_of_a_sign_up_is_kept_as_history():
    course, user = cast.a_course(), cast.a_resident()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    sign_up.withdraw(by=user)
    kept = sign_up.events.order_by("pgh_id").values_list("pgh_label", "status")
    assert list(kept) == [("insert", "seated"), ("update", "withdrawn")]
