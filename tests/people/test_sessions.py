"""Who is asking is read in one statement, and who is out is out with the next request."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as UnusedSession
from django.core.management import call_command
from django.utils import timezone

from portal.people.models import Session, User
from tests import cast

pytestmark = pytest.mark.django_db

MY = "/my/people/"


@pytest.fixture
def resident(client) -> User:
    user = cast.a_resident()
    client.sign_in(user)
    return user


def is_signed_in(client) -> bool:
    response = client.get(MY)
    assert response.status_code in (200, 302)
    return response.status_code == 200


def test_the_session_and_its_account_are_one_statement(
    client, resident, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1):
        client.get("/my/registration/")
    assert Session.objects.get().account == resident
    assert not UnusedSession.objects.exists()


def test_who_signs_out_is_out_in_every_copy_of_the_cookie(client, resident):
    copied = type(client)()
    copied.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME]
    assert is_signed_in(copied)
    client.post("/account/sign-out/")
    assert not is_signed_in(copied)
    assert not Session.objects.filter(account=resident).exists()


def test_an_account_that_is_closed_is_out_with_the_next_request(client, resident):
    assert is_signed_in(client)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)


def test_a_secret_that_changed_ends_every_session_made_with_the_old_one(client, resident):
    resident.set_password("neu und geheim")
    resident.save()
    assert not is_signed_in(client)
    assert not Session.objects.filter(account=resident).exists()


def test_a_secret_key_being_replaced_signs_nobody_out(client, resident, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-secret-key-for-this-test-only-0123456789"
    assert is_signed_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    assert is_signed_in(client), "it was made anew with the new key"


def test_a_session_made_for_another_account_gives_no_account_of_either(client, resident):
    other = User.objects.create_user("other@example.jp")
    Session.objects.update(account=other)
    response = client.get(MY)
    assert response.wsgi_request.user == resident, "what was signed decides, not the column"


def test_an_expired_session_is_nobodys_and_is_cleared_away(client, resident):
    Session.objects.update(expire_date=timezone.now())
    assert not is_signed_in(client)
    call_command("clearsessions")
    assert not Session.objects.exists()


def test_a_session_that_never_was_is_nobodys(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert not is_signed_in(client)


def test_the_sessions_of_an_account_go_with_it(client):
    user = User.objects.create_user("short@example.jp")
    client.sign_in(user)
    user.delete()
    assert not Session.objects.exists()
    assert not is_signed_in(client)
