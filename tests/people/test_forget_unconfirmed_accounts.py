"""An address somebody typed and never confirmed is not kept for long."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.people.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def an_account(email: str, *, hours_ago: int, **fields) -> User:
    made = timezone.now() - timedelta(hours=hours_ago)
    return User.objects.create_user(email, date_joined=made, **fields)


def forget() -> str:
    out = StringIO()
    call_command("forget_unconfirmed_accounts", stdout=out)
    return out.getvalue()


def test_an_address_nobody_came_back_for_is_forgotten_after_a_day():
    an_account("typed-wrong@example.jp", hours_ago=25)
    an_account("just-asked@example.jp", hours_ago=23)
    assert "1件" in forget()
    assert [user.email for user in User.objects.all()] == ["just-asked@example.jp"]


def test_whoever_signed_in_registered_or_works_here_is_kept():
    an_account("came-once@example.jp", hours_ago=999, last_login=timezone.now())
    an_account("staff@example.jp", hours_ago=999, is_staff=True)
    an_account("root@example.jp", hours_ago=999, is_superuser=True)
    registered = cast.a_resident("family@example.jp")
    User.objects.filter(pk=registered.pk).update(date_joined=timezone.now() - timedelta(days=99))
    assert "0件" in forget()
    assert User.objects.count() == 4


def test_a_first_visit_that_was_never_finished_is_what_is_forgotten(client):
    client.post("/account/sign-in/", {"email": "hanako@example.jp"})
    User.objects.update(date_joined=timezone.now() - timedelta(days=2))
    assert "1件" in forget()


def test_a_forgotten_address_may_come_again(client):
    an_account("hanako@example.jp", hours_ago=48)
    forget()
    assert client.post("/account/sign-in/", {"email": "hanako@example.jp"}).status_code == 302
    assert User.objects.filter(email="hanako@example.jp").exists()
