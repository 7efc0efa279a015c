"""What counts as open, used, payable and paid: each rule of 稼働率 by itself."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import Booking, Center, OpenDay, Registration, Reservation, Room, Use
from centers.utilisation import uses
from centers.utilisation.counting import Counted, counted, whole
from centers.utilisation.facts import Asked
from centers.utilisation.overview import overview
from centers.utilisation.periods import Period, asked_period, months_of
from portal.japan import calendar
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DAY = date(2025, 5, 14)
ONE_DAY = Asked(Period(DAY, DAY))
MORNING, AFTERNOON, EVENING = rooms.MORNING, rooms.AFTERNOON, rooms.EVENING


@pytest.fixture
def room() -> Room:
    """A room of a centre open from 9 to 22 on that day, in three slots."""
    rooms.the_city_slots()
    room = rooms.a_room()
    rooms.an_open_day(room.center, DAY)
    return room


@pytest.fixture
def registration(room) -> Registration:
    return rooms.a_registration(on=DAY)


def take(room: Room, starts: int, ends: int, kind: str = "course", *, minutes: int = 0) -> Booking:
    """The room from one hour of the day to another; over 24 into the next."""
    midnight = calendar.at(DAY, time())
    return Booking.objects.create(
        room=room,
        kind=kind,
        period=DateTimeTZRange(
            midnight + timedelta(hours=starts), midnight + timedelta(hours=ends, minutes=minutes)
        ),
    )


def reserve(
    registration: Registration, room: Room, starts: int, ends: int, **fields
) -> Reservation:
    return Reservation.objects.create(
        **{
            "registration": registration,
            "booking": take(room, starts, ends, "reservation"),
            "slots": MORNING,
            "purpose": "合唱の練習",
            "headcount": 12,
            "by": registration.by,
        }
        | fields
    )


# ---------------------------------------------------------------- open


def test_each_open_slot_of_each_room_counts(room):
    rooms.a_room(room.center, "和室")
    assert whole(ONE_DAY) == Counted(open=6)


def test_a_closed_day_is_in_no_figure(room):
    rooms.a_closed_day(room.center, DAY)
    assert whole(ONE_DAY) == Counted()
    assert whole(ONE_DAY).whole_rate is None


def test_a_slot_the_hours_do_not_cover_is_not_counted(room):
    rooms.an_open_day(room.center, DAY, closes=17)
    assert whole(ONE_DAY).open == 2


def test_a_slot_counts_while_it_is_in_force(room):
    evening = rooms.a_slot(EVENING)
    evening.last_day = DAY - timedelta(days=1)
    evening.save()
    assert whole(ONE_DAY).open == 2


def test_a_centre_with_slots_of_its_own_goes_by_those(room):
    rooms.a_slot("9時", starts=9, ends=10, center=room.center)
    assert whole(ONE_DAY).open == 1


def test_slots_of_the_same_name_and_hours_are_told_as_one(room):
    first, second = Period(DAY, DAY), DAY + timedelta(days=1)
    rooms.an_open_day(room.center, second)
    morning = rooms.a_slot(MORNING)
    morning.last_day = DAY
    morning.save()
    rooms.a_slot(MORNING, first_day=second)
    lines = counted(Asked(Period(first.first, second)), ("slot",))[("slot",)]
    assert [(line["slot_name"], line.counted.open) for line in lines] == [
        (MORNING, 2),
        (AFTERNOON, 2),
        (EVENING, 2),
    ]


def test_a_room_nobody_may_ask_for_is_not_counted(room):
    rooms.a_room(room.center, "事務室", is_bookable=False)
    assert whole(ONE_DAY).open == 3


def test_a_centre_that_is_not_public_is_not_counted(room):
    Center.objects.update(is_open_to_public=False)
    assert whole(ONE_DAY).open == 0


def test_a_slot_that_staff_block_is_taken_out(room):
    rooms.a_fee(room, rooms.a_slot(MORNING))
    take(room, 9, 10, "block")
    assert whole(ONE_DAY) == Counted(open=2)


def test_a_slot_both_blocked_and_used_stays_in_and_is_used(room):
    take(room, 9, 10, "block")
    take(room, 10, 12)
    assert whole(ONE_DAY) == Counted(open=3, used=1)


# ---------------------------------------------------------------- used


def test_a_part_of_a_slot_makes_it_used(room):
    take(room, 9, 9, minutes=30)
    assert whole(ONE_DAY).used == 1


def test_its_last_minutes_make_it_used(room):
    Booking.objects.create(
        room=room,
        kind="course",
        period=DateTimeTZRange(calendar.at(DAY, time(11, 50)), calendar.at(DAY, time(12, 30))),
    )
    assert whole(ONE_DAY).used == 1


def test_two_uses_of_a_slot_are_one(room):
    take(room, 9, 10)
    take(room, 10, 12)
    assert whole(ONE_DAY).used == 1


def test_one_use_over_two_slots_is_two(room):
    take(room, 10, 15)
    assert whole(ONE_DAY).used == 2


def test_what_ends_as_a_slot_begins_does_not_use_it(room):
    take(room, 12, 13)
    assert whole(ONE_DAY).used == 0


def test_the_changeover_uses_nothing(room):
    room.changeover_minutes = 120
    room.save()
    take(room, 9, 12)
    assert whole(ONE_DAY).used == 1


def test_a_use_over_midnight_reaches_the_next_days_slots(room):
    rooms.a_slot("早朝", starts=5, ends=7)
    next_day = DAY + timedelta(days=1)
    rooms.an_open_day(room.center, next_day, opens=5)
    take(room, 20, 30)
    lines = counted(Asked(Period(DAY, next_day)), ("slot",))[("slot",)]
    assert {line["slot_name"]: line.counted.used for line in lines} == {
        "早朝": 1,
        MORNING: 0,
        AFTERNOON: 0,
        EVENING: 1,
    }


def test_a_use_over_three_days_uses_the_day_between(room):
    for later in (1, 2):
        rooms.an_open_day(room.center, DAY + timedelta(days=later))
    take(room, 20, 60)
    by_day = whole(Asked(Period(DAY, DAY + timedelta(days=2))), by_day=True)
    assert by_day == Counted(open=3, used=3)


def test_on_the_last_day_before_the_period_nothing_counts(room):
    take(room, 9, 12)
    rooms.an_open_day(room.center, DAY + timedelta(days=1))
    next_day = DAY + timedelta(days=1)
    assert whole(Asked(Period(next_day, next_day))) == Counted(open=3)


@pytest.mark.parametrize(("status", "used"), [("requested", 1), ("confirmed", 1), ("no_show", 0)])
def test_what_waits_is_used_and_who_did_not_come_did_not_use(room, registration, status, used):
    reserve(registration, room, 9, 12, status=status)
    assert whole(ONE_DAY).used == used


def test_what_was_given_up_is_no_use(room, registration):
    reservation = reserve(registration, room, 9, 12, status="cancelled")
    reservation.booking.cancel(by=registration.by)
    assert whole(ONE_DAY).used == 0


# ---------------------------------------------------------------- paid


def test_payable_are_the_slots_with_a_fee_and_paid_those_paid_for(room, registration):
    for name in (MORNING, AFTERNOON):
        rooms.a_fee(room, rooms.a_slot(name))
    reserve(registration, room, 9, 12, fee=600, exemption=300)
    assert whole(ONE_DAY) == Counted(open=3, used=1, payable=2, paid=1)


def test_who_is_exempt_of_all_uses_and_does_not_pay(room, registration):
    rooms.a_fee(room, rooms.a_slot(MORNING))
    reserve(registration, room, 9, 12, fee=600, exemption=600)
    assert whole(ONE_DAY) == Counted(open=3, used=1, payable=1, paid=0)


def test_a_course_uses_and_does_not_pay(room):
    rooms.a_fee(room, rooms.a_slot(MORNING))
    take(room, 9, 12)
    assert whole(ONE_DAY) == Counted(open=3, used=1, payable=1, paid=0)


def test_a_slot_without_a_fee_is_not_paid_by_a_use_that_pays_for_another(room, registration):
    rooms.a_fee(room, rooms.a_slot(MORNING))
    reserve(registration, room, 9, 17, fee=600)
    assert whole(ONE_DAY) == Counted(open=3, used=2, payable=1, paid=1)


# ---------------------------------------------------------------- by day, by class, by age


def test_by_day_a_room_counts_once(room, registration):
    rooms.a_fee(room, rooms.a_slot(MORNING))
    reserve(registration, room, 9, 17, fee=600)
    rooms.a_room(room.center, "和室")
    assert whole(ONE_DAY, by_day=True) == Counted(open=2, used=1, payable=1, paid=1)


def test_a_room_blocked_all_day_is_not_open_that_day(room):
    take(room, 9, 22, "block")
    assert whole(ONE_DAY, by_day=True) == Counted()


def test_uses_are_told_apart_by_class_courses_last(room, registration):
    reserve(registration, room, 9, 17)
    take(room, 18, 20)
    assert uses.by_class(ONE_DAY) == [
        uses.ForWhat("多目的利用", slots=2, uses=1),
        uses.ForWhat("講座", slots=1, uses=1),
    ]


def test_purposes_are_those_of_uses_the_most_frequent_first(room, registration):
    reserve(registration, room, 9, 17, purpose="囲碁")
    reserve(registration, room, 18, 22, purpose="合唱")
    reserve(
        registration, rooms.a_room(room.center, "和室"), 9, 12, status="no_show", purpose="句会"
    )
    assert [one.name for one in uses.by_purpose(ONE_DAY)] == ["囲碁", "合唱"]


def test_ages_are_those_recorded_of_uses(room, registration):
    booking = reserve(registration, room, 9, 17).booking
    Use.objects.create(booking=booking, young=1, middle=20, senior=79, recorded_by=registration.by)
    came = uses.ages(ONE_DAY)
    assert (came.bands, came.records) == ((1, 20, 79), 1)
    assert [part for _, _, part in came.lines] == [Decimal("1.0"), Decimal("20.0"), Decimal("79.0")]


# ---------------------------------------------------------------- the source's figures


def days_and_rooms(center: Center, days: int, names: list[str]) -> tuple[list[date], list[Room]]:
    first = date(2023, 4, 3)
    of_days = [first + timedelta(days=number) for number in range(days)]
    OpenDay.objects.bulk_create(
        OpenDay(center=center, day=day, opens=time(9), closes=time(17)) for day in of_days
    )
    return of_days, [rooms.a_room(center, name) for name in names]


def fill(registration, spots: list[tuple[Room, date, int]], *, fee: int, exemption: int) -> None:
    """A reservation of a slot for each spot."""
    bookings = Booking.objects.bulk_create(
        Booking(
            room=room,
            kind="reservation",
            period=DateTimeTZRange(calendar.at(day, time(hour)), calendar.at(day, time(hour + 3))),
        )
        for room, day, hour in spots
    )
    Reservation.objects.bulk_create(
        Reservation(
            registration=registration,
            booking=booking,
            slots=MORNING,
            purpose="例会",
            headcount=10,
            fee=fee,
            exemption=exemption,
            by=registration.by,
        )
        for booking in bookings
    )


def test_the_citizens_centres_come_to_the_figures_of_the_city():
    """局区X方針 課題B(4): 令和5年度 全体22.8% 有償15.9%, of 1,000 slots all of which cost a fee."""
    center = cast.a_center()
    registration = rooms.a_registration(on=date(2023, 4, 3))
    slots = [rooms.a_slot(name) for name in (MORNING, AFTERNOON)]
    days, of_rooms = days_and_rooms(center, 125, ["会議室", "和室", "調理室", "ホール"])
    for room in of_rooms:
        for slot in slots:
            rooms.a_fee(room, slot)
    spots = [(room, day, hour) for day in days for room in of_rooms for hour in (9, 13)]
    fill(registration, spots[:159], fee=600, exemption=300)
    fill(registration, spots[159:228], fee=600, exemption=600)  # 地域活動, exempt of all
    found = whole(Asked(Period(days[0], days[-1])))
    assert found == Counted(open=1_000, used=228, payable=1_000, paid=159)
    assert (found.whole_rate, found.paid_rate) == (Decimal("22.8"), Decimal("15.9"))


def test_paid_may_be_more_than_whole_where_few_rooms_cost_a_fee():
    """課題C(2), 生涯学習センター: 全体24.2% 有償25.5%, so the two are not of the same slots."""
    center = cast.a_center()
    registration = rooms.a_registration(on=date(2023, 4, 3))
    slots = [rooms.a_slot(name) for name in (MORNING, AFTERNOON)]
    days, of_rooms = days_and_rooms(center, 100, ["会議室", "和室", "調理室", "ホール", "談話室"])
    for room in of_rooms[:2]:
        for slot in slots:
            rooms.a_fee(room, slot)
    spots = {room: [(room, day, hour) for day in days for hour in (9, 13)] for room in of_rooms}
    fill(registration, spots[of_rooms[0]][:102], fee=600, exemption=0)
    fill(registration, spots[of_rooms[4]][:140], fee=0, exemption=0)
    found = whole(Asked(Period(days[0], days[-1])))
    assert found == Counted(open=1_000, used=242, payable=400, paid=102)
    assert (found.whole_rate, found.paid_rate) == (Decimal("24.2"), Decimal("25.5"))


# ---------------------------------------------------------------- against the year before


def test_only_months_known_of_both_years_are_compared(room):
    """An empty April, of which the year before is not known, does not count against this year."""
    rooms.an_open_day(room.center, date(2025, 4, 30))
    rooms.an_open_day(room.center, DAY.replace(year=2024))
    take(room, 9, 12)
    found = overview(Asked(Period(date(2025, 4, 1), date(2025, 5, 31))))
    assert found.now == Counted(open=6, used=1)
    assert found.comparable == Counted(open=3, used=1)
    assert found.before == Counted(open=3)
    assert found.change == "+33.3"


def test_the_week_is_told_with_its_sums(room):
    take(room, 9, 12)
    found = overview(ONE_DAY).heat
    wednesday, everything = DAY.weekday(), 7
    name, starts, _, cells = found.rows[0]
    assert (name, starts) == (MORNING, time(9))
    assert [cell.counted for cell in cells if cell.counted.open] == [Counted(1, 1)] * 2
    assert found.sums[wednesday].counted == found.sums[everything].counted == Counted(3, 1)
    assert [cells[day].rate for day in (0, wednesday)] == [None, Decimal("100.0")]
    assert (cells[0].step, cells[wednesday].step) == (0, 5)


# ---------------------------------------------------------------- periods


def test_the_year_before_keeps_a_whole_february_whole():
    leap = Period(date(2024, 2, 1), date(2024, 2, 29))
    assert leap.year_before() == Period(date(2023, 2, 1), date(2023, 2, 28))
    after = Period(date(2025, 2, 1), date(2025, 2, 28))
    assert after.year_before() == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert Period(date(2024, 2, 1), date(2024, 2, 10)).year_before().last == date(2023, 2, 10)


def test_today_is_not_counted_for_its_rooms_may_still_fill():
    today = calendar.local(datetime.now().astimezone()).date()
    this_year = Period.of_year(calendar.fiscal_year(today))
    assert this_year.last == today - timedelta(days=1) or this_year.is_empty


def test_months_asked_for_in_the_wrong_order_are_exchanged():
    asked = {"year": "2024", "from": "1", "to": "5"}
    assert asked_period(asked, [2025, 2024]) == (2024, date(2024, 5, 1), date(2025, 1, 1))
    assert asked_period({"year": "x", "from": "13"}, [2025]) == (
        2025,
        months_of(2025)[0],
        months_of(2025)[-1],
    )
