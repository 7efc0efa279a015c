"""Merged while somebody signs up: nobody is lost under a registration that is no more."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from portal.people.models import Person
from portal.refusal import code_of
from programs.models import Course, PersonMerge, SignUp
from programs.sign_ups import merging
from tests import cast
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 6


def two(number: int) -> tuple[Person, Person]:
    names = (f"花子{number}", f"はな子{number}")
    kept, absorbed = (Person.register_at_the_desk(cast.a_person(given_name=name)) for name in names)
    return kept, absorbed


def lost() -> int:
    """Live places of registrations that were merged away."""
    return SignUp.objects.live().exclude(person__merged_into=None).count()


def test_a_sign_up_in_the_instant_of_a_merge_ends_with_the_kept_or_is_refused():
    staff, course = cast.section_staff(), cast.a_course(capacity=50)
    for number in range(ROUNDS):
        kept, absorbed = two(number)
        results = race(
            lambda what, kept=kept, absorbed=absorbed: (
                merging.merge(kept, absorbed, by=staff)
                if what == "merge"
                else course.sign_up(absorbed, by=staff, via="phone")
            ),
            ["merge", "sign up"],
        )
        assert set(results) & {"person_merged", "changed_meanwhile"} or all(
            not isinstance(result, str) for result in results
        )
        assert lost() == 0
        if "changed_meanwhile" in results:
            merging.merge(kept, absorbed, by=staff)
    course.refresh_from_db()
    assert course.seats_taken == course.sign_ups.live().count()
    assert lost() == 0


def test_two_who_press_merge_at_once_merge_once_and_both_ways_are_no_circle():
    staff = cast.section_staff()
    for number in range(ROUNDS):
        kept, absorbed = two(number)
        results = race(
            lambda pair: merging.merge(*pair, by=staff),
            [(kept, absorbed), (kept, absorbed), (absorbed, kept)],
        )
        assert results.count("already_merged") == 2
        assert PersonMerge.objects.filter(kept__in=[kept, absorbed]).count() == 1


def test_two_who_press_undo_at_once_undo_once():
    staff, course = cast.section_staff(), cast.a_course(capacity=2)
    kept, absorbed = two(0)
    course.sign_up(absorbed, by=staff, via="phone")
    done = merging.merge(kept, absorbed, by=staff)
    results = race(lambda _: merging.undo(done, by=staff), range(4))
    assert results.count("already_undone") == 3
    assert course.sign_ups.get().person == absorbed


def sign_up_into_a_merge_that_is_not_yet_committed(absorbed: Person, course: Course) -> str:
    """Start a merge, let a sign-up begin meanwhile, then commit the merge; say how it ended."""
    merged, begun = threading.Event(), threading.Event()

    def merge() -> None:
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=absorbed.pk)
            Person.objects.filter(pk=absorbed.pk).update(merged_into=absorbed.pk - 1)
            merged.set()
            begun.wait(10)
            threading.Event().wait(0.5)
        connections.close_all()

    def sign_up() -> str:
        merged.wait(10)
        begun.set()
        try:
            course.sign_up(absorbed, by=cast.User.objects.get(), via="phone")
        except ValidationError as refusal:
            return str(code_of(refusal))
        finally:
            connections.close_all()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        merging_thread, signing = pool.submit(merge), pool.submit(sign_up)
        merging_thread.result(20)
        return signing.result(20)


def test_a_sign_up_waits_for_a_merge_that_has_begun_and_is_refused():
    cast.section_staff()
    _, absorbed = two(0)
    said = sign_up_into_a_merge_that_is_not_yet_committed(absorbed, cast.a_course())
    assert said == "person_merged"
    assert lost() == 0


def test_without_the_trigger_somebody_is_lost_in_the_same_race():
    """The control: the race exists, and only the trigger closes it."""
    cast.section_staff()
    _, absorbed = two(0)
    course = cast.a_course()
    pgtrigger.disable("programs.SignUp:refuse_the_merged")
    try:
        said = sign_up_into_a_merge_that_is_not_yet_committed(absorbed, course)
    finally:
        pgtrigger.enable("programs.SignUp:refuse_the_merged")
    assert said == "taken"
    assert lost() == 1
