"""The demo city lets one be anybody, and shows the mails; elsewhere there is no such page."""

import importlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, clear_url_caches, resolve

from portal import urls
from portal.demo.models import SentMail
from portal.people.models import User
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db

SIGN_IN = "/demo/sign-in/"


def texts(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def is_signed_in_as(client) -> str:
    return client.session.get("_auth_user_id", "")


# ---------------------------------------------------------------- being anybody


def test_residents_and_staff_are_offered_apart(client):
    cast.a_resident()
    cast.center_staff(cast.a_center())
    said = texts(client.get_page("/demo/"))
    assert said.index("市民 ") < said.index("hanako@example.jp") < said.index("kancho@example.jp")
    assert "みな架空の人です" in said


def test_one_press_is_enough(client):
    resident, staff = cast.a_resident(), cast.center_staff(cast.a_center())
    for user, leads_to in ((resident, "/my/"), (staff, "/desk/")):
        assert client.post(SIGN_IN, {"email": user.email}).url == leads_to
        assert is_signed_in_as(client) == str(user.pk)
        assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize(
    "email",
    ["", "nobody@example.jp", "HANAKO", "\x00", "hanako@example.jp\x00x", "🍣", "a" * 9_999],
)
def test_somebody_who_does_not_live_here_is_not_found(client, email):
    cast.a_resident()
    client.post_page(SIGN_IN, {"email": email}, status=404)
    assert not is_signed_in_as(client)


def test_a_closed_account_is_neither_offered_nor_let_in(client):
    user = cast.a_resident()
    User.objects.update(is_active=False)
    assert user.email not in texts(client.get_page("/demo/"))
    assert client.post(SIGN_IN, {"email": user.email}).status_code == 404


def test_it_needs_a_press_of_the_button_on_our_own_page(client):
    cast.a_resident()
    assert client.get(f"{SIGN_IN}?email=hanako@example.jp").status_code == 405
    strict = type(client)(enforce_csrf_checks=True)
    strict.post_page(SIGN_IN, {"email": "hanako@example.jp"}, status=403)
    assert not is_signed_in_as(client)
    assert not is_signed_in_as(strict)


def test_being_another_starts_a_session_of_ones_own(client):
    one, other = cast.a_resident(), cast.a_resident("other@example.jp")
    client.post(SIGN_IN, {"email": one.email})
    before = client.session.session_key
    client.post(SIGN_IN, {"email": other.email})
    assert client.session.session_key != before
    assert is_signed_in_as(client) == str(other.pk)


@pytest.mark.parametrize(
    ("q", "found"),
    [("hana", True), ("HANA", True), ("@example", True), ("%25", False), ("🍣", False)],
)
def test_people_are_found_by_a_part_of_their_address(client, q, found):
    cast.a_resident()
    shown = texts(client.get_page(f"/demo/?q={q}"))
    assert ("hanako@example.jp" in shown) is found


def test_many_people_ask_the_database_as_often_as_one(client):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get_page("/demo/")
        return len(asked)

    cast.a_resident()
    cast.center_staff(cast.a_center())
    one = statements()
    cast.many_residents(40)
    for number in range(5):
        center = cast.a_center(f"c{number}", name=f"{number}館")
        cast.center_staff(center, f"staff{number}@example.jp")
    assert statements() == one


# ---------------------------------------------------------------- the mails


def test_the_mails_sent_are_shown_newest_first_as_they_were_written(client):
    assert "まだ1通も送られていません" in texts(client.get_page("/demo/mails/"))
    for number in range(60):
        SentMail.objects.create(
            to="hanako@example.jp", subject=f"{number}通目", body="<b>本文</b>\n確認番号 123456"
        )
    page = client.get_page("/demo/mails/")
    said = texts(page)
    assert said.index("59通目") < said.index("58通目")
    assert "10通目" in said
    assert " 9通目" not in said
    assert "<b>本文</b>" in said


def test_a_code_asked_for_stands_there_to_be_typed(client, run_queue, settings):
    settings.MAILERS = {"default": {"BACKEND": "portal.demo.mail.KeepForThePage"}}
    client.post("/account/sign-in/", {"email": "hanako@example.jp"})
    run_queue()
    said = texts(client.get_page("/demo/mails/"))
    assert "サインインの確認番号" in said
    assert "hanako@example.jp あて" in said


# ---------------------------------------------------------------- outside the demo


@pytest.fixture
def outside_the_demo(settings):
    """The portal as a city runs it; its addresses are read anew, there and back."""

    def read_anew() -> None:
        importlib.reload(urls)
        clear_url_caches()

    settings.DEMO = False
    read_anew()
    yield
    settings.DEMO = True
    read_anew()


def test_outside_the_demo_there_are_no_such_pages(outside_the_demo, client):
    cast.a_resident()
    for address in ("/demo/", "/demo/mails/", SIGN_IN):
        with pytest.raises(Resolver404):
            resolve(address)
        assert client.get(address).status_code == 404
    assert client.post(SIGN_IN, {"email": "hanako@example.jp"}).status_code == 404
    assert not is_signed_in_as(client)


def test_outside_the_demo_no_page_mentions_it(outside_the_demo, client):
    page = client.get_page("/")
    assert "デモ" not in texts(page)
    assert "/demo/" not in [a["href"] for a in page.all("a")]


def test_even_with_the_addresses_left_in_nobody_signs_in_without_a_code(client, settings):
    settings.DEMO = False
    cast.a_resident()
    assert client.post(SIGN_IN, {"email": "hanako@example.jp"}).status_code == 404
    assert not is_signed_in_as(client)


def test_in_the_demo_every_page_says_that_it_is_one(client):
    assert "デモのまちです。人も施設も実在しません。" in texts(client.get_page("/courses/"))
