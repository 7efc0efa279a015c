"""A city may limit what one person takes in a term, and whom it takes after absences."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import kept
from portal.people.models import Person, User
from portal.refusal import code_of
from programs import reference
from programs.models import Attendance, Course, Session, SignUp, Term
from programs.models import term as term_module
from tests import cast

COURSES = 6
MOST = 2


def a_term(**fields) -> Term:
    today = timezone.localdate()
    days = {"first_day": today - timedelta(days=60), "last_day": today + timedelta(days=60)}
    term = Term.objects.create(**{"name": "この期"} | days | fields)
    kept.forget_all()
    return term


def refusal(course: Course, user: User, person: Person | None = None) -> str | None:
    try:
        course.sign_up(person or user.household.people.get(), by=user)
    except ValidationError as refused:
        return code_of(refused)
    return None


# ---------------------------------------------------------------- how many courses


@pytest.mark.django_db
def test_the_third_course_of_a_term_of_two_is_refused():
    a_term(most_courses=2)
    user = cast.a_resident()
    courses = [cast.a_course(title=f"講座{n}") for n in range(3)]
    assert [refusal(course, user) for course in courses] == [None, None, "term_limit"]


@pytest.mark.django_db
def test_a_course_given_back_makes_room_for_another():
    a_term(most_courses=1)
    user = cast.a_resident()
    first, second = cast.a_course(), cast.a_course(title="二つめ")
    sign_up = first.sign_up(user.household.people.get(), by=user)
    assert refusal(second, user) == "term_limit"
    sign_up.withdraw(by=user)
    assert refusal(second, user) is None


@pytest.mark.django_db
def test_waiting_and_entering_count_like_seats():
    a_term(most_courses=1)
    (quick, first), (user, person) = cast.many_residents(2)
    full = cast.a_course(capacity=1, queue="at_once")
    full.sign_up(first, by=quick)
    assert full.sign_up(person, by=user).is_waiting
    assert refusal(cast.a_course(title="二つめ"), user, person) == "term_limit"


@pytest.mark.django_db
@pytest.mark.parametrize(("shift", "code"), [(0, "term_limit"), (1, None)])
def test_a_course_belongs_to_the_term_in_which_it_begins(shift, code):
    last_day = timezone.localdate() + timedelta(days=14)
    a_term(most_courses=1, last_day=last_day)
    user = cast.a_resident()
    assert refusal(cast.a_course(days_ahead=13, sessions=4), user) is None
    assert refusal(cast.a_course(title="次", days_ahead=14 + shift), user) == code


@pytest.mark.django_db
def test_who_is_in_already_hears_that_and_not_the_limit():
    a_term(most_courses=1)
    user, course = cast.a_resident(), cast.a_course()
    assert refusal(course, user) is None
    assert refusal(course, user) == "already_signed_up"


@pytest.mark.django_db
def test_each_of_a_family_has_a_limit_of_ones_own():
    a_term(most_courses=1)
    user = cast.a_resident()
    other = Person.register(user, cast.a_person(given_name="次郎", born=date(1950, 1, 1)))
    first = user.household.people.get(given_name="花子")
    assert refusal(cast.a_course(), user, first) is None
    assert refusal(cast.a_course(title="次"), user, other) is None
    together = cast.a_course(title="ふたりで", party_max=2)
    with pytest.raises(ValidationError) as refused:
        together.sign_up_together([first, other], by=user)
    assert code_of(refused.value) == "term_limit"


@pytest.mark.django_db
def test_without_a_term_nothing_is_asked_of_the_database():
    (user, person), (other, second) = cast.many_residents(2)
    course = cast.a_course()
    reference.TERMS.rows()
    with CaptureQueriesContext(connection) as asked:
        course.sign_up(person, by=user)
    kinds = [query["sql"].split()[0] for query in asked]
    assert [kind for kind in kinds if kind not in {"SAVEPOINT", "RELEASE"}] == [
        "SELECT",  # the course, locked
        "INSERT",  # the sign-up
        "INSERT",  # the letter, in the queue
    ]
    a_term(most_courses=3)
    reference.TERMS.rows()
    with CaptureQueriesContext(connection) as asked:
        course.sign_up(second, by=other)
    assert len([q for q in asked if q["sql"].split()[0] == "SELECT"]) == 3


@pytest.mark.django_db
def test_the_form_says_it_before_one_presses(client):
    a_term(most_courses=1)
    user = cast.a_resident()
    client.sign_in(user)
    assert refusal(cast.a_course(), user) is None
    page = client.get_page(f"/courses/{cast.a_course(title='次').pk}/sign-ups/")
    assert "お一人1講座まで" in " ".join(page.text)
    assert "この内容で申し込む" not in " ".join(page.text)


def race_for_all(courses: list[Course], user: User, person: Person) -> list[str | None]:
    start = Barrier(len(courses))

    def one(course: Course) -> str | None:
        start.wait(timeout=20)
        try:
            return refusal(course, user, person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(courses)) as pool:
        return list(pool.map(one, courses))


@pytest.mark.django_db(transaction=True)
def test_one_person_in_six_courses_at_once_gets_two():
    a_term(most_courses=MOST)
    user = cast.a_resident()
    courses = [cast.a_course(title=f"講座{n}") for n in range(COURSES)]
    results = race_for_all(courses, user, user.household.people.get())
    assert results.count(None) == MOST == SignUp.objects.live().count()
    assert results.count("term_limit") == COURSES - MOST


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_on_the_person_more_get_through(monkeypatch):
    """All have counted before anybody writes: what the lock on the person prevents."""
    a_term(most_courses=MOST)
    user = cast.a_resident()
    courses = [cast.a_course(title=f"講座{n}") for n in range(COURSES)]
    all_have_counted = Barrier(COURSES)
    counted = Term.refusals

    def count_and_wait(self, people):
        found = counted(self, people)
        all_have_counted.wait(timeout=20)
        return found

    monkeypatch.setattr(Term, "refusals", count_and_wait)
    monkeypatch.setattr(term_module, "lock_people", lambda people: None)
    race_for_all(courses, user, user.household.people.get())
    assert SignUp.objects.live().count() == COURSES > MOST


# ---------------------------------------------------------------- absences


def a_past_course(user: User, *, sessions: int, title: str = "すんだ講座") -> SignUp:
    """A course of sessions in the last weeks in which `user` had a seat from the beginning."""
    course = cast.a_course(title=title, days_ahead=30)
    sign_up = course.sign_up(user.household.people.get(), by=user)
    before = timezone.now() - timedelta(days=50)
    SignUp.objects.filter(pk=sign_up.pk).update(created_at=before)
    course.sessions.all().delete()
    begins = timezone.now() - timedelta(days=7 * sessions)
    for week in range(sessions):
        day = begins + timedelta(weeks=week)
        Session.objects.create(course=course, starts_at=day, ends_at=day + timedelta(hours=2))
    return sign_up


def take_attendance(sign_up: SignUp, states: list[str | None]) -> None:
    """Somebody else was there each time; of this one the roster says what `states` say."""
    staff = cast.section_staff()
    neighbour = cast.a_resident("neighbour@example.jp")
    other = SignUp.objects.create(
        course=sign_up.course, person=neighbour.household.people.get(), by=neighbour
    )
    for session, state in zip(sign_up.course.sessions.all(), states, strict=True):
        rows = [(other, "present"), *([(sign_up, state)] if state else [])]
        for who, what in rows:
            Attendance.objects.create(
                session=session, sign_up=who, state=what, tapped_at=timezone.now(), by=staff
            )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([None, None], "too_many_absences"),
        (["unknown", None], "too_many_absences"),
        (["present", None], None),
        (["excused", None], None),
        (["excused", "excused"], None),
    ],
)
def test_two_absences_without_a_word_close_the_term(states, code):
    a_term(most_absences=2)
    user = cast.a_resident()
    take_attendance(a_past_course(user, sessions=2), states)
    assert refusal(cast.a_course(title="次"), user) == code


@pytest.mark.django_db
def test_a_roster_nobody_kept_makes_nobody_absent():
    a_term(most_absences=1)
    user = cast.a_resident()
    a_past_course(user, sessions=3)
    assert refusal(cast.a_course(title="次"), user) is None


@pytest.mark.django_db
def test_a_session_called_off_or_before_one_had_signed_up_is_no_absence():
    a_term(most_absences=1)
    user = cast.a_resident()
    sign_up = a_past_course(user, sessions=2)
    take_attendance(sign_up, [None, None])
    first, second = sign_up.course.sessions.all()
    Session.objects.filter(pk=first.pk).update(cancelled_at=timezone.now())
    between = second.starts_at + timedelta(minutes=1)
    SignUp.objects.filter(pk=sign_up.pk).update(created_at=between)
    assert refusal(cast.a_course(title="次"), user) is None


@pytest.mark.django_db
def test_absences_of_the_last_term_are_forgotten():
    today = timezone.localdate()
    user = cast.a_resident()
    take_attendance(a_past_course(user, sessions=2), [None, None])
    a_term(most_absences=1, first_day=today, last_day=today + timedelta(days=90))
    assert refusal(cast.a_course(title="次"), user) is None


@pytest.mark.django_db
def test_who_gave_the_seat_back_was_not_absent():
    a_term(most_absences=1)
    user = cast.a_resident()
    sign_up = a_past_course(user, sessions=2)
    take_attendance(sign_up, [None, None])
    sign_up.cancel(by=cast.center_staff(cast.a_center()), why="引っ越し")
    assert refusal(cast.a_course(title="次"), user) is None


# ---------------------------------------------------------------- at the boundaries


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    most=st.integers(0, 4),
    begins=st.lists(st.integers(3, 12), min_size=1, max_size=6),
    first=st.integers(3, 12),
    length=st.integers(0, 9),
)
def test_whatever_the_days_nobody_has_more_in_a_term_than_it_allows(most, begins, first, length):
    today = timezone.localdate()
    Term.objects.all().delete()
    SignUp.objects.all().delete()
    term = a_term(
        most_courses=most,
        first_day=today + timedelta(days=first),
        last_day=today + timedelta(days=first + length),
    )
    user = User.objects.filter(email="hanako@example.jp").first() or cast.a_resident()
    person = user.household.people.get()
    expected = 0
    for days in begins:
        inside = term.holds(today + timedelta(days=days))
        allowed = not inside or expected < most
        assert (refusal(cast.a_course(days_ahead=days), user) is None) == allowed
        expected += inside and allowed
    assert term.courses_taken([person]).get(person.pk, 0) == expected <= most
