"""Forms of the desk are read and saved under a lock: what is decided in that instant stays.

The race runs with real connections. The control takes the lock away and shows it breaking the
promise. That both pages of an opening lock says `test_an_opening_put_right.py`.
"""

from threading import Event

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.volunteers.models import Opening
from centers.volunteers.openings import deciding, wording
from centers.volunteers.views.desk import openings
from tests import cast, volunteering
from tests.page_lint import LintingClient
from tests.programs.test_staff_admin import as_shown
from tests.race import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.sign_in(cast.center_staff(cast.a_center()))
    return client


def an_organization() -> str:
    return f"organizations/{volunteering.an_organization().pk}/edit/"


def a_volunteer() -> str:
    return f"{volunteering.a_volunteer().pk}/edit/"


@pytest.mark.parametrize(
    ("page", "table"),
    [
        (an_organization, "volunteers_organization"),
        (a_volunteer, "volunteers_volunteer"),
    ],
)
def test_the_row_is_locked_before_it_is_read_for_its_form(desk, page, table):
    address = f"/desk/volunteers/{page()}"
    sent = as_shown(desk, address)
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(address, sent).status_code == 302
    said = [one["sql"] for one in asked]
    saved = [n for n, sql in enumerate(said) if f'UPDATE "{table}" SET' in sql]
    locked = [n for n, sql in enumerate(said) if f'UPDATE OF "{table}"' in sql]
    assert min(locked) < min(saved)


def what_becomes_of_an_opening_published_while_it_is_put_right(monkeypatch) -> tuple[str, str]:
    """Its title and state. The form is read first; it is saved once the other is done, or waits."""
    staff = cast.center_staff(cast.a_center())
    opening = volunteering.an_opening(status="asked", published_at=None)
    volunteering.a_shift(opening)
    desk = LintingClient()
    desk.sign_in(staff)
    address = f"/desk/volunteers/openings/{opening.pk}/edit/"
    sent = as_shown(desk, address) | {"title": "紙芝居を読む人"}
    was_read, is_published, save = Event(), Event(), wording.save

    def late(form, *, by):
        was_read.set()
        is_published.wait(0.5)
        return save(form, by=by)

    def go(what):
        if what == "edit":
            return desk.post(address, sent).status_code
        was_read.wait(10)
        deciding.publish(opening, by=staff)
        is_published.set()
        return what

    monkeypatch.setattr(wording, "save", late)
    assert race(go, ["edit", "publish"]) == [302, "publish"]
    found = Opening.objects.get(pk=opening.pk)
    return found.title, found.status


@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_its_words_are_saved_stays_published(monkeypatch):
    told = what_becomes_of_an_opening_published_while_it_is_put_right(monkeypatch)
    assert told == ("紙芝居を読む人", "published")


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_it_is_written_back_to_what_it_had_been(monkeypatch):
    own = openings._own
    monkeypatch.setattr(openings, "_own", lambda request, pk, locks=False: own(request, pk))
    told = what_becomes_of_an_opening_published_while_it_is_put_right(monkeypatch)
    assert told == ("紙芝居を読む人", "asked")
