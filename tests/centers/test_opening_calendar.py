"""Each centre's days lie laid out ahead, and follow every rule they are made from."""

from datetime import date, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from centers.calendar.holidays import closed_by_the_calendar, write_holidays
from centers.calendar.laying_out import lay_out, lay_out_after_migrating, lay_out_all
from centers.models import Center, Closure, Holiday, OpenDay, OpeningHours, OpenSlot
from centers.models.hours import state_on
from tests import cast, rooms

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _holidays():
    """Another test may have emptied the tables."""
    lay_out_after_migrating()


def a_day(weekday: int, *, after: int = 14) -> date:
    """A day to come on this weekday that the calendar does not close."""
    days = (TODAY + timedelta(days=after + n) for n in range(60))
    return next(d for d in days if d.weekday() == weekday and not closed_by_the_calendar(d))


def on(center: Center, day: date) -> OpenDay:
    return OpenDay.objects.get(center=center, day=day)


def test_hours_are_laid_out_fifteen_months_ahead_the_moment_they_are_written():
    center = cast.a_center()
    days = OpenDay.objects.filter(center=center)
    assert (days.first().day, days.last().day) == (TODAY, TODAY + timedelta(days=460))
    assert days.count() == 461


def test_every_day_is_what_the_rules_say():
    center = cast.a_center()
    Closure.objects.create(center=center, first_day=a_day(1), last_day=a_day(3), reason="工事")
    Closure.objects.create(first_day=a_day(4), last_day=a_day(4), reason="選挙の投票所")
    hours, closures = list(center.opening_hours.all()), list(Closure.objects.all())
    reasons = set()
    for row in OpenDay.objects.filter(center=center):
        state = state_on(row.day, hours, closures)
        assert (row.opens, row.closes, row.reason) == (state.opens, state.closes, state.reason)
        reasons.add(row.reason)
    assert {"", "工事", "選挙の投票所", "定休日", "年末年始"} <= reasons


def test_changed_hours_are_followed_at_once():
    center = cast.a_center()
    center.opening_hours.filter(weekday=0).update(opens=time(10))
    assert on(center, a_day(0)).opens == time(10)
    center.opening_hours.filter(weekday=0).delete()
    assert on(center, a_day(0)).reason == "定休日"
    OpeningHours.objects.create(center=center, weekday=6, opens=time(9), closes=time(17))
    assert on(center, a_day(6)).closes == time(17)


def test_hours_that_move_to_another_centre_change_both():
    here, there = cast.a_center(), cast.a_center("minato", name="門司港市民センター", ward="moji")
    there.opening_hours.all().delete()
    here.opening_hours.filter(weekday=0).update(center=there)
    assert (on(here, a_day(0)).is_open, on(there, a_day(0)).is_open) == (False, True)


def test_a_closure_is_followed_when_written_changed_and_taken_back():
    center, day = cast.a_center(), a_day(2)
    closure = Closure.objects.create(center=center, first_day=day, last_day=day, reason="点検")
    assert on(center, day).reason == "点検"
    closure.first_day = closure.last_day = day + timedelta(days=1)
    closure.save()
    assert on(center, day).is_open
    assert on(center, day + timedelta(days=1)).reason == "点検"
    closure.delete()
    assert on(center, day + timedelta(days=1)).is_open


def test_a_closure_of_every_centre_closes_every_centre():
    here, there = cast.a_center(), cast.a_center("minato", name="門司港市民センター", ward="moji")
    day = a_day(2)
    Closure.objects.create(first_day=day, last_day=day, reason="選挙の投票所")
    assert {on(here, day).reason, on(there, day).reason} == {"選挙の投票所"}


def test_a_day_set_by_hand_stays_whatever_the_rule_becomes():
    center, day = cast.a_center(), a_day(6)
    rooms.an_open_day(center, day, closes=21)
    center.opening_hours.all().delete()
    Closure.objects.create(center=center, first_day=day, last_day=day, reason="点検")
    lay_out([center])
    assert (on(center, day).closes, on(center, day).by_hand) == (time(21), True)


def test_a_day_that_is_over_never_changes():
    center, day = cast.a_center(), TODAY - timedelta(days=1)
    OpenDay.objects.create(center=center, day=day, opens=time(9), closes=time(20))
    Closure.objects.create(center=center, first_day=day, last_day=TODAY, reason="台風")
    lay_out([center], first=day)
    assert on(center, day).closes == time(20)
    assert on(center, TODAY).reason == "台風"


def test_a_closure_wholly_in_the_past_writes_nothing():
    center, over = cast.a_center(), TODAY - timedelta(days=1)
    Closure.objects.create(center=center, first_day=date(2019, 1, 1), last_day=over, reason="昔")
    assert not OpenDay.objects.filter(day__lt=TODAY).exists()


def test_past_days_are_added_where_there_are_none():
    center = cast.a_center()
    call_command("lay_out_calendar", "--from", f"{TODAY - timedelta(days=30)}", verbosity=0)
    assert OpenDay.objects.filter(center=center, day__lt=TODAY).count() == 30


def test_laying_out_again_writes_nothing():
    cast.a_center()
    assert lay_out_all() == 0


def test_the_morning_after_one_more_day_is_laid_out():
    center = cast.a_center()
    on(center, TODAY + timedelta(days=460)).delete()
    assert lay_out_all() == 1


def test_a_holiday_that_moves_is_followed():
    center, day = cast.a_center(), a_day(1)
    Holiday.objects.create(day=day, reason="祝日（なくなった祝日）")
    lay_out([center])
    assert on(center, day).reason == "祝日（なくなった祝日）"
    lay_out_all()
    assert on(center, day).is_open


def test_the_leap_day_and_the_end_of_the_fiscal_year_are_days_like_others():
    center = cast.a_center()
    write_holidays(date(2024, 2, 1), date(2024, 4, 30))
    lay_out([center], first=date(2024, 2, 28), last=date(2024, 4, 1))
    days = OpenDay.objects.filter(center=center, day__lt=date(2025, 1, 1))
    assert days.count() == 34
    assert on(center, date(2024, 2, 29)).closes == time(22)  # a Thursday
    assert on(center, date(2024, 3, 31)).reason == "定休日"  # a Sunday
    assert on(center, date(2024, 4, 1)).is_open
    assert on(center, date(2024, 3, 20)).reason == "祝日（春分の日）"


def test_a_centre_goes_with_its_days():
    center = cast.a_center()
    center.delete()
    assert not OpenDay.objects.exists()


def test_many_centres_take_as_many_statements_as_one(django_assert_num_queries):
    cast.a_center(), cast.a_center("minato", name="門司港市民センター", ward="moji")
    OpenDay.objects.all().delete()
    with django_assert_num_queries(1):
        assert lay_out() == 2 * 461


# ------------------------------------------------------------------ open slots


def open_on(center: Center, day: date) -> list[str]:
    return [s.slot.name for s in center.open_slots.filter(day=day).select_related("slot")]


def test_a_slot_is_open_where_the_hours_cover_it_wholly():
    center = cast.a_center()
    rooms.the_city_slots()
    assert open_on(center, a_day(0)) == ["午前", "午後", "夜間"]
    assert open_on(center, a_day(5)) == ["午前", "午後"]  # until 17:00, to the minute
    assert open_on(center, a_day(6)) == []
    rooms.an_open_day(center, a_day(6), opens=10, closes=20)
    assert open_on(center, a_day(6)) == ["午後"]


def test_a_centre_with_slots_of_its_own_goes_by_those_alone():
    here, there = cast.a_center(), cast.a_center("minato", name="門司港市民センター", ward="moji")
    rooms.the_city_slots()
    rooms.a_slot("1時間目", starts=9, ends=10, center=here)
    assert open_on(here, a_day(0)) == ["1時間目"]
    assert open_on(there, a_day(0)) == ["午前", "午後", "夜間"]


def test_a_rule_that_ends_and_its_successor_meet_at_midnight():
    center, last = cast.a_center(), a_day(0)
    rooms.a_slot("旧", starts=9, ends=12, last_day=last)
    rooms.a_slot("新", starts=9, ends=11, first_day=last + timedelta(days=1))
    assert open_on(center, last) == ["旧"]
    rooms.an_open_day(center, last + timedelta(days=1))
    assert open_on(center, last + timedelta(days=1)) == ["新"]


def test_the_moments_of_a_slot_are_those_of_the_citys_clock():
    center, day = cast.a_center(), a_day(0)
    rooms.a_slot()
    slot = OpenSlot.objects.get(center=center, day=day)
    assert timezone.localtime(slot.starts_at).isoformat() == f"{day}T09:00:00+09:00"
    assert timezone.localtime(slot.ends_at).isoformat() == f"{day}T12:00:00+09:00"
