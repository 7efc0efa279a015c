"""Openings, organisations and the roster in the admin: each centre its own, by the desk's rules."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.models import Opening, Organization, Volunteer
from portal.people.models import AccessLog
from tests import cast
from tests.programs.test_staff_admin import as_shown
from tests.volunteering import a_role, a_shift, a_volunteer, an_opening, an_organization

pytestmark = pytest.mark.django_db

OPENINGS = "/admin/volunteers/opening/"
ORGANIZATIONS = "/admin/volunteers/organization/"
VOLUNTEERS = "/admin/volunteers/volunteer/"


@pytest.fixture
def center():
    return cast.a_center()


@pytest.fixture
def elsewhere():
    return cast.a_center("minato", ward="moji", name="門司みなと市民センター")


@pytest.fixture
def staff(client, center):
    user = cast.center_staff(center)
    client.sign_in(user)
    return user


def change(address: str, row) -> str:
    return f"{address}{row.pk}/change/"


def read(client, address: str) -> str:
    return client.get(address).content.decode()


# ---------------------------------------------------------------- openings


def test_a_centre_finds_its_own_openings_by_words_state_and_ward(client, staff, center, elsewhere):
    an_opening("絵本を読む人", center=center)
    an_opening("花を植える人", center=center)
    an_opening("よその募集", center=elsewhere)
    page = read(client, f"{OPENINGS}?q=絵本&status__exact=published")
    assert "絵本を読む人" in page
    assert "花を植える人" not in page
    assert "よその募集" not in read(client, OPENINGS)


def test_the_words_are_changed_and_who_did_is_kept(client, staff, center):
    opening = an_opening(center=center, role=a_role())
    shift = a_shift(opening)
    address = change(OPENINGS, opening)
    sent = client.post(address, as_shown(client, address) | {"title": "紙芝居を読む人"})
    assert sent.status_code == 302
    opening.refresh_from_db()
    assert (opening.title, opening.changed_by) == ("紙芝居を読む人", staff)
    shift.refresh_from_db()
    assert shift.needed == 3


def test_no_state_is_changed_and_none_is_made_or_deleted_here(client, staff, center):
    opening = an_opening(center=center)
    address = change(OPENINGS, opening)
    client.post(address, as_shown(client, address) | {"status": "cancelled", "why": "やめる"})
    opening.refresh_from_db()
    assert (opening.status, opening.why) == (Opening.Status.PUBLISHED, "")
    assert client.get(f"{OPENINGS}add/").status_code == 403
    assert client.post(f"{OPENINGS}{opening.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_host_is_one_the_answering_centre_looks_after(client, staff, center, elsewhere):
    opening = an_opening(center=center)
    address = change(OPENINGS, opening)
    other = an_organization("よその学校", center=elsewhere)
    sent = client.post(address, as_shown(client, address) | {"organization": other.pk})
    assert sent.status_code == 200
    assert "団体を選び直してください。" in sent.content.decode()
    own = an_organization("浜小学校", center=center)
    offered = client.get(
        "/admin/autocomplete/",
        {
            "app_label": "volunteers",
            "model_name": "opening",
            "field_name": "organization",
            "term": "校",
        },
    ).json()
    assert [one["id"] for one in offered["results"]] == [str(own.pk)]


def test_a_centre_does_not_open_what_another_looks_after(client, staff, elsewhere):
    opening = an_opening(center=elsewhere)
    organization = an_organization(center=elsewhere)
    for address in (change(OPENINGS, opening), change(ORGANIZATIONS, organization)):
        assert client.get(address).status_code == 302
        assert client.post(address, {"title": "x", "name": "x"}).status_code == 302
    opening.refresh_from_db()
    assert opening.title != "x"


@pytest.mark.parametrize("address", [OPENINGS, ORGANIZATIONS, VOLUNTEERS])
def test_a_list_asks_the_same_for_one_and_for_many(client, staff, center, address):
    numbers, residents = [], cast.many_residents(13)
    for more, some in ((1, residents[:1]), (12, residents[1:])):
        for number in range(more):
            name = f"{more}-{number}"
            host = an_organization(f"小学校{name}", center=center)
            an_opening(f"募集{name}", center=center, organization=host, role=a_role(name, name))
        for user, person in some:
            a_volunteer(person, center, by=user)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


# ---------------------------------------------------------------- organisations


def test_the_directory_knows_the_rules_of_the_desk(client, staff, center, elsewhere):
    told = {
        "name": "  浜　町内会 ",
        "kana": "はまちょうないかい",
        "kind": Organization.Kind.COMMUNITY,
        "center": center.pk,
        "phone": "０９３－０００－０００１",
    }
    assert client.post(f"{ORGANIZATIONS}add/", told).status_code == 302
    made = Organization.objects.get()
    assert (made.name, made.kana, made.phone) == ("浜 町内会", "ハマチョウナイカイ", "093-000-0001")
    wrong = client.post(f"{ORGANIZATIONS}add/", told | {"kana": "浜"}).content.decode()
    assert "フリガナはカタカナで入力してください。" in wrong
    elsewhere_told = client.post(f"{ORGANIZATIONS}add/", told | {"center": elsewhere.pk})
    assert elsewhere_told.status_code == 200
    assert client.post(f"{ORGANIZATIONS}add/", told).status_code == 200, "there is one of that name"
    assert Organization.objects.count() == 1


def test_an_organisation_is_ended_at_the_desk_only(client, staff, center):
    organization = an_organization(center=center)
    address = change(ORGANIZATIONS, organization)
    sent = as_shown(client, address) | {"closed_on": timezone.localdate().isoformat()}
    client.post(address, sent)
    organization.refresh_from_db()
    assert organization.closed_on is None
    assert client.get(f"{ORGANIZATIONS}{organization.pk}/delete/").status_code == 403


# ---------------------------------------------------------------- the roster


def test_the_roster_is_looked_through_only_and_each_look_is_written_down(
    client, staff, center, elsewhere
):
    volunteer = a_volunteer(center=center)
    user, [person] = cast.a_family(1)
    a_volunteer(person, elsewhere, by=user)
    assert len(client.get(VOLUNTEERS).context["cl"].result_list) == 1
    looked = AccessLog.objects.filter(viewer=staff, reason="ボランティア名簿（管理）")
    assert list(looked.values_list("person", flat=True)) == [volunteer.person_id]
    client.get(change(VOLUNTEERS, volunteer))
    assert looked.count() == 2
    client.post(change(VOLUNTEERS, volunteer), {"status": "stopped"})
    assert Volunteer.objects.get(pk=volunteer.pk).status == "active"
    for what in ("add/", f"{volunteer.pk}/delete/"):
        assert client.get(f"{VOLUNTEERS}{what}").status_code == 403


def test_roles_are_found_by_name_and_whether_they_are_in_use(client):
    client.sign_in(cast.section_staff())
    a_role("leader", "防災リーダー", is_in_use=False)
    a_role("reader", "読み聞かせ")
    page = read(client, "/admin/volunteers/volunteerrole/?q=防災&is_in_use__exact=0")
    assert "防災リーダー" in page
    assert "読み聞かせ" not in page
