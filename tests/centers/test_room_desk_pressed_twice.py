"""A button pressed twice, a page gone back to, a second tablet: it is done once, and nobody is
alarmed that it is done already."""

import pytest

from centers.models import Booking, CityRequest, Reservation
from centers.requests.years import this_year
from centers.reserving import giving_up
from centers.running.place import Place
from portal.notices.models import Message
from tests import cast, rooms
from tests.centers.house import House, happening_now, mark
from tests.page_lint import LintingClient
from tests.race import AT_ONCE, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def desk(client, house):
    client.sign_in(house.staff)
    return client


def press_twice(desk, address: str, said: dict) -> str:
    """Both times one is led on; what the second page says."""
    for _ in range(2):
        answer = desk.post(address, said)
        assert answer.status_code == 302, answer.text
    return " ".join(desk.get_page(answer["Location"].partition("#")[0]).text)


@pytest.mark.parametrize(
    ("part", "said", "status"),
    [
        ("decision/", {"decision": "approve"}, "confirmed"),
        ("decision/", {"decision": "refuse", "why": "行事のため"}, "refused"),
        ("cancellation/", {"why": "行事のため"}, "cancelled"),
    ],
)
def test_a_decision_is_made_once(desk, house, part, said, status):
    own = house.a_reservation()
    Reservation.objects.filter(pk=own.pk).update(status="requested")
    page = press_twice(desk, f"/desk/rooms/reservations/{own.receipt}/{part}", said)
    own.refresh_from_db()
    assert own.status == status
    assert "もう記録してあります" in page
    assert Message.objects.count() == 1


def test_the_other_decision_of_another_tablet_is_no_repetition(desk, house):
    own = house.a_reservation()
    Reservation.objects.filter(pk=own.pk).update(status="requested")
    address = f"/desk/rooms/reservations/{own.receipt}/decision/"
    desk.post(address, {"decision": "approve"})
    page = desk.post_page(address, {"decision": "refuse", "why": "行事のため"}, status=422)
    assert "すでに「確定」になっています" in " ".join(page.text)


def test_a_fee_is_taken_once_and_never_for_what_was_given_up(desk, house):
    own, given_up = house.a_reservation(), house.a_reservation(house.hall, name="浜囲碁会")
    Reservation.objects.update(fee=600)
    press_twice(desk, f"/desk/rooms/reservations/{own.receipt}/payment/", {})
    assert Reservation.objects.get(pk=own.pk).paid_at
    giving_up.cancel(given_up, by=house.staff, why="会場の都合で", at_desk=True)
    page = desk.post_page(f"/desk/rooms/reservations/{given_up.receipt}/payment/", {}, status=422)
    assert "「取り消し」になっています" in " ".join(page.text)
    assert Reservation.objects.get(pk=given_up.pk).paid_at is None


def test_a_booking_is_moved_once(desk, house):
    own = house.a_reservation()
    said = {
        "shown": mark(own.booking),
        "room": house.hall.pk,
        "day": f"{house.day}",
        "slot": house.evening.pk,
    }
    page = press_twice(desk, f"/desk/rooms/bookings/{own.booking_id}/move/", said)
    assert "もう移してあります" in page
    booking = Booking.objects.get(pk=own.booking_id)
    assert Place.of(booking) == house.at(house.hall, house.evening)
    assert Message.objects.count() == 1


def test_time_is_blocked_once_and_given_free_once(desk, house):
    said = {
        "rooms": [house.room.pk, house.hall.pk],
        "day": f"{house.day}",
        "last_day": f"{house.next_day}",
        "starts": "09:00",
        "ends": "12:00",
        "reason": "床のワックスがけ",
    }
    page = press_twice(desk, f"/desk/rooms/centers/{house.center.pk}/blocks/", said)
    assert "もう確保してあります" in page
    assert Booking.objects.live().count() == 4
    one = Booking.objects.first()
    page = press_twice(desk, f"/desk/rooms/bookings/{one.pk}/unblock/", {"all": "yes"})
    assert "もう取り消してあります" in page
    assert Booking.objects.live().count() == 2


def test_part_of_a_block_is_no_repetition(desk, house):
    rooms.a_booking(house.room, house.day, house.morning, note="床のワックスがけ")
    said = {
        "whole": "on",
        "day": f"{house.day}",
        "starts": "09:00",
        "ends": "12:00",
        "reason": "床のワックスがけ",
    }
    desk.post_page(f"/desk/rooms/centers/{house.center.pk}/blocks/", said, status=422)
    assert Booking.objects.live().count() == 1


def test_nobody_came_is_noted_once(desk, house):
    own = house.a_reservation()
    happening_now(own.booking)
    press_twice(desk, f"/desk/rooms/bookings/{own.booking_id}/use/", {"nobody": "yes"})
    assert Reservation.objects.get().status == "no_show"


@pytest.mark.parametrize("page", ["move", "use", "keys"])
def test_what_another_tablet_gave_up_is_said_to_be_gone(desk, house, page):
    own = house.a_reservation()
    giving_up.cancel(own, by=house.staff, why="会場の都合で", at_desk=True)
    answer = desk.post(f"/desk/rooms/bookings/{own.booking_id}/{page}/", {})
    assert answer.status_code == 302
    said = " ".join(desk.get_page(answer["Location"]).text)
    assert "「コーラス浜」は、もう取り消してあります" in said


def test_a_registration_is_approved_once(desk, house):
    own = house.a_registration(status="applied", decided_at=None)
    said = {"do": "approve", "approve-exemption_percent": "0"}
    page = press_twice(desk, f"/desk/rooms/registrations/{own.receipt}/", said)
    assert "もう登録済みです" in page


# ---------------------------------------------------------------- requests from city hall


def words(**changes) -> dict:
    return {
        "year": str(this_year()),
        "title": "クーリングシェルターのポスター掲示",
        "bureau": "環境局",
        "section": "環境監視課",
        "to": "centers",
        "content": "ポスターを貼ってください。",
        "basis": "none",
        "first_day": f"{this_year()}-05-01",
        "last_day": f"{this_year()}-06-30",
        "hours": "6",
        "everywhere": "on",
        "contact_name": "企画係",
        "contact_phone": "093-000-2000",
    } | changes


@pytest.mark.django_db(transaction=True)
def test_a_draft_sent_many_times_in_the_same_instant_is_one():
    section, desks = cast.section_staff(), [LintingClient() for _ in range(AT_ONCE)]
    cast.a_center()
    for desk in desks:
        desk.sign_in(section)
    answers = race(lambda desk: desk.post("/desk/requests/new/", words())["Location"], desks)
    assert CityRequest.objects.count() == 1
    assert set(answers) == {CityRequest.objects.get().get_absolute_url()}


def test_other_words_are_another_draft(client):
    client.sign_in(cast.section_staff())
    cast.a_center()
    for hours in ("6", "7"):
        client.post("/desk/requests/new/", words(hours=hours))
    assert CityRequest.objects.count() == 2


def test_a_request_is_sent_and_decided_once(client):
    client.sign_in(cast.section_staff())
    cast.a_center()
    client.post("/desk/requests/new/", words())
    one = CityRequest.objects.get()
    address = one.get_absolute_url()
    assert "もう依頼してあります" in press_twice(
        client, f"{address}asking/", {"version": one.version}
    )
    one.refresh_from_db()
    said = {"decision": "keep", "why": "必要なため", "version": one.version}
    assert "もう「続ける」と決めてあります" in press_twice(client, f"{address}decision/", said)
    one.refresh_from_db()
    assert one.version == 3
