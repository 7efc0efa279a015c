"""A table that was given out and read back brings nothing back to life that the desk decided."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.files.importing import look_at
from centers.files.tables import TABLES
from centers.models import Booking, Registration, Reservation, Room
from centers.reserving import giving_up
from portal.refusal import code_of
from tests import cast, rooms
from tests.centers.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def given_out(slug: str, by) -> list[dict]:
    """The table as the desk gives it out, by the names of its columns."""
    table = TABLES[slug]
    rows = [["" if cell is None else f"{cell}" for cell in row] for row in table.rows(by)]
    return [dict(zip(table.headings, row, strict=True)) for row in rows]


def looked_at(slug: str, by, rows: list[dict]):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return look_at(TABLES[slug], SimpleUploadedFile("t.csv", out.getvalue().encode()), by)


def codes(preview) -> list[str | None]:
    return [code_of(problem) for problem in preview.problems]


# ---------------------------------------------------------------- reservations


def test_what_was_cancelled_is_not_reserved_again(house):
    kept, given_up = house.a_reservation(), house.a_reservation(house.hall, name="浜囲碁会")
    giving_up.cancel(given_up, by=house.staff, why="会場の都合で", at_desk=True)
    rows = given_out("reservations", house.staff)
    assert {row["状態"] for row in rows} == {"確定", "取り消し"}
    preview = looked_at("reservations", house.staff, rows)
    assert (preview.messages, preview.changes) == ([], [])
    assert Reservation.objects.live().get() == kept


def test_what_is_over_and_whose_slots_have_other_names_now_is_read_back(house):
    own = house.a_reservation()
    Booking.objects.filter(pk=own.booking_id).update(
        period=house.at(house.room, house.morning, house.day - timedelta(days=60)).period
    )
    Reservation.objects.update(slots="昔の午前")
    preview = looked_at("reservations", house.staff, given_out("reservations", house.staff))
    assert (preview.messages, preview.changes) == ([], [])


@pytest.mark.parametrize(
    "cells", [{"日": "2027-01-01"}, {"部屋": "多目的ホール"}, {"区分": "夜間"}]
)
def test_another_day_or_room_for_a_number_is_refused_and_not_passed_over(house, cells):
    house.a_reservation()
    [row] = given_out("reservations", house.staff)
    assert codes(looked_at("reservations", house.staff, [row | cells])) == ["exists_otherwise"]


@pytest.mark.parametrize("number", ["000-000-000", "x", "9" * 40])
def test_a_number_nobody_was_given_is_refused(house, number):
    house.a_reservation()
    [row] = given_out("reservations", house.staff)
    rows = [row | {"受付番号": number}]
    assert codes(looked_at("reservations", house.staff, rows)) == ["not_known"]


def test_the_number_of_another_centre_tells_nothing(house):
    own = house.a_reservation()
    [row] = given_out("reservations", house.staff)
    elsewhere = cast.center_staff(cast.a_center("moji", name="よその市民センター"), "m@example.jp")
    preview = looked_at("reservations", elsewhere, [row])
    assert codes(preview) == ["not_known"]
    assert own.registration.group.name not in preview.messages[0]


def test_a_group_at_home_elsewhere_reserves_here_by_its_whole_name(house):
    home = cast.a_center("moji", name="よその市民センター")
    rooms.a_registration(group=rooms.a_group(name="門司の会", center=home), on=house.day)
    row = {
        "市民センター": house.center.name,
        "部屋": "第１会議室",
        "日": f"{house.day}",
        "区分": "午前･午後",
        "団体の名前": "門司の会",
        "利用種別": "多目的利用",
        "使用目的": "会議",
        "人数": "１０",
    }
    preview = looked_at("reservations", house.staff, [row])
    assert preview.messages == []
    assert preview.changes[0][1].outcome == "新しい"


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize("status", ["applied", "refused", "ended"])
def test_what_waits_was_refused_or_has_ended_is_not_approved(house, status):
    own = house.a_registration(status=status)
    preview = looked_at("groups", house.staff, given_out("groups", house.staff))
    assert (preview.messages, preview.changes) == ([], [])
    own.refresh_from_db()
    assert own.status == status


def test_words_are_mended_all_the_same(house):
    house.a_registration(status=Registration.Status.REFUSED)
    [row] = given_out("groups", house.staff)
    preview = looked_at("groups", house.staff, [row | {"活動の内容": "合唱と発声"}])
    assert preview.messages == []
    assert preview.changes[0][1].differences == ("活動の内容：合唱の練習→合唱と発声",)


def test_another_exemption_of_who_is_approved_is_refused_and_not_passed_over(house):
    house.a_registration(exemption_percent=50)
    [row] = given_out("groups", house.staff)
    assert looked_at("groups", house.staff, [row]).messages == []
    rows = [row | {"減免（％）": "100", "減免の理由": "市の後援"}]
    assert codes(looked_at("groups", house.staff, rows)) == ["already_decided"]


def test_a_state_there_is_none_of_is_refused(house):
    house.a_registration()
    [row] = given_out("groups", house.staff)
    rows = [row | {"登録の状態": "たぶん"}]
    assert codes(looked_at("groups", house.staff, rows)) == ["not_known"]


# ---------------------------------------------------------------- rooms


def test_the_same_name_in_another_width_is_no_second_room(house):
    row = {
        "市民センター": house.center.name, "部屋": "第１会議室", "階": "2", "定員": "24",
        "設備": "", "車いす": "", "使うときの注意": "", "申請を受ける": "○",
        "入れ替え（分）": "0", "使用料": "",
    }  # fmt: skip
    assert codes(looked_at("rooms", house.staff, [row])) == ["like_another"]
    assert Room.objects.count() == 2


# ---------------------------------------------------------------- many rows


@pytest.mark.parametrize(("slug", "most"), [("reservations", 500), ("groups", 500)])
def test_as_many_rows_are_read_as_one_can_wait_for(house, slug, most):
    house.a_reservation()
    [row] = given_out(slug, house.staff)
    with pytest.raises(ValidationError) as refusal:
        looked_at(slug, house.staff, [row] * (most + 1))
    assert code_of(refusal.value) == "too_many_rows"
    assert f"{most:,}行まで" in refusal.value.messages[0]


def test_what_all_rows_share_is_asked_once(house):
    house.a_reservation()
    [row] = given_out("reservations", house.staff)
    row["受付番号"] = ""

    def statements(number: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            preview = looked_at("reservations", house.staff, [row] * number)
        assert preview.messages == []
        return len(asked)

    statements(1)
    assert statements(11) - statements(1) == 10 * 3, "the row's savepoint, and what the group holds"
