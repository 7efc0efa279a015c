"""Single days set by staff, in the admin or by a file; and what lies outside the calendar then."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from centers.calendar.affected import affected
from centers.calendar.file import look_at, sealed, write_sealed
from centers.calendar.hand import HandDayForm
from centers.models import Center, Closure, OpenDay, Slot
from portal.refusal import code_of
from tests import cast, rooms

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=30)
IMPORT, AFFECTED = "/desk/rooms/calendar/import/", "/desk/rooms/affected/"
HEADER = "市民センター,日,開館,閉館,理由"


def a_file(*lines: str, header: str = HEADER, name: str = "days.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([header, *lines]).encode())


def on(center: Center, day: date = DAY) -> OpenDay:
    return OpenDay.objects.get(center=center, day=day)


# ------------------------------------------------------------------ in the admin


def by_hand(center: Center, day: date = DAY, **fields) -> HandDayForm:
    told = {"center": center.pk, "day": day, "opens": "9:00", "closes": "21:00", "reason": "受験"}
    return HandDayForm({**told, **fields})


def test_a_day_by_hand_takes_the_place_of_the_one_laid_out():
    center = cast.a_center()
    form = by_hand(center)
    assert form.is_valid(), form.errors
    form.save()
    assert (on(center).told, on(center).by_hand) == ("9:00〜21:00", True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"opens": "21:00", "closes": "9:00"}, "closes_before_opening"),
        ({"closes": "24:00"}, "invalid"),
        ({"closes": ""}, "half_a_time"),
        ({"reason": ""}, "no_reason"),
        ({"day": "2027-02-29"}, "invalid"),
        ({"day": timezone.localdate() - timedelta(days=1)}, "day_is_over"),
        ({"day": date(2999, 1, 1)}, "too_far"),
    ],
)
def test_a_day_that_cannot_be_is_refused(fields, code):
    form = by_hand(cast.a_center(), **fields)
    assert not form.is_valid()
    assert code in {e.code for errors in form.errors.as_data().values() for e in errors}


def test_staff_of_a_centre_set_its_days_and_take_them_back_to_the_rule(client):
    center = cast.a_center()
    client.sign_in(cast.center_staff(center))
    rule = on(center).told
    told = {"center": center.pk, "day": DAY, "opens": "", "closes": "", "reason": "選挙の投票所"}
    client.post("/admin/centers/openday/add/", told)
    assert on(center).told == "休館（選挙の投票所）"
    client.post(f"/admin/centers/openday/{on(center).pk}/delete/", {"post": "yes"})
    assert (on(center).told, on(center).by_hand) == (rule, False)


def test_staff_of_a_centre_set_no_day_of_another(client):
    center, other = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    client.sign_in(cast.center_staff(other))
    client.post(
        "/admin/centers/openday/add/",
        {"center": center.pk, "day": DAY, "opens": "9:00", "closes": "21:00", "reason": "受験"},
    )
    assert not on(center).by_hand


def test_the_rule_of_a_slot_in_use_is_ended_and_not_changed(client):
    slot = rooms.a_slot()
    client.sign_in(cast.section_staff())
    told = {"name": "朝", "starts": "8:00", "ends": "12:00", "first_day": "", "last_day": DAY}
    client.post(f"/admin/centers/slot/{slot.pk}/change/", told)
    kept = Slot.objects.get()
    assert (kept.name, kept.starts, kept.last_day) == ("午前", time(9), DAY)


# ------------------------------------------------------------------ by a file


def test_a_file_is_looked_at_and_then_written():
    center = cast.a_center()
    staff = cast.center_staff(center)
    later = DAY + timedelta(days=1)
    preview = look_at(
        a_file(
            f"{center.name},{DAY},9:00,21:00,受験シーズン",
            f"hama,{later.year}年{later.month}月{later.day}日,,,選挙の投票所",
        ),
        staff,
    )
    assert preview.messages == []
    assert not on(center).by_hand, "nothing is written yet"
    assert write_sealed(sealed(preview, staff), staff) == 2
    assert on(center).told == "9:00〜21:00"
    assert on(center, later).told == "休館（選挙の投票所）"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("よそのセンター,{day},9:00,21:00,受験", "no_such_center"),
        ("門司みなと,{day},9:00,21:00,受験", "no_such_center"),
        ("hama,2027-02-29,9:00,21:00,受験", "not_a_date"),
        ("hama,きょう,9:00,21:00,受験", "not_a_date"),
        ("hama,2020-02-29,9:00,21:00,受験", "day_is_over"),
        ("hama,{day},9:00,24:00,受験", "odd_time"),
        ("hama,{day},9:00,,受験", "half_a_time"),
        ("hama,{day},21:00,9:00,受験", "closes_before_opening"),
        ("hama,{day},9:00,21:00,", "no_reason"),
    ],
)
def test_a_line_that_cannot_be_is_told_by_its_number(line, code):
    center = cast.a_center()
    cast.a_center("minato", ward="moji", name="門司みなと")
    preview = look_at(a_file(line.format(day=DAY)), cast.center_staff(center))
    assert [code_of(problem) for problem in preview.problems] == [code]
    assert preview.messages[0].startswith("2行目：")


def test_the_last_day_of_the_fiscal_year_is_read():
    today = timezone.localdate()
    ends = date(today.year + 1, 3, 31)
    preview = look_at(a_file(f"hama,{ends},9:00,20:00,年度末"), cast.center_staff(cast.a_center()))
    assert [change.new.day for change in preview.changes] == [ends]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (a_file(header="市民センター,日"), "missing_column"),
        (a_file(f"hama,{DAY},,,甲", f"hama,{DAY},,,乙"), "day_given_twice"),
    ],
)
def test_a_table_as_a_whole_may_be_wrong(file, code):
    file.seek(0)
    preview = look_at(file, cast.center_staff(cast.a_center()))
    assert [code_of(problem) for problem in preview.problems] == [code]


def test_a_file_of_no_known_kind_is_refused():
    with pytest.raises(ValidationError) as refusal:
        look_at(a_file(name="days.pdf"), cast.center_staff(cast.a_center()))
    assert code_of(refusal.value) == "unknown_kind_of_file"


def test_what_one_looked_at_nobody_else_writes():
    center = cast.a_center()
    staff, section = cast.center_staff(center), cast.section_staff()
    seal = sealed(look_at(a_file(f"hama,{DAY},,,点検"), staff), staff)
    with pytest.raises(ValidationError) as refusal:
        write_sealed(seal, section)
    assert code_of(refusal.value) == "seal_broken"


def test_the_page_takes_a_file_over(client):
    center = cast.a_center()
    client.sign_in(cast.center_staff(center))
    shown = client.post(IMPORT, {"file": a_file(f"hama,{DAY},,,点検")})
    assert shown.status_code == 200
    assert "休館（点検）" in shown.content.decode()
    client.post(IMPORT, {"sealed": shown.context["sealed"]})
    assert on(center).reason == "点検"
    assert client.post(IMPORT, {"file": a_file("hama,x,,,点検")}).status_code == 422


# ------------------------------------------------------------------ outside the calendar


def test_a_closure_leaves_bookings_and_lists_them(client):
    room, slot = rooms.a_room(), rooms.a_slot()
    rooms.an_open_day(room.center, DAY)
    booking = rooms.a_booking(room, DAY, slot)
    staff = cast.center_staff(room.center)
    assert not affected(staff).exists()
    on(room.center).delete()
    Closure.objects.create(center=room.center, first_day=DAY, last_day=DAY, reason="工事")
    assert list(affected(staff)) == [booking]
    booking.refresh_from_db()
    assert not booking.is_cancelled
    client.sign_in(staff)
    said = client.get(AFFECTED).content.decode()
    assert "休館（工事）" in said
    assert room.name in said


def test_a_reservation_outside_the_new_slots_is_listed_and_a_course_is_not():
    room, old = rooms.a_room(), rooms.a_slot()
    rooms.an_open_day(room.center, DAY)
    rooms.a_booking(room, DAY, rooms.a_slot("午後"), "course")
    reservation = rooms.a_reservation(rooms.a_registration(on=DAY), room, DAY, old)
    staff = cast.center_staff(room.center)
    assert not affected(staff).exists()
    Slot.objects.filter(pk=old.pk).update(last_day=DAY - timedelta(days=1))
    Slot.objects.filter(name="午後").update(last_day=DAY - timedelta(days=1))
    assert list(affected(staff)) == [reservation.booking]


def test_a_booking_past_midnight_is_outside():
    room = rooms.a_room()
    rooms.an_open_day(room.center, DAY, opens=0, closes=23)
    slot = rooms.a_slot("夜間")
    booking = rooms.a_booking(room, DAY, slot)
    begins = booking.starts_at
    booking.move(room, begins, begins + timedelta(hours=8), by=cast.section_staff())
    assert [b.pk for b in affected(cast.center_staff(room.center))] == [booking.pk]


def test_bookings_of_another_centre_are_not_listed():
    room = rooms.a_room()
    rooms.an_open_day(room.center, DAY)
    rooms.a_booking(room, DAY, rooms.a_slot())
    rooms.a_closed_day(room.center, DAY)
    other = cast.a_center("minato", ward="moji", name="門司みなと")
    assert affected(cast.center_staff(room.center)).count() == 1
    assert not affected(cast.center_staff(other, "other@example.jp")).exists()


def test_the_admin_says_what_a_change_left_outside(client):
    room = rooms.a_room()
    rooms.an_open_day(room.center, DAY)
    rooms.a_booking(room, DAY, rooms.a_slot())
    client.sign_in(cast.center_staff(room.center))
    client.post(
        f"/admin/centers/openday/{on(room.center).pk}/change/",
        {"opens": "13:00", "closes": "21:00", "reason": "大掃除"},
    )
    assert AFFECTED in client.get("/admin/centers/openday/").content.decode()
