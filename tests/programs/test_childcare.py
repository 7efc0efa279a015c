"""Small children have places and a queue of their own, behind the seats of their parents."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.people.models import Person, User
from portal.refusal import code_of
from programs.lottery import drawing
from programs.models import ChildcarePlace, Course, SignUp
from programs.models.told import MOST_CHILDREN, OLDEST_CHILD, Child, Told
from programs.sign_ups import childcare
from tests import cast
from tests.page_lint import Page, lint

PLACES = 2
RACERS = 6


def with_children(person: Person, number: int = 1) -> dict[int, Told]:
    return {person.pk: Told(children=tuple(Child(f"子{n + 1}", 18) for n in range(number)))}


def take(course: Course, who: tuple[User, Person], children: int = 1) -> SignUp:
    user, person = who
    return course.sign_up(person, by=user, told=with_children(person, children))


def states(*sign_ups: SignUp) -> list[str]:
    """The state of each sign-up's children, said once where all are the same."""
    return [
        "+".join(sorted(set(s.childcare_places.values_list("status", flat=True)))) for s in sign_ups
    ]


def taken(course: Course) -> int:
    course.refresh_from_db()
    return course.childcare_taken


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


# ---------------------------------------------------------------- places and their queue


@pytest.mark.django_db
def test_places_go_by_the_order_of_sign_up_and_then_children_wait():
    course = cast.a_course(childcare_capacity=PLACES)
    sign_ups = [take(course, who) for who in cast.many_residents(3)]
    assert states(*sign_ups) == ["seated", "seated", "waiting"]
    assert [s.is_seated for s in sign_ups] == [True] * 3, "the parents' seats are another matter"
    assert taken(course) == PLACES


@pytest.mark.django_db
def test_a_withdrawal_hands_the_place_on_in_the_same_transaction():
    course = cast.a_course(childcare_capacity=1)
    first, second = [take(course, who) for who in cast.many_residents(2)]
    first.withdraw(by=first.by)
    assert states(first, second) == ["withdrawn", "seated"]
    assert taken(course) == 1


@pytest.mark.django_db
def test_who_waited_for_a_place_is_written_to_once_and_who_came_anew_is_not(run_queue, mailoutbox):
    course = cast.a_course(childcare_capacity=1)
    first, second = [take(course, who) for who in cast.many_residents(2)]
    run_queue()
    assert not [mail for mail in mailoutbox if "託児の席" in mail.subject]
    first.withdraw(by=first.by)
    run_queue()
    told = [mail for mail in mailoutbox if "託児の席" in mail.subject]
    assert [mail.to for mail in told] == [[second.by.email]]
    assert second.receipt_number in told[0].body


@pytest.mark.django_db
def test_a_child_waits_while_its_parent_does_and_gets_a_place_with_the_seat():
    course = cast.a_course(capacity=1, queue="at_once", childcare_capacity=5)
    first, second = [take(course, who) for who in cast.many_residents(2)]
    assert states(first, second) == ["seated", "waiting"]
    first.withdraw(by=first.by)
    second.refresh_from_db()
    assert second.is_seated
    assert states(first, second) == ["withdrawn", "seated"]


@pytest.mark.django_db
def test_an_offer_not_yet_answered_holds_no_place_and_the_answer_brings_it():
    course = cast.a_course(capacity=1, queue="offer", childcare_capacity=1)
    first, second = [take(course, who) for who in cast.many_residents(2)]
    first.withdraw(by=first.by)
    assert states(second) == ["waiting"]
    second.accept(by=second.by)
    assert states(second) == ["seated"]


@pytest.mark.django_db
def test_all_children_of_a_parent_get_places_or_none_and_smaller_families_may_pass():
    course = cast.a_course(childcare_capacity=2)
    one, two, another = cast.many_residents(3)
    sign_ups = [take(course, one, 1), take(course, two, 2), take(course, another, 1)]
    assert states(*sign_ups) == ["seated", "waiting", "seated"]
    sign_ups[0].withdraw(by=sign_ups[0].by)
    assert states(*sign_ups) == ["withdrawn", "waiting", "seated"]
    sign_ups[2].withdraw(by=sign_ups[2].by)
    assert states(*sign_ups) == ["withdrawn", "seated", "withdrawn"]


@pytest.mark.django_db
def test_a_course_called_off_looks_after_nobody():
    course = cast.a_course(childcare_capacity=1)
    sign_ups = [take(course, who) for who in cast.many_residents(2)]
    course.cancel(by=cast.section_staff(), reason="講師の都合")
    assert states(*sign_ups) == ["withdrawn", "withdrawn"]
    assert taken(course) == 0


@pytest.mark.django_db
def test_more_places_go_to_those_who_wait():
    course = cast.a_course(childcare_capacity=1)
    sign_ups = [take(course, who) for who in cast.many_residents(3)]
    Course.objects.filter(pk=course.pk).update(childcare_capacity=2)
    course.promote_waiting()
    assert states(*sign_ups) == ["seated", "seated", "waiting"]


@pytest.mark.django_db
def test_a_course_without_childcare_asks_nothing_more_of_the_database(django_assert_num_queries):
    course = cast.a_course()
    with transaction.atomic():
        locked = Course.objects.locked(course.pk)
        with django_assert_num_queries(0):
            assert childcare.settle(locked) == []


# ---------------------------------------------------------------- what is refused


@pytest.mark.django_db
@pytest.mark.parametrize("via", SignUp.Via.values)
@pytest.mark.parametrize(
    ("fields", "children", "code"),
    [
        ({}, (Child("子", 18),), "no_childcare"),
        ({"childcare_capacity": 9}, (Child(" ", 18),), "child_incomplete"),
        ({"childcare_capacity": 9}, (Child("子", -1),), "child_incomplete"),
        ({"childcare_capacity": 9}, (Child("子", OLDEST_CHILD + 1),), "child_too_old"),
        ({"childcare_capacity": 9}, (Child("子", 1),) * (MOST_CHILDREN + 1), "too_many_children"),
    ],
)
def test_children_nobody_can_look_after_are_refused(via, fields, children, code):
    course, user = cast.a_course(**fields), cast.a_resident()
    person = user.household.people.get()
    with pytest.raises(ValidationError) as refused:
        course.sign_up(person, by=user, via=via, told={person.pk: Told(children=children)})
    assert code_of(refused.value) == code
    assert SignUp.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("months", [0, OLDEST_CHILD])
def test_the_youngest_and_the_oldest_are_welcome(months):
    course, user = cast.a_course(childcare_capacity=1), cast.a_resident()
    person = user.household.people.get()
    told = {person.pk: Told(children=(Child("子", months, "卵"),))}
    place = course.sign_up(person, by=user, told=told).childcare_places.get()
    assert (place.child_age, place.note, place.status) == (months, "卵", "seated")


# ---------------------------------------------------------------- the form


@pytest.mark.django_db
def test_the_form_asks_for_children_only_where_there_is_childcare(client):
    client.sign_in(cast.a_resident())
    page = client.get_page(f"/courses/{cast.a_course().pk}/sign-ups/")
    assert "託児を申し込む" not in said(page)
    page = client.get_page(f"/courses/{cast.a_course(childcare_capacity=3).pk}/sign-ups/")
    assert "託児を申し込む" in said(page)


@pytest.mark.django_db
def test_a_child_of_the_form_is_kept_with_its_age_in_months(client):
    user, course = cast.a_resident(), cast.a_course(childcare_capacity=3)
    client.sign_in(user)
    sent = {
        "person": user.household.people.get().pk,
        "child-1-name": "みお",
        "child-1-years": "２",
        "child-1-months": "6",
        "child-1-note": "卵のアレルギー",
        "child-3-name": "そら",
        "child-3-months": "8",
    }
    response = client.post(f"/courses/{course.pk}/sign-ups/", sent, follow=True)
    lint(response)
    kept = ChildcarePlace.objects.values_list("child_name", "child_age", "note", "status")
    assert list(kept) == [("みお", 30, "卵のアレルギー", "seated"), ("そら", 8, "", "seated")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"child-1-name": "みお"}, "お子さん1の年齢を入力してください。"),
        ({"child-2-years": "3"}, "お子さん2の名前を入力してください。"),
        ({"child-1-note": "卵"}, "お子さん1の名前を入力してください。"),
        ({"child-1-name": "みお", "child-1-years": "7"}, "6歳までです"),
        ({"child-1-name": "みお", "child-1-months": "12"}, "お子さん1の年齢を確かめてください"),
        ({"child-1-name": "みお", "child-1-years": "二"}, "数字で入力してください"),
        ({"child-1-name": "み" * 61, "child-1-years": "1"}, "60文字まで"),
    ],
)
def test_half_a_child_is_asked_for_and_the_rest_stays(client, row, sentence):
    user, course = cast.a_resident(), cast.a_course(childcare_capacity=3)
    client.sign_in(user)
    sent = {"person": user.household.people.get().pk, "child-3-name": "そら", "child-3-years": "1"}
    page = client.post_page(f"/courses/{course.pk}/sign-ups/", sent | row, status=422)
    assert sentence in said(page)
    values = {a["name"]: a.get("value") for a in page.all("input") if "name" in a}
    assert values["child-3-name"] == "そら"
    assert SignUp.objects.count() == 0


@pytest.mark.django_db
def test_of_a_party_the_children_stand_on_the_receipt_that_is_shown_first(client):
    user, course = cast.a_resident(), cast.a_course(party_max=2, childcare_capacity=3)
    older = Person.register(user, cast.a_person(given_name="次郎", born=date(1940, 1, 1)))
    client.sign_in(user)
    people = [older.pk, user.household.people.get(given_name="花子").pk]
    sent = {"person": people, "child-1-name": "みお", "child-1-years": "2"}
    response = client.post(f"/courses/{course.pk}/sign-ups/", sent, follow=True)
    assert "みおさん： お預かりします" in said(lint(response))


@pytest.mark.django_db
def test_the_receipt_says_who_is_looked_after_and_who_waits(client):
    course = cast.a_course(childcare_capacity=1, fee=500)
    (user, person), (other, second) = cast.many_residents(2)
    seated, waiting = take(course, (user, person)), take(course, (other, second))
    client.sign_in(user)
    words = said(client.get_page(f"/my/sign-ups/{seated.pk}/"))
    assert "子1さん： お預かりします" in words
    assert "参加費 500円を、当日までに会場でお支払いください" in words
    client.sign_in(other)
    words = said(client.get_page(f"/my/sign-ups/{waiting.pk}/"))
    assert "託児のキャンセル待ちです" in words


@pytest.mark.django_db
def test_my_page_says_whose_childcare_still_waits(client, django_assert_max_num_queries):
    course = cast.a_course(childcare_capacity=1)
    first, (user, person) = cast.many_residents(2)
    take(course, first)
    take(course, (user, person))
    client.sign_in(user)
    with django_assert_max_num_queries(100) as asked:
        assert "子1さん： キャンセル待ちです" in said(client.get_page("/my/"))
    take(cast.a_course(childcare_capacity=1, days_ahead=9), (user, person))
    with django_assert_max_num_queries(len(asked)):
        assert "子1さん：お預かりします" in said(client.get_page("/my/"))


@pytest.mark.django_db
def test_a_drawn_lottery_gives_places_to_the_children_of_those_selected():
    course = cast.a_course(
        method="lottery", capacity=3, childcare_capacity=2, draw_source="公開の数"
    )
    sign_ups = [take(course, who) for who in cast.many_residents(3)]
    assert states(*sign_ups) == ["waiting"] * 3, "before the draw nobody has a seat"
    passed = timezone.now() - timedelta(minutes=1)
    Course.objects.filter(pk=course.pk).update(apply_until=passed)
    drawing.close(course, by=None)
    drawing.announce(course)
    assert sorted(states(*sign_ups)) == ["seated", "seated", "waiting"]


# ---------------------------------------------------------------- at once


def race(run, racers) -> list:
    start = Barrier(len(racers))

    def one(racer):
        start.wait(timeout=20)
        try:
            return run(racer)
        except ValidationError as refusal:
            return code_of(refusal)
        except IntegrityError as broken:
            return broken.__cause__.diag.constraint_name
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(racers)) as pool:
        return list(pool.map(one, racers))


@pytest.mark.django_db(transaction=True)
def test_two_places_go_to_two_of_six_who_come_at_once():
    course = cast.a_course(childcare_capacity=PLACES)
    results = race(lambda who: take(course, who), cast.many_residents(RACERS))
    assert taken(course) == PLACES
    assert sorted(states(*results)) == ["seated"] * PLACES + ["waiting"] * (RACERS - PLACES)


@pytest.mark.django_db(transaction=True)
def test_places_given_back_and_asked_for_in_the_same_instant_are_counted_right():
    course = cast.a_course(childcare_capacity=PLACES)
    residents = cast.many_residents(RACERS)
    held = [take(course, who) for who in residents[:3]]

    def go(racer):
        if isinstance(racer, SignUp):
            return racer.withdraw(by=racer.by)
        return take(course, racer)

    race(go, [*held, *residents[3:]])
    assert taken(course) == PLACES
    assert ChildcarePlace.objects.filter(status="seated").count() == PLACES
    assert not ChildcarePlace.objects.filter(status="seated", sign_up__status="withdrawn").exists()


@pytest.mark.django_db(transaction=True)
def test_raw_writes_that_know_no_rule_cannot_oversell_either():
    course = cast.a_course(childcare_capacity=PLACES)
    sign_ups = [course.sign_up(person, by=user) for user, person in cast.many_residents(RACERS)]

    def write_without_asking(sign_up: SignUp):
        with transaction.atomic():
            ChildcarePlace.objects.create(
                sign_up=sign_up, child_name="子", child_age=18, status="seated"
            )

    results = race(write_without_asking, sign_ups)
    assert taken(course) == PLACES
    assert results.count("childcare_never_oversold") == RACERS - PLACES


@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_constraint_the_same_race_oversells():
    course = cast.a_course(childcare_capacity=PLACES)
    sign_ups = [course.sign_up(person, by=user) for user, person in cast.many_residents(RACERS)]
    all_have_looked = Barrier(RACERS)

    def write_having_looked(sign_up: SignUp):
        seen = Course.objects.get(pk=course.pk)
        all_have_looked.wait(timeout=20)
        if seen.childcare_taken < PLACES:
            ChildcarePlace.objects.create(
                sign_up=sign_up, child_name="子", child_age=18, status="seated"
            )

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE programs_course DROP CONSTRAINT childcare_never_oversold")
    try:
        race(write_having_looked, sign_ups)
        assert taken(course) == RACERS > PLACES
    finally:
        ChildcarePlace.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE programs_course ADD CONSTRAINT childcare_never_oversold "
                "CHECK (childcare_capacity IS NULL OR childcare_taken <= childcare_capacity)"
            )


# ---------------------------------------------------------------- any sequence


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("come"), st.integers(1, 3)),
            st.tuples(st.just("leave"), st.integers(0, 9)),
        ),
        max_size=12,
    )
)
def test_after_any_sequence_places_are_full_first_come_and_only_for_the_seated(steps):
    ChildcarePlace.objects.all().delete()
    course = cast.a_course(capacity=3, queue="at_once", childcare_capacity=3)
    number = User.objects.count()
    sign_ups: list[SignUp] = []
    for verb, size in steps:
        if verb == "come":
            number += 1
            user = cast.a_resident(f"parent{number}@example.jp")
            sign_ups.append(take(course, (user, user.household.people.get()), size))
        elif sign_ups:
            leaving = sign_ups.pop(size % len(sign_ups))
            leaving.withdraw(by=leaving.by)
        places = ChildcarePlace.objects.filter(sign_up__course=course)
        seated = places.filter(status="seated")
        assert seated.count() == taken(course) <= 3
        assert not seated.exclude(sign_up__status="seated").exists()
        assert not places.exclude(status="withdrawn").filter(sign_up__status="withdrawn").exists()
        free = 3 - course.childcare_taken
        for sign_up in SignUp.objects.seated().filter(course=course):
            own = set(sign_up.childcare_places.values_list("status", flat=True))
            assert len(own) == 1, "all children of a parent or none"
            if own == {"waiting"}:
                assert sign_up.childcare_places.count() > free, "who fits does not wait"
