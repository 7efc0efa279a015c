"""Moving what is in a room: reservations, courses and blocks, by the form of the desk."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Booking, Reservation, Room
from centers.running import moving
from centers.running.place import Place
from portal.notices.models import Message
from portal.refusal import code_of
from programs.models import Course, Session
from tests import cast, rooms
from tests.centers.house import House, happening_now, mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def move_reservation(house: House, reservation, room, slot, *, day=None, **how):
    moving.move_reservation(
        reservation,
        room,
        day or house.day,
        [slot],
        **{"shown": mark(reservation.booking), "by": house.staff} | how,
    )
    reservation.refresh_from_db()


def refused(code: str, command, *args, **how) -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **how)
    assert code_of(refusal.value) == code
    return refusal.value


# ---------------------------------------------------------------- reservations


def test_a_group_gets_another_room_and_slot_and_is_told_from_where(house):
    reservation = house.a_reservation()
    move_reservation(house, reservation, house.hall, house.evening, why="床の工事のため")
    booking = Booking.objects.get(pk=reservation.booking_id)
    assert (booking.room, Place.of(booking).times[-11:]) == (house.hall, "18:00〜22:00")
    assert (reservation.slots, reservation.what) == ("夜間", "changed")
    letter = Message.objects.get()
    for told in (reservation.why, letter.body):
        assert "床の工事のため" in told
        assert "第1会議室" in told
    assert "多目的ホール" in letter.body


def test_a_move_never_costs_more_than_was_agreed(house):
    reservation = house.a_reservation()
    Reservation.objects.filter(pk=reservation.pk).update(fee=500)
    rooms.a_fee(house.hall, house.evening, 1_800)
    move_reservation(house, reservation, house.hall, house.evening)
    assert reservation.fee == 500
    move_reservation(house, reservation, house.room, house.morning)
    assert reservation.fee == 0


def test_who_has_the_room_is_said_by_name(house):
    house.a_reservation(house.hall, house.evening, name="浜囲碁会")
    reservation = house.a_reservation()
    refusal = refused("room_taken", move_reservation, house, reservation, house.hall, house.evening)
    assert "18:00〜22:00に「浜囲碁会」が使います" in refusal.messages[0]


def test_the_changeover_of_a_room_keeps_its_time(house):
    Room.objects.filter(pk=house.hall.pk).update(changeover_minutes=90)
    house.a_reservation(house.hall, house.afternoon, name="浜囲碁会")
    reservation = house.a_reservation()
    refusal = refused("room_taken", move_reservation, house, reservation, house.hall, house.evening)
    assert "入れ替え90分をふくむ" in refusal.messages[0]


def test_a_form_that_shows_where_it_no_longer_is_changes_nothing(house):
    reservation = house.a_reservation()
    seen = mark(reservation.booking)
    move_reservation(house, reservation, house.hall, house.morning)
    refusal = refused(
        "moved_meanwhile",
        move_reservation,
        house,
        reservation,
        house.room,
        house.evening,
        shown=seen,
    )
    assert "いまは" in refusal.messages[0]
    assert "多目的ホール" in refusal.messages[0]
    assert Booking.objects.get(pk=reservation.booking_id).room == house.hall


def test_the_rules_of_the_house_hold_for_a_move_too(house):
    reservation = house.a_reservation()
    Reservation.objects.filter(pk=reservation.pk).update(headcount=60)
    args = (move_reservation, house, reservation)
    other = rooms.a_room(cast.a_center("minato", ward="moji", name="門司みなと"), "会議室")
    refused("too_many_people", *args, house.room, house.evening)
    Reservation.objects.filter(pk=reservation.pk).update(headcount=6)
    refused("not_moved", *args, house.room, house.morning)
    refused("other_center", *args, other, house.morning)
    rooms.a_closed_day(house.center, house.next_day)
    refused("closed_day", *args, house.room, house.morning, day=house.next_day)
    stands = Booking.objects.get(pk=reservation.booking_id)
    assert (stands.room, stands.day) == (house.room, house.day)


def test_what_is_given_up_or_over_is_moved_no_more(house):
    reservation = house.a_reservation()
    Reservation.objects.filter(pk=reservation.pk).update(status="cancelled")
    refused("not_live", move_reservation, house, reservation, house.hall, house.morning)
    session = house.a_session(house.hall, 13)
    over = timezone.now() - timedelta(days=2)
    booking = session.booking
    Booking.objects.filter(pk=booking.pk).update(
        period=Place(house.hall, over, over + timedelta(hours=1)).period
    )
    Session.objects.filter(pk=session.pk).update(starts_at=over, ends_at=over + timedelta(hours=1))
    booking.refresh_from_db()
    to = house.at(house.room, house.evening)
    refused("already_over", moving.move, booking, to, shown=mark(booking), by=house.staff)
    assert Booking.objects.get(pk=booking.pk).room == house.hall


def test_what_has_begun_may_still_change_its_room(house):
    block = rooms.a_booking(house.room, house.day, house.morning)
    happening_now(block)
    here = Place.of(block)
    there = Place(house.hall, here.starts_at, here.ends_at)
    moving.move(block, there, shown=here.mark, by=house.staff)
    assert Booking.objects.get(pk=block.pk).room == house.hall
    earlier = Place(house.hall, here.starts_at - timedelta(minutes=5), here.ends_at)
    refused("in_the_past", moving.move, block, earlier, shown=there.mark, by=house.staff)


# ---------------------------------------------------------------- courses


def test_a_course_gets_another_room_without_a_letter(house, run_queue):
    session = house.a_session()
    cast.newcomers(session.course, 1)
    run_queue()
    Message.objects.all().delete()
    here = Place.of(session.booking)
    moving.move(
        session.booking,
        Place(house.hall, here.starts_at, here.ends_at),
        shown=here.mark,
        by=house.staff,
    )
    session.refresh_from_db()
    run_queue()
    assert (session.room, session.booking.room, session.revision) == (house.hall, house.hall, 1)
    assert not Message.objects.exists()


def test_a_course_at_another_time_is_told_to_those_who_come(house, run_queue):
    session = house.a_session()
    cast.newcomers(session.course, 1)
    run_queue()
    Message.objects.all().delete()
    to = house.at(house.hall, house.evening)
    moving.move(session.booking, to, shown=mark(session.booking), by=house.staff)
    run_queue()
    session.refresh_from_db()
    assert (session.room, session.starts_at) == (house.hall, to.starts_at)
    assert "日時変更" in Message.objects.get().subject
    changed = Session.pgh_event_model.objects.filter(pgh_obj=session.pk).last()
    assert changed.pgh_context.metadata["what"] == "session_moved"


def test_a_course_of_another_house_in_ones_room_is_moved_by_its_own_staff_alone(house):
    session = house.a_session()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    Course.objects.filter(pk=session.course_id).update(center=other)
    booking = Booking.objects.get(pk=session.booking_id)
    to = house.at(house.hall, house.evening)
    refused("not_yours", moving.move, booking, to, shown=mark(booking), by=house.staff)
    assert Booking.objects.get(pk=booking.pk).period == booking.period


def test_a_course_is_not_moved_where_a_group_is_or_by_a_stale_form(house):
    house.a_reservation(house.hall, house.evening)
    session = house.a_session()
    seen = mark(session.booking)
    to = house.at(house.hall, house.evening)
    refusal = refused("room_taken", moving.move, session.booking, to, shown=seen, by=house.staff)
    assert "「コーラス浜」" in refusal.messages[0]
    to = house.at(house.room, house.evening)
    moving.move(session.booking, to, shown=seen, by=house.staff)
    to = house.at(house.hall, house.afternoon)
    refused("moved_meanwhile", moving.move, session.booking, to, shown=seen, by=house.staff)


# ---------------------------------------------------------------- the form


def test_the_form_moves_and_leads_back_to_the_day(client, house):
    session = house.a_session(title="みそづくり")
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{session.booking_id}/move/"
    page = client.get_page(address)
    assert any("みそづくり" in text for text in page.text)
    sent = {
        "shown": mark(session.booking),
        "room": house.hall.pk,
        "day": house.next_day.isoformat(),
        "starts": "18:30",
        "ends": "20:30",
    }
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert f"day={house.next_day}#booking-{session.booking_id}" in answer.url
    session.refresh_from_db()
    assert timezone.localtime(session.starts_at).hour == 18


def test_a_refused_move_keeps_what_was_typed_and_a_stale_one_shows_where_it_is(client, house):
    reservation = house.a_reservation()
    house.a_reservation(house.hall, house.evening, name="浜囲碁会")
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{reservation.booking_id}/move/"
    sent = {
        "shown": mark(reservation.booking),
        "room": house.hall.pk,
        "day": house.day.isoformat(),
        "slot": house.evening.pk,
        "why": "広い部屋へ",
    }
    page = client.post_page(address, sent, status=422)
    assert any("「浜囲碁会」が使います" in text for text in page.text)
    assert "広い部屋へ" in [attributes.get("value") for _, attributes in page.elements]
    move_reservation(house, reservation, house.hall, house.morning)
    page = client.post_page(address, sent | {"slot": house.afternoon.pk}, status=422)
    assert any("ほかの職員が予定を移しました" in text for text in page.text)
    shown = [a["value"] for _, a in page.elements if a.get("name") == "shown"]
    again = client.post(address, sent | {"slot": house.afternoon.pk, "shown": shown[0]})
    assert again.status_code == 302


def test_what_is_dropped_on_a_slot_comes_with_the_form_filled_in(client, house):
    session, reservation = house.a_session(), house.a_reservation(house.hall)
    client.sign_in(house.staff)

    def dropped(booking, room, slot) -> dict[str, str]:
        page = client.get_page(
            f"/desk/rooms/bookings/{booking.pk}/move/?room={room.pk}&slot={slot.pk}&day={house.day}"
        )
        return {a["name"]: a.get("value", "") for _, a in page.elements if a.get("name")}

    filled = dropped(session.booking, house.hall, house.evening)
    assert (filled["starts"], filled["ends"]) == ("18:00", "20:00")
    filled = dropped(session.booking, house.hall, house.morning)
    assert (filled["starts"], filled["ends"]) == ("10:00", "12:00")
    assert dropped(reservation.booking, house.hall, house.evening)["day"] == str(house.day)


def test_where_it_is_dropped_on_somebody_the_form_says_who_that_is(client, house):
    house.a_reservation(house.hall, house.evening, name="浜囲碁会")
    session = house.a_session()
    client.sign_in(house.staff)
    page = client.get_page(
        f"/desk/rooms/bookings/{session.booking_id}/move/"
        f"?room={house.hall.pk}&slot={house.evening.pk}&day={house.day}"
    )
    assert any("「浜囲碁会」が使います" in text for text in page.text)


@pytest.mark.parametrize(
    "query", ["?room=x&slot=y&day=z", "?room=&slot=&day=", f"?room={'9' * 30}&slot={'9' * 30}"]
)
def test_a_drop_that_makes_no_sense_is_a_form_all_the_same(client, house, query):
    reservation = house.a_reservation()
    client.sign_in(house.staff)
    session = house.a_session(house.hall)
    for booking in (reservation.booking_id, session.booking_id):
        page = client.get_page(f"/desk/rooms/bookings/{booking}/move/{query}")
        assert any(form.get("method") == "post" for form in page.all("form"))
