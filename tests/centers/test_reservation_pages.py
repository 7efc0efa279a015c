"""The pages of one reservation: its own group sees, changes, cancels and prints it; nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from centers.models import Reservation, RoomWait
from centers.reserving import deciding, giving_up
from portal.people.models import AccessLog
from tests import cast, rooms
from tests.centers.hall import Hall

pytestmark = pytest.mark.django_db

Status = Reservation.Status
PAGES = ("", "change/", "cancellation/", "permit/", "payment/", "reservation.ics")


def address(own: Reservation, page: str = "") -> str:
    return f"/my/rooms/{own.receipt}/{page}"


def signed_in(client, own: Reservation):
    client.sign_in(own.by)
    return client


def text_of(response) -> str:
    return response.content.decode()


def test_the_group_reads_what_when_where_what_it_costs_and_what_comes_next(client):
    hall = Hall()
    rooms.a_fee(hall.room, hall.morning, 600)
    own = hall.reserve(hall.registration(exemption_percent=50))
    page = text_of(signed_in(client, own).get(address(own)))
    for said in ("部屋の予約が決まっています", own.receipt_number, "使用料600円 − 減免300円"):
        assert said in page
    assert "お支払いはこれからです" in page
    assert "申請しました" in page
    assert "あなた" in page


def test_every_state_has_words_of_its_own(client):
    hall = Hall()
    own = hall.reserve(
        hall.registration(purpose_class=rooms.a_purpose_class("needs", needs_approval=True))
    )
    signed_in(client, own)
    assert "承認を待っています" in text_of(client.get(address(own)))
    deciding.refuse(own, "行事の準備のため", by=cast.center_staff(hall.room.center))
    page = text_of(client.get(address(own)))
    assert "承認できませんでした" in page
    assert page.count("行事の準備のため") == 2
    assert "市民センター</span>" in page


def test_nobody_else_finds_it_and_who_is_not_signed_in_is_asked_to(client):
    hall = Hall()
    own, other = hall.reserve(hall.registration()), cast.a_resident("other@example.jp")
    Reservation.objects.filter(pk=own.pk).update(paid_at=timezone.now())
    for page in PAGES:
        assert client.get(address(own, page)).status_code == 302
    client.sign_in(other)
    for page in PAGES:
        assert client.get(address(own, page)).status_code == 404
    for page in ("change/", "cancellation/"):
        assert client.post(address(own, page)).status_code == 404
    own.refresh_from_db()
    assert own.is_live


def test_asking_once_and_pressing_gives_it_up(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    hall.wait(hall.registration("待つ"))
    signed_in(client, own)
    assert "空きを待っている団体にまわります" in text_of(client.get(address(own, "cancellation/")))
    assert client.post(address(own, "cancellation/")).url == address(own)
    assert "予約は取り消されています" in text_of(client.get(address(own)))
    again = client.post(address(own, "cancellation/"))
    assert again.status_code == 409


def test_another_day_and_time_by_the_form(client):
    hall = Hall(10, 11)
    own = hall.reserve(hall.registration())
    signed_in(client, own)
    page = text_of(client.get(address(own, "change/")))
    assert "いまの予約" in page
    form = {
        "room": hall.room.pk,
        "day": hall.days[1].isoformat(),
        "slot": [hall.evening.pk],
        "purpose": "発表会",
        "headcount": "15",
    }
    assert client.post(address(own, "change/"), form).url == address(own)
    own.refresh_from_db()
    own.booking.refresh_from_db()
    assert (own.slots, own.purpose, own.headcount, own.day) == ("夜間", "発表会", 15, hall.days[1])
    assert "変更前" in text_of(client.get(address(own)))


def test_a_change_that_is_refused_says_why_and_that_nothing_changed(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    hall.reserve(hall.registration("夜の団体"), hall.evening)
    form = {"day": hall.day.isoformat(), "purpose": "練習", "headcount": "12"}
    signed_in(client, own)
    taken = client.post(address(own, "change/"), form | {"slot": [hall.evening.pk]})
    assert taken.status_code == 409
    assert "予約は変わっていません" in text_of(taken)
    nothing = client.post(address(own, "change/"), form | {"headcount": "多数"})
    assert nothing.status_code == 422
    own.refresh_from_db()
    assert own.slots == "午前"


def test_a_permit_is_there_once_confirmed_and_a_receipt_once_paid(client):
    hall = Hall()
    registration = hall.registration(
        purpose_class=rooms.a_purpose_class("needs", needs_approval=True)
    )
    own = hall.reserve(registration)
    signed_in(client, own)
    assert "まだ承認されていません" in text_of(client.get(address(own, "permit/")))
    staff = cast.center_staff(hall.room.center)
    deciding.approve(own, by=staff)
    page = text_of(client.get(address(own, "permit/")))
    for said in ("部屋の使用を許可します", registration.group.name, hall.room.name):
        assert said in page
    assert client.get(address(own, "payment/")).status_code == 404
    Reservation.objects.filter(pk=own.pk).update(fee=600, paid_at=timezone.now())
    assert "金 <b>600円</b>" in text_of(client.get(address(own, "payment/")))


def test_the_desk_prints_both_and_each_look_is_written_down(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    Reservation.objects.filter(pk=own.pk).update(fee=600, paid_at=timezone.now())
    staff = cast.center_staff(hall.room.center)
    cast.with_second_factor(staff)
    client.sign_in(staff)
    desk = f"/desk/rooms/reservations/{own.receipt}"
    for paper in ("permit", "receipt"):
        page = text_of(client.get(f"{desk}/{paper}/"))
        assert own.receipt_number in page
        assert f"/desk/rooms/?center={hall.room.center_id}&amp;day={hall.day}" in page
    person = own.registration.group.representative_id
    assert AccessLog.objects.filter(viewer=staff, person=person).count() == 2
    elsewhere = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    stranger = cast.center_staff(elsewhere, "other-kancho@example.jp")
    cast.with_second_factor(stranger)
    client.sign_in(stranger)
    for paper in ("permit", "receipt"):
        assert client.get(f"{desk}/{paper}/").status_code == 404


def test_the_calendar_file_says_how_it_stands(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    signed_in(client, own)
    entries = Calendar.from_ical(client.get(address(own, "reservation.ics")).content)
    assert entries["METHOD"] == "PUBLISH"
    giving_up.cancel(own, by=own.by)
    entries = Calendar.from_ical(client.get(address(own, "reservation.ics")).content)
    [event] = entries.walk("VEVENT")
    assert (entries["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")


def test_late_the_page_leads_to_the_telephone_instead(client):
    hall = Hall(0)
    hall.morning.starts, hall.morning.ends = hall.evening.starts, hall.evening.ends
    own = rooms.a_reservation(hall.registration(), hall.room, hall.day, hall.evening)
    tomorrow = own.booking.period
    own.booking.period = type(tomorrow)(
        timezone.now() + timedelta(minutes=1), timezone.now() + timedelta(hours=1)
    )
    own.booking.save()
    signed_in(client, own)
    page = text_of(client.get(address(own)))
    assert "期限" in page
    assert address(own, "cancellation/") not in page
    assert "お電話ください" in text_of(client.get(address(own, "change/")))
    assert client.post(address(own, "cancellation/")).status_code == 409


def test_the_page_asks_the_database_the_same_however_many_belong_to_the_series(
    client, django_assert_max_num_queries
):
    from centers.reserving import series  # noqa: PLC0415  only here

    hall = Hall(*range(7, 37))
    own = hall.registration()
    [first, *_] = series.take(own, hall.room, hall.days, [hall.morning], **hall.said(own))
    signed_in(client, first).get(address(first))
    with django_assert_max_num_queries(8):
        page = text_of(client.get(address(first)))
    assert page.count("/my/rooms/") > 29


# ---------------------------------------------------------------- waiting


def test_one_joins_the_line_sees_the_place_and_leaves(client):
    hall = Hall()
    hall.reserve(hall.registration())
    hall.wait(hall.registration("一番"))
    second = hall.registration("二番")
    client.sign_in(second.by)
    here = f"/rooms/{hall.room.pk}/wait/?day={hall.day}&slot={hall.morning.pk}"
    assert "checked" in text_of(client.get(here))
    said = {"day": hall.day, "slot": [hall.morning.pk], "purpose": "練習", "headcount": "8"}
    joined = client.post(here, said)
    wait = RoomWait.objects.get(registration=second)
    assert joined.url == f"/my/rooms/waits/{wait.pk}/"
    assert "<b>2</b>番目" in text_of(client.get(joined.url))
    assert client.post(here, said).url == joined.url
    client.post(joined.url)
    assert "空き待ちは終わりました" in text_of(client.get(joined.url))
    assert client.post(joined.url).status_code == 409
    client.sign_in(cast.a_resident("other@example.jp"))
    assert client.get(joined.url).status_code == 404


def test_where_it_is_free_or_nothing_is_chosen_nobody_joins(client):
    hall = Hall()
    own = hall.registration()
    client.sign_in(own.by)
    here = f"/rooms/{hall.room.pk}/wait/?day={hall.day}"
    said = {"day": hall.day, "purpose": "練習", "headcount": "8"}
    assert client.post(here, said).status_code == 422
    free = client.post(here, said | {"slot": [hall.morning.pk]})
    assert free.status_code == 409
    assert "いま空いています" in text_of(free)
    assert client.get(f"/rooms/{hall.room.pk}/wait/").url == f"/rooms/{hall.room.pk}/"


# ---------------------------------------------------------------- a series


def test_a_series_is_looked_at_first_and_then_taken_whole(client):
    hall = Hall(7, 14, 21)
    rooms.a_fee(hall.room, hall.morning, 500)
    rooms.a_closed_day(hall.room.center, hall.days[1], "空調の工事")
    own = hall.registration()
    client.sign_in(own.by)
    here = f"/rooms/{hall.room.pk}/series/"
    assert "最初の日" in text_of(client.get(here))
    assert "くり返し方" in text_of(client.get(f"{here}?day={hall.day}"))
    said = {
        "day": hall.day,
        "slot": [hall.morning.pk],
        "rule": "weekly",
        "until": hall.days[2],
        "purpose": "練習",
        "headcount": "8",
    }
    looked_at = text_of(client.post(here, said | {"do": "look"}))
    assert "空調の工事" in looked_at
    assert "<b>1,000円</b>" in looked_at
    assert not Reservation.objects.exists()
    chosen = {"do": "take", "date": [hall.days[0], hall.days[2]]}
    taken = client.post(here, said | chosen)
    assert Reservation.objects.count() == 2
    assert taken.url == address(Reservation.objects.earliest("pk"))
    assert client.post(here, said | chosen).url == taken.url
    assert Reservation.objects.count() == 2


def test_a_series_without_an_end_or_with_none_ticked_is_refused_in_words(client):
    hall = Hall(7, 14)
    client.sign_in(hall.registration().by)
    here = f"/rooms/{hall.room.pk}/series/"
    said = {
        "day": hall.day,
        "slot": [hall.morning.pk],
        "rule": "weekly",
        "purpose": "練習",
        "headcount": "8",
    }
    assert client.post(here, said | {"do": "look"}).status_code == 422
    assert client.post(here, said | {"until": "いつか"}).status_code == 422
    too_long = client.post(here, said | {"until": "2099-01-01"})
    assert too_long.status_code == 409
    none = client.post(here, said | {"until": hall.days[1], "do": "take"})
    assert none.status_code == 409
    assert "申請する日を選んでください" in text_of(none)


def test_another_number_of_slots_is_chosen_in_the_same_form_and_costs_accordingly(client):
    hall = Hall()
    rooms.a_fee(hall.room, hall.morning, 600)
    rooms.a_fee(hall.room, hall.afternoon, 900)
    own = hall.reserve(hall.registration(exemption_percent=50))
    signed_in(client, own)
    both = {"slot": [hall.morning.pk, hall.afternoon.pk], "day": hall.day, "room": hall.room.pk}
    looked = client.get(address(own, "change/"), both, headers={"HX-Request": "true"})
    assert "750円" in text_of(looked)
    assert "<h1" not in text_of(looked)
    said = both | {"purpose": own.purpose, "headcount": own.headcount}
    answer = client.post(address(own, "change/"), said, follow=True)
    assert "予約を変更しました。使用料は750円です。" in text_of(answer)
    own.refresh_from_db()
    assert (own.slots, own.fee, own.exemption) == ("午前・午後", 1_500, 750)
    client.post(address(own, "change/"), said | {"slot": [hall.evening.pk]})
    own.refresh_from_db()
    assert (own.slots, own.fee) == ("夜間", 0)


def test_where_the_registration_ended_meanwhile_the_page_leads_to_the_centre(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    own.registration.end("団体が解散したため", by=cast.center_staff(hall.room.center))
    page = text_of(signed_in(client, own).get(address(own)))
    assert "この利用登録は「終了」になっています" in page
    assert hall.room.center.phone in page


def test_where_the_centre_was_shut_since_the_page_says_so_instead_of_asking_to_come(client):
    hall = Hall()
    own = hall.reserve(hall.registration())
    signed_in(client, own)
    assert "受付で鍵" in text_of(client.get(address(own)))
    assert "開館していません" not in text_of(client.get("/my/rooms/"))
    rooms.a_closed_day(hall.room.center, hall.day, "水道管の破裂")
    page = text_of(client.get(address(own)))
    assert "この日は休館になりました（水道管の破裂）" in page
    assert "日時や部屋を変える" in page
    for no_more in ("受付で鍵", "使用許可書を開く", "カレンダーに入れる"):
        assert no_more not in page
    assert "この時間は開館していません" in text_of(client.get("/my/rooms/"))
    rooms.an_open_day(hall.room.center, hall.day, opens=13)
    assert "この日の開館は13:00〜22:00に変わりました" in text_of(client.get(address(own)))
