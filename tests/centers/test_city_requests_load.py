"""The hours requests take, month by month and centre by centre."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from centers.models import CityRequest
from centers.requests.load import months_of, outlook, rows_of, shade, spread
from centers.requests.years import this_year
from tests import cast
from tests.city_requests import a_draft, a_request, decided

YEAR = 2027  # its February is the leap one


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(begin=st.integers(0, 365), days=st.integers(0, 365), quarters=st.integers(1, 8_000))
def test_the_months_of_a_request_add_up_to_its_hours(begin, days, quarters):
    hours = Decimal(quarters) / 4
    first = date(YEAR, 4, 1) + timedelta(days=begin)
    last = min(first + timedelta(days=days), date(YEAR + 1, 3, 31))
    months = spread(first, last, hours, YEAR)
    assert abs(sum(share or 0 for share in months) - hours) < Decimal("0.0001")
    runs = [share is not None for share in months]
    of_days = {(first + timedelta(days=n)).replace(day=1) for n in range((last - first).days + 1)}
    assert runs == [month in of_days for month in months_of(YEAR)]


def test_the_fullest_month_has_the_darkest_shade_and_an_empty_one_none():
    most = Decimal(40)
    assert [shade(Decimal(hours), most) for hours in (0, 1, 15, 25, 39, 40)] == [0, 1, 2, 3, 4, 4]
    assert shade(Decimal(0), Decimal(0)) == 0


@pytest.mark.django_db
def test_a_centre_has_the_hours_of_what_it_was_asked_and_of_nothing_else():
    here, there = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    a_request("全部へ")  # 6.1 hours over 61 days
    a_request("一つへ", centers=[there], hours=Decimal(3))
    a_request("団体へ", to="groups", hours=Decimal(9))
    a_draft("下書き", hours=Decimal(50))
    decided(a_request("やめた", hours=Decimal(70)), CityRequest.Decision.STOP)
    first, second = rows_of(this_year(), "centers", [here, there])
    assert [cell.hours for cell in first.cells[:4]] == [0, Decimal("3.1"), Decimal("3.0"), 0]
    assert (first.number, first.hours) == (1, Decimal("6.1"))
    assert (second.number, second.hours) == (2, Decimal("9.1"))


@pytest.mark.django_db
def test_what_was_really_taken_stands_beside_what_was_planned():
    center = cast.a_center()
    head = cast.center_staff(center)
    a_request().record_effort(center, Decimal("8.5"), by=head)
    [row] = rows_of(this_year(), "centers", [center])
    assert (row.told, row.told_number) == (Decimal("8.5"), 1)


@pytest.mark.django_db
def test_before_it_is_sent_the_load_of_its_months_is_known_without_itself():
    here, there = cast.a_center(), cast.a_center("minato", ward="moji", name="門司みなと")
    a_request("全部へ")
    one = a_request("一つへ", centers=[there], hours=Decimal(31))
    asked = {
        "first": date(this_year(), 5, 1),
        "last": date(this_year(), 5, 31),
        "hours": Decimal(31),
        "to": "centers",
        "year": this_year(),
    }
    [with_it] = outlook([here, there], **asked)
    assert (with_it.number, with_it.busiest, with_it.added) == (2, there, 31)
    [without] = outlook([here, there], **asked, besides=one.pk)
    assert (without.number, without.average, without.then) == (1, Decimal("3.1"), Decimal("34.1"))


@pytest.mark.django_db
def test_a_hundred_centres_cost_no_more_statements_than_one(django_assert_num_queries):
    centers = [cast.a_center()]
    a_request("全部へ")
    a_request("一つへ", centers=centers)
    with django_assert_num_queries(3):
        rows_of(this_year(), "centers", centers)
    centers.append(cast.a_center("minato", ward="moji", name="門司みなと"))
    with django_assert_num_queries(3):
        rows_of(this_year(), "centers", centers)
