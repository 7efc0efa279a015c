"""The draw of a month from the first wish to the last room, step by step."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from centers.lottery import drawing, giving, listed
from centers.lottery.file import check, outcomes_in
from centers.lottery.schedule import dates_of, open_lotteries
from centers.lottery.wishing import prefer, take_back
from centers.models import Booking, Registration, Reservation, RoomLottery, Wish, WishList
from centers.reserving.requesting import request
from portal.refusal import code_of
from tests import cast, rooms
from tests.room_lotteries import (
    a_day,
    a_room_lottery,
    a_wish,
    a_wisher,
    announced,
    closed,
    drawn,
    over,
    the_month,
)

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return code_of(refusal.value)


# ---------------------------------------------------------------- the schedule


def test_the_draws_to_come_are_written_down_before_their_months_are_first_come():
    open_lotteries()
    open_lotteries()
    months = list(RoomLottery.objects.order_by("month").values_list("month", flat=True))
    now = timezone.now()
    assert len(months) == len(set(months)) >= 2
    assert all(dates_of(month).closes_at > now for month in months)
    last = RoomLottery.objects.order_by("month").last()
    assert (last.opens_at, last.results_at) == (
        dates_of(last.month).opens_at,
        dates_of(last.month).results_at,
    )


def test_a_month_whose_wishes_would_have_ended_stays_first_come(monkeypatch):
    monkeypatch.setitem(settings.CITY["rooms"], "lottery_months_ahead", 12)
    open_lotteries()
    near = timezone.localdate().replace(day=1) + timedelta(days=40)
    assert not RoomLottery.objects.filter(month__lte=near).exists()


def test_a_city_without_a_draw_has_none(monkeypatch):
    monkeypatch.setitem(settings.CITY["rooms"], "lottery_months_ahead", 0)
    open_lotteries()
    assert not RoomLottery.objects.exists()


def test_wishes_for_february_are_taken_from_the_first_to_the_fourteenth_of_december():
    dates = dates_of(the_month().replace(year=2027, month=2))
    assert [
        timezone.localtime(at).isoformat()[:16] for at in (dates.opens_at, dates.closes_at)
    ] == [
        "2026-12-01T09:00",
        "2026-12-15T00:00",
    ]
    assert timezone.localtime(dates.results_at).isoformat()[:16] == "2026-12-20T10:00"


# ---------------------------------------------------------------- wishes


def test_the_first_wish_makes_the_list_and_later_ones_stand_behind_it():
    lottery, wisher, room = a_room_lottery(), a_wisher(), rooms.a_room()
    first = a_wish(lottery, wisher, room, a_day(3))
    second = a_wish(lottery, wisher, room, a_day(4))
    assert first.wish_list == second.wish_list
    assert (first.rank, second.rank) == (1, 2)
    assert len(first.wish_list.receipt_number) == 11


def ranks(own: WishList) -> list[int]:
    return list(own.wishes.order_by("rank").values_list("pk", flat=True))


def test_wishes_change_places_and_close_up_when_one_is_taken_back():
    lottery, wisher, room = a_room_lottery(), a_wisher(), rooms.a_room()
    a, b, c = (a_wish(lottery, wisher, room, a_day(number)) for number in (3, 4, 5))
    prefer(c)
    assert ranks(a.wish_list) == [a.pk, c.pk, b.pk]
    prefer(a)  # the first stays the first
    take_back(a)
    assert ranks(a.wish_list) == [c.pk, b.pk]
    assert [w.rank for w in Wish.objects.order_by("rank")] == [1, 2]
    assert refused(take_back, a) == "wish_gone"


def test_what_cannot_be_wished_for_is_refused():
    lottery, wisher, room, day = a_room_lottery(), a_wisher(), rooms.a_room(), a_day()
    assert refused(a_wish, lottery, wisher, room, day - timedelta(days=40)) == "other_month"
    assert refused(a_wish, lottery, wisher, room, day, headcount=99) == "too_many_people"
    late = rooms.a_slot("夜間")
    rooms.an_open_day(day=day, closes=17)
    assert refused(a_wish, lottery, wisher, room, day, late) == "slot_not_open"
    rooms.a_booking(room, day, rooms.a_slot())
    assert refused(a_wish, lottery, wisher, room, day) == "in_use"
    shut = rooms.a_room(name="図書コーナー", is_bookable=False)
    assert refused(a_wish, lottery, wisher, shut, day) == "not_bookable"
    ended = a_wisher("終わった会", status=Registration.Status.ENDED)
    assert refused(a_wish, lottery, ended, room, day) == "not_registered"
    assert not WishList.objects.exists()


def test_a_wish_twice_and_a_twenty_first_are_refused():
    lottery, wisher, room, day = a_room_lottery(), a_wisher(), rooms.a_room(), a_day()
    own = a_wish(lottery, wisher, room, day).wish_list
    assert refused(a_wish, lottery, wisher, room, day) == "wished_twice"
    period = own.wishes.get().period
    Wish.objects.bulk_create(
        Wish(
            wish_list=own,
            rank=rank,
            room=rooms.a_room(name=f"第{rank}会議室"),
            period=period,
            slots="午前",
            purpose="練習",
            headcount=5,
        )
        for rank in range(2, 21)
    )
    assert refused(a_wish, lottery, wisher, room, a_day(4)) == "too_many_wishes"


def test_before_and_after_its_time_nobody_wishes_but_staff_write_down_until_the_close():
    wisher, room, day = a_wisher(), rooms.a_room(), a_day()
    tomorrow = timezone.now() + timedelta(days=1)
    lottery = a_room_lottery(opens_at=tomorrow)
    assert refused(a_wish, lottery, wisher, room, day) == "not_open"
    lottery.opens_at = timezone.now() - timedelta(days=1)
    lottery.save()
    over(lottery)
    assert refused(a_wish, lottery, wisher, room, day) == "closed"
    own = a_wish(lottery, wisher, room, day, via="phone", by=cast.section_staff()).wish_list
    assert own.via == "phone"
    closed(lottery)
    assert refused(a_wish, lottery, wisher, room, a_day(4), via="phone") == "closed"


def test_the_database_keeps_the_lists_as_they_were_closed():
    lottery, wisher, room = a_room_lottery(), a_wisher(), rooms.a_room()
    own = a_wish(lottery, wisher, room, a_day()).wish_list
    closed(lottery)
    for change in (
        lambda: own.wishes.update(rank=5),
        lambda: own.wishes.all().delete(),
        lambda: WishList.objects.update(most=99),
        lambda: RoomLottery.objects.update(list_hash="0" * 64),
        lambda: RoomLottery.objects.update(closed_at=None),
        lambda: RoomLottery.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# ---------------------------------------------------------------- the close and the draw


def test_the_close_publishes_the_list_with_its_hash_and_hides_the_secret():
    lottery, room = a_room_lottery(), rooms.a_room(changeover_minutes=15)
    wisher = a_wisher(purpose_class=rooms.a_purpose_class(month_limit=3))
    own = a_wish(lottery, wisher, room, a_day()).wish_list
    assert refused(drawing.close, lottery) == "still_open"
    lottery = closed(lottery)
    text = "".join(listed.file_of(lottery))
    assert "まだ公開されていません" in check(text)
    facts = json.loads(text)
    assert facts["lists"][0]["receipt"] == f"{own.receipt:09d}"
    assert facts["lists"][0]["most"] == 3
    assert facts["lists"][0]["wishes"][0]["gap"] == 15
    assert facts["secret"] is None
    assert lottery.secret not in text
    assert refused(drawing.close, lottery) == "already_closed"


def test_the_file_holds_no_name():
    lottery, room = a_room_lottery(), rooms.a_room()
    wisher = a_wisher("秘密の会")
    a_wish(lottery, wisher, room, a_day(), purpose="こっそり練習")
    text = "".join(listed.file_of(announced(lottery)))
    for name in ("秘密の会", "こっそり", wisher.group.representative.family_name):
        assert name not in text


def test_a_draw_needs_its_value_once_and_tells_nobody():
    lottery, room = a_room_lottery(), rooms.a_room()
    a_wish(lottery, a_wisher(), room, a_day())
    lottery = closed(lottery)
    assert refused(drawing.draw, lottery, "  ", by=None) == "no_value"
    assert refused(drawing.draw, lottery, "9" * 101, by=None) == "value_too_long"
    assert refused(drawing.announce, lottery) == "not_drawn"
    assert drawing.draw(lottery, "４６４９", by=None).value == "4649"
    assert refused(drawing.draw, lottery, "1", by=None) == "already_drawn"
    assert not Reservation.objects.exists()
    lottery.refresh_from_db()
    assert json.loads("".join(listed.file_of(lottery)))["value"] is None


def test_a_month_nobody_wished_for_is_drawn_without_a_value_and_told_in_its_time():
    lottery = closed(a_room_lottery())
    assert lottery.is_drawn
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert not lottery.is_announced
    RoomLottery.objects.update(results_at=timezone.now())
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert lottery.is_announced
    assert check("".join(listed.file_of(lottery))).startswith("OK")


def test_the_worker_closes_and_announces_what_is_due_and_no_more():
    lottery, room = a_room_lottery(), rooms.a_room()
    a_wish(lottery, a_wisher(), room, a_day())
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert not lottery.is_closed
    over(lottery)
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert lottery.is_closed
    drawing.draw(lottery, "4649", by=None)
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert not lottery.is_announced
    RoomLottery.objects.update(results_at=timezone.now())
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert lottery.is_announced


# ---------------------------------------------------------------- the rooms


def test_what_is_won_is_reserved_exactly_as_a_request_would_be():
    room, day, slot = rooms.a_room(), a_day(), rooms.a_slot()
    rooms.a_fee(room, slot, 601)
    rooms.a_fee(room, rooms.a_slot("午後"), 900)
    kind = rooms.a_purpose_class(needs_approval=True)
    wisher = a_wisher(purpose_class=kind, exemption_percent=50)
    lottery = a_room_lottery()
    wanted = a_wish(lottery, wisher, room, day, slot, rooms.a_slot("午後"))
    announced(lottery)
    won = Reservation.objects.get()
    wanted.refresh_from_db()
    assert (wanted.outcome, wanted.reservation) == ("won", won)
    asked = request(
        wisher,
        rooms.a_room(name="第2会議室"),
        day,
        [slot, rooms.a_slot("午後")],
        purpose="合唱の練習",
        headcount=12,
        by=wisher.by,
        via="lottery",
        what="won",
    )
    assert (won.fee, won.exemption) == (1_501, 751)
    same = {"slots", "purpose", "headcount", "status", "what", "via", "by_id", "registration_id"}
    assert {name: getattr(won, name) for name in same} == {
        name: getattr(asked, name) for name in same
    }
    assert won.booking.period == asked.booking.period
    assert won.booking.kind == Booking.Kind.RESERVATION


def test_of_two_who_wish_for_one_room_one_gets_it_and_the_other_the_next_wish():
    lottery, room, other = a_room_lottery(), rooms.a_room(), rooms.a_room(name="和室")
    day = a_day()
    for name in ("ひとつめの会", "ふたつめの会"):
        wisher = a_wisher(name)
        a_wish(lottery, wisher, room, day)
        a_wish(lottery, wisher, other, day)
    lottery = announced(lottery)
    outcomes = sorted(Wish.objects.values_list("wish_list__place", "rank", "outcome"))
    assert outcomes == [(1, 1, "won"), (1, 2, "taken"), (2, 1, "taken"), (2, 2, "won")]
    assert Reservation.objects.count() == 2
    assert check("".join(listed.file_of(lottery))).startswith("OK")


def test_what_became_impossible_meanwhile_is_listed_and_does_not_lose_the_others():
    lottery, room, slot = a_room_lottery(), rooms.a_room(), rooms.a_slot()
    wisher, ended = a_wisher(), a_wisher("やめた会")
    taken, shut, kept = (a_wish(lottery, wisher, room, a_day(number)) for number in (3, 4, 5))
    crowded = a_wish(lottery, wisher, rooms.a_room(name="和室"), a_day(3), headcount=20)
    left = a_wish(lottery, ended, room, a_day(6))
    lottery = drawn(lottery)
    rooms.a_booking(room, taken.day, slot, Booking.Kind.COURSE)
    rooms.a_closed_day(room.center, shut.day)
    type(room).objects.filter(name="和室").update(capacity=10)
    ended.status = Registration.Status.ENDED
    ended.save()
    lottery = drawing.announce(lottery)
    assert dict(Wish.objects.values_list("pk", "outcome")) == {
        taken.pk: "in_use",
        shut.pk: "closed",
        kept.pk: "won",
        crowded.pk: "closed",
        left.pk: "ended",
    }
    text = "".join(listed.file_of(lottery))
    assert "使えなくなっていた希望4件" in check(text)
    assert outcomes_in(json.loads(text))[taken.wish_list.receipt, 1] == "in_use"


def test_a_wish_the_database_refuses_counts_as_in_use_and_the_rounds_go_on(monkeypatch):
    """As though the look at the bookings had missed one: the constraint has the last word."""
    lottery, room = a_room_lottery(), rooms.a_room()
    wisher = a_wisher(purpose_class=rooms.a_purpose_class(month_limit=1))
    first, second = (a_wish(lottery, wisher, room, a_day(number)) for number in (3, 4))
    lottery = drawn(lottery)
    rooms.a_booking(room, first.day, rooms.a_slot())
    monkeypatch.setattr(giving, "_impossible", lambda wishes, runs: {})
    lottery = drawing.announce(lottery)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, second.outcome) == ("in_use", "won")
    assert Reservation.objects.get() == second.reservation
    assert check("".join(listed.file_of(lottery))).startswith("OK")


def test_a_changeover_between_two_wishes_is_kept():
    lottery, room = a_room_lottery(), rooms.a_room(changeover_minutes=90)
    day = a_day()
    a_wish(lottery, a_wisher("朝の会"), room, day, rooms.a_slot("午前"))
    a_wish(lottery, a_wisher("昼の会"), room, day, rooms.a_slot("午後"))
    announced(lottery)
    assert sorted(Wish.objects.values_list("outcome", flat=True)) == ["taken", "won"]


def test_nobody_gets_more_than_the_limit_of_the_class():
    lottery, room = a_room_lottery(), rooms.a_room()
    wisher = a_wisher(purpose_class=rooms.a_purpose_class(month_limit=2))
    for number in (3, 4, 5):
        a_wish(lottery, wisher, room, a_day(number))
    announced(lottery)
    assert list(Wish.objects.order_by("rank").values_list("outcome", flat=True)) == [
        "won",
        "won",
        "limit",
    ]


def test_once_announced_rooms_are_first_come_and_not_before():
    room, day, slot = rooms.a_room(), a_day(), rooms.a_slot()
    wisher = a_wisher()
    asking = {"purpose": "練習", "headcount": 5, "by": wisher.by}
    lottery = a_room_lottery()
    a_wish(lottery, a_wisher("ほかの会"), room, a_day(4))
    for step in (lambda: None, lambda: drawn(lottery)):
        step()
        assert refused(request, wisher, room, day, [slot], **asking) == "too_early"
        assert refused(request, wisher, room, day, [slot], via="phone", **asking) == "too_early"
    lottery.refresh_from_db()
    drawing.announce(lottery)
    assert request(wisher, room, day, [slot], **asking).pk


def test_announced_twice_gives_nothing_twice():
    lottery, room = a_room_lottery(), rooms.a_room()
    a_wish(lottery, a_wisher(), room, a_day())
    lottery = announced(lottery)
    drawing.announce(lottery)
    assert Reservation.objects.count() == Booking.objects.count() == 1


# ---------------------------------------------------------------- the redraw


def test_a_redraw_takes_a_reason_and_a_second_person_and_the_first_stays_public():
    lottery, room = a_room_lottery(), rooms.a_room()
    a_wish(lottery, a_wisher(), room, a_day())
    lottery = drawn(lottery)
    one, two = cast.section_staff("one@example.jp"), cast.section_staff("two@example.jp")
    assert refused(drawing.ask_redraw, lottery, by=one, reason=" ") == "no_reason"
    drawing.ask_redraw(lottery, by=one, reason="公開の数の打ちまちがい")
    assert refused(drawing.ask_redraw, lottery, by=two, reason="x") == "redraw_asked"
    assert refused(drawing.announce, lottery) == "redraw_asked"
    RoomLottery.objects.update(results_at=timezone.now())
    assert not RoomLottery.objects.to_announce().exists()
    assert refused(drawing.approve_redraw, lottery, by=one) == "second_person"
    given_up = drawing.approve_redraw(lottery, by=two)
    assert check(given_up.file).startswith("OK")
    lottery.refresh_from_db()
    assert (lottery.number, lottery.is_closed, lottery.secret) == (2, False, "")
    # It does not close by itself: what was forgotten is written down first, by staff.
    drawing.see_to_lotteries()
    lottery.refresh_from_db()
    assert not lottery.is_closed
    a_wish(lottery, a_wisher("忘れられた会"), room, a_day(4), via="counter", by=one)
    drawing.close(lottery, by=one)
    drawing.draw(lottery, "1234", by=one)
    lottery = drawing.announce(lottery, by=one)
    assert check("".join(listed.file_of(lottery))).startswith("OK")
    assert Reservation.objects.count() == 2
    assert refused(drawing.ask_redraw, lottery, by=one, reason="x") == "too_late_to_redraw"


def test_a_redraw_that_is_refused_lets_the_draw_go_on():
    lottery, room = a_room_lottery(), rooms.a_room()
    a_wish(lottery, a_wisher(), room, a_day())
    lottery = drawn(lottery)
    staff = cast.section_staff()
    assert refused(drawing.refuse_redraw, lottery, by=staff) == "redraw_not_asked"
    drawing.ask_redraw(lottery, by=staff, reason="念のため")
    drawing.refuse_redraw(lottery, by=staff)
    assert drawing.announce(lottery).is_announced
