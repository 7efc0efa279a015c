"""A resident's pages as a volunteer: steps that save, what one told, and what others do not see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.loading import load_shipped
from centers.volunteers.models import ActivityField, Posting, Volunteer, VolunteerRole
from centers.volunteers.roster import agreed, registering
from portal.people.models import AccessLog, Membership, Person, User
from tests import cast
from tests.volunteering import a_posting, a_role, a_volunteer

pytestmark = pytest.mark.django_db

REGISTER = "/my/volunteer/register/"


def said(page) -> str:
    return " ".join(page.text)


@pytest.fixture
def user():
    return cast.a_resident()


@pytest.fixture
def resident(client, user):
    client.sign_in(user)
    return client


def step(volunteer: Volunteer, name: str) -> str:
    return f"/my/volunteer/{volunteer.number}/{name}/"


# ---------------------------------------------------------------- registering, page by page


def test_a_resident_registers_page_by_page_without_a_script(resident, user):
    load_shipped()
    center = cast.a_center()
    came = resident.post(REGISTER, {"center": center.pk, "role": "class-helper"})
    volunteer = Volunteer.objects.get()
    assert came["Location"] == f"{step(volunteer, 'wishes')}?first=1#saved"
    field = ActivityField.objects.get(slug="reading")
    told = {
        "wishes": {"interests": field.pk, "skills": "朗読　を 20年", "languages": ["jsl", "en"]},
        "times": {"times": ["15", "0"], "wards": center.ward_id, "transport": "walk"},
        "qualifications": {},
        "consents": {"host-name": "on", "host-phone": "on"},
    }
    for name, words in told.items():
        assert "／5" in said(resident.get_page(f"{step(volunteer, name)}?first=1"))
        went = resident.post(step(volunteer, name), words | {"first": "1"})
        assert went.status_code == 302
    assert went["Location"] == "/my/volunteer/#saved"
    volunteer.refresh_from_db()
    assert [one.slug for one in volunteer.fields.all()] == ["reading"]
    assert (volunteer.skills, volunteer.languages) == ("朗読 を 20年", ["jsl", "en"])
    assert (volunteer.times, volunteer.transport) == ([0, 15], "walk")
    assert agreed.agreed_by(volunteer) == {("host", "name"), ("host", "phone")}
    page = said(resident.get_page("/my/volunteer/"))
    assert "月曜の午前、土曜の午前" in page
    assert "氏名、電話番号" in page


def test_the_role_one_came_for_is_wished_for(resident, user):
    role = a_role()
    assert "「子育てサポーター」を希望する役割" in said(
        resident.get_page(f"{REGISTER}?role={role.slug}")
    )
    resident.post(REGISTER, {"center": cast.a_center().pk, "role": role.slug})
    assert Volunteer.objects.get().wanted_roles.get() == role


def test_whoever_has_said_nothing_about_the_family_does_so_first_and_comes_back(client):

    client.sign_in(User.objects.create_user("newcomer@example.jp"))
    went = client.get(f"{REGISTER}?role=supporter")
    assert went["Location"].startswith("/my/registration/?next=%2Fmy%2Fvolunteer%2Fregister%2F")


def test_what_was_typed_stands_on_the_page_that_refuses_it(resident, user):
    volunteer = a_volunteer(user.household.people.get(), by=user)
    page = resident.post_page(
        step(volunteer, "wishes"), {"skills": "ピアノ", "prefers_not": "長" * 201}, status=422
    )
    assert "200文字まで" in said(page)
    assert "ピアノ" in said(page)
    page = resident.post_page(
        step(volunteer, "times"), {"times": ["3", "99"], "transport": "car"}, status=422
    )
    marked = [box for box in page.all("input") if box.get("name") == "times" and "checked" in box]
    assert [box["value"] for box in marked] == ["3"]
    page = resident.post_page(
        step(volunteer, "qualifications"), {"add": "1", "obtained_on": "きのう"}, status=422
    )
    assert any(box.get("value") == "きのう" for box in page.all("input"))


def test_a_minor_is_asked_for_a_guardian_and_an_adult_is_not(client):
    young = date(timezone.localdate().year - 15, 1, 1)
    for email, born, asks in (
        ("kodomo@example.jp", young, True),
        ("otona@example.jp", date(1960, 1, 1), False),
    ):
        client.sign_in(cast.a_resident(email, born=born))
        assert ("保護者の方が、お名前を書いて" in said(client.get_page(REGISTER))) == asks


def test_who_is_too_young_is_not_offered_and_the_page_says_from_when_on(client):
    user = cast.a_resident()
    Person.register(user, cast.a_person(given_name="湊", born=date(2018, 6, 12)))
    client.sign_in(user)
    page = said(client.get_page("/my/volunteer/register/"))
    assert "湊さん" not in page
    assert "12歳からです" in page
    assert "保護者の氏名" not in page


def test_a_minor_without_a_guardian_is_told_beside_the_field(client):
    user = cast.a_resident(born=date(timezone.localdate().year - 15, 1, 1))
    client.sign_in(user)
    told = {"center": cast.a_center().pk}
    page = client.post_page(REGISTER, told, status=422)
    assert "保護者の氏名と同意がいります" in said(page)
    client.post(REGISTER, told | {"guardian": "髙﨑 一郎", "agrees": "on"})
    assert Volunteer.objects.get().guardian_name == "髙﨑 一郎"


def test_a_role_one_is_too_young_for_is_refused_by_name(client):
    user = cast.a_resident(born=date(timezone.localdate().year - 15, 1, 1))
    client.sign_in(user)
    volunteer = a_volunteer(user.household.people.get(), by=user)
    role = a_role(minimum_age=18)
    page = client.post_page(step(volunteer, "wishes"), {"wanted_roles": role.pk}, status=422)
    assert "子育てサポーター（18歳から）" in said(page)
    assert not volunteer.wanted_roles.exists()


def test_changing_ones_wishes_leaves_what_staff_wrote(resident, user):
    """A page writes what it asks for and nothing else."""
    volunteer = a_volunteer(user.household.people.get(), by=user)
    closed = a_role("adviser", "社会教育主事", is_open_to_all=False)
    volunteer.wanted_roles.add(closed)
    page_open = Volunteer.objects.get()
    Volunteer.objects.update(note="職員のメモ", status="paused")
    assert page_open.note == ""
    resident.post(step(volunteer, "wishes"), {"skills": "折り紙"})
    volunteer.refresh_from_db()
    assert (volunteer.skills, volunteer.note, volunteer.status) == (
        "折り紙",
        "職員のメモ",
        "paused",
    )
    assert volunteer.wanted_roles.get() == closed


# ---------------------------------------------------------------- resting, ending, one's own


def test_resting_and_going_on_are_one_press_each(resident, user):
    volunteer = a_volunteer(user.household.people.get(), by=user)
    for pressed, becomes in (("1", "paused"), ("0", "active")):
        resident.post(step(volunteer, "rest"), {"rest": pressed})
        volunteer.refresh_from_db()
        assert volunteer.status == becomes


def test_ending_is_asked_first_and_tells_what_it_brings(resident, user):
    volunteer = a_volunteer(user.household.people.get(), by=user)
    a_posting(volunteer)
    page = said(resident.get_page(step(volunteer, "stop")))
    assert "次の役割の手続きは、市民センターからご連絡します" in page
    assert f"{timezone.localdate().year + 3}年" in page
    resident.post(step(volunteer, "stop"), {"why": "ひっ\x00こし"})  # no row can hold a NUL
    volunteer.refresh_from_db()
    assert (volunteer.status, volunteer.why) == ("stopped", "ひっこし")
    assert "また始める" in said(resident.get_page("/my/volunteer/"))


def test_a_consent_is_taken_back_on_the_same_page(resident, user):
    volunteer = a_volunteer(user.household.people.get(), by=user)
    agreed.agree(volunteer, [("host", "phone"), ("public", "name")], by=user)
    resident.post(step(volunteer, "consents"), {"public-name": "on"})
    assert agreed.agreed_by(volunteer) == {("public", "name")}


@pytest.mark.parametrize(
    "name", ["wishes", "times", "qualifications", "consents", "guardian", "rest", "stop"]
)
def test_nobody_changes_somebody_elses(client, name):
    volunteer = a_volunteer()
    client.sign_in(cast.a_resident("other@example.jp"))
    assert client.post(step(volunteer, name), {"rest": "1"}).status_code == 404
    volunteer.refresh_from_db()
    assert volunteer.is_active


def test_volunteer_staff_and_parent_at_once(client, user):
    """On one's own pages one is a resident: own family only, and nothing is logged."""
    Membership.objects.create(user=user)
    user.is_staff = True
    user.save()
    child = Person.register(
        user, cast.a_person(given_name="三郎", born=date(timezone.localdate().year - 15, 1, 1))
    )
    a_volunteer(user.household.people.order_by("birth_date").first(), by=user)
    a_volunteer(child, by=user)
    stranger = a_volunteer(cast.a_resident("other@example.jp").household.people.get())
    client.sign_in(user)
    page = said(client.get_page("/my/volunteer/"))
    assert "花子さん" in page
    assert "三郎さん" in page
    assert client.get(step(stranger, "wishes")).status_code == 404
    assert not AccessLog.objects.exists()


def test_the_page_asks_as_much_for_many_volunteers_as_for_one(resident, user):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            resident.get_page("/my/volunteer/")
        return len(queries)

    first = a_volunteer(user.household.people.get(), by=user)
    agreed.agree(first, [("host", "name")], by=user)
    a_posting(first)
    before = asked()
    for name in ("次郎", "三郎"):
        person = Person.register(user, cast.a_person(given_name=name))
        another = a_volunteer(person, by=user)
        agreed.agree(another, [("host", "name")], by=user)
        a_posting(another)
    assert asked() == before


# ---------------------------------------------------------------- for everybody


def test_every_role_has_a_page_that_says_how_one_becomes_it(client):
    load_shipped()
    listed = said(client.get_page("/volunteers/roles/"))
    told = client.get_page("/volunteers/roles/class-helper/").all("a")
    assert "/volunteers/?role=class-helper" in [link["href"] for link in told]
    for role in VolunteerRole.objects.all():
        assert role.name in listed
        page = said(client.get_page(role.get_absolute_url()))
        assert role.how in page
        assert ("この役割を希望して登録する" in page) == role.is_open_to_all
    VolunteerRole.objects.filter(slug="class-helper").update(is_in_use=False)
    client.get_page("/volunteers/roles/class-helper/?again", status=404)


def test_the_list_of_roles_asks_a_fixed_number_of_things(client, django_assert_num_queries):
    load_shipped()
    with django_assert_num_queries(2):
        response = client.get("/volunteers/roles/")
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def card(volunteer: Volunteer) -> str:
    return f"/volunteers/cards/{volunteer.number}/"


def test_a_card_tells_role_and_place_and_the_name_only_where_its_owner_agreed(client):
    volunteer = a_volunteer()
    a_posting(volunteer)
    page = said(client.get_page(card(volunteer)))
    assert "有効です" in page
    assert "子育てサポーター（戸畑浜市民センター）" in page
    assert volunteer.person.family_name not in page
    assert volunteer.person.phone not in page
    agreed.agree(volunteer, [("public", "name")], by=volunteer.by)
    assert volunteer.person.full_name in said(client.get_page(card(volunteer)))
    agreed.agree(volunteer, [], by=volunteer.by)
    assert volunteer.person.family_name not in said(client.get_page(card(volunteer)))


def test_a_posting_that_is_over_stands_on_no_card(client):
    volunteer = a_volunteer()
    a_posting(volunteer, first_day=date(2020, 4, 1), last_day=date(2021, 3, 31))
    assert Posting.objects.exists()
    assert "決まった役割はありません" in said(client.get_page(card(volunteer)))


def test_a_card_of_who_rests_or_ended_looks_like_one_that_never_was(client):
    volunteer = a_volunteer()
    unknown = said(client.get_page("/volunteers/cards/123456789/", status=404))
    registering.rest(volunteer, by=volunteer.by)
    assert said(client.get_page(card(volunteer), status=404)) == unknown
    registering.stop(volunteer, by=volunteer.by)
    assert said(client.get_page(card(volunteer), status=404)) == unknown
