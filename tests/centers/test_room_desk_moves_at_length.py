"""Moving at the desk what ends after midnight, and telling why at length."""

from datetime import time

import pytest

from centers.models import Booking, Room
from portal.japan import calendar
from portal.notices.models import Message
from tests import rooms
from tests.centers.house import House, mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def test_a_long_reason_is_kept_and_told_whole(client, house):
    Room.objects.filter(pk=house.room.pk).update(name="会" * 40)
    reservation, why = house.a_reservation(), "床の工事のため。" * 25
    client.sign_in(house.staff)
    said = {
        "shown": mark(reservation.booking),
        "room": house.hall.pk,
        "day": f"{house.day}",
        "slot": house.evening.pk,
        "why": why,
    }
    assert (
        client.post(f"/desk/rooms/bookings/{reservation.booking_id}/move/", said).status_code == 302
    )
    reservation.refresh_from_db()
    assert reservation.why.endswith(why)
    assert why in Message.objects.get().body


def late(house: House) -> Booking:
    """A block from ten in the evening until one o'clock."""
    return Booking.take(
        house.room,
        calendar.at(house.day, time(22)),
        calendar.at(house.next_day, time(1)),
        Booking.Kind.BLOCK,
        by=house.staff,
        note="年越しの行事",
    )


def test_what_ends_after_midnight_goes_on_doing_so_in_another_room(client, house):
    booking = late(house)
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{booking.pk}/move/"
    client.get_page(f"{address}?room={house.hall.pk}&day={house.day}&slot={house.evening.pk}")
    said = {
        "shown": mark(booking),
        "room": house.hall.pk,
        "day": f"{house.day}",
        "starts": "22:00",
        "ends": "01:00",
    }
    assert client.post(address, said).status_code == 302
    moved = Booking.objects.get(pk=booking.pk)
    assert (moved.room, moved.period) == (house.hall, booking.period)


def test_what_ends_on_its_day_is_not_made_to_end_on_the_next(client, house):
    booking = rooms.a_booking(house.room, house.day, house.morning)
    client.sign_in(house.staff)
    said = {
        "shown": mark(booking),
        "room": house.hall.pk,
        "day": f"{house.day}",
        "starts": "13:00",
        "ends": "12:00",
    }
    page = client.post_page(f"/desk/rooms/bookings/{booking.pk}/move/", said, status=422)
    assert "おわりは、はじまりよりあとに" in " ".join(page.text)
