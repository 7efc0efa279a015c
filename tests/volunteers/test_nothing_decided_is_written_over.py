"""Forms of the desk are read and saved under a lock: what is decided in that instant stays.

Of openings says so `test_an_opening_put_right.py`.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast, volunteering
from tests.programs.test_staff_admin import as_shown

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
