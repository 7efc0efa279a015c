"""What happens in rooms in the calendars of staff, by an address of one's own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from centers.models import Booking, CalendarKey, Reservation
from portal.people.models import Membership
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


@pytest.fixture
def room():
    return rooms.a_room()


def address(user, room) -> str:
    return f"/rooms/calendars/{CalendarKey.objects.of(user).token}/rooms/{room.pk}.ics"


def entries(client, url: str) -> list:
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_courses_groups_and_blocks_stand_in_the_calendar_of_a_room(client, staff, room):
    morning, afternoon, evening = rooms.the_city_slots()
    rooms.a_reservation(rooms.a_registration(on=DAY), room, DAY, morning)
    rooms.a_booking(room, DAY, afternoon, note="床のワックスがけ")
    given_up = rooms.a_booking(room, DAY, evening)
    given_up.cancel(by=staff)
    found = entries(client, address(staff, room))
    assert [str(one["summary"]) for one in found] == ["コーラス浜", "床のワックスがけ"]
    assert found[0].decoded("dtstart") == Booking.objects.earliest("period").starts_at
    assert str(found[0]["status"]) == "CONFIRMED"


def test_nobody_is_named(client, staff, room):
    group = rooms.a_group(name="小倉 花子", is_individual=True)
    rooms.a_reservation(rooms.a_registration(group=group, on=DAY), room, DAY, rooms.a_slot())
    [entry] = entries(client, address(staff, room))
    assert str(entry["summary"]) == "個人の利用"
    assert "花子" not in entry.to_ical().decode()


def test_what_waits_for_approval_is_tentative(client, staff, room):
    rooms.a_reservation(rooms.a_registration(on=DAY), room, DAY, rooms.a_slot())
    Reservation.objects.update(status=Reservation.Status.REQUESTED)
    [entry] = entries(client, address(staff, room))
    assert str(entry["status"]) == "TENTATIVE"


def test_the_calendar_of_a_centre_holds_all_its_rooms_and_asks_a_fixed_number_of_things(
    client, staff, room, django_assert_num_queries
):
    url = f"/rooms/calendars/{CalendarKey.objects.of(staff).token}/{room.center.slug}.ics"
    slots = rooms.the_city_slots()
    rooms.a_booking(room, DAY, slots[0])
    with django_assert_num_queries(4):
        assert len(entries(client, url)) == 1
    for number in range(5):
        other = rooms.a_room(name=f"第{number}研修室")
        rooms.a_reservation(rooms.a_registration(on=DAY), other, DAY, slots[1])
    with django_assert_num_queries(4):
        assert len(entries(client, url)) == 6


def test_an_address_is_worth_what_its_owner_may_see(client, staff, room):
    url = address(staff, room)
    other = rooms.a_room(cast.a_center("tobata", name="よその市民センター"))
    assert client.get(address(staff, other)).status_code == 404
    Membership.objects.filter(user=staff).delete()
    assert client.get(url).status_code == 404


def test_who_leaves_has_no_calendar_any_more(client, staff, room):
    url = address(staff, room)
    staff.is_active = False
    staff.save()
    assert client.get(url).status_code == 404


def test_an_address_nobody_gave_opens_nothing(client, staff, room):
    token = CalendarKey.objects.of(staff).token
    for made_up in (token[:-1], f"9{token}", "x", ":", token.partition(":")[0]):
        url = f"/rooms/calendars/{made_up}/rooms/{room.pk}.ics"
        assert client.get(url).status_code == 404


def test_a_new_address_closes_the_old_one(client, staff, room):
    old = address(staff, room)
    client.force_login(staff)
    assert old in client.get("/desk/rooms/calendars/").text
    client.post("/desk/rooms/calendars/")
    new = address(staff, room)
    assert new in client.get("/desk/rooms/calendars/").text
    assert [client.get(url).status_code for url in (old, new)] == [404, 200]
