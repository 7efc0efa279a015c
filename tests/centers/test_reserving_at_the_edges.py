"""The leap day, the fiscal year's end, and what changes under a reservation that stands."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from centers.models import Center, PurposeClass, Reservation, Slot
from centers.reserving import giving_up
from centers.reserving.requesting import request
from tests import rooms
from tests.centers.hall import Hall, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing_on(monkeypatch):
    """Let it be nine in the morning of a day."""

    def stand(day: date) -> None:
        moment = timezone.make_aware(datetime.combine(day, time(9)))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return stand


def signed_in(client, own: Reservation):
    client.sign_in(own.by)
    return client


def test_the_leap_day_is_reserved_changed_and_put_into_a_calendar(client, standing_on):
    standing_on(date(2028, 2, 1))
    hall = Hall(28, 29)  # 29 February and 1 March
    assert hall.days == [date(2028, 2, 29), date(2028, 3, 1)]
    own = hall.reserve(hall.registration())
    assert own.registration.fiscal_year == 2027
    calendar = signed_in(client, own).get(f"/my/rooms/{own.receipt}/reservation.ics")
    assert "DTSTART:20280229T000000Z" in calendar.text
    assert "2028年2月29日（火）" in client.get(f"/my/rooms/{own.receipt}/").text
    giving_up.change(own, hall.room, hall.days[1], [hall.morning], by=own.by)
    giving_up.change(own, hall.room, hall.days[0], [hall.evening], by=own.by)
    assert own.day == date(2028, 2, 29)


def test_a_registration_ends_with_march_and_april_is_asked_for_under_the_next(standing_on):
    standing_on(date(2027, 3, 10))
    hall = Hall(21, 22)
    last, first = hall.days
    assert (last, first) == (date(2027, 3, 31), date(2027, 4, 1))
    own = hall.registration()
    assert hall.reserve(own).day == last
    assert refused(hall.reserve, own, day=first) == "not_registered"
    following = rooms.a_registration(group=own.group, purpose_class=own.purpose_class, on=first)
    held = hall.reserve(following, day=first)
    assert refused(giving_up.change, held, hall.room, last, [hall.evening], by=own.by) == (
        "not_registered"
    )


def test_a_rule_of_slots_that_changed_leaves_the_reservation_and_offers_the_new_slots(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    Slot.objects.update(last_day=timezone.localdate())
    ten, eleven = (rooms.a_slot(f"{hour}時", starts=hour, ends=hour + 1) for hour in (10, 11))
    rooms.a_fee(hall.room, ten, 200)
    page = f"/my/rooms/{own.receipt}/"
    assert "午前" in signed_in(client, own).get(page).text
    assert client.get(f"{page}change/").text.count("いまの予約</p>") == 2
    assert refused(hall.reserve, hall.registration("ほか"), eleven) == "room_taken"
    assert refused(hall.reserve, own.registration, hall.morning) == "slot_not_open"
    giving_up.change(own, hall.room, hall.day, [ten], by=own.by)
    assert (own.slots, own.fee) == ("10時", 200)


def test_a_class_that_changed_holds_for_what_is_asked_from_then_on():
    hall = Hall()
    own = hall.reserve(hall.registration())
    PurposeClass.objects.update(needs_approval=True, days_before=99)
    own.refresh_from_db()
    assert own.is_confirmed
    said = hall.said(own.registration)
    args = own.registration, hall.room, hall.day, [hall.evening]
    assert refused(request, *args, **said) == "too_late"
    PurposeClass.objects.update(days_before=0)
    assert request(*args, **said).status == Reservation.Status.REQUESTED
    giving_up.change(own, hall.room, hall.day, [hall.afternoon], by=own.by)
    assert own.status == Reservation.Status.REQUESTED


def test_a_centre_that_left_the_public_keeps_the_pages_of_what_was_reserved(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    Center.objects.update(is_open_to_public=False)
    signed_in(client, own)
    for page in ("", "change/", "cancellation/", "permit/", "reservation.ics"):
        assert client.get(f"/my/rooms/{own.receipt}/{page}").status_code == 200
    assert "戸畑浜市民センター" in client.get("/my/rooms/").text
    assert client.get(f"/rooms/{hall.room.pk}/reserve/?day={hall.day}").status_code == 404
    change = giving_up.change, own, hall.room, hall.day, [hall.evening]
    assert refused(*change, by=own.by) == "not_bookable"
    client.post(f"/my/rooms/{own.receipt}/cancellation/")
    own.refresh_from_db()
    assert own.status == Reservation.Status.CANCELLED


def test_a_day_closed_afterwards_leaves_the_reservation_to_the_desk(client):
    hall = Hall(10, 11)
    own = hall.reserve(hall.registration())
    rooms.a_closed_day(hall.room.center, hall.day)
    own.refresh_from_db()
    assert own.is_confirmed
    assert refused(giving_up.change, own, hall.room, hall.day, [hall.evening], by=own.by) == (
        "closed_day"
    )
    giving_up.change(own, hall.room, hall.days[1], [hall.morning], by=own.by)
    assert own.day == timezone.localdate() + timedelta(days=11)
