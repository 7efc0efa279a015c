"""Forms of volunteers in which long words are written keep them until they are saved.

How a tab keeps them, tests/browser/test_words_kept_in_the_tab.py tells.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.volunteers.hours.recording import came
from centers.volunteers.models import ActivityLog
from centers.volunteers.openings import agreeing
from tests import cast, volunteering

pytestmark = pytest.mark.django_db
DESK = "/desk/volunteers"


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


@pytest.fixture
def shift():
    return volunteering.a_shift(
        volunteering.an_opening(organization=volunteering.an_organization())
    )


@pytest.fixture
def volunteer():
    return volunteering.a_volunteer(person=cast.a_resident("v@example.jp").household.people.get())


@pytest.fixture
def done(shift, volunteer, staff):
    """They came, and nobody has thanked them."""
    match = volunteering.agreed(volunteer, shift)
    shift.starts_at = timezone.now() - timedelta(hours=1)
    shift.save()
    came(shift, {match.pk: 60}, by=staff, how=ActivityLog.How.LIST)
    return match


def is_kept(html: str) -> bool:
    return all(one in html for one in ("data-keep-for=", "data-kept-restore", "kept-words.js"))


def lets_go(client, answer) -> bool:
    """Whether the page it leads to takes what was kept away, now that it is saved."""
    address = answer["Location"].removesuffix("#saved")
    page = client.get(address).content.decode()
    return address != answer["Location"] and "kept-words.js" in page


def test_words_of_thanks_at_the_desk(client, staff, done):
    client.sign_in(staff)
    address = f"{DESK}/shifts/{done.shift_id}/came/"
    assert is_kept(client.get(address).content.decode())
    assert lets_go(client, client.post(address, {"words": "助かりました。"}))
    again = client.post(address, {f"came-{done.pk}": "yes"})
    assert again["Location"] == address, "who came says nothing of words that are being written"


def test_words_to_those_who_are_asked(client, staff, shift, volunteer):
    volunteering.a_posting(volunteer, volunteering.a_role())
    shift.opening.role = volunteering.a_role()
    shift.opening.save()
    client.sign_in(staff)
    address = f"{DESK}/openings/{shift.opening_id}/fits/?shift={shift.pk}"
    assert is_kept(client.get(address).content.decode())
    assert lets_go(client, client.post(address, {"volunteer": volunteer.pk, "words": "ぜひ。"}))


def test_whom_one_chose_stays_chosen_where_the_words_are_too_long(client, staff, shift, volunteer):
    volunteering.a_posting(volunteer, volunteering.a_role())
    shift.opening.role = volunteering.a_role()
    shift.opening.save()
    client.sign_in(staff)
    address = f"{DESK}/openings/{shift.opening_id}/fits/?shift={shift.pk}"
    answer = client.post(address, {"volunteer": volunteer.pk, "words": "長" * 301})
    assert answer.status_code == 422
    assert f'value="{volunteer.pk}" checked' in answer.content.decode()


def test_an_opening(client, staff, shift):
    client.sign_in(staff)
    address = f"{DESK}/openings/{shift.opening_id}/edit/"
    assert is_kept(client.get(address).content.decode())
    assert is_kept(client.get(f"{DESK}/openings/new/").content.decode())
    opening = shift.opening
    told = {
        "title": opening.title, "description": "本を読む。", "center": opening.center_id,
        "organization": opening.organization_id, "place": "図書室", "ward": opening.ward_id,
        "minimum_age": 0,
    }  # fmt: skip
    assert lets_go(client, client.post(address, told))


def test_an_organization(client, staff, shift):
    client.sign_in(staff)
    school = shift.opening.organization
    address = f"{DESK}/organizations/{school.pk}/edit/"
    assert is_kept(client.get(address).content.decode())
    told = {"name": school.name, "kind": school.kind, "center": school.center_id}
    assert lets_go(client, client.post(address, told))


def test_a_registration_written_at_the_desk(client, staff, volunteer):
    client.sign_in(staff)
    address = f"{DESK}/{volunteer.pk}/edit/"
    assert is_kept(client.get(address).content.decode())


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_why_somebody_declines(client, staff, shift, volunteer, answer):
    match = agreeing.propose(volunteer, shift, by=staff)
    client.sign_in(volunteer.by)
    address = f"/my/volunteer/matches/{match.number}/"
    assert is_kept(client.get(address).content.decode())
    assert lets_go(client, client.post(address, {"answer": answer, "why": "旅行のため"}))


def test_why_somebody_gives_a_place_back(client, shift, volunteer):
    match = volunteering.agreed(volunteer, shift)
    client.sign_in(volunteer.by)
    address = f"/my/volunteer/matches/{match.number}/withdrawal/"
    assert is_kept(client.get(address).content.decode())
    assert lets_go(client, client.post(address, {"why": "熱が出たため"}))
