"""One person at several doors at once, with real connections: the limits of a term hold.

The control takes the lock on the person away and shows the same race letting in too many.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from portal.people.models import Person, User
from programs.models import Course, SignUp, Term
from programs.models import term as term_module
from programs.sign_ups.walk_in import walk_in
from tests import cast
from tests.programs.test_walk_in_rules import a_term, refused, somebody, staff_of

COURSES = 4


def one_person_at_every_door(courses: list[Course], person: Person, staff: User) -> list:
    start = Barrier(len(courses))

    def one(course: Course) -> tuple[str, str] | None:
        start.wait(timeout=20)
        try:
            return refused(walk_in, course.sessions.get(), person, by=staff)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(courses)) as pool:
        return list(pool.map(one, courses))


@pytest.mark.django_db(transaction=True)
def test_one_person_let_in_at_four_doors_at_once_has_what_the_term_allows():
    a_term(most_courses=1)
    courses = [cast.a_course(title=f"講座{n}") for n in range(COURSES)]
    results = one_person_at_every_door(courses, somebody(), staff_of(courses[0]))
    assert results.count(None) == 1 == SignUp.objects.live().count()
    assert {result[0] for result in results if result} == {"term_limit"}


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_on_the_person_every_door_lets_in(monkeypatch):
    """All have counted before anybody writes: what the lock on the person prevents."""
    a_term(most_courses=1)
    courses = [cast.a_course(title=f"講座{n}") for n in range(COURSES)]
    all_have_counted, counted = Barrier(COURSES), Term.refusals

    def count_and_wait(self, people):
        found = counted(self, people)
        all_have_counted.wait(timeout=20)
        return found

    monkeypatch.setattr(Term, "refusals", count_and_wait)
    monkeypatch.setattr(term_module, "lock_people", lambda people: None)
    one_person_at_every_door(courses, somebody(), staff_of(courses[0]))
    assert SignUp.objects.live().count() == COURSES
