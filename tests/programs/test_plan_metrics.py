"""What the courses tell the plan: each figure on a city small enough to count by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.japan.calendar import fiscal_year
from programs.metrics import METRICS
from programs.models import Attendance, Completion, Course, Draw, DrawEntry, SignUp
from tests import cast
from vision.metrics import NOTHING, Figure, Scope, metric, registered

pytestmark = pytest.mark.django_db

THIS_YEAR = fiscal_year(timezone.localdate())
LAST = THIS_YEAR - 1
KEYS = [
    "courses",
    "places",
    "applicants",
    "participants",
    "newcomers",
    "fill_rate",
    "lottery_ratio",
    "completion_rate",
    "satisfaction",
    "wants_activity",
    *(f"{came}_{months}" for came in ("registered", "active") for months in (3, 6, 12)),
    "circles",
]


def held(*people: int, year: int = LAST, month: int = 10, **fields) -> Course:
    """A course that was held in a fiscal year; so many parties had seats."""
    course = cast.a_course(**fields)
    if people:
        cast.newcomers(course, *people)
    return moved(course, datetime(year, month, 7, 10))


def moved(course: Course, to: datetime) -> Course:
    """The course as if it had been then, every session of it."""
    begins = timezone.make_aware(to)
    for number, session in enumerate(course.sessions.order_by("pk")):
        session.starts_at = begins + timedelta(days=number)
        session.ends_at = session.starts_at + timedelta(hours=2)
        session.save()
    return Course.objects.get(pk=course.pk)


def came(course: Course, number: int | None = None) -> list[SignUp]:
    """So many of those signed up were there, at every session."""
    staff = cast.section_staff(f"s{Attendance.objects.count()}@example.jp")
    there = list(course.sign_ups.order_by("pk")[:number])
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            sign_up=sign_up,
            state=Attendance.State.PRESENT,
            tapped_at=session.starts_at,
            by=staff,
        )
        for sign_up in there
        for session in course.sessions.all()
    )
    return there


def value(key: str, year: int = LAST, scope: Scope | None = None) -> Decimal | None:
    asked = metric(key)
    assert asked is not None
    return asked.measure(year, scope or Scope()).value


def by(key: str, dimension: str, year: int = LAST) -> dict[str, Decimal | None]:
    asked = metric(key)
    assert asked is not None
    return {cell.key: cell.figure.value for cell in asked.breakdown(year, dimension)}


def test_courses_and_places_are_those_held():
    held(capacity=20)
    held(capacity=None)
    called_off = held(capacity=30)
    Course.objects.filter(pk=called_off.pk).update(cancelled_at=timezone.now())
    draft = held(capacity=40)
    Course.objects.filter(pk=draft.pk).update(published_at=None)
    cast.a_course(capacity=50)
    assert value("courses") == 2
    assert value("places") == 20
    assert metric("courses").measure(THIS_YEAR) == NOTHING


@pytest.mark.parametrize(
    ("ends", "year"),
    [
        (datetime(2025, 3, 31, 21, 59), 2024),
        (datetime(2025, 4, 1, 0, 0), 2025),
        (datetime(2025, 12, 31, 12), 2025),
        (datetime(2026, 3, 31, 12), 2025),
        (datetime(2024, 5, 31, 12), 2024),
    ],
)
def test_a_course_counts_in_the_year_its_last_session_is_held_in(ends, year):
    moved(cast.a_course(), ends - timedelta(hours=2))
    assert set(metric("courses").trend(2020, 2030)) == {year}
    assert [one for one in range(2020, 2031) if value("courses", one)] == [year]


def test_a_course_over_two_years_counts_in_the_second_and_once():
    moved(cast.a_course(sessions=2), datetime(2025, 3, 31, 10))
    assert list(metric("courses").trend(2020, 2030)) == [2025]


def test_applicants_are_all_who_asked_and_participants_those_who_came():
    course = held(1, 1, 2, sessions=3, party_max=2)
    sign_up = course.sign_ups.order_by("pk").first()
    SignUp.objects.filter(pk=sign_up.pk).update(status="withdrawn", what="withdrawn")
    came(course, 2)
    assert value("applicants") == 4
    assert value("participants") == 2


def test_what_was_entered_twice_for_one_person_counts_once():
    course = held(1, 1)
    double = course.sign_ups.order_by("pk").first()
    SignUp.objects.filter(pk=double.pk).update(status="cancelled", what="merged")
    assert value("applicants") == 1


def test_seats_are_filled_by_those_who_hold_them():
    held(1, 1, 1, capacity=8)
    held(2, capacity=2, party_max=2)
    held(capacity=None)
    assert value("fill_rate") == Decimal("50.0")
    assert metric("fill_rate").measure(LAST).n == 5


def test_the_odds_are_people_for_each_seat_of_the_draws_that_count():
    lottery = held(1, 1, 1)
    draw = Draw.objects.create(course=lottery, seats=2, value="1234", drawn_at=timezone.now())
    for size, party in zip([2, 1, 1], lottery.sign_ups.order_by("pk"), strict=True):
        DrawEntry.objects.create(draw=draw, sign_up=party, receipt=party.receipt, size=size, tier=0)
    other = held(1)
    Draw.objects.create(course=other, seats=9)
    assert metric("lottery_ratio").measure(LAST) == Figure(Decimal("2.00"), 4, 1)


def test_who_finished_counts_among_those_with_a_seat_under_a_rule():
    course = held(1, 1, 1, completion_percent=70)
    held(1)
    for sign_up in course.sign_ups.order_by("pk")[:2]:
        Completion.objects.create(
            sign_up=sign_up,
            completed_on=date(LAST, 10, 7),
            name="",
            course_title="",
            attended=1,
            held=1,
        )
    taken_back = Completion.objects.order_by("pk").last()
    assert value("completion_rate") == Decimal("66.7")
    Completion.objects.filter(pk=taken_back.pk).update(taken_back_at=timezone.now())
    assert value("completion_rate") == Decimal("33.3")


# ---------------------------------------------------------------- newcomers


def again(course: Course, *people) -> Course:
    for person in people:
        course.sign_up(person, by=cast.section_staff(f"{SignUp.objects.count()}@example.jp"))
    return course


def test_a_newcomer_came_to_nothing_in_the_three_years_before():
    first = held(1, 1, year=LAST - 4)
    came(first)
    [old, older] = [sign_up.person for sign_up in first.sign_ups.order_by("pk")]
    between = moved(again(cast.a_course(), old), datetime(LAST - 3, 10, 7, 10))
    came(between)
    now = again(cast.a_course(), old, older)
    cast.newcomers(now, 1, 1)
    came(moved(now, datetime(LAST, 10, 7, 10)))
    assert value("newcomers") == Decimal("75.0")
    assert value("newcomers", LAST - 3) == 0
    assert value("newcomers", LAST - 4) == 100


def test_who_comes_twice_in_the_year_is_new_once():
    first = held(1)
    person = first.sign_ups.get().person
    came(first)
    came(moved(again(cast.a_course(), person), datetime(LAST, 11, 7, 10)))
    assert metric("newcomers").measure(LAST).n == 1
    assert value("newcomers") == 100


def test_who_signed_up_before_but_did_not_come_is_new():
    person = held(1, year=LAST - 1).sign_ups.get().person
    came(moved(again(cast.a_course(), person), datetime(LAST, 11, 7, 10)))
    assert value("newcomers") == 100


def test_a_newcomer_to_a_ward_who_came_elsewhere_before_is_none():
    moji = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    before = held(1, year=LAST - 1, center=moji)
    came(before)
    here = again(cast.a_course(), before.sign_ups.get().person)
    here.life_stages.add(cast.a_life_stage("senior"), cast.a_life_stage("child"))
    came(moved(here, datetime(LAST, 11, 7, 10)))
    assert by("newcomers", "ward") == {"tobata": 0}
    assert value("newcomers", scope=Scope("ward", "tobata")) == 0
    assert by("newcomers", "life_stage") == {"senior": 0, "child": 0}


def test_the_list_behind_says_of_each_course_how_many_were_new():
    before = held(1, year=LAST - 1)
    came(before)
    now = again(cast.a_course(title="いま"), before.sign_ups.get().person)
    cast.newcomers(now, 1)
    came(moved(now, datetime(LAST, 11, 7, 10)))
    [row] = metric("newcomers").rows(LAST)
    assert (row["row_0"], row["sum_value"], row["sum_people"]) == ("いま", 50, 2)


# ---------------------------------------------------------------- by what they are told apart


def two_courses() -> None:
    """One in Tobata on a Tuesday morning for two life stages, one in Moji on a Saturday evening."""
    moji = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    tuesday, saturday = datetime(2025, 10, 7, 10), datetime(2025, 10, 11, 18)
    first = cast.a_course()
    first.life_stages.add(cast.a_life_stage("senior"), cast.a_life_stage("child"))
    cast.newcomers(first, 1, 1)
    second = cast.a_course(center=moji, category=cast.a_category("音楽", "music"))
    cast.newcomers(second, 1)
    moved(first, tuesday)
    moved(second, saturday)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("ward", {"moji": 1, "tobata": 2}),
        ("center", {"hama": 2, "minato": 1}),
        ("category", {"food": 2, "music": 1}),
        ("life_stage", {"senior": 2, "child": 2, "none": 1}),
        ("weekday", {"1": 2, "5": 1}),
        ("time", {"morning": 2, "evening": 1}),
    ],
)
def test_applicants_by_every_dimension_and_of_each_of_its_parts(dimension, expected):
    two_courses()
    assert by("applicants", dimension, 2025) == expected
    for key, number in expected.items():
        assert value("applicants", 2025, Scope(dimension, key)) == number
    assert value("applicants", 2025) == 3


def test_names_come_in_the_order_of_the_city():
    two_courses()
    applicants = metric("applicants")
    assert [c.name for c in applicants.breakdown(2025, "ward")] == ["門司区", "戸畑区"]
    assert [c.name for c in applicants.breakdown(2025, "weekday")] == ["火曜日", "土曜日"]
    assert [(c.name, c.group) for c in applicants.breakdown(2025, "center")] == [
        ("門司みなと市民センター", "moji"),
        ("戸畑浜市民センター", "tobata"),
    ]


def test_a_course_without_a_centre_stands_last_in_its_ward():
    held(center=None, ward=cast.a_ward(), venue="図書館")
    held()
    cells = metric("courses").breakdown(LAST, "center")
    assert [(cell.key, cell.group) for cell in cells] == [("hama", "tobata"), ("none", "tobata")]


@pytest.mark.parametrize("key", KEYS)
def test_each_question_is_one_statement(key, django_assert_num_queries):
    two_courses()
    asked = metric(key)
    with django_assert_num_queries(1):
        asked.measure(2025)
    with django_assert_num_queries(1):
        asked.trend(2016, 2026, Scope("ward", "tobata"))
    with django_assert_num_queries(1):
        asked.breakdowns(2016, 2026, "life_stage")
    with django_assert_num_queries(1):
        list(asked.rows(2025, Scope("weekday", "1")))


@pytest.mark.parametrize(
    "scope", ["nowhere:tobata", "weekday:9", "weekday:x", "time:noon", "tobata"]
)
def test_a_scope_that_is_none_is_refused(scope):
    for one in registered():
        with pytest.raises(ValidationError) as refusal:
            one.measure(2025, Scope.parse(scope))
        assert refusal.value.code == "no_such_scope"


def test_every_metric_says_in_words_what_it_counts():
    assert [one.key for one in registered() if one in METRICS] == KEYS
    assert all(one.definition.endswith("。") and one.unit and one.name for one in registered())


def test_a_scope_is_written_with_a_colon():
    assert str(Scope.parse("ward:tobata")) == "ward:tobata"
    assert Scope.parse("ward:tobata") == Scope("ward", "tobata")
    assert Scope.parse("") == Scope()
