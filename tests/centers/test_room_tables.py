"""Centres, rooms, groups and reservations as tables: looked at first, then all of it or nothing."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from centers.files.importing import look_at, take_over
from centers.files.tables import TABLES
from centers.models import Booking, Center, Registration, Reservation, Room, RoomFee, UserGroup
from portal.japan import calendar
from portal.notices.models import Message
from portal.people.models import AccessLog, Person
from portal.refusal import code_of
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=20)
YEAR = calendar.fiscal_year(timezone.localdate())


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


def a_file(table: str, *rows: dict) -> SimpleUploadedFile:
    """Rows of a table, columns that are not named left empty."""
    headings = [*TABLES[table].columns, *TABLES[table].extra]
    out = io.StringIO()
    writer = csv.DictWriter(out, headings)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("table.csv", out.getvalue().encode())


def a_room_row(**cells) -> dict:
    told = {"市民センター": cast.a_center().name, "部屋": "多目的ホール", "階": "２", "定員": "80"}
    return told | {"申請を受ける": "○", "入れ替え（分）": "15"} | cells


def a_group_row(**cells) -> dict:
    told = {
        "市民センター": cast.a_center().name,
        "団体の名前": "髙﨑コーラス",
        "フリガナ": "たかさきこーらす",
        "代表者の氏": "髙﨑",
        "代表者の名": "花子",
        "代表者のセイ": "タカサキ",
        "代表者のメイ": "ハナコ",
        "代表者の生年月日": "1956-02-29",
        "代表者の電話番号": "093-000-1234",
        "活動の内容": "合唱",
        "会員の人数": "14",
        "利用種別": "多目的利用",
        "年度": str(YEAR),
    }
    return told | cells


def a_reservation_row(registration: Registration, **cells) -> dict:
    told = {
        "市民センター": cast.a_center().name, "部屋": "第1会議室", "日": f"{DAY}", "区分": "午前",
        "団体の名前": registration.group.name, "利用種別": "多目的利用", "使用目的": "合唱の練習",
        "人数": "12",
    }  # fmt: skip
    return told | cells


def read_in(table: str, by, *rows: dict):
    """Looked at and taken over; what was shown and what was done are the same."""
    preview = look_at(TABLES[table], a_file(table, *rows), by)
    assert preview.messages == []
    done = take_over(TABLES[table], preview.sealed, by)
    assert done.written == preview.written
    return done


def refused(table: str, by, *rows: dict) -> list[str]:
    preview = look_at(TABLES[table], a_file(table, *rows), by)
    assert not preview.sealed
    return [code_of(problem) for problem in preview.problems]


# ------------------------------------------------------------------ rooms


def test_a_look_changes_nothing_and_taking_over_writes_what_was_shown(staff):
    rooms.the_city_slots()
    rooms.an_equipment("ピアノ")
    row = a_room_row(設備="ピアノ", 使用料="午前600、夜間 1,200円")
    look_at(TABLES["rooms"], a_file("rooms", row), staff)
    assert not Room.objects.exists()
    read_in("rooms", staff, row)
    room = Room.objects.get()
    assert (room.floor, room.capacity, room.changeover_minutes) == (2, 80, 15)
    assert [thing.name for thing in room.equipment.all()] == ["ピアノ"]
    assert dict(RoomFee.objects.values_list("slot__name", "yen")) == {"午前": 600, "夜間": 1200}


def test_a_row_says_what_it_would_change(staff):
    rooms.the_city_slots()
    read_in("rooms", staff, a_room_row(使用料="午前600"))
    preview = look_at(TABLES["rooms"], a_file("rooms", a_room_row(定員="60")), staff)
    [(line, written)] = preview.changes
    assert line == 2
    assert written.differences == ("定員：80→60", "使用料（午前）：600円→0円")
    assert dict(preview.counts) == {"新しい": 0, "変わる": 1, "同じ": 0}


def test_the_table_given_out_is_read_back_without_a_change(staff):
    rooms.the_city_slots()
    room = rooms.a_room(name="=HYPERLINK(1)", note="-入口で靴を脱ぐ")
    rooms.a_fee(room, rooms.a_slot())
    room.equipment.add(rooms.an_equipment())
    table = TABLES["rooms"]
    out = io.StringIO()
    csv.writer(out).writerows([table.headings, *table.rows(staff)])
    preview = look_at(table, SimpleUploadedFile("t.csv", out.getvalue().encode()), staff)
    assert (preview.messages, preview.changes) == ([], [])


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"市民センター": "よその市民センター"}, "not_known"),
        ({"部屋": ""}, "empty"),
        ({"定員": "八十"}, "not_a_number"),
        ({"定員": "-1"}, "min_value"),
        ({"申請を受ける": "たぶん"}, "odd_mark"),
        ({"設備": "ロケット"}, "not_known"),
        ({"使用料": "深夜600"}, "odd_fee"),
        ({"使用料": "午前ろっぴゃく"}, "odd_fee"),
        ({"使用料": "午前999999"}, "max_value"),
        ({"入れ替え（分）": "999"}, "max_value"),
        ({"部屋": "あ" * 41}, "max_length"),
    ],
)
def test_a_row_of_rooms_that_cannot_be_is_refused_with_its_line(staff, cells, code):
    rooms.the_city_slots()
    assert code in refused("rooms", staff, a_room_row(部屋="和室"), a_room_row(**cells))
    assert not Room.objects.exists()


def test_nobody_writes_the_rooms_of_another_centre(staff):
    other = cast.a_center("tobata", name="よその市民センター")
    assert refused("rooms", staff, a_room_row(市民センター=other.name)) == ["not_known"]


# ------------------------------------------------------------------ centres


def test_the_section_writes_centres_and_a_centre_does_not(client, staff):
    center, section = cast.a_center(), cast.section_staff()
    table = TABLES["centers"]
    [row] = [r for r in table.rows(section) if r[0] == center.slug]
    named = dict(zip(table.columns, ("" if cell is None else cell for cell in row), strict=True))
    done = read_in(
        "centers",
        section,
        named | {"電話番号": "093-111-2222"},
        named
        | {
            "アドレスの名前": "shinden",
            "名称": "新田市民センター",
            "フリガナ": "シンデンシミンセンター",
        },
    )
    assert [written.outcome for _, written in done.written] == ["変わる", "新しい"]
    assert Center.objects.get(slug="shinden").ward == center.ward
    client.force_login(staff)
    assert client.get("/desk/rooms/files/centers/").status_code == 404


# ------------------------------------------------------------------ groups


def test_a_group_comes_with_its_representative_and_an_approved_registration(staff):
    rooms.a_purpose_class()
    read_in("groups", staff, a_group_row())
    group = UserGroup.objects.get()
    assert (group.name, group.kana, group.representative.full_name) == (
        "髙﨑コーラス", "タカサキコーラス", "髙﨑 花子",
    )  # fmt: skip
    assert group.registrations.get().status == Registration.Status.APPROVED
    again = look_at(TABLES["groups"], a_file("groups", a_group_row()), staff)
    assert (again.messages, again.changes) == ([], [])
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"代表者の生年月日": "1957-02-29"}, "not_a_date"),
        ({"代表者の電話番号": "なし"}, "invalid"),
        ({"代表者のセイ": "髙﨑"}, "not_kana"),
        ({"利用種別": "営利"}, "not_known"),
        ({"年度": "1999"}, "year_not_open"),
        ({"年度": "99999999"}, "not_a_number"),
        ({"年度": ""}, "empty"),
        ({"減免（％）": "50"}, "no_reason"),
    ],
)
def test_a_row_of_groups_that_cannot_be_is_refused(staff, cells, code):
    rooms.a_purpose_class()
    assert refused("groups", staff, a_group_row(**cells)) == [code]
    assert not Person.objects.exists()


def test_whoever_takes_the_list_of_groups_away_is_written_down(client, staff):
    registration = rooms.a_registration()
    client.force_login(staff)
    response = client.get("/desk/rooms/files/groups.xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["B2"].value == registration.group.name
    assert AccessLog.objects.get().person == registration.group.representative


# ------------------------------------------------------------------ reservations


@pytest.fixture
def registration():
    rooms.the_city_slots()
    rooms.a_room()
    rooms.an_open_day(day=DAY)
    return rooms.a_registration(on=DAY)


def test_reservations_on_paper_are_taken_in_without_writing_to_anybody(staff, registration):
    read_in("reservations", staff, a_reservation_row(registration, 区分="午前・午後"))
    reservation = Reservation.objects.get()
    assert (reservation.slots, reservation.via) == ("午前・午後", Reservation.Via.COUNTER)
    assert not Message.objects.exists()
    again = look_at(
        TABLES["reservations"],
        a_file("reservations", a_reservation_row(registration, 区分="午前・午後")),
        staff,
    )
    assert (again.messages, again.changes) == ([], [])


def test_a_file_that_would_book_a_room_twice_is_refused_whole_and_says_where(staff, registration):
    other = rooms.a_registration()
    rows = [
        a_reservation_row(registration),
        a_reservation_row(registration, 区分="午後"),
        a_reservation_row(other, 区分="午後", 代表者の氏=""),
    ]
    UserGroup.objects.filter(pk=other.group.pk).update(name="別の会")
    rows[2]["団体の名前"] = "別の会"
    preview = look_at(TABLES["reservations"], a_file("reservations", *rows), staff)
    assert [code_of(problem) for problem in preview.problems] == ["room_taken"]
    assert preview.messages[0].startswith("4行目：この部屋は、その時間にほかの利用があります")
    assert not Booking.objects.exists()


def test_what_was_taken_between_the_look_and_taking_over_stops_all_of_it(staff, registration):
    rows = [a_reservation_row(registration, 区分=name) for name in ("午前", "午後")]
    preview = look_at(TABLES["reservations"], a_file("reservations", *rows), staff)
    rooms.a_booking(Room.objects.get(), DAY, rooms.a_slot("午後"))
    done = take_over(TABLES["reservations"], preview.sealed, staff)
    assert [code_of(problem) for problem in done.problems] == ["room_taken"]
    assert not Reservation.objects.exists()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"部屋": "天守閣"}, "not_known"),
        ({"区分": "深夜"}, "not_known"),
        ({"区分": "午前・夜間"}, "slots_apart"),
        ({"日": f"{timezone.localdate() - timedelta(days=1)}"}, "closed_day"),
        ({"日": "2026-02-29"}, "not_a_date"),
        ({"日": f"{DAY + timedelta(days=4000)}"}, "not_known"),
        ({"団体の名前": "だれも知らない会"}, "not_known"),
        ({"人数": "0"}, "empty"),
        ({"人数": "999"}, "too_many_people"),
        ({"使用目的": ""}, "empty"),
    ],
)
def test_a_row_of_reservations_that_cannot_be_is_refused(staff, registration, cells, code):
    assert refused("reservations", staff, a_reservation_row(registration, **cells)) == [code]


def test_two_groups_of_a_name_are_told_apart_by_the_representative(staff, registration):
    second = rooms.a_registration(on=DAY)
    row = a_reservation_row(registration)
    assert refused("reservations", staff, row) == ["two_of_a_name"]
    Person.objects.filter(pk=second.group.representative_id).update(family_name="髙橋")
    read_in("reservations", staff, row | {"代表者の氏": "髙橋"})
    assert Reservation.objects.get().registration == second


# ------------------------------------------------------------------ the page


def test_staff_choose_a_file_see_what_comes_and_take_it_over(client, staff):
    rooms.the_city_slots()
    client.force_login(staff)
    page = client.post("/desk/rooms/files/rooms/", {"file": a_file("rooms", a_room_row())})
    assert "新しい：1行" in page.text
    client.post("/desk/rooms/files/rooms/", {"sealed": page.context["preview"].sealed})
    assert Room.objects.get().name == "多目的ホール"


def test_a_preview_of_somebody_else_or_of_another_table_is_not_taken_over(staff):
    preview = look_at(TABLES["rooms"], a_file("rooms", a_room_row()), staff)
    for table, by in (("rooms", cast.section_staff()), ("groups", staff)):
        with pytest.raises(ValidationError) as refusal:
            take_over(TABLES[table], preview.sealed, by)
        assert code_of(refusal.value) == "seal_broken"


@pytest.mark.parametrize(
    "file",
    [
        None,
        SimpleUploadedFile("table.csv", b""),
        SimpleUploadedFile("table.exe", b"MZ"),
        SimpleUploadedFile("table.xlsx", b"not a workbook"),
        SimpleUploadedFile("table.csv", "名称\n午前\n".encode()),
        SimpleUploadedFile("table.csv", b"\xff\xfe\x00\x81"),
        SimpleUploadedFile("table.csv", b"x" * 2_000_001),
    ],
)
def test_what_is_no_table_is_refused_in_words(client, staff, file):
    client.force_login(staff)
    page = client.post("/desk/rooms/files/rooms/", {"file": file} if file else {})
    assert page.status_code == 422
    assert "ください" in page.text or "2MB" in page.text
