"""Many days at once: which can be and why not is said first; then all that are chosen, or none."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from centers.models import Registration, Reservation, RoomLottery
from centers.reserving import series
from portal.japan import calendar
from tests import rooms
from tests.centers.hall import Hall, mails_to, refused

pytestmark = pytest.mark.django_db

WEEKS = (7, 14, 21, 28)


def outlook(hall: Hall, registration: Registration, **said) -> list[series.Outlook]:
    named = {"headcount": 12} | said
    return series.outlook(registration, hall.room, hall.days, [hall.morning], **named)


def take(hall: Hall, registration: Registration, days=None) -> list[Reservation]:
    return series.take(
        registration, hall.room, days or hall.days, [hall.morning], **hall.said(registration)
    )


# ---------------------------------------------------------------- which days


def test_every_week_and_every_second_week_to_the_last_day():
    first, until = date(2026, 12, 5), date(2026, 12, 31)
    weekly = series.days_of(first, series.Rule.WEEKLY, until)
    assert [day.day for day in weekly] == [5, 12, 19, 26]
    fortnightly = series.days_of(first, series.Rule.FORTNIGHTLY, until)
    assert [day.day for day in fortnightly] == [5, 19]


def test_the_same_weekday_of_each_month_leaves_out_months_that_have_none():
    second = series.days_of(date(2026, 12, 12), series.Rule.MONTHLY, date(2027, 3, 31))
    assert [(day.month, day.day) for day in second] == [(12, 12), (1, 9), (2, 13), (3, 13)]
    fifth = series.days_of(date(2027, 1, 30), series.Rule.MONTHLY, date(2027, 5, 31))
    assert [(day.month, day.day) for day in fifth] == [(1, 30), (5, 29)]


def test_the_leap_day_is_a_day_like_others():
    days = series.days_of(date(2028, 2, 22), series.Rule.WEEKLY, date(2028, 3, 7))
    assert date(2028, 2, 29) in days


def test_more_days_than_may_be_and_an_end_before_the_beginning_are_refused():
    first = date(2026, 12, 5)
    last = first + timedelta(weeks=series.MOST_DAYS - 1)
    assert len(series.days_of(first, series.Rule.WEEKLY, last)) == series.MOST_DAYS
    too_long = last + timedelta(weeks=1)
    assert refused(series.days_of, first, series.Rule.WEEKLY, too_long) == "too_many_days"
    never = date(9999, 12, 31)
    assert refused(series.days_of, first, series.Rule.WEEKLY, never) == "too_many_days"
    before = first - timedelta(days=1)
    assert refused(series.days_of, first, series.Rule.WEEKLY, before) == "until_too_early"


# ---------------------------------------------------------------- which can be


def test_a_closed_day_and_a_taken_one_are_told_with_their_reason_the_others_with_the_fee():
    hall = Hall(*WEEKS)
    rooms.a_fee(hall.room, hall.morning, 500)
    rooms.a_closed_day(hall.room.center, hall.days[1], "空調の工事")
    hall.reserve(hall.registration("先の団体"), day=hall.days[2])
    own = hall.registration(exemption_percent=50)
    hall.reserve(own, day=hall.days[3])
    free, closed, taken, mine = outlook(hall, own)
    assert (free.why_not, free.fee, free.to_pay) == ("", 500, 250)
    assert (closed.code, taken.code, mine.code) == ("closed_day", "room_taken", "is_own")
    assert "空調の工事" in closed.why_not


def test_days_of_a_month_whose_draw_is_not_announced_cannot_be():
    hall = Hall(*WEEKS)
    now = timezone.now()
    months = {day.replace(day=1) for day in hall.days}
    for month in months:
        RoomLottery.objects.create(
            month=month,
            opens_at=now - timedelta(days=2),
            closes_at=now - timedelta(days=1),
            results_at=now + timedelta(days=1),
        )
    assert {one.code for one in outlook(hall, hall.registration())} == {"too_early"}


def test_days_before_the_deadline_of_the_class_cannot_be():
    hall = Hall(2, 9)
    strict = rooms.a_purpose_class("strict", days_before=5)
    codes = [one.code for one in outlook(hall, hall.registration(purpose_class=strict))]
    assert codes == ["too_late", ""]


def test_after_the_end_of_the_fiscal_year_the_registration_of_the_next_one_counts(monkeypatch):
    hall = Hall()
    year = calendar.fiscal_year(timezone.localdate())
    last, first = date(year + 1, 3, 31), date(year + 1, 4, 1)
    for day in (last, first):
        rooms.an_open_day(hall.room.center, day)
    hall.days = [last, first]
    monkeypatch.setitem(series.rules.settings.CITY["rooms"], "months_ahead", 12)
    own = hall.registration()
    assert [one.code for one in outlook(hall, own)] == ["", "not_registered"]
    next_year = rooms.a_registration(group=own.group, on=first, by=own.by)
    assert [one.code for one in outlook(hall, own)] == ["", ""]
    made = take(hall, own)
    assert [one.registration for one in made] == [own, next_year]


def test_however_many_days_the_database_is_asked_the_same_number_of_things(
    django_assert_max_num_queries,
):
    hall = Hall(*range(1, 31))
    own = hall.registration()
    with django_assert_max_num_queries(8):
        assert len(outlook(hall, own)) == 30


def test_what_holds_for_every_day_alike_is_refused_at_once():
    hall = Hall(*WEEKS)
    assert refused(outlook, hall, hall.registration(), headcount=25) == "too_many_people"


@pytest.mark.parametrize("changeover", [0, 90])
def test_what_is_told_beforehand_is_what_the_request_says(changeover):
    hall = Hall(*WEEKS, changeover_minutes=changeover)
    rooms.a_closed_day(hall.room.center, hall.days[0])
    hall.reserve(hall.registration("午後"), hall.afternoon, day=hall.days[1])
    hall.reserve(hall.registration("午前"), day=hall.days[2])
    own = hall.registration()
    for one in outlook(hall, own):
        if one.why_not:
            assert refused(hall.reserve, own, day=one.day) == one.code
        else:
            assert hall.reserve(own, day=one.day).fee == one.fee


# ---------------------------------------------------------------- taken in one go


def test_all_are_taken_together_and_told_in_one_letter():
    hall = Hall(*WEEKS)
    own = hall.registration()
    first, *later = take(hall, own)
    assert [one.series for one in later] == [first] * 3
    assert list(Reservation.objects.in_series(first)) != []
    assert len(mails_to(own.by)) == 1
    assert "まとめて申請" in mails_to(own.by)[0]


def test_where_one_was_taken_meanwhile_none_is_and_the_day_is_named():
    hall = Hall(*WEEKS)
    own = hall.registration()
    hall.reserve(hall.registration("先"), day=hall.days[2])
    with pytest.raises(series.ValidationError) as refusal:
        take(hall, own)
    assert calendar.short_date(hall.days[2]) in refusal.value.messages[0]
    assert not Reservation.objects.filter(registration=own).exists()
    assert mails_to(own.by) == []


def test_one_day_alone_is_no_series():
    hall = Hall(*WEEKS)
    own = hall.registration()
    [made] = take(hall, own, hall.days[:1])
    assert made.series is None
    assert "予約しました" in mails_to(own.by)[0]


def test_no_day_and_too_many_days_are_refused():
    hall = Hall()
    own = hall.registration()
    said = hall.said(own)
    assert refused(series.take, own, hall.room, [], [hall.morning], **said) == "no_days"
    many = [hall.day + timedelta(days=number) for number in range(series.MOST_DAYS + 1)]
    assert refused(series.take, own, hall.room, many, [hall.morning], **said) == "too_many_days"
