"""The end of a use: keys back and who came, in two taps; or nobody came."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Booking, Reservation, Use
from centers.reserving import deciding
from centers.running import using
from portal.people.models import Person
from portal.refusal import code_of
from programs.models import Attendance
from tests import cast, rooms
from tests.centers.house import House, happening_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House(days_ahead=0)


@pytest.fixture
def reservation(house) -> Reservation:
    """Of twelve people, going on now."""
    reservation = house.a_reservation()
    happening_now(reservation.booking)
    return reservation


def refused(code: str, command, *args, **how) -> None:
    with pytest.raises(ValidationError) as refusal:
        command(*args, **how)
    assert code_of(refusal.value) == code


def bands(booking: Booking) -> tuple[int, int, int]:
    likely = using.suggested(Booking.objects.for_desk().get(pk=booking.pk))
    return likely.young, likely.middle, likely.senior


def test_the_first_time_all_are_of_the_age_of_whom_the_group_is_known_by(house, reservation):
    person = reservation.registration.group.representative
    assert bands(reservation.booking) == (0, 0, 12)
    Person.objects.filter(pk=person.pk).update(
        birth_date=date(timezone.localdate().year - 20, 1, 1)
    )
    assert bands(reservation.booking) == (12, 0, 0)


def test_later_they_are_split_as_the_group_came_last(house, reservation):
    before = rooms.a_reservation(
        reservation.registration, house.hall, house.day - timedelta(days=7), house.morning
    )
    using.record(before.booking, 1, 2, 4, by=house.staff)
    assert bands(reservation.booking) == (2, 3, 7)


def test_of_a_course_they_are_counted_by_their_birthdays():
    house = House()
    session = house.a_session()
    seats = cast.newcomers(session.course, 1, 1)
    Person.objects.filter(pk=seats[0].person_id).update(birth_date=date(2010, 1, 1))
    assert bands(session.booking) == (1, 0, 1)
    Attendance.objects.create(
        session=session, sign_up=seats[1], state="present", tapped_at=timezone.now(), by=house.staff
    )
    assert bands(session.booking) == (0, 0, 1)


def test_the_second_tap_saves_what_is_likely(client, house, reservation):
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{reservation.booking_id}/use/"
    day = client.get(house.address()).content.decode()
    assert f'href="{address}"' in day
    page = client.get_page(address)
    sent = {a["name"]: a["value"] for tag, a in page.elements if a.get("type") == "number"}
    assert client.post(address, sent).status_code == 302
    use = Use.objects.get()
    assert (use.headcount, use.recorded_by) == (12, house.staff)
    assert use.keys_back_at is not None
    reservation.refresh_from_db()
    assert (reservation.status, reservation.what) == ("confirmed", "used")


def test_plus_and_minus_work_without_a_script(client, house, reservation):
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{reservation.booking_id}/use/"
    sent = {"young": "3", "middle": "", "senior": "9"}

    def pressed(step: str) -> dict[str, str]:
        page = client.post_page(address, sent | {"step": step}, status=200)
        return {a["name"]: a["value"] for _, a in page.elements if a.get("type") == "number"}

    assert pressed("young:+") == {"young": "4", "middle": "0", "senior": "9"}
    assert pressed("middle:-") == {"young": "3", "middle": "0", "senior": "9"}
    assert pressed("no-such:+") == {"young": "3", "middle": "0", "senior": "9"}
    assert not Use.objects.exists()


@pytest.mark.parametrize("typed", ["-1", "2001", "x", "", "1.5", "9" * 40])
def test_a_number_that_is_none_is_asked_for_again(client, house, reservation, typed):
    client.sign_in(house.staff)
    page = client.post_page(
        f"/desk/rooms/bookings/{reservation.booking_id}/use/",
        {"young": typed, "middle": "0", "senior": "1"},
        status=422,
    )
    assert any("29歳以下の人数を、0から2,000までの数字で" in text for text in page.text)
    assert not Use.objects.exists()


def test_the_keys_go_out_once_and_on_the_day_alone(client, house, reservation):
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{reservation.booking_id}/keys/"
    client.post(address)
    out = Use.objects.get().keys_out_at
    client.post(address)
    assert Use.objects.get().keys_out_at == out
    refused("keys_are_out", using.hand_out_keys, reservation.booking, by=house.staff)
    tomorrow = rooms.a_reservation(
        reservation.registration, house.hall, house.next_day, house.morning
    )
    refused("not_today", using.hand_out_keys, tomorrow.booking, by=house.staff)
    refused("not_begun", using.record, tomorrow.booking, 1, 1, 1, by=house.staff)


def test_recording_again_corrects_the_record_and_keeps_the_keys(house, reservation):
    using.hand_out_keys(reservation.booking, by=house.staff)
    first = using.record(reservation.booking, 1, 2, 3, by=house.staff)
    second = using.record(reservation.booking, 0, 0, 4, by=house.staff)
    assert (second.pk, second.headcount) == (first.pk, 4)
    assert second.keys_out_at <= second.keys_back_at == first.keys_back_at


def test_nobody_is_no_number_but_a_button(client, house, reservation):
    refused("nobody_came", using.record, reservation.booking, 0, 0, 0, by=house.staff)
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{reservation.booking_id}/use/"
    client.post(address, {"young": 0, "middle": 0, "senior": 12, "nobody": "yes"})
    reservation.refresh_from_db()
    assert (reservation.status, reservation.what) == ("no_show", "no_show")
    assert "利用なし" in client.get(house.address()).content.decode()


def test_who_comes_late_was_there_after_all(house, reservation):
    deciding.note_no_show(reservation, by=house.staff)
    using.record(reservation.booking, 0, 0, 8, by=house.staff)
    reservation.refresh_from_db()
    assert (reservation.status, reservation.what) == ("confirmed", "used")
    refused("was_used", deciding.note_no_show, reservation, by=house.staff)


def test_what_is_not_approved_or_given_up_is_not_recorded(house, reservation):
    Reservation.objects.filter(pk=reservation.pk).update(status="requested")
    refused("not_approved", using.record, reservation.booking, 1, 0, 0, by=house.staff)
    assert not Use.objects.exists()
    reservation.booking.cancel(by=house.staff)
    refused("not_live", using.record, reservation.booking, 1, 0, 0, by=house.staff)
    refused("not_live", using.hand_out_keys, reservation.booking, by=house.staff)


def test_no_keys_to_what_is_not_approved(house, reservation):
    Reservation.objects.filter(pk=reservation.pk).update(status="requested")
    refused("not_approved", using.hand_out_keys, reservation.booking, by=house.staff)
    assert not Use.objects.exists()
