"""A slot is told free where a reservation of it would be taken, and nowhere else."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centers.availability.free import slots_of, with_a_free_slot
from centers.availability.months import Giving, Months, bounds_of_month
from centers.availability.schedule import Schedule, State, in_force
from centers.models import Booking, Reservation, Room, RoomLottery, Slot
from centers.reserving.requesting import request
from portal.japan import calendar
from programs.models import Session
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
THIS_MONTH = timezone.localdate().replace(day=1)


def in_days(number: int) -> date:
    return timezone.localdate() + number * DAY


def months_later(number: int) -> date:
    """The tenth of that month."""
    month = THIS_MONTH.year * 12 + THIS_MONTH.month - 1 + number
    return date(month // 12, month % 12 + 1, 10)


def states(room: Room, day: date) -> dict[str, State]:
    """How each open slot of the day stands, by its name."""
    room = Room.objects.get(pk=room.pk)
    schedule = Schedule([room], day, day, months=Months(day, day), slots=Slot.objects.in_bulk())
    return {cell.slot.name: cell.state for cell in schedule.on(room, day).cells}


def whole_day(room: Room, day: date) -> State:
    schedule = Schedule([room], day, day, months=Months(day, day), slots=Slot.objects.in_bulk())
    return schedule.on(room, day).state


def refusal(room: Room, day: date, slot: Slot, registration) -> str:
    """The code with which a reservation is refused; empty if it would be taken. Nothing stays."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                request(
                    registration,
                    room,
                    day,
                    [slot],
                    purpose="合唱の練習",
                    headcount=1,
                    by=registration.by,
                )
            code = ""
        except ValidationError as refused:
            code = refused.code or refused.error_list[0].code
        transaction.set_rollback(True)
    return code


def is_found(room: Room, day: date, slots: list[Slot] | None = None) -> bool:
    keys = [slot.pk for slot in slots or Slot.objects.all()]
    days = Months(day, day).first_come_days(day, day)
    return room in with_a_free_slot(Room.objects.bookable(), days, keys)


@pytest.fixture
def room() -> Room:
    rooms.the_city_slots()
    room = rooms.a_room()
    rooms.an_open_day(room.center, in_days(14))
    return room


def a_lottery(month: date, **fields) -> RoomLottery:
    now = timezone.now()
    times = {"opens_at": now - DAY, "closes_at": now + DAY, "results_at": now + 2 * DAY}
    return RoomLottery.objects.create(month=month.replace(day=1), **times | fields)


# ---------------------------------------------------------------- what takes a slot


def test_an_open_slot_that_nothing_holds_is_free(room):
    assert set(states(room, in_days(14)).values()) == {State.FREE}
    assert whole_day(room, in_days(14)) is State.FREE
    assert is_found(room, in_days(14))


@pytest.mark.parametrize("kind", [Booking.Kind.BLOCK, Booking.Kind.RESERVATION])
def test_whatever_holds_the_room_takes_its_slot_alone(room, kind):
    rooms.a_booking(room, in_days(14), rooms.a_slot(rooms.AFTERNOON), kind)
    assert states(room, in_days(14)) == {
        "午前": State.FREE,
        "午後": State.TAKEN,
        "夜間": State.FREE,
    }
    assert whole_day(room, in_days(14)) is State.SOME
    assert not is_found(room, in_days(14), [rooms.a_slot(rooms.AFTERNOON)])


def test_a_meeting_of_a_course_takes_every_slot_it_touches(room):
    course = cast.a_course(center=room.center)
    moment = calendar.at(in_days(14), time(11))
    Session.objects.create(
        course=course, room=room, starts_at=moment, ends_at=moment + timedelta(hours=3)
    )
    assert states(room, in_days(14)) == {
        "午前": State.TAKEN,
        "午後": State.TAKEN,
        "夜間": State.FREE,
    }


def test_a_use_given_up_leaves_its_slot_free(room):
    booking = rooms.a_booking(room, in_days(14), rooms.a_slot())
    assert states(room, in_days(14))["午前"] is State.TAKEN
    booking.cancel(by=None)
    assert states(room, in_days(14))["午前"] is State.FREE


def test_the_changeover_after_another_use_takes_the_next_slot(room):
    Room.objects.filter(pk=room.pk).update(changeover_minutes=61)
    rooms.a_booking(room, in_days(14), rooms.a_slot())
    assert states(room, in_days(14))["午後"] is State.TAKEN, "held until 13:01"
    assert not is_found(room, in_days(14), [rooms.a_slot(rooms.AFTERNOON)])


def test_the_changeover_of_the_use_itself_counts_too(room):
    Room.objects.filter(pk=room.pk).update(changeover_minutes=61)
    rooms.a_booking(room, in_days(14), rooms.a_slot(rooms.AFTERNOON))
    assert states(room, in_days(14))["午前"] is State.TAKEN, "it would hold the room until 13:01"
    assert not is_found(room, in_days(14), [rooms.a_slot()])


def test_a_changeover_that_just_fits_keeps_nobody_out(room):
    Room.objects.filter(pk=room.pk).update(changeover_minutes=60)
    rooms.a_booking(room, in_days(14), rooms.a_slot(rooms.AFTERNOON))
    assert states(room, in_days(14))["午前"] is State.FREE
    assert states(room, in_days(14))["夜間"] is State.FREE


def test_a_booking_keeps_the_changeover_it_was_made_with(room):
    rooms.a_booking(room, in_days(14), rooms.a_slot())
    Room.objects.filter(pk=room.pk).update(changeover_minutes=120)
    assert states(room, in_days(14))["午後"] is State.FREE
    assert states(room, in_days(14))["夜間"] is State.FREE


def test_the_room_next_door_does_not_matter(room):
    rooms.a_booking(rooms.a_room(name="和室"), in_days(14), rooms.a_slot())
    assert states(room, in_days(14))["午前"] is State.FREE


# ---------------------------------------------------------------- days and hours


def test_outside_the_hours_of_a_day_there_is_no_slot(room):
    rooms.an_open_day(room.center, in_days(14), closes=17)
    assert set(states(room, in_days(14))) == {"午前", "午後"}
    rooms.an_open_day(room.center, in_days(14), opens=12, closes=13)
    assert whole_day(room, in_days(14)) is State.SHUT


def test_a_closed_day_says_so_and_a_day_not_laid_out_is_unknown(room):
    rooms.a_closed_day(room.center, in_days(14))
    assert whole_day(room, in_days(14)) is State.CLOSED
    assert whole_day(room, in_days(2_000)) is State.UNKNOWN
    assert not is_found(room, in_days(14))


def test_a_centre_with_slots_of_its_own_goes_by_them(room):
    hour = rooms.a_slot("9時", starts=9, ends=10, center=room.center)
    assert set(states(room, in_days(14))) == {"9時"}
    slots = Slot.objects.in_bulk()
    assert in_force(slots, room.center_id, in_days(0), in_days(30)) == [hour]
    assert hour not in in_force(slots, None, in_days(0), in_days(30))


def test_a_rule_that_ends_holds_until_its_last_day(room):
    old = rooms.a_slot()
    Slot.objects.filter(pk=old.pk).update(last_day=in_days(14))
    assert "午前" in states(room, in_days(14))
    rooms.an_open_day(room.center, in_days(15))
    assert "午前" not in states(room, in_days(15))
    slots = Slot.objects.in_bulk()
    names = [slot.name for slot in in_force(slots, room.center_id, in_days(15), in_days(20))]
    assert names == ["午後", "夜間"]


def test_what_has_begun_is_over(room, monkeypatch):
    day = in_days(14)
    monkeypatch.setattr("django.utils.timezone.now", lambda: calendar.at(day, time(13)))
    assert states(room, day) == {"午前": State.OVER, "午後": State.OVER, "夜間": State.FREE}
    assert whole_day(room, day) is State.FREE, "of what is still to come all is free"
    assert not is_found(room, day, [rooms.a_slot(rooms.AFTERNOON)])
    monkeypatch.setattr("django.utils.timezone.now", lambda: calendar.at(day, time(18)))
    assert whole_day(room, day) is State.OVER


# ---------------------------------------------------------------- months


def test_a_month_before_its_draw_is_announced_is_not_free(room):
    day = months_later(2)
    rooms.an_open_day(room.center, day)
    lottery = a_lottery(day)
    assert set(states(room, day).values()) == {State.LOTTERY}
    assert not is_found(room, day)
    rooms.a_booking(room, day, rooms.a_slot())
    assert states(room, day)["午前"] is State.TAKEN, "what is taken is not drawn for"
    now = timezone.now()
    RoomLottery.objects.filter(pk=lottery.pk).update(
        value="1234", drawn_at=now, announced_at=now, closed_at=now
    )
    assert states(room, day)["午後"] is State.FREE


def test_months_without_a_draw_open_as_many_months_ahead_as_the_city_says(room, settings):
    ahead = settings.CITY["rooms"]["months_ahead"]
    for number, expected in ((ahead, State.FREE), (ahead + 1, State.NOT_YET)):
        day = months_later(number)
        rooms.an_open_day(room.center, day)
        assert set(states(room, day).values()) == {expected}
        assert is_found(room, day) is (expected is State.FREE)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2027, 2, 28), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 4, 1), date(2027, 4, 1), date(2027, 4, 30)),
    ],
)
def test_a_month_is_as_long_as_it_is(day, first, last):
    assert bounds_of_month(day) == (first, last)


def test_the_29th_of_february_is_a_day_like_others(room, monkeypatch):
    leap = date(2028, 2, 29)
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: timezone.make_aware(datetime(2028, 2, 1, 9))
    )
    rooms.an_open_day(room.center, leap)
    rooms.an_open_day(room.center, leap + DAY)
    assert set(states(room, leap).values()) == {State.FREE}
    rooms.a_booking(room, leap, rooms.a_slot(rooms.EVENING))
    assert states(room, leap)["夜間"] is State.TAKEN
    assert set(states(room, leap + DAY).values()) == {State.FREE}


def test_months_say_in_words_what_keeps_them_from_being_asked_for(room):
    a_lottery(months_later(1))
    first, last = THIS_MONTH, months_later(4)
    said = Months(first, last).notes(first, last)
    assert "分は抽選です" in said[0].words
    assert said[0].url == f"/rooms/lotteries/{months_later(1):%Y-%m}/"
    assert "まだ始まっていません" in said[1].words
    assert Months(first, last).giving(months_later(1)) is Giving.LOTTERY


def test_a_day_of_the_next_fiscal_year_asks_for_a_registration_of_that_year(monkeypatch):
    march = timezone.make_aware(datetime(2027, 3, 20, 12))
    monkeypatch.setattr("django.utils.timezone.now", lambda: march)
    until = date(2027, 3, 31)
    assert Months(until, until).notes(until, until) == []
    [said] = Months(until, until + DAY).notes(until, until + DAY)
    assert said.words == "2027年4月からの利用には、令和9（2027）年度の利用登録がいります。"


# ---------------------------------------------------------------- as the constraint does

HOURS = st.integers(0, 23)
USES = st.lists(st.tuples(st.integers(-1, 1), HOURS, st.integers(1, 5)), max_size=3)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(uses=USES, changeover=st.sampled_from([0, 15, 60, 61, 240]))
def test_free_is_what_a_reservation_would_get(room, uses, changeover):
    """Property: whatever holds the room, `request` takes a slot if and only if it is told free."""
    with transaction.atomic():
        room = rooms.a_room()
        Room.objects.filter(pk=room.pk).update(changeover_minutes=changeover)
        registration = rooms.a_registration(on=in_days(14))
        for day, hour, hours in uses:
            starts_at = calendar.at(in_days(14 + day), time(hour))
            try:
                Booking.take(room, starts_at, starts_at + timedelta(hours=hours), "block", by=None)
            except ValidationError:
                continue
        told = states(room, in_days(14))
        for slot in rooms.the_city_slots():
            code = refusal(room, in_days(14), slot, registration)
            assert (told[slot.name] is State.FREE) == (code == ""), (slot, code, uses)
            assert is_found(room, in_days(14), [slot]) == (code == "")
            assert code in {"", "room_taken"}
        transaction.set_rollback(True)


def test_what_is_told_of_a_slot_is_why_it_is_refused(room):
    ahead = months_later(4)
    drawn = months_later(2)
    a_lottery(drawn)
    rooms.an_open_day(room.center, ahead)
    rooms.an_open_day(room.center, drawn)
    rooms.an_open_day(room.center, in_days(0), opens=0, closes=23)
    long_ago = rooms.a_slot("未明", starts=0, ends=1)
    now = calendar.at(in_days(0), time(8))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: now)
        for day, slot, state, code in (
            (in_days(14), rooms.a_slot(), State.FREE, ""),
            (ahead, rooms.a_slot(), State.NOT_YET, "too_early"),
            (drawn, rooms.a_slot(), State.LOTTERY, "too_early"),
            (in_days(0), long_ago, State.OVER, "in_the_past"),
        ):
            registration = rooms.a_registration(on=day)
            assert states(room, day)[slot.name] is state
            assert refusal(room, day, slot, registration) == code


def test_nothing_is_left_of_a_trial(room):
    """The control of the two tests above: a request that is not undone takes the slot."""
    registration = rooms.a_registration()
    assert refusal(room, in_days(14), rooms.a_slot(), registration) == ""
    assert Reservation.objects.count() == 0
    request(
        registration,
        room,
        in_days(14),
        [rooms.a_slot()],
        purpose="合唱",
        headcount=1,
        by=registration.by,
    )
    assert states(room, in_days(14))["午前"] is State.TAKEN


# ---------------------------------------------------------------- what it costs


def test_many_rooms_and_days_are_two_statements_and_the_search_one(room):
    others = [rooms.a_room(name=f"会議室{number}") for number in range(8)]
    for number, other in enumerate(others):
        rooms.a_booking(other, in_days(14), rooms.the_city_slots()[number % 3])
    months = Months(in_days(0), in_days(92))
    slots = Slot.objects.in_bulk()
    with CaptureQueriesContext(connection) as asked:
        schedule = Schedule([room, *others], in_days(0), in_days(92), months=months, slots=slots)
        [schedule.of(one) for one in others]
    assert len(asked) == 2
    days = months.first_come_days(in_days(0), in_days(92))
    with CaptureQueriesContext(connection) as asked:
        assert len(with_a_free_slot(Room.objects.bookable(), days, list(slots))) == 9
    assert len(asked) == 1


def test_each_slot_is_looked_up_in_the_constraint_and_not_joined_to_every_booking(room):
    """The plan: a probe of the constraint's index for each slot, inside a search that stops."""
    days = [in_days(number) for number in range(93)]
    asked = with_a_free_slot(Room.objects.bookable(), days, [rooms.a_slot().pk])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.raw_query}", asked.params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "SubPlan" in plan
    assert "Anti Join" not in plan
    assert slots_of([room.pk], in_days(14), in_days(14))[0].is_taken is False
