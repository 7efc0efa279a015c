"""What the rooms tell the plan: the live figures, their parts, and the rows behind them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from centers.metrics import METRICS
from centers.models import Registration, Room, Use
from centers.utilisation.counting import whole
from centers.utilisation.facts import Asked
from centers.utilisation.periods import Period, yesterday
from portal.japan.calendar import fiscal_year
from tests import cast, rooms
from vision.figures import counting
from vision.metrics import Scope, metric

pytestmark = pytest.mark.django_db

MORNING, AFTERNOON = rooms.MORNING, rooms.AFTERNOON


@pytest.fixture
def year() -> int:
    return fiscal_year(yesterday())


@pytest.fixture
def room() -> Room:
    """A room open yesterday in three slots, of which the morning costs a fee."""
    slots = rooms.the_city_slots()
    room = rooms.a_room()
    rooms.an_open_day(room.center, yesterday())
    rooms.a_fee(room, slots[0])
    return room


@pytest.fixture
def registration(room) -> Registration:
    return rooms.a_registration(on=yesterday())


def used(registration, room, slot=MORNING, *, ages=(), **fields):
    reservation = rooms.a_reservation(registration, room, yesterday(), rooms.a_slot(slot))
    for name, value in fields.items():
        setattr(reservation, name, value)
    reservation.save()
    if ages:
        young, middle, senior = ages
        Use.objects.create(
            booking=reservation.booking,
            young=young,
            middle=middle,
            senior=senior,
            recorded_by=registration.by,
        )


def in_moji() -> Room:
    """A room of another ward, open yesterday and empty."""
    center = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    rooms.an_open_day(center, yesterday())
    return rooms.a_room(center)


def value(key: str, year: int, scope: str = "") -> Decimal | None:
    found = metric(key)
    assert found is not None
    return found.measure(year, Scope.parse(scope)).value


def test_all_are_offered_to_the_plan():
    for one in METRICS:
        assert metric(one.key) is one


def test_the_rates_are_those_of_the_pages(registration, room, year):
    used(registration, room, fee=600)
    in_moji()
    counted = whole(Asked(Period.of_year(year)))
    assert value("room_utilisation", year) == counted.whole_rate == Decimal("16.7")
    assert value("room_utilisation_paid", year) == counted.paid_rate == Decimal("100.0")


def test_a_ward_and_a_centre_have_rates_of_their_own(registration, room, year):
    used(registration, room)
    in_moji()
    assert value("room_utilisation", year, "ward:tobata") == Decimal("33.3")
    assert value("room_utilisation", year, "ward:moji") == Decimal("0.0")
    assert value("room_utilisation", year, "center:hama") == Decimal("33.3")
    found = metric("room_utilisation")
    assert [cell.group for cell in found.breakdown(year, "center")] == ["moji", "tobata"]


def test_a_part_that_is_not_there_is_refused(room, year):
    with pytest.raises(ValidationError) as refused:
        value("room_utilisation", year, "weekday:5")
    assert refused.value.code == "no_such_scope"


def test_years_are_told_apart(registration, room, year):
    rooms.an_open_day(room.center, Period.of_year(year - 1).first + timedelta(days=40))
    used(registration, room)
    trend = metric("room_utilisation").trend(year - 3, year)
    assert {one: figure.value for one, figure in trend.items()} == {
        year - 1: Decimal("0.0"),
        year: Decimal("33.3"),
    }


def test_behind_the_rate_are_the_rooms_each_with_its_own(registration, room, year):
    used(registration, room)
    in_moji()
    found = metric("room_utilisation")
    rows = found.rows(year, Scope("ward", "tobata"))
    assert [(row["row_0"], row["row_1"]) for row in rows] == [(room.name, room.center.name)]
    assert found.figure_of(rows[0]).value == Decimal("33.3")
    assert found.behind.address(rows[0]["row_key"]) == f"/desk/rooms/utilisation/?room={room.pk}"
    assert len(found.rows(year)) == 2


def test_uses_are_courses_and_reservations_that_took_place(registration, room, year):
    used(registration, room)
    used(registration, room, AFTERNOON, status="no_show")
    rooms.a_booking(room, yesterday(), rooms.a_slot(rooms.EVENING))  # staff keep it
    assert value("room_uses", year) == 1


def test_users_are_those_recorded_and_told_by_age(registration, room, year):
    used(registration, room, ages=(12, 300, 688))
    used(registration, room, AFTERNOON, ages=(1, 1, 1), status="no_show")
    assert value("room_users", year) == 1000
    assert value("room_users", year, "age:young") == 12
    ages = metric("room_users").breakdown(year, "age")
    assert [(cell.name, cell.figure.n) for cell in ages] == [
        ("29歳以下", 12),
        ("30〜59歳", 300),
        ("60歳以上", 688),
    ]


def test_the_share_under_30_is_that_of_the_source(registration, room, year):
    """課題B(4): 29歳以下 0.9％、30〜59歳 27.7％、60歳以上 71.4％."""
    used(registration, room, ages=(9, 277, 714))
    assert value("young_room_users", year) == Decimal("0.9")


def test_ages_of_fewer_than_ten_stay_hidden_wherever_the_plan_shows_them(registration, room, year):
    used(registration, room, ages=(9, 277, 714))
    counting.count_live()
    share, users = metric("young_room_users"), metric("room_users")
    assert counting.public_figure(share, year, Scope()) is None
    assert counting.public_figure(users, year, Scope()).value == 1000
    shown = {c.name: c.figure for c in counting.public_breakdown(users, year, "age")}
    assert shown["29歳以下"] is None
    assert shown["30〜59歳"] is None  # with the sum it would tell the nine
    assert shown["60歳以上"].value == 714


def test_groups_are_counted_once_in_the_year_they_are_registered_for(registration, year):
    group = registration.group
    rooms.a_registration(group=group, purpose_class=rooms.a_purpose_class("local"), on=yesterday())
    rooms.a_registration(group=rooms.a_group(), on=yesterday(), status="applied")
    found = metric("room_groups")
    assert found.measure(year).value == 1
    assert not found.says_people  # 1団体, and not 1人
    assert [row["row_0"] for row in found.rows(year)] == [group.center.name]


@pytest.mark.parametrize("one", METRICS, ids=lambda one: one.key)
def test_each_is_one_statement(one, registration, room, year, django_assert_num_queries):
    used(registration, room, ages=(10, 10, 10))
    with django_assert_num_queries(1):
        one.measure(year)
    for dimension in one.dimensions:
        with django_assert_num_queries(1):
            one.breakdown(year, dimension)
    with django_assert_num_queries(1):
        list(one.rows(year))
