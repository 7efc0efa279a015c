"""How many rooms one registration may hold at once and in a month; staff may go beyond, and why."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import PurposeClass, Registration, Reservation, RoomWait
from centers.registering.finding import ticket_for
from centers.reserving import giving_up, limits, series, waiting
from centers.reserving.requesting import request
from portal.japan import calendar
from tests import cast, rooms
from tests.centers.hall import Hall, letters_to, mails_to, refused

pytestmark = pytest.mark.django_db

Via = Reservation.Via


def days_of_one_month(number: int) -> list[int]:
    """So many days in a row, a week ahead or more, that lie in one month: as days from now."""
    today = timezone.localdate()
    ahead = 7
    while (today + timedelta(ahead)).month != (today + timedelta(ahead + number - 1)).month:
        ahead += 1
    return list(range(ahead, ahead + number))


def text_of(page) -> str:
    return " ".join(" ".join(page.text).split())


def limited(**fields) -> PurposeClass:
    return rooms.a_purpose_class("fair", month_limit=1, **fields)


@pytest.fixture
def hall() -> Hall:
    return Hall(*days_of_one_month(4))


def test_no_more_at_once_than_the_class_allows_until_one_is_given_up(hall):
    own = hall.registration(purpose_class=limited(most_at_once=2))
    first = hall.reserve(own)
    hall.reserve(own, hall.afternoon)
    assert refused(hall.reserve, own, hall.evening) == "too_many_at_once"
    giving_up.cancel(first, by=own.by)
    assert hall.reserve(own, hall.evening).is_live


def test_no_more_in_a_month_than_the_class_allows_those_that_nobody_came_to_included(hall):
    own = hall.registration(purpose_class=limited(most_in_month=2))
    first, _ = hall.reserve(own), hall.reserve(own, hall.afternoon)
    Reservation.objects.filter(pk=first.pk).update(status=Reservation.Status.NO_SHOW)
    assert refused(hall.reserve, own, hall.evening) == "too_many_in_month"


def test_a_class_without_limits_asks_nothing(hall, django_assert_num_queries):
    own = hall.registration()
    with django_assert_num_queries(0):
        limits.Share.of(own)


def test_another_group_is_not_counted(hall):
    fair = limited(most_at_once=1)
    hall.reserve(hall.registration("一番", purpose_class=fair))
    other = hall.registration("二番", purpose_class=fair)
    assert hall.reserve(other, hall.afternoon).is_live


def test_what_is_over_counts_in_its_month_and_not_at_once(hall):
    own = hall.registration(purpose_class=limited(most_at_once=1))
    over = rooms.a_reservation(own, hall.room, timezone.localdate() - timedelta(3), hall.morning)
    assert over.is_live
    assert hall.reserve(own).is_live


def test_a_change_within_the_month_is_no_new_use_but_one_into_a_full_month_is_refused():
    today = timezone.localdate()
    month = next(m for n in (2, 3) if (m := calendar.months_later(today, n)).month != 4)
    ahead = (month.replace(day=1) - today).days  # the first of a month within one fiscal year
    hall = Hall(ahead, ahead + 1, ahead - 1)
    own = hall.registration(purpose_class=limited(most_in_month=1, most_at_once=2))
    held, before = hall.reserve(own), hall.reserve(own, day=hall.days[2])
    slot, by = [hall.morning], own.by
    giving_up.change(held, hall.room, hall.days[1], slot, by=by)
    assert refused(giving_up.change, before, hall.room, hall.day, slot, by=by) == (
        "too_many_in_month"
    )


def test_staff_go_beyond_for_a_reason_which_the_group_reads(hall):
    own = hall.registration(purpose_class=limited(most_at_once=1))
    hall.reserve(own)
    said = hall.said(own) | {"via": Via.PHONE}
    day, slot = hall.day, [hall.afternoon]
    assert refused(request, own, hall.room, day, slot, **said) == "too_many_at_once"
    made = request(own, hall.room, day, slot, **said, beyond="発表会の前のため")
    assert made.why == "上限をこえて受け付け：発表会の前のため"


def test_who_waits_and_has_enough_by_then_is_passed_over_and_told_why(hall):
    held = hall.reserve(hall.registration("先の団体"))
    wait = hall.wait(hall.registration("待つ団体", purpose_class=limited(most_at_once=1)))
    hall.reserve(wait.registration, hall.evening)
    assert giving_up.cancel(held, by=held.by) == []
    wait.refresh_from_db()
    assert wait.outcome == RoomWait.Outcome.REFUSED
    assert "同時に持てるのは1件まで" in wait.why
    assert "【待っていた部屋を予約できませんでした】" in mails_to(wait.by)[-1]
    assert "同時に持てるのは1件まで" in letters_to(wait.by)[-1].body


def test_of_a_series_the_days_beyond_the_limit_are_shown_with_the_reason(hall):
    own = hall.registration(purpose_class=limited(most_in_month=3))
    hall.reserve(own, hall.evening)
    looked = series.outlook(own, hall.room, hall.days, [hall.morning], headcount=8)
    assert [one.code for one in looked] == ["", "", "too_many_in_month", "too_many_in_month"]
    said = hall.said(own)
    assert refused(series.take, own, hall.room, hall.days[:3], [hall.morning], **said) == (
        "too_many_in_month"
    )
    assert Reservation.objects.count() == 1
    assert len(series.take(own, hall.room, hall.days[:2], [hall.morning], **said)) == 2


def test_nobody_asks_and_gives_up_without_end(hall, monkeypatch):
    monkeypatch.setattr(limits, "MOST_A_DAY", 2)
    own = hall.registration()
    for _ in range(2):
        giving_up.cancel(hall.reserve(own), by=own.by)
    assert refused(hall.reserve, own) == "too_often"
    by_phone = hall.said(own) | {"via": Via.PHONE}
    assert request(own, hall.room, hall.day, [hall.morning], **by_phone).is_live


def test_nobody_waits_for_everything(hall, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_WAITS", 1)
    other, own = hall.registration("ほか"), hall.registration("待つ")
    hall.reserve(other)
    hall.reserve(other, hall.evening)
    hall.wait(own)
    assert refused(hall.wait, own, hall.evening) == "too_many_waits"


def test_a_draw_never_gives_more_than_a_month_may_hold():
    wrong = PurposeClass(slug="odd", name="あべこべ", month_limit=5, most_in_month=4)
    with pytest.raises(ValidationError) as refusal:
        wrong.full_clean()
    assert "1か月に使える回数までにしてください" in str(refusal.value)


# ------------------------------------------------------------------ on the pages


def test_the_limit_stands_beside_the_registration(client, hall):
    user = cast.a_resident()
    fair = limited(most_in_month=8, most_at_once=20)
    rooms.a_registration(user, purpose_class=fair, on=hall.day)
    client.sign_in(user)
    assert "1か月に8回、同時に20件まで" in text_of(client.get_page("/my/rooms/"))


def test_at_the_desk_the_reason_is_asked_for_once_the_limit_is_met(client, hall):
    own: Registration = hall.registration(purpose_class=limited(most_at_once=1))
    hall.reserve(own)
    staff = cast.center_staff(hall.room.center)
    client.sign_in(staff)
    said = {
        "via": "phone",
        "room": str(hall.room.pk),
        "day": str(hall.day),
        "group": ticket_for(staff, own.group),
        "slot": str(hall.afternoon.pk),
        "registration": str(own.pk),
        "purpose": "合唱の練習",
        "headcount": "8",
    }
    look = "/desk/rooms/reserve/?" + urlencode(said | {"do": "look"})
    page = client.get_page(look, status=409)
    assert "上限をこえて受け付ける理由" in text_of(page)
    look += "&" + urlencode({"beyond": "発表会の前のため"})
    assert 'name="beyond"' in client.get(look).text
    client.post("/desk/rooms/reserve/", said | {"beyond": "発表会の前のため"})
    assert Reservation.objects.filter(why__endswith="発表会の前のため").count() == 1
