"""A room that is taken is waited for; given up, it goes to the first whose whole time is free."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from centers.models import Booking, Registration, Reservation, Room, RoomWait
from centers.reserving import giving_up, waiting
from portal.japan import calendar
from portal.notices.models import Message
from portal.notices.writing import when
from tests import cast, rooms
from tests.centers.hall import Hall, mails_to, refused

pytestmark = pytest.mark.django_db

WAIT_DAYS = waiting.WAIT_DAYS


def test_the_first_who_waits_has_the_room_in_the_moment_it_is_given_up():
    hall = Hall()
    held = hall.reserve(hall.registration())
    first, second = (hall.wait(hall.registration(name)) for name in ("一番", "二番"))
    assert [first.place, second.place] == [1, 2]
    [made] = giving_up.cancel(held, by=held.by)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.reservation) == (RoomWait.Outcome.GIVEN, made)
    assert second.is_live
    assert second.place == 1
    assert made.registration == first.registration
    assert (made.what, made.status) == (Reservation.What.MOVED_UP, Reservation.Status.CONFIRMED)
    assert made.changed_by is None
    assert "【待っていた部屋を押さえました】" in mails_to(first.by)[0]
    assert mails_to(second.by) == []


def test_who_waits_for_less_is_served_where_the_first_ones_time_is_not_whole():
    hall = Hall()
    morning, _ = (
        hall.reserve(hall.registration("朝")),
        hall.reserve(hall.registration("昼"), hall.afternoon),
    )
    all_day = hall.wait(hall.registration("終日"), hall.morning, hall.afternoon)
    half = hall.wait(hall.registration("半日"))
    [made] = giving_up.cancel(morning, by=morning.by)
    assert made.registration == half.registration
    all_day.refresh_from_db()
    assert all_day.is_live


def test_two_who_wait_for_parts_of_what_is_given_up_are_both_served():
    hall = Hall()
    held = hall.reserve(hall.registration(), hall.morning, hall.afternoon)
    hall.wait(hall.registration("朝"))
    hall.wait(hall.registration("昼"), hall.afternoon)
    assert len(giving_up.cancel(held, by=held.by)) == 2


def test_near_the_day_nobody_is_given_it_but_all_are_told_once():
    hall = Hall(WAIT_DAYS - 1)
    held = hall.reserve(hall.registration())
    waits = [hall.wait(hall.registration(name)) for name in ("一番", "二番")]
    assert giving_up.cancel(held, by=held.by) == []
    waiting.keep_handing_on()
    for wait in waits:
        wait.refresh_from_db()
        assert wait.is_live
        assert len(mails_to(wait.by)) == 1
        assert "【待っていた部屋が空きました】" in mails_to(wait.by)[0]


def test_exactly_so_many_days_before_it_is_still_given():
    hall = Hall(WAIT_DAYS)
    held = hall.reserve(hall.registration())
    hall.wait(hall.registration("一番"))
    assert len(giving_up.cancel(held, by=held.by)) == 1


def test_taken_again_and_free_again_is_told_again():
    hall = Hall(WAIT_DAYS - 1)
    wait = None
    held = hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("一番"))
    giving_up.cancel(held, by=held.by)
    again = hall.reserve(hall.registration("先に"))
    waiting.keep_handing_on()
    Message.objects.all().delete()
    giving_up.cancel(again, by=again.by)
    assert len(mails_to(wait.by)) == 1


def test_who_asks_for_it_oneself_waits_no_longer():
    hall = Hall(WAIT_DAYS - 1)
    held = hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("一番"))
    giving_up.cancel(held, by=held.by)
    made = hall.reserve(wait.registration)
    wait.refresh_from_db()
    assert (wait.outcome, wait.reservation) == (RoomWait.Outcome.GIVEN, made)


def test_a_session_called_off_frees_its_room_for_who_waits_within_a_minute():
    hall = Hall()
    course = cast.a_course(center=hall.room.center)
    session = course.sessions.get()
    session.starts_at = calendar.at(hall.day, hall.morning.starts)
    session.ends_at = calendar.at(hall.day, hall.morning.ends)
    session.room = hall.room
    session.save()
    wait = hall.wait(hall.registration())
    course.sessions.create(
        starts_at=session.starts_at + timedelta(days=7), ends_at=session.ends_at + timedelta(days=7)
    )
    session.cancel(by=cast.center_staff(hall.room.center), reason="講師の都合")
    waiting.keep_handing_on()
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.GIVEN


def test_somebody_new_does_not_pass_those_who_wait_for_what_stands_free():
    hall = Hall()
    block = rooms.a_booking(hall.room, hall.day, hall.morning)
    wait = hall.wait(hall.registration("一番"))
    Booking.objects.filter(pk=block.pk).update(cancelled_at=timezone.now())
    newcomer = hall.registration("新しい団体")
    assert refused(hall.reserve, newcomer) == "room_taken"
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.GIVEN


def test_the_first_who_waits_may_ask_for_it_oneself_before_the_chore_came_by():
    hall = Hall()
    block = rooms.a_booking(hall.room, hall.day, hall.morning)
    wait = hall.wait(hall.registration("一番"))
    block.cancel(by=None)
    made = hall.reserve(wait.registration)
    assert made.what == Reservation.What.REQUESTED


def test_the_changeover_of_the_room_counts_for_those_who_wait_too():
    hall = Hall(changeover_minutes=90)
    morning = hall.reserve(hall.registration("朝"))
    wait = hall.wait(hall.registration("待つ"))
    # An hour after noon is not enough to make the room ready after a morning.
    day = DateTimeTZRange(
        calendar.at(hall.day, hall.morning.ends), calendar.at(hall.day, hall.afternoon.starts)
    )
    Reservation.objects.filter(pk=morning.pk).update(status=Reservation.Status.CANCELLED)
    morning.booking.cancel(by=None)
    Booking.objects.create(room=hall.room, kind=Booking.Kind.BLOCK, period=day)
    waiting.keep_handing_on()
    wait.refresh_from_db()
    assert wait.is_live


def test_whom_the_rules_refuse_is_told_why_and_the_next_is_served():
    hall = Hall()
    held = hall.reserve(hall.registration())
    ended, next_one = (hall.wait(hall.registration(name)) for name in ("終了", "次"))
    Registration.objects.filter(pk=ended.registration_id).update(status="ended")
    [made] = giving_up.cancel(held, by=held.by)
    assert made.registration == next_one.registration
    ended.refresh_from_db()
    assert ended.outcome == RoomWait.Outcome.REFUSED
    assert "この利用登録は「終了」になっています" in ended.why
    assert mails_to(ended.by) == [
        f"【待っていた部屋を予約できませんでした】{hall.room.center} {hall.room}"
        f" {when(held.booking.starts_at, held.booking.ends_at)}（午前）"
    ]


def test_near_the_day_too_whom_the_rules_refuse_is_told_why_instead_of_that_it_is_free():
    hall = Hall(WAIT_DAYS - 1)
    held = hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("一番"))
    Room.objects.filter(pk=hall.room.pk).update(capacity=3)
    giving_up.cancel(held, by=held.by)
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.REFUSED
    assert "この部屋の定員は3人です" in wait.why


def test_what_stands_free_and_is_refused_is_asked_once_not_every_minute():
    hall = Hall()
    block = rooms.a_booking(hall.room, hall.day, hall.morning)
    wait = hall.wait(hall.registration())
    Booking.objects.filter(pk=block.pk).update(cancelled_at=timezone.now())
    rooms.a_closed_day(hall.room.center, hall.day)
    for _ in range(2):
        waiting.keep_handing_on()
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.REFUSED
    assert "休館です（空調の工事）" in wait.why
    assert len(mails_to(wait.by)) == 1


def test_who_was_passed_over_reads_why_among_the_own_rooms(client):
    hall = Hall()
    user = cast.a_resident()
    held = hall.reserve(hall.registration("先の団体"))
    wait = hall.wait(rooms.a_registration(user, on=hall.day))
    Registration.objects.filter(pk=wait.registration_id).update(status="ended")
    giving_up.cancel(held, by=held.by)
    client.sign_in(user)
    for address in ("/my/rooms/", f"/my/rooms/waits/{wait.pk}/"):
        assert "この利用登録は「終了」になっています" in " ".join(client.get_page(address).text)


def test_a_wait_ends_when_its_time_has_begun():
    hall = Hall()
    hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("一番"))
    begun = timezone.now() - timedelta(minutes=1)
    RoomWait.objects.filter(pk=wait.pk).update(
        period=DateTimeTZRange(begun, begun + timedelta(hours=3))
    )
    waiting.keep_handing_on()
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.PASSED


def test_waiting_is_refused_where_there_is_nothing_to_wait_for():
    hall = Hall()
    own = hall.registration()
    assert refused(hall.wait, own) == "is_free"
    hall.reserve(own)
    assert refused(hall.wait, own) == "is_own"
    other = hall.registration("ほか")
    hall.wait(other)
    assert refused(hall.wait, other) == "already_waiting"


def test_who_left_the_line_is_served_no_more_and_cannot_leave_twice():
    hall = Hall()
    held = hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("一番"))
    wait.leave(by=wait.by)
    assert refused(wait.leave, by=wait.by) == "not_live"
    assert giving_up.cancel(held, by=held.by) == []


def test_where_nothing_changes_the_chore_does_nothing():
    hall = Hall()
    hall.reserve(hall.registration())
    hall.wait(hall.registration("一番"))
    waiting.keep_handing_on()
    assert Reservation.objects.count() == 1
    assert Room.objects.get() == hall.room
