"""Groups are written about all that happens to their rooms: once, with dates and what to do."""

from datetime import time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from icalendar import Calendar

from centers.letters.kinds import KINDS, kind_of
from centers.letters.reminders import write_reminders
from centers.letters.sending import tell_registration, words_of
from centers.letters.values import (
    of_handover,
    of_registration,
    of_reservation,
    of_wait,
)
from centers.models import Registration, Reservation
from centers.registering import handing_over
from centers.reserving import deciding, giving_up, series
from portal.japan import calendar
from portal.notices.models import Message
from portal.notices.writing import placeholders_in
from portal.people.models import User
from tests import cast, rooms
from tests.centers.hall import Hall, letters_to, mails_to

pytestmark = pytest.mark.django_db

What = Reservation.What
NOW = timezone.now  # the true one, whatever a test sets the clock to
UNTOLD = {What.NO_SHOW, What.USED, What.PAID, What.REFUNDED, What.WON}
ABOUT_REGISTRATIONS = {"registered", "sent_back", "registration_ended"}


def of_class_to_approve(hall: Hall) -> Registration:
    return hall.registration(purpose_class=rooms.a_purpose_class("needs", needs_approval=True))


def the_use(letter: Message):
    entries = Calendar.from_ical(letter.calendar)
    [event] = entries.walk("VEVENT")
    return entries["METHOD"], event


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize("what", What.values)
def test_everything_that_happens_has_a_letter_or_is_known_to_need_none(what):
    reservation = Reservation(what=what, status=Reservation.Status.CONFIRMED)
    kind = kind_of(reservation, by_group=True)
    assert (kind is None) == (what in UNTOLD)
    assert kind is None or kind in KINDS


def test_no_shipped_words_ask_for_what_the_letter_does_not_know():
    hall = Hall()
    own = hall.reserve(hall.registration())
    wait = hall.wait(hall.registration("待つ"))
    handover = handing_over.ask(own.registration.group, "良子", "next@example.jp", by=own.by)
    known = {
        **dict.fromkeys(("free", "passed_over"), of_wait(wait)),
        **dict.fromkeys((kind for kind in KINDS if "hand" in kind), of_handover(handover)),
        "series": of_reservation(own) | {"回数": ""},
    } | dict.fromkeys(ABOUT_REGISTRATIONS, of_registration(own.registration))
    for kind in KINDS.keys() - {"drawn"}:
        subject, body = words_of(kind)
        values = known.get(kind) or of_reservation(own)
        assert set(placeholders_in(f"{subject}\n{body}")) <= values.keys(), kind


# ---------------------------------------------------------------- what happened


def test_a_reservation_is_told_with_number_place_price_and_its_page():
    hall = Hall()
    rooms.a_fee(hall.room, hall.morning, 600)
    own = hall.reserve(hall.registration(exemption_percent=50))
    [letter] = letters_to(own.by)
    assert letter.subject.startswith("【部屋を予約しました】")
    for said in (
        own.receipt_number,
        "戸畑浜市民センター 第1会議室",
        "午前",
        "300円（使用料600円、減免300円）",
        f"{settings.SITE_URL}/my/rooms/{own.receipt}/",
        "093-000-0001",
    ):
        assert said in letter.body
    assert "{" not in letter.body
    method, event = the_use(letter)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 0)
    assert event["DTSTART"].dt == own.booking.starts_at


def test_what_waits_for_approval_is_told_so_and_enters_no_calendar_before():
    hall = Hall()
    own = hall.reserve(of_class_to_approve(hall))
    deciding.approve(own, by=cast.center_staff(hall.room.center))
    asked, approved = letters_to(own.by)
    assert "【部屋の利用を申請しました】" in asked.subject
    assert asked.calendar == ""
    assert "【部屋の利用が承認されました】" in approved.subject
    assert the_use(approved)[0] == "PUBLISH"


def test_a_refusal_says_why_and_takes_nothing_out_of_a_calendar_it_never_entered():
    hall = Hall()
    own = hall.reserve(of_class_to_approve(hall))
    deciding.refuse(own, "行事の準備のため", by=cast.center_staff(hall.room.center))
    letter = letters_to(own.by)[-1]
    assert "承認できませんでした" in letter.subject
    assert "行事の準備のため" in letter.body
    assert letter.calendar == ""


def test_a_change_moves_the_entry_and_says_what_it_was_before():
    hall = Hall()
    own = hall.reserve(hall.registration())
    giving_up.change(own, hall.room, hall.day, [hall.evening], by=own.by)
    letter = letters_to(own.by)[-1]
    assert "予約が変わりました" in letter.subject
    assert "変更前" in letter.body
    first, moved = (the_use(one)[1] for one in letters_to(own.by))
    assert first["UID"] == moved["UID"]
    assert moved["SEQUENCE"] > first["SEQUENCE"]


def test_a_change_of_what_needs_approval_says_that_it_is_not_sure_yet():
    hall = Hall()
    own = hall.reserve(of_class_to_approve(hall))
    deciding.approve(own, by=cast.center_staff(hall.room.center))
    giving_up.change(own, hall.room, hall.day, [hall.evening], by=own.by)
    letter = letters_to(own.by)[-1]
    assert "まだ確定していません" in letter.body
    assert the_use(letter)[1]["STATUS"] == "TENTATIVE"


def test_a_cancellation_takes_the_entry_out_and_says_who_did_it():
    hall = Hall()
    own, other = (
        hall.reserve(hall.registration()),
        hall.reserve(hall.registration("ほか"), hall.evening),
    )
    giving_up.cancel(own, by=own.by)
    staff = cast.center_staff(hall.room.center)
    giving_up.cancel(other, by=staff, at_desk=True, why="停電のため")
    by_itself, by_center = letters_to(own.by)[-1], letters_to(other.by)[-1]
    assert "【部屋の予約を取り消しました】" in by_itself.subject
    assert "市民センターが部屋の予約を取り消しました" in by_center.subject
    assert "停電のため" in by_center.body
    assert the_use(by_itself)[0] == the_use(by_center)[0] == "CANCEL"


def test_a_series_is_one_letter_with_all_its_dates():
    hall = Hall(7, 14)
    own = hall.registration()
    series.take(own, hall.room, hall.days, [hall.morning], **hall.said(own))
    [letter] = letters_to(own.by)
    assert letter.body.count("9:00〜12:00") == 2
    assert "予約は確定しています" in letter.body
    assert len(Calendar.from_ical(letter.calendar).walk("VEVENT")) == 2


def test_who_asked_at_the_desk_is_written_to_where_the_household_has_an_account():
    hall = Hall()
    registration = hall.registration()
    staff = cast.center_staff(hall.room.center)
    said = hall.said(registration) | {"by": staff}
    own = series.take(registration, hall.room, [hall.day], [hall.morning], via="phone", **said)[0]
    assert mails_to(staff) == []
    assert len(mails_to(registration.by)) == 1
    assert own.by == staff


def test_without_any_account_nobody_is_written_to_and_nothing_fails():
    hall = Hall()
    registration = hall.registration()
    User.objects.filter(pk=registration.by.pk).update(is_active=False)
    registration.by.refresh_from_db()
    hall.reserve(registration)
    assert Message.objects.count() == 0


def test_registrations_are_told_as_they_are_decided():
    hall = Hall()
    group = rooms.a_group()
    staff = cast.center_staff(hall.room.center)
    asked = Registration.apply(
        group,
        rooms.a_purpose_class(),
        timezone.localdate().year - (timezone.localdate().month < 4),
        by=User.objects.get(household=group.representative.household),
    )
    asked.approve(by=staff)
    asked.end("活動が終わったため", by=staff)
    assert ["認められました" in asked_mail for asked_mail in mails_to(asked.by)] == [True, False]
    assert "活動が終わったため" in letters_to(asked.by)[1].body
    tell_registration(asked)
    assert len(mails_to(asked.by)) == 2


# ---------------------------------------------------------------- before the use


def remind_at(hour: int, monkeypatch) -> int:
    moment = calendar.at(calendar.local(NOW()).date(), time(hour))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return write_reminders()


def a_use_of_tomorrow() -> Reservation:
    hall = Hall(1)
    own = hall.reserve(hall.registration())
    long_ago = timezone.now() - timedelta(days=5)
    Reservation.objects.filter(pk=own.pk).update(created_at=long_ago)
    Message.objects.all().delete()
    return own


def test_the_day_before_the_group_is_reminded_once_from_the_hour_of_the_city_on(monkeypatch):
    own = a_use_of_tomorrow()
    assert remind_at(8, monkeypatch) == 0
    assert remind_at(9, monkeypatch) == 1
    assert remind_at(10, monkeypatch) == 0
    [letter] = letters_to(own.by)
    assert "利用が近づきました" in letter.subject
    assert letter.unsubscribe


def test_who_wants_no_reminders_or_gave_the_room_up_gets_none(monkeypatch):
    own = a_use_of_tomorrow()
    User.objects.filter(pk=own.by.pk).update(wants_reminders=False)
    assert remind_at(9, monkeypatch) == 0
    User.objects.filter(pk=own.by.pk).update(wants_reminders=True)
    Reservation.objects.filter(pk=own.pk).update(status=Reservation.Status.CANCELLED)
    assert remind_at(10, monkeypatch) == 0


def test_nobody_is_reminded_to_come_to_a_centre_that_is_shut_by_now(monkeypatch):
    own = a_use_of_tomorrow()
    center = own.booking.room.center
    rooms.a_closed_day(center, own.day, "水道管の破裂")
    assert remind_at(9, monkeypatch) == 0
    rooms.an_open_day(center, own.day)
    assert remind_at(10, monkeypatch) == 1


def test_who_reserved_after_the_letters_were_due_has_just_read_all_of_it(monkeypatch):
    own = a_use_of_tomorrow()
    later = timezone.localtime().replace(hour=9, minute=30)
    Reservation.objects.filter(pk=own.pk).update(created_at=later)
    assert remind_at(10, monkeypatch) == 0
