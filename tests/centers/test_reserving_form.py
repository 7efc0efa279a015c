"""A resident reserves a room: sees the price, agrees, and holds the room, however often sent."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from centers.models import Booking, OpenDay, Registration, Reservation, Room, RoomLottery
from portal.japan import calendar
from portal.people.models import User
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=14)


@pytest.fixture
def room() -> Room:
    """Open all day on DAY; 600 yen in the morning, 900 in the afternoon, nothing at night."""
    room = rooms.a_room()
    rooms.an_open_day(room.center, DAY)
    morning, afternoon, _ = rooms.the_city_slots()
    rooms.a_fee(room, morning, 600)
    rooms.a_fee(room, afternoon, 900)
    return room


@pytest.fixture
def mother() -> User:
    return cast.a_resident()


@pytest.fixture
def registration(mother) -> Registration:
    return rooms.a_registration(mother, on=DAY)


def address(room: Room, day: date | str = DAY, *slots: str) -> str:
    chosen = "".join(f"&slot={rooms.a_slot(name).pk}" for name in slots)
    return f"/rooms/{room.pk}/reserve/?day={day}{chosen}"


def words(registration: Registration, *slots: str, **changes: str) -> dict[str, object]:
    return {
        "day": str(DAY),
        "registration": str(registration.pk),
        "slot": [str(rooms.a_slot(name).pk) for name in slots or ["午前"]],
        "purpose": "親子の遊び場",
        "headcount": "１０",
    } | changes


def look_at(room: Room, said: dict[str, object]) -> str:
    """The address of the page that shows the price of what is said."""
    return f"/rooms/{room.pk}/reserve/?{urlencode(said | {'do': 'look'}, doseq=True)}"


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def ticked(page) -> list[str]:
    return [a["value"] for a in page.all("input") if a.get("name") == "slot" and "checked" in a]


# ------------------------------------------------------------------ the way there


def test_the_price_is_shown_and_nothing_is_held_before_one_agrees(
    client, room, mother, registration
):
    client.sign_in(mother)
    page = client.get_page(address(room, DAY, "午前"))
    assert ticked(page) == [str(rooms.a_slot("午前").pk)]
    assert "600円" in text_of(page)
    page = client.get_page(look_at(room, words(registration, "午前", "午後")))
    assert "1,500円" in text_of(page)
    assert "9:00〜17:00" in text_of(page)
    assert not Booking.objects.exists()
    client.post(address(room), words(registration, "午前", "午後"))
    made = Reservation.objects.get()
    assert (made.slots, made.purpose, made.headcount, made.fee) == (
        "午前・午後",
        "親子の遊び場",
        10,
        1_500,
    )
    assert (made.via, made.by, made.status) == ("web", mother, "confirmed")


def test_what_is_let_off_is_shown_and_taken_off(client, room, mother):
    half = rooms.a_registration(mother, on=DAY, exemption_percent=50)
    client.sign_in(mother)
    page = client.get_page(look_at(room, words(half)))
    assert "600円から、減免で300円を引きました" in text_of(page)
    client.post(address(room), words(half))
    assert Reservation.objects.get().to_pay == 300


def test_where_the_head_of_the_centre_approves_it_is_said_before(client, room, mother):
    asks = rooms.a_registration(
        mother, on=DAY, purpose_class=rooms.a_purpose_class("asks", needs_approval=True)
    )
    client.sign_in(mother)
    page = client.get_page(look_at(room, words(asks)))
    assert "承認すると確定します" in text_of(page)
    answer = client.post(address(room), words(asks))
    assert Reservation.objects.get().status == "requested"
    assert "承認すると、確定します" in text_of(client.get_page(answer["Location"]))


def test_going_back_keeps_what_was_written(client, room, mother, registration):
    client.sign_in(mother)
    look = client.get_page(look_at(room, words(registration, "午後")))
    page = client.get_page(next(a["href"] for a in look.all("a") if "purpose=" in a["href"]))
    assert ticked(page) == [str(rooms.a_slot("午後").pk)]
    assert "親子の遊び場" in [a.get("value") for a in page.all("input")]


def test_sent_twice_it_is_one_reservation(client, room, mother, registration):
    client.sign_in(mother)
    answers = [client.post(address(room), words(registration)) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Reservation.objects.count() == Booking.objects.count() == 1
    looked_at_again = client.get(look_at(room, words(registration)))
    assert looked_at_again["Location"] == answers[0]["Location"]
    assert Booking.objects.count() == 1


def test_htmx_is_given_the_price_alone(client, room, mother, registration):
    client.sign_in(mother)
    asked = f"{address(room, DAY, '午前')}&registration={registration.pk}"
    answer = client.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert "600円" in answer
    assert "<html" not in answer


# ------------------------------------------------------------------ refused, and what next


def test_who_was_quicker_keeps_the_room(client, room, mother, registration):
    client.sign_in(mother)
    rooms.a_booking(room, DAY, rooms.a_slot("午前"))
    page = client.post_page(address(room), words(registration), status=409)
    assert "ほかの利用があります" in text_of(page)
    assert f"/rooms/?day={DAY}" in [a["href"] for a in page.all("a")]
    disabled = [a["value"] for a in page.all("input") if "disabled" in a]
    assert str(rooms.a_slot("午前").pk) in disabled


@pytest.mark.parametrize(
    ("slots", "changes", "status", "sentence"),
    [
        (["午前", "夜間"], {}, 409, "区分の間が空いています"),
        (["午前"], {"headcount": "25"}, 409, "定員は24人です"),
        (["午前"], {"headcount": "0"}, 422, "1人以上"),
        (["午前"], {"headcount": ""}, 422, "利用する人数を入力"),
        (["午前"], {"purpose": " "}, 422, "使用目的を入力"),
        (["午前"], {"purpose": "あ" * 101}, 422, "100文字まで"),
        (["午前"], {"slot": []}, 422, "利用する時間を選んで"),
        (["午前"], {"slot": ["9999999"]}, 422, "時間の区分が変わりました"),
        (["午前"], {"slot": ["午前"]}, 422, "時間の区分が変わりました"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(
    client, room, mother, registration, *, slots, changes, status, sentence
):
    client.sign_in(mother)
    said = words(registration, *slots) | changes
    looked = client.get_page(look_at(room, said), status=status)
    sent = client.post_page(address(room), said, status=status)
    assert sentence in text_of(looked)
    assert sentence in text_of(sent)
    assert not Booking.objects.exists()


def test_after_the_deadline_of_the_class_one_is_led_to_the_telephone(client, room, mother):
    early = rooms.a_purpose_class("early", days_before=20)
    late = rooms.a_registration(mother, on=DAY, purpose_class=early)
    client.sign_in(mother)
    page = client.get_page(look_at(room, words(late)), status=409)
    assert "20日前まで" in text_of(page)
    assert f"tel:{room.center.phone}" in [a["href"] for a in page.all("a")]


def test_a_room_that_is_not_lent_leads_to_the_telephone(client, room, mother, registration):
    Room.objects.filter(pk=room.pk).update(is_bookable=False)
    client.sign_in(mother)
    assert "申請を受けていません" in text_of(client.get_page(address(room)))
    client.post(address(room), words(registration))
    assert not Booking.objects.exists()


def test_a_room_of_a_centre_that_is_not_public_is_not_there(client, room, mother):
    type(room.center).objects.update(is_open_to_public=False)
    client.sign_in(mother)
    assert client.get(address(room)).status_code == 404


def test_a_closed_day_says_why(client, room, mother, registration):
    OpenDay.objects.all().delete()
    rooms.a_closed_day(room.center, DAY, "空調の工事")
    client.sign_in(mother)
    assert "休館（空調の工事）" in text_of(client.get_page(address(room)))
    page = client.post_page(address(room), words(registration), status=200)
    assert "休館（空調の工事）" in text_of(page)


@pytest.mark.parametrize("day", ["", "2027-02-29", "9999-12-31", "あす", "2026-1-1T00"])
def test_a_day_that_is_none_is_asked_for_again(client, room, mother, day):
    client.sign_in(mother)
    assert "利用する日を選ぶと" in text_of(client.get_page(address(room, day)))


def test_a_day_that_is_over_is_said_to_be(client, room, mother, registration):
    client.sign_in(mother)
    yesterday = timezone.localdate() - timedelta(days=1)
    rooms.an_open_day(room.center, yesterday)
    assert "過ぎた日です" in text_of(client.get_page(address(room, yesterday)))


def test_a_month_given_by_lot_leads_to_its_draw(client, room, mother, registration):
    now = timezone.now()
    month = DAY.replace(day=1)
    RoomLottery.objects.create(
        month=month,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        results_at=now + timedelta(days=2),
    )
    client.sign_in(mother)
    page = client.get_page(address(room))
    assert f"/rooms/lotteries/{month:%Y-%m}/" in [a["href"] for a in page.all("a")]
    page = client.post_page(address(room), words(registration), status=409)
    assert "先着では申請できません" in text_of(page)


def test_a_month_whose_time_has_not_come_says_so(client, room, mother):
    far = (DAY.replace(day=1) + timedelta(days=200)).replace(day=10)
    rooms.an_open_day(room.center, far)
    rooms.a_registration(mother, on=far)
    client.sign_in(mother)
    assert "受付は、まだ始まっていません" in text_of(client.get_page(address(room, far)))


# ------------------------------------------------------------------ who may


def test_nobody_books_for_another_familys_group(client, room, mother, registration):
    theirs = rooms.a_registration(on=DAY)
    rooms.a_registration(
        mother, on=DAY, group=rooms.a_group(mother, name="もう一つの会")
    )  # two of her own, so that it is chosen
    client.sign_in(mother)
    page = client.get_page(address(room))
    values = [a.get("value") for a in page.all("input") if a.get("name") == "registration"]
    assert str(theirs.pk) not in values
    client.post_page(address(room), words(theirs), status=422)
    assert not Booking.objects.exists()


def test_the_one_registration_is_used_whatever_is_sent(client, room, mother, registration):
    theirs = rooms.a_registration(on=DAY)
    client.sign_in(mother)
    client.post(address(room), words(theirs))
    assert Reservation.objects.get().registration == registration


def test_who_is_not_registered_is_led_there_and_back(client, room, mother):
    client.sign_in(mother)
    page = client.get_page(address(room))
    there = next(a["href"] for a in page.all("a") if "registrations/new" in a["href"])
    assert f"room={room.pk}" in there
    assert "next=%2Frooms%2F" in there
    sent = {
        "name": "親子の会",
        "kana": "オヤコノカイ",
        "members": "10",
        "center": str(room.center_id),
        "purpose_class": str(rooms.a_purpose_class().pk),
        "activity": "親子の遊び場",
        "fiscal_year": str(calendar.fiscal_year(DAY)),
        "next": f"/rooms/{room.pk}/reserve/?day={DAY}",
    }
    back = client.post("/my/rooms/registrations/new/", sent)["Location"]
    assert back == sent["next"]
    assert "内容を確かめています" in text_of(client.get_page(back))


def test_who_was_sent_back_reads_why(client, room, mother):
    rooms.a_registration(
        mother, on=DAY, status=Registration.Status.REFUSED, why="会員を書いてください。"
    )
    client.sign_in(mother)
    page = client.get_page(address(room))
    assert "会員を書いてください。" in text_of(page)
    assert any("registrations/new/?group=" in a["href"] for a in page.all("a"))


def test_last_years_registration_leads_to_its_renewal(client, room, mother):
    year = calendar.fiscal_year(DAY)
    last = rooms.a_registration(mother, fiscal_year=year - 1)
    client.sign_in(mother)
    page = client.get_page(address(room))
    assert f"/my/rooms/registrations/{last.receipt}/renewal/" in [a["href"] for a in page.all("a")]


def test_who_has_no_person_yet_registers_and_comes_back(client, room):
    client.sign_in(User.objects.create_user("new@example.jp"))
    assert client.get(address(room))["Location"].startswith("/my/registration/?next=%2Frooms%2F")


# ------------------------------------------------------------------ what one has


def test_my_rooms_shows_what_comes_and_what_waits_and_nothing_of_others(
    client, room, mother, registration
):
    client.sign_in(mother)
    assert "いまはありません" in text_of(client.get_page("/my/rooms/"))
    own = rooms.a_reservation(registration, room, DAY, rooms.a_slot("午前"))
    asked = rooms.a_reservation(registration, room, DAY, rooms.a_slot("午後"))
    Reservation.objects.filter(pk=asked.pk).update(status="requested")
    theirs = rooms.a_reservation(rooms.a_registration(on=DAY), room, DAY, rooms.a_slot("夜間"))
    page = text_of(client.get_page("/my/rooms/"))
    assert own.receipt_number in page
    assert "承認を待っている申請" in page
    assert theirs.receipt_number not in page


def test_who_books_often_sees_the_next_twenty_first(client, room, mother, registration):
    made = [
        rooms.a_reservation(registration, room, DAY + timedelta(days=number), rooms.a_slot("午前"))
        for number in range(22)
    ]
    client.sign_in(mother)
    page = text_of(client.get_page("/my/rooms/"))
    assert "このあとの2件も見る" in page
    assert made[19].receipt_number in page
    assert made[20].receipt_number not in page
    assert made[21].receipt_number in text_of(client.get_page("/my/rooms/?all=1"))


def test_a_day_on_which_nothing_is_free_asks_for_nothing_more(client, room, mother, registration):
    for name in ("午前", "午後", "夜間"):
        rooms.a_booking(room, DAY, rooms.a_slot(name))
    client.sign_in(mother)
    page = client.get_page(address(room))
    assert "空いている時間がありません" in text_of(page)
    assert "purpose" not in [a.get("name") for a in page.all("input")]
    assert any(f"/rooms/{room.pk}/wait/" in a["href"] for a in page.all("a"))


def test_the_form_and_my_rooms_ask_the_same_however_much_there_is(
    client, room, mother, registration, django_assert_max_num_queries
):
    client.sign_in(mother)

    def count(where: str) -> int:
        with django_assert_max_num_queries(60) as asked:
            client.get_page(where)
        return len(asked)

    rooms.a_registration(mother, on=DAY, group=rooms.a_group(mother, name="会0"))
    rooms.a_reservation(registration, room, DAY, rooms.a_slot("午前"))
    before = [count(address(room)), count("/my/rooms/")]
    for number in range(1, 4):
        rooms.a_registration(mother, on=DAY, group=rooms.a_group(mother, name=f"会{number}"))
        rooms.a_reservation(registration, room, DAY + timedelta(days=number), rooms.a_slot("午前"))
    assert [count(address(room)), count("/my/rooms/")] == before
