"""Who is signed out in the middle of a form signs in and finds it as it was filled in."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from centers.models import Booking, Reservation
from tests import cast, rooms
from tests.centers.hall import Hall
from tests.room_lotteries import a_day, a_room_lottery, the_month

pytestmark = pytest.mark.django_db

WORDS = {"purpose": "親子の遊び場", "headcount": "17"}


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def resident():
    return cast.a_resident()


@pytest.fixture
def registration(hall, resident):
    return rooms.a_registration(resident, on=hall.day)


def come_back(client, resident, address: str, said: dict):
    """Send a form without being signed in, sign in, and open the page one is led back to."""
    answer = client.post(address, said)
    assert answer.status_code == 302
    to = urlsplit(answer["Location"])
    assert to.path == "/account/sign-in/"
    client.sign_in(resident)
    return client.get_page(parse_qs(to.query)["next"][0])


def typed(page) -> set[str]:
    boxes = page.all("input")
    chosen = [box for box in boxes if box.get("type") not in {"radio", "checkbox"}]
    chosen += [box for box in boxes if "checked" in box]
    return {box.get("value", "") for box in chosen}


def test_the_last_step_of_a_request_is_there_again_and_nothing_is_held(
    client, resident, hall, registration
):
    said = {"do": "look", "day": hall.day, "registration": registration.pk} | WORDS
    said |= {"slot": [hall.morning.pk, hall.afternoon.pk]}
    address = f"/rooms/{hall.room.pk}/reserve/"
    page = come_back(client, resident, address, said)
    assert "内容を確かめてください" in page.text
    assert "親子の遊び場" in page.text
    assert not Booking.objects.exists()
    client.post(address, said)
    assert Reservation.objects.get().slots == "午前・午後"


def test_a_wait_is_filled_in_again(client, resident, hall, registration):
    rooms.a_booking(hall.room, hall.day, hall.morning)
    said = {"day": hall.day, "slot": hall.morning.pk} | WORDS
    page = come_back(client, resident, f"/rooms/{hall.room.pk}/wait/", said)
    assert {"親子の遊び場", "17", str(hall.morning.pk)} <= typed(page)


def test_a_series_is_filled_in_again(client, resident, hall, registration):
    until = str(hall.day + timedelta(21))
    said = {"day": hall.day, "slot": hall.evening.pk, "rule": "fortnightly", "until": until}
    page = come_back(client, resident, f"/rooms/{hall.room.pk}/series/", said | WORDS)
    assert {"親子の遊び場", "17", str(hall.evening.pk), "fortnightly", until} <= typed(page)


def test_a_change_is_filled_in_again(client, resident, hall, registration):
    held = hall.reserve(registration)
    said = {"room": hall.room.pk, "day": hall.day, "slot": hall.evening.pk} | WORDS
    page = come_back(client, resident, f"/my/rooms/{held.receipt}/change/", said)
    assert {"親子の遊び場", "17", str(hall.evening.pk)} <= typed(page)
    assert str(hall.morning.pk) not in typed(page)


def test_a_wish_is_filled_in_again(client, resident):
    rooms.a_registration(resident, on=the_month())
    lottery, room, day, slot = a_room_lottery(), rooms.a_room(), a_day(), rooms.a_slot()
    said = {"do": "add", "day": day, "center": "hama", "room": room.pk, "slot": slot.pk} | WORDS
    page = come_back(client, resident, f"/my/rooms/wishes/{lottery.month_key}/", said)
    assert {"親子の遊び場", "17", str(room.pk), str(slot.pk)} <= typed(page)


def test_a_registration_is_filled_in_again(client, resident):
    rooms.a_purpose_class("local")
    center, purpose_class = cast.a_center(), rooms.a_purpose_class()
    said = {"name": "コーラス浜", "kana": "コーラスハマ", "members": "21", "center": center.pk}
    said |= {"purpose_class": purpose_class.pk, "activity": "合唱の練習"}
    page = come_back(client, resident, "/my/rooms/registrations/new/", said)
    assert {"コーラス浜", "コーラスハマ", "21", str(purpose_class.pk)} <= typed(page)
    assert [one["value"] for one in page.all("option") if "selected" in one] == [str(center.pk)]


def test_whom_a_group_is_handed_to_is_filled_in_again(client, resident, registration):
    address = f"/my/rooms/groups/{registration.group_id}/representative/"
    said = {"name": "高崎 良子", "email": "next@example.jp"}
    page = come_back(client, resident, address, said)
    assert {"高崎 良子", "next@example.jp"} <= typed(page)


def test_what_is_too_long_for_an_address_leads_back_to_an_empty_form(client, resident, hall):
    answer = client.post(f"/rooms/{hall.room.pk}/wait/", {"purpose": "あ" * 3_000})
    assert answer["Location"] == f"/account/sign-in/?next=/rooms/{hall.room.pk}/wait/"
