"""axe finds nothing on any page of staff, wide or narrow, and nothing sticks out."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt

from tests.browser import (
    attendance_pages,
    desk_pages,
    every_page,
    plan_desk_pages,
    request_pages,
    room_desk_pages,
    sheet_pages,
    volunteer_desk_pages,
)
from tests.browser.looking import look_at
from tests.browser.steps import code_of_the_app

pytestmark = pytest.mark.browser


def test_pages_of_the_desk(city, walk):
    assert walk(desk_pages.stops(city)) == []


def test_the_door_and_certificates(city, walk):
    assert walk(attendance_pages.stops(city)) == []


def test_progress_sheets(city, walk):
    assert walk(sheet_pages.stops(city)) == []


def test_the_desk_of_rooms(city, walk):
    assert walk(room_desk_pages.stops(city)) == []


def test_the_desk_of_volunteers(city, walk):
    assert walk(volunteer_desk_pages.stops(city)) == []


def test_requests_from_city_hall_and_profiles(city, walk):
    assert walk(request_pages.stops(city)) == []


def test_the_desk_of_plans(city, walk):
    assert walk(plan_desk_pages.stops(city)) == []


def test_after_proving_the_second_factor(city, signed_in):
    page = signed_in(city.staff).new_page()
    page.goto("/account/2fa/recovery-codes/generate/")
    secret = decrypt(Authenticator.objects.get(user=city.staff).data["secret"])
    page.get_by_label("番号").fill(code_of_the_app(secret))
    page.get_by_role("button", name="確認する").click()
    assert [
        trouble for stop in every_page.of_the_proven(city) for trouble in look_at(stop, page)
    ] == []


def test_the_admin(city, walk):
    assert walk(every_page.of_staff(city)) == []
