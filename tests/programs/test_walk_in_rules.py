"""Who comes to the door without a seat is taken by the rules of every other channel."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal import kept
from portal.people.models import Person, User
from portal.refusal import code_of
from programs.models import Answer, Attendance, ChildcarePlace, Course, Question, SignUp, Term
from programs.models.told import Child, Told
from programs.sign_ups.history import history_of
from programs.sign_ups.walk_in import walk_in_together
from tests import cast


def a_question(course: Course, text: str = "経験", *, required: bool = True) -> Question:
    return Question.objects.create(course=course, text=text, kind="short", required=required)


def a_term(**limits) -> None:
    today = timezone.localdate()
    span = {"first_day": today - timedelta(days=60), "last_day": today + timedelta(days=60)}
    Term.objects.create(name="この期", **span, **limits)
    kept.forget_all()


def somebody(**fields) -> Person:
    return Person.register_at_the_desk(cast.a_person(**fields))


def a_child(**fields) -> Person:
    return somebody(born=date(timezone.localdate().year - 9, 5, 5), **fields)


def staff_of(course: Course) -> User:
    return User.objects.filter(is_staff=True).first() or cast.center_staff(course.center)


def come(course: Course, *people: Person, **how) -> list[SignUp]:
    return walk_in_together(course.sessions.first(), people, by=staff_of(course), **how)


def refused(command: Callable, *arguments, **how) -> tuple[str, str] | None:
    """The code and the sentence somebody is refused with."""
    try:
        command(*arguments, **how)
    except ValidationError as refusal:
        return code_of(refusal), refusal.messages[0]
    return None


# ---------------------------------------------------------------- one rule for all


def too_young() -> tuple[Course, list[Person], Told]:
    return cast.a_course(min_age=18), [a_child()], cast.consent(a_child())[a_child().pk]


def too_old() -> tuple[Course, list[Person], Told]:
    return cast.a_course(max_age=12), [somebody()], Told()


def another_school_year() -> tuple[Course, list[Person], Told]:
    return cast.a_course(min_school_year=1, max_school_year=2), [somebody()], Told()


def from_elsewhere() -> tuple[Course, list[Person], Told]:
    return cast.a_course(residence="city"), [somebody(ward=None)], Told()


def without_consent() -> tuple[Course, list[Person], Told]:
    return cast.a_course(), [a_child()], Told(guardian_name="髙﨑 花子")


def without_an_answer() -> tuple[Course, list[Person], Told]:
    course = cast.a_course()
    a_question(course)
    return course, [somebody()], Told()


def with_an_answer_to_nothing() -> tuple[Course, list[Person], Told]:
    return cast.a_course(), [somebody()], Told(answers={10**9: "はじめて"})


def without_childcare() -> tuple[Course, list[Person], Told]:
    return cast.a_course(), [somebody()], Told(children=(Child("ゆい", 20),))


def with_a_child_at_school() -> tuple[Course, list[Person], Told]:
    return cast.a_course(childcare_capacity=1), [somebody()], Told(children=(Child("ゆい", 99),))


def with_enough_courses() -> tuple[Course, list[Person], Told]:
    a_term(most_courses=1)
    first = cast.a_course(title="ひとつめ")
    first.sign_up(somebody(), by=staff_of(first))
    return cast.a_course(), [somebody()], Told()


def absent_too_often() -> tuple[Course, list[Person], Told]:
    a_term(most_absences=1)
    past = cast.a_course(title="すんだ講座")
    sign_ups = [past.sign_up(one, by=staff_of(past)) for one in (somebody(), a_neighbour())]
    before = timezone.now() - timedelta(days=20)
    SignUp.objects.filter(course=past).update(created_at=before - timedelta(days=1))
    past.sessions.update(starts_at=before, ends_at=before + timedelta(hours=2))
    Attendance.objects.create(
        session=past.sessions.get(),
        sign_up=sign_ups[1],
        state="present",
        tapped_at=before,
        by=staff_of(past),
    )
    return cast.a_course(), [somebody()], Told()


def a_neighbour() -> Person:
    return somebody(given_name="となり")


def alone_where_two_come() -> tuple[Course, list[Person], Told]:
    return cast.a_course(party_min=2, party_max=2), [somebody()], Told()


def more_than_come_together() -> tuple[Course, list[Person], Told]:
    return cast.a_course(), [somebody(), a_neighbour()], Told()


RULES = {
    too_young: "too_young",
    too_old: "too_old",
    another_school_year: "wrong_school_year",
    from_elsewhere: "not_resident",
    without_consent: "guardian_needed",
    without_an_answer: "answer_needed",
    with_an_answer_to_nothing: "answer_unknown",
    without_childcare: "no_childcare",
    with_a_child_at_school: "child_too_old",
    with_enough_courses: "term_limit",
    absent_too_often: "too_many_absences",
    alone_where_two_come: "party_too_small",
    more_than_come_together: "party_too_large",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "code"), RULES.items(), ids=[*RULES.values()])
def test_the_door_refuses_whom_the_web_refuses_in_the_same_words(who, code):
    course, people, says = who()
    told = {people[0].pk: says}
    staff = staff_of(course)
    on_the_web = refused(course.sign_up_together, people, by=staff, told=told)
    assert on_the_web is not None
    assert on_the_web[0] == code
    for beyond in (False, True):
        at_the_door = refused(come, course, *people, told=told, beyond_capacity=beyond)
        assert at_the_door == on_the_web, "the word of staff is about the capacity alone"
    assert not course.sign_ups.exists()


@pytest.mark.django_db
def test_only_the_period_of_sign_up_is_over():
    course = cast.a_course(apply_until=timezone.now() - timedelta(hours=1))
    person = somebody()
    assert refused(course.sign_up, person, by=staff_of(course)) is not None
    (sign_up,) = come(course, person)
    assert (sign_up.status, sign_up.what, sign_up.via) == ("seated", "walked_in", "counter")


# ---------------------------------------------------------------- what is told is kept


@pytest.mark.django_db
def test_what_is_said_at_the_door_is_kept_as_everywhere():
    course = cast.a_course(childcare_capacity=1)
    question, child = a_question(course), a_child()
    says = Told(
        provisions=("wheelchair",),
        provision_note="電動です",
        guardian_name="祖母 ふみ",
        guardian_phone="093-111-2222",
        answers={question.pk: "はじめて"},
        children=(Child("ゆい", 20, "卵"),),
    )
    (sign_up,) = come(course, child, told={child.pk: says})
    assert (sign_up.provisions, sign_up.provision_note) == (["wheelchair"], "電動です")
    assert (sign_up.guardian_name, sign_up.guardian_phone) == ("祖母 ふみ", "093-111-2222")
    assert sign_up.answers.get().text == "はじめて"
    place = sign_up.childcare_places.get()
    assert (place.child_name, place.child_age, place.status) == ("ゆい", 20, "seated")


@pytest.mark.django_db
def test_children_of_who_comes_to_the_door_stand_behind_those_who_asked_before():
    course = cast.a_course(childcare_capacity=1)
    first, late = somebody(), a_neighbour()
    children = {one.pk: Told(children=(Child("ゆい", 20),)) for one in (first, late)}
    course.sign_up(first, by=staff_of(course), told=children)
    come(course, late, told=children)
    assert list(ChildcarePlace.objects.values_list("status", flat=True)) == ["seated", "waiting"]


def held_in(status: str, course: Course, person: Person, told: dict[int, Told]) -> SignUp:
    """A sign-up of before that has no seat: it waits, a seat is offered, or lots will be drawn."""
    sign_up = course.sign_up(person, by=staff_of(course), told=told)
    until = timezone.now() + timedelta(days=1) if status == "offered" else None
    SignUp.objects.filter(pk=sign_up.pk).update(status=status, offer_until=until)
    return sign_up


@pytest.mark.django_db
@pytest.mark.parametrize("says_again", [False, True])
@pytest.mark.parametrize("status", ["waiting", "offered", "entered"])
def test_who_signed_up_before_comes_in_with_what_was_told_then(status, says_again):
    course = cast.a_course(queue="by_staff")
    question, child = a_question(course), a_child()
    says = Told(
        provisions=("captioning",),
        guardian_name="祖母 ふみ",
        guardian_phone="093-111-2222",
        answers={question.pk: "はじめて"},
    )
    sign_up = held_in(status, course, child, {child.pk: says})
    other = Told(guardian_name="別の人", guardian_phone="1", answers={question.pk: "書きかえ"})
    (came,) = come(course, child, told={child.pk: other} if says_again else {})
    assert (came.pk, came.status) == (sign_up.pk, "seated")
    assert (came.guardian_name, came.provisions) == ("祖母 ふみ", ["captioning"])
    assert came.answers.get().text == "はじめて"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["waiting", "offered", "entered"])
def test_what_is_missing_of_a_sign_up_is_asked_for_and_added(status):
    course = cast.a_course(queue="by_staff")
    kept, child = a_question(course, "経験"), a_child()
    told = {child.pk: Told(guardian_name="父", guardian_phone="1", answers={kept.pk: "2回目"})}
    sign_up = held_in(status, course, child, told)
    SignUp.objects.filter(pk=sign_up.pk).update(guardian_name="", guardian_phone="")
    later = a_question(course, "持ち物")
    a_question(course, "ひとこと", required=False)
    assert refused(come, course, child)[0] == "guardian_needed"
    says = cast.consent(child)
    assert refused(come, course, child, told=says)[0] == "answer_needed"
    answers = {kept.pk: "書きかえ", later.pk: "あり"}
    both = Told(guardian_name="母", guardian_phone="093-111-2222", answers=answers)
    (came,) = come(course, child, told={child.pk: both})
    assert (came.pk, came.guardian_name) == (sign_up.pk, "母")
    answers = dict(Answer.objects.values_list("question", "text"))
    assert answers == {kept.pk: "2回目", later.pk: "あり"}


@pytest.mark.django_db
def test_a_sign_up_of_before_counts_once_in_the_term():
    a_term(most_courses=1)
    course, person = cast.a_course(queue="by_staff"), somebody()
    sign_up = held_in("waiting", course, person, {})
    assert come(course, person) == [sign_up]


@pytest.mark.django_db
def test_who_holds_a_seat_is_asked_nothing_and_let_in_twice_holds_one():
    course, person = cast.a_course(), somebody()
    seated = course.sign_up(person, by=staff_of(course))
    a_question(course)
    assert come(course, person) == come(course, person) == [seated]
    assert course.sign_ups.count() == 1


# ---------------------------------------------------------------- together, and the capacity


@pytest.mark.django_db
def test_two_who_come_together_are_a_party_and_come_in_both_or_not_at_all():
    course = cast.a_course(party_min=2, party_max=2, capacity=1)
    pair = [somebody(), a_neighbour()]
    code, sentence = refused(come, course, *pair)
    assert (code, "1席で、2人分には足りません" in sentence) == ("walk_in_full", True)
    assert not course.sign_ups.exists()
    both = come(course, *pair, beyond_capacity=True)
    assert len({one.party_id for one in both}) == 1
    assert both[0].party_id is not None
    course.refresh_from_db()
    assert (course.seats_taken, course.capacity) == (2, 2)


@pytest.mark.django_db
def test_who_joins_one_who_has_a_seat_takes_one_seat_more():
    course = cast.a_course(party_min=2, party_max=3, capacity=3)
    pair = [somebody(), a_neighbour()]
    seated = course.sign_up_together(pair, by=staff_of(course))
    third = somebody(given_name="三人目")
    assert come(course, pair[0], third)[0] == seated[0]
    course.refresh_from_db()
    assert (course.seats_taken, course.capacity) == (3, 3)


@pytest.mark.django_db
def test_a_seat_held_by_an_offer_needs_no_word_of_staff():
    course, person = cast.a_course(capacity=1, queue="by_staff"), somebody()
    offered = held_in("offered", course, person, {})
    course.refresh_from_db()
    assert course.is_full
    assert come(course, person) == [offered]


@pytest.mark.django_db
@pytest.mark.parametrize("who_comes", ["somebody behind them", "somebody new"])
def test_those_who_wait_read_that_the_venue_let_somebody_in(who_comes):
    course = cast.a_course(capacity=1, queue="by_staff")
    seated, first, last = cast.newcomers(course, 1, 1, 1)
    seated.cancel(by=staff_of(course), why="お休み")
    come(course, last.person if who_comes == "somebody behind them" else somebody())
    happened = history_of(first, first.by)[-1]
    assert happened.words == "席が空きましたが、ほかの方が先になりました"
    assert happened.why == "会場の職員が、当日会場に来た方を受け付けました。"


@pytest.mark.django_db
def test_a_seat_made_for_who_came_passes_nobody_by():
    course = cast.a_course(capacity=1, queue="by_staff")
    _, first = cast.newcomers(course, 1, 1)
    come(course, somebody(), beyond_capacity=True)
    first.refresh_from_db()
    assert (first.status, first.what) == ("waiting", "queued")
