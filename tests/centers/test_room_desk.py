"""The desk of rooms on a day: the table, who comes, what waits, and the sheet on paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.models import Booking, Registration, Reservation, UserGroup
from portal.japan import calendar
from portal.people.models import AccessLog
from tests import cast, rooms
from tests.centers.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def test_each_room_stands_beside_its_slots_with_who_has_it(client, house):
    house.a_reservation(house.room, house.morning)
    house.a_session(house.hall, 13, title="みそづくり")
    rooms.a_booking(house.hall, house.day, house.evening, note="床のワックスがけ")
    client.sign_in(house.staff)
    page = client.get_page(house.address())
    for word in ("コーラス浜", "みそづくり", "床のワックスがけ", "9:00〜12:00", "13:00〜15:00"):
        assert word in page.text
    assert page.text.count("空き") >= 3


def test_in_the_admin_each_look_at_who_uses_rooms_alone_is_written_down(client, house):
    """A group's name tells of nobody, the one of who comes alone does."""
    group, person = rooms.a_group(center=house.center), cast.many_residents(1)[0][1]
    alone = UserGroup.objects.create(
        name=person.full_name, kana=person.family_kana, is_individual=True,
        representative=person, center=group.center, activity="読書",
    )  # fmt: skip
    client.sign_in(house.staff)
    groups = "/admin/centers/usergroup/"
    for page in (groups, f"{groups}{alone.pk}/change/", f"{groups}{group.pk}/change/"):
        assert client.get(page).status_code == 200
    looked = AccessLog.objects.filter(viewer=house.staff, reason="利用団体の名簿（管理）")
    assert list(looked.values_list("person", flat=True)) == [person.pk, person.pk]


def test_in_the_admin_a_group_is_renamed_and_who_comes_alone_is_not(client, house):
    client.sign_in(house.staff)
    told = {"name": "合唱ひびき", "kana": "ガッショウヒビキ", "activity": "合唱", "members": "9"}
    group = rooms.a_group(center=house.center)
    for is_individual, named in ((True, group.name), (False, told["name"])):
        UserGroup.objects.update(is_individual=is_individual)
        client.post(f"/admin/centers/usergroup/{group.pk}/change/", told)
        group.refresh_from_db()
        assert (group.name, group.activity) == (named, "合唱")


def test_a_booking_over_two_slots_stands_in_both_and_is_moved_from_the_first(client, house):
    session = house.a_session(house.room, 11, title="みそづくり")
    client.sign_in(house.staff)
    html = client.get(house.address()).content.decode()
    assert html.count("（つづき）") == 0, "11時から13時は、午前だけにかかる"
    session.ends_at += timedelta(hours=1)
    session.save()
    html = client.get(house.address()).content.decode()
    assert html.count("（つづき）") == 1
    assert html.count("「みそづくり」を移す") == 1


def test_what_lies_outside_every_slot_has_a_column_of_its_own(client, house):
    client.sign_in(house.staff)
    assert "区分の外" not in client.get(house.address()).content.decode()
    at_noon = house.at(house.room, house.morning)
    Booking.take(
        house.room,
        at_noon.ends_at,
        at_noon.ends_at + timedelta(hours=1),
        Booking.Kind.BLOCK,
        by=house.staff,
        note="お昼の掃除",
    )
    html = client.get(house.address()).content.decode()
    assert "区分の外" in html
    assert "お昼の掃除" in html


def test_a_closed_day_says_why_and_what_is_left_in_it(client, house):
    house.a_reservation()
    rooms.a_closed_day(house.center, house.day, "停電の工事")
    client.sign_in(house.staff)
    html = client.get(house.address()).content.decode()
    assert "休館です（停電の工事）。下の予定が、まだ残っています。" in html
    assert "休館や区分の外になった予定" in html
    assert "コーラス浜" in html


def test_what_a_change_left_outside_is_named_with_the_way_to_move_it(client, house):
    reservation, session = house.a_reservation(), house.a_session(house.hall, title="みそづくり")
    rooms.a_closed_day(house.center, house.day, "停電の工事")
    client.sign_in(house.staff)
    page = client.get_page("/desk/rooms/affected/")
    links = [attributes.get("href") for _, attributes in page.elements]
    for booking in (reservation.booking_id, session.booking_id):
        assert f"/desk/rooms/bookings/{booking}/move/" in links
    assert {"コーラス浜", "みそづくり"} <= set(page.text)
    assert AccessLog.objects.get().person == reservation.registration.group.representative


def test_what_waits_is_listed_with_its_number(client, house):
    asked = house.a_reservation()
    Reservation.objects.filter(pk=asked.pk).update(status="requested")
    ended = house.a_reservation(house.hall, name="浜囲碁会")
    Registration.objects.filter(pk=ended.registration_id).update(status="ended")
    house.a_registration("浜写真の会", status="applied", decided_at=None)
    client.sign_in(house.staff)
    html = client.get(house.address()).content.decode()
    assert "承認を待つ申請" in html
    assert "登録が終わった団体の申請" in html
    assert "認めるのを待つ利用登録" in html


def test_the_page_asks_the_same_number_of_things_however_much_there_is(client, house):
    client.sign_in(house.staff)
    house.a_reservation()
    house.a_session(house.hall, title="一つめの講座")

    few = _queries(client, house)
    for number, slot in enumerate((house.afternoon, house.evening)):
        house.a_reservation(house.room, slot, name=f"浜の会{number}")
        house.a_session(house.hall, 13 + 5 * number, title=f"講座{number}")
    assert _queries(client, house) == few
    assert few <= 25


def test_who_looked_at_whose_telephone_is_written_down(client, house):
    reservation = house.a_reservation()
    client.sign_in(house.staff)
    page = client.get_page(house.address())
    person = reservation.registration.group.representative
    assert person.phone in page.text
    assert AccessLog.objects.get().person == person


def test_staff_of_another_centre_find_nothing_of_it(client, house):
    reservation = house.a_reservation()
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(other, "other@example.jp"))
    for address in (
        house.address(),
        house.address().replace("?", "sheet/?"),
        f"/desk/rooms/reservations/{reservation.receipt}/",
        f"/desk/rooms/bookings/{reservation.booking_id}/move/",
        f"/desk/rooms/bookings/{reservation.booking_id}/use/",
        f"/desk/rooms/centers/{house.center.pk}/blocks/",
    ):
        assert client.get(address).status_code == 404, address
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("query", ["?day=2026-99-99", "?day=x", "?day=", "?center=&day=1800-01-01"])
def test_a_day_that_is_none_is_today(client, house, query):
    client.sign_in(house.staff)
    assert client.get_page(f"/desk/rooms/{query}").text.count("きょう") >= 1


@pytest.mark.parametrize("center", ["x", "0", "9" * 30, "-1"])
def test_a_centre_that_is_none_is_not_found(client, house, center):
    client.sign_in(house.staff)
    assert client.get(f"/desk/rooms/?center={center}").status_code == 404


def test_the_sheet_of_a_day_holds_the_telephones_and_boxes_for_keys_and_heads(client, house):
    reservation = house.a_reservation()
    client.sign_in(house.staff)
    page = client.get_page(house.address().replace("?", "sheet/?"))
    assert reservation.registration.group.representative.phone in page.text
    assert "取扱注意" in "".join(page.text)
    assert AccessLog.objects.count() == 1


def test_the_desk_leads_to_the_rooms_of_today(client, house):
    client.sign_in(house.staff)
    assert 'href="/desk/rooms/"' in client.get("/desk/").content.decode()
    assert calendar.long_date(timezone.localdate()) in client.get_page("/desk/rooms/").title


def _queries(client, house) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(house.address())
    return len(asked)
