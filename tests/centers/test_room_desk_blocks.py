"""Time that staff block: all of it or none, told by name what stands in the way, and free again."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Booking
from centers.running import blocking
from portal.refusal import code_of
from tests.centers.house import House

pytestmark = pytest.mark.django_db
TEN, FOUR = time(10), time(16)


@pytest.fixture
def house() -> House:
    return House()


def refused(code: str, *args, **how) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        blocking.block(*args, **how)
    assert code_of(refusal.value) == code
    return refusal.value.messages


def test_a_whole_centre_is_blocked_for_days(client, house):
    client.sign_in(house.staff)
    address = f"/desk/rooms/centers/{house.center.pk}/blocks/"
    client.get_page(f"{address}?room={house.room.pk}&day={house.day}&slot={house.morning.pk}")
    sent = {
        "whole": "on",
        "day": house.day.isoformat(),
        "last_day": house.next_day.isoformat(),
        "starts": "09:00",
        "ends": "22:00",
        "reason": "選挙の投票所",
    }
    assert client.post(address, sent).status_code == 302
    assert Booking.objects.live().filter(kind="block", note="選挙の投票所").count() == 4
    assert "選挙の投票所" in client.get(house.address()).content.decode()


def test_where_somebody_is_nothing_is_blocked_and_it_is_said_who(client, house):
    house.a_reservation(house.hall, house.afternoon)
    client.sign_in(house.staff)
    page = client.post_page(
        f"/desk/rooms/centers/{house.center.pk}/blocks/",
        {
            "rooms": [house.room.pk, house.hall.pk],
            "day": house.day.isoformat(),
            "starts": "09:00",
            "ends": "22:00",
            "reason": "停電",
        },
        status=422,
    )
    assert any("13:00〜17:00に「コーラス浜」が使います" in text for text in page.text)
    assert not Booking.objects.filter(kind="block").exists()


def test_a_block_has_a_reason_a_room_and_a_time_to_come(house):
    rooms, days = [house.room], [house.day]
    refused("no_reason", rooms, days, TEN, FOUR, "", by=house.staff)
    refused("no_rooms", [], days, TEN, FOUR, "停電", by=house.staff)
    refused("times_out_of_order", rooms, days, FOUR, TEN, "停電", by=house.staff)
    yesterday = [timezone.localdate() - timedelta(days=1)]
    refused("in_the_past", rooms, yesterday, TEN, FOUR, "停電", by=house.staff)
    many = [house.day + timedelta(days=number) for number in range(63)]
    refused("too_many_days", rooms, many, TEN, FOUR, "停電", by=house.staff)
    assert not Booking.objects.filter(kind="block").exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("day", "x"),
        ("last_day", "2020-01-01"),
        ("ends", "08:00"),
        ("rooms", "0"),
        ("rooms", []),
        ("reason", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, house, field, typed):
    client.sign_in(house.staff)
    sent = {
        "rooms": house.room.pk,
        "day": house.day.isoformat(),
        "last_day": "",
        "starts": "09:00",
        "ends": "22:00",
        "reason": "停電",
    }
    address = f"/desk/rooms/centers/{house.center.pk}/blocks/"
    page = client.post_page(address, sent | {field: typed}, status=422)
    assert any("入力を確かめてください" in text for text in page.text)
    assert not Booking.objects.exists()


def test_one_room_or_all_that_was_blocked_with_it_is_given_free(client, house):
    made = blocking.block([house.room, house.hall], [house.day], TEN, FOUR, "停電", by=house.staff)
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{made[0].pk}/unblock/"
    assert any("2部屋すべて" in text for text in client.get_page(address).text)
    client.post(address)
    assert Booking.objects.live().get() == made[1]
    again = blocking.block([house.room], [house.day], TEN, FOUR, "停電", by=house.staff)
    client.post(f"/desk/rooms/bookings/{again[0].pk}/unblock/", {"all": "yes"})
    assert not Booking.objects.live().exists()
    day = f"/desk/rooms/?center={house.center.pk}&day={house.day}"
    assert client.get(address)["Location"] == day


def test_a_group_is_not_unblocked(client, house):
    reservation = house.a_reservation()
    client.sign_in(house.staff)
    address = f"/desk/rooms/bookings/{reservation.booking_id}/unblock/"
    assert client.post(address).status_code == 404
    assert Booking.objects.live().exists()
