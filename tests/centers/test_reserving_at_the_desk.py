"""Rooms asked for by telephone and at the counter: same rules, for a group found or new."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.utils import timezone

from centers.models import Booking, Registration, Reservation, Room, UserGroup
from centers.registering.finding import find_groups, group_of, ticket_for
from portal.people.models import AccessLog, Person
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DESK, NEW = "/desk/rooms/reserve/", "/desk/rooms/groups/new/"
DAY = timezone.localdate() + timedelta(days=14)


@pytest.fixture
def room() -> Room:
    room = rooms.a_room()
    rooms.an_open_day(room.center, DAY)
    rooms.the_city_slots()
    rooms.a_fee(room, rooms.a_slot("午前"), 600)
    return room


@pytest.fixture
def staff(room):
    return cast.center_staff(room.center)


@pytest.fixture
def desk(client, staff):
    client.sign_in(staff)
    return client


def words(room: Room, group: str, **changes: object) -> dict[str, object]:
    return {
        "via": "phone",
        "room": str(room.pk),
        "day": str(DAY),
        "group": group,
        "slot": [str(rooms.a_slot("午前").pk)],
        "purpose": "合唱の練習",
        "headcount": "12",
    } | changes


def somebody_new(room: Room, **changes: str) -> dict[str, str]:
    return {
        "via": "counter",
        "room": str(room.pk),
        "day": str(DAY),
        "name": "親子の会",
        "kana": "オヤコノカイ",
        "members": "10",
        "center": str(room.center_id),
        "purpose_class": str(rooms.a_purpose_class().pk),
        "activity": "親子の遊び場",
        "fiscal_year": str(rooms.calendar.fiscal_year(DAY)),
        "family_name": "野口",
        "given_name": "美咲",
        "family_kana": "ノグチ",
        "given_kana": "ミサキ",
        "birth_year": "1990",
        "birth_month": "5",
        "birth_day": "6",
        "phone": "093-555-0001",
        "ward": str(cast.a_ward().pk),
    } | changes


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def test_a_call_is_taken_step_by_step(desk, staff, room):
    group = rooms.a_registration(on=DAY).group
    desk.get_page(DESK)
    page = desk.get_page(f"{DESK}?via=phone&room={room.pk}&day={DAY}&q=こーらす")
    there = next(a["href"] for a in page.all("a") if "group=" in a["href"])
    assert group.name in text_of(page)
    page = desk.get_page(there)
    ticket = parse_qs(urlsplit(there).query)["group"][0]
    assert ticket in [a.get("value") for a in page.all("input")]
    page = desk.get_page(f"{DESK}?{urlencode(words(room, ticket, do='look'), doseq=True)}")
    assert "600円" in text_of(page)
    assert not Booking.objects.exists()
    for _ in range(2):  # pressed twice
        desk.post(DESK, words(room, ticket))
    made = Reservation.objects.get()
    assert (made.via, made.by, made.registration.group) == ("phone", staff, group)
    assert set(AccessLog.objects.values_list("person", flat=True)) == {group.representative_id}


def test_at_the_counter_the_deadline_of_the_web_does_not_hold(desk, staff, room):
    early = rooms.a_purpose_class("early", days_before=20)
    group = rooms.a_registration(on=DAY, purpose_class=early).group
    desk.post(DESK, words(room, ticket_for(staff, group), via="counter"))
    assert Reservation.objects.get().via == "counter"


def test_what_is_refused_is_said_and_what_was_typed_stays(desk, staff, room):
    ticket = ticket_for(staff, rooms.a_registration(on=DAY).group)
    rooms.a_booking(room, DAY, rooms.a_slot("午前"))
    page = desk.post_page(DESK, words(room, ticket), status=409)
    assert "ほかの利用があります" in text_of(page)
    assert "合唱の練習" in [a.get("value") for a in page.all("input")]
    page = desk.post_page(DESK, words(room, ticket, purpose=""), status=422)
    assert "使用目的を入力してください" in text_of(page)


def test_a_group_not_registered_this_year_is_registered_and_approved_on_the_way(desk, staff, room):
    group = rooms.a_group()
    ticket = ticket_for(staff, group)
    page = desk.get_page(f"{DESK}?room={room.pk}&day={DAY}&group={ticket}")
    assert "利用登録がありません" in text_of(page)
    desk.post_page(DESK, words(room, ticket, do="register"), status=409)
    purpose_class = rooms.a_purpose_class()
    for _ in range(2):
        desk.post(DESK, words(room, ticket, do="register", purpose_class=str(purpose_class.pk)))
    one = Registration.objects.get()
    assert (one.group, one.status, one.changed_by) == (group, "approved", staff)
    desk.post(DESK, words(room, ticket))
    assert Reservation.objects.get().registration == one


def test_a_group_at_home_elsewhere_waits_for_its_own_centre(desk, staff, room):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    group = rooms.a_group(center=other)
    sent = words(room, ticket_for(staff, group), do="register")
    desk.post(DESK, sent | {"purpose_class": str(rooms.a_purpose_class().pk)})
    assert Registration.objects.get().is_applied
    desk.post_page(DESK, words(room, ticket_for(staff, group)), status=200)
    assert not Booking.objects.exists()


def test_somebody_new_is_registered_with_the_group_and_goes_on(desk, staff, room):
    desk.get_page(f"{NEW}?room={room.pk}&day={DAY}")
    for _ in range(2):
        answer = desk.post(NEW, somebody_new(room))
    group = UserGroup.objects.get()
    assert group.representative == Person.objects.get(given_name="美咲")
    assert group.registrations.get().is_approved
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert (query["room"], query["via"]) == ([str(room.pk)], ["counter"])
    assert group_of(staff, query["group"][0]) == group
    desk.get_page(answer["Location"])


def test_one_person_alone_is_registered_at_the_desk_too(desk, room):
    desk.get_page(f"{NEW}?alone=1")
    desk.post(NEW, somebody_new(room, alone="1", name="", kana="", members=""))
    assert UserGroup.objects.get().name == "野口 美咲"


def test_what_is_wrong_in_either_half_registers_nobody(desk, room):
    page = desk.post_page(NEW, somebody_new(room, kana="親子"), status=422)
    assert "カタカナで" in text_of(page)
    page = desk.post_page(NEW, somebody_new(room, phone="1"), status=422)
    assert "電話番号" in text_of(page)
    assert not UserGroup.objects.exists()
    assert not Person.objects.filter(given_name="美咲").exists()


def test_groups_of_other_centres_are_found_by_the_whole_name_or_number_alone(staff):
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    theirs = rooms.a_group(name="みなと絵の会", kana="ミナトエノカイ", center=other)
    assert find_groups(staff, "みなと") == []
    assert find_groups(staff, "みなと絵の会") == [theirs]
    assert find_groups(staff, "みなとえのかい") == [theirs]
    assert find_groups(staff, theirs.representative.phone) == [theirs]
    assert find_groups(staff, "093000") == []
    assert find_groups(staff, " ") == []


def test_a_group_nobody_showed_cannot_be_chosen_by_number(desk, room):
    group = rooms.a_registration(on=DAY).group
    for invented in (str(group.pk), f"{group.pk}:x", ticket_for(cast.section_staff(), group)):
        page = desk.get_page(f"{DESK}?room={room.pk}&day={DAY}&group={invented}")
        assert group.name not in text_of(page)
        desk.post(DESK, words(room, invented))
    assert not Booking.objects.exists()


def test_staff_take_nothing_for_rooms_of_another_centre(client, room):
    group = rooms.a_registration(on=DAY).group
    other = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    stranger = cast.center_staff(other, "other@example.jp")
    client.sign_in(stranger)
    page = client.get_page(f"{DESK}?room={room.pk}&day={DAY}")
    assert str(room.pk) not in [a.get("value") for a in page.all("option")]
    client.post(DESK, words(room, ticket_for(stranger, group)))
    assert not Booking.objects.exists()
    client.post_page(NEW, somebody_new(room), status=422)
    assert not UserGroup.objects.exclude(pk=group.pk).exists()


def test_the_page_asks_the_same_however_many_are_found(desk, room, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(40) as asked:
            desk.get_page(f"{DESK}?room={room.pk}&day={DAY}&q=会")
        return len(asked)

    rooms.a_group(name="会0")
    before = count()
    for number in range(1, 6):
        rooms.a_group(name=f"会{number}")
    assert count() == before
