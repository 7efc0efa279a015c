"""The words of an opening change, at the desk and in the admin: who comes learns where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.volunteers.models import Opening
from centers.volunteers.openings import agreeing
from portal.notices.models import Message
from tests import cast, volunteering
from tests.programs.test_staff_admin import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.sign_in(cast.center_staff(cast.a_center()))
    return client


@pytest.fixture
def opening() -> Opening:
    """Of a school, with somebody who comes."""
    found = volunteering.an_opening(
        organization=volunteering.an_organization(), role=volunteering.a_role()
    )
    volunteer = volunteering.a_volunteer()
    agreeing.sign_up(volunteer, volunteering.a_shift(found), by=volunteer.by)
    return found


@pytest.fixture(
    params=["/desk/volunteers/openings/{}/edit/", "/admin/volunteers/opening/{}/change/"]
)
def form(request, opening) -> str:
    """Either page on which staff put the words right."""
    return request.param.format(opening.pk)


def told() -> list[Message]:
    return list(Message.objects.filter(key__contains="-elsewhere"))


def test_who_comes_is_told_the_old_place_and_the_new(desk, opening, form):
    before = opening.place
    desk.post(form, as_shown(desk, form) | {"place": "浜小学校 図書室"})
    opening.refresh_from_db()
    assert opening.place == "浜小学校 図書室"
    [letter] = told()
    assert f"変更前　{before}" in letter.body
    assert "変更後　浜小学校 図書室" in letter.body
    assert "LOCATION:浜小学校 図書室" in letter.calendar


def test_of_other_words_nobody_is_written_to(desk, opening, form):
    desk.post(form, as_shown(desk, form) | {"title": "紙芝居を読む人"})
    opening.refresh_from_db()
    assert opening.title == "紙芝居を読む人"
    assert told() == []


def test_the_host_stays_while_somebody_comes(desk, opening, form):
    host, other = opening.organization, volunteering.an_organization("浜町内会")
    for instead in (str(other.pk), ""):
        answer = desk.post(form, as_shown(desk, form) | {"organization": instead})
        assert "団体は変えられません" in answer.content.decode()
    opening.refresh_from_db()
    assert opening.organization == host
    [match] = opening.shifts.get().matches.all()
    agreeing.withdraw(match, by=match.volunteer.by)
    desk.post(form, as_shown(desk, form) | {"organization": str(other.pk)})
    opening.refresh_from_db()
    assert opening.organization == other


def test_what_is_decided_in_that_instant_is_not_written_over(desk, opening, form):
    """The row is locked before it is read for its form."""
    sent = as_shown(desk, form)
    with CaptureQueriesContext(connection) as asked:
        assert desk.post(form, sent).status_code == 302
    said = [one["sql"] for one in asked]
    locked = next(n for n, sql in enumerate(said) if 'FOR UPDATE OF "volunteers_opening"' in sql)
    assert locked < next(n for n, sql in enumerate(said) if 'UPDATE "volunteers_opening"' in sql)
