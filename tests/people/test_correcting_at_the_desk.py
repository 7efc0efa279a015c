"""Staff correct what was registered of somebody without an account, at either desk."""

from datetime import date

import pytest
from django.apps import apps

from portal.people.models import AccessLog, Household, Person, User
from tests import cast
from tests.volunteering import a_volunteer

pytestmark = pytest.mark.django_db

TYPED = {
    "family_name": "高崎",
    "given_name": "花子",
    "family_kana": "タカサキ",
    "given_kana": "ハナコ",
    "birth_year": "1954",
    "birth_month": "4",
    "birth_day": "2",
    "phone": "093-000-1234",
    "ward": "",
}


@pytest.fixture
def person() -> Person:
    """Registered at the counter, without an e-mail address."""
    return Person.register_at_the_desk(cast.a_person())


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


@pytest.fixture(params=["volunteers", "courses"])
def address(request, person, staff) -> str:
    """The page at the desk of the roster, or of courses."""
    if request.param == "volunteers":
        return f"/desk/volunteers/{a_volunteer(person, by=staff).pk}/person/"
    cast.a_course().sign_up(person, by=staff, via="phone")
    return f"/desk/people/{person.pk}/edit/"


def test_name_birthday_telephone_and_home_are_corrected(client, address, person, staff):
    client.sign_in(staff)
    page = client.get(address.removesuffix("person/").removesuffix("edit/")).content.decode()
    assert f'href="{address}"' in page
    sent = client.post(address, TYPED | {"postcode": "804-0000", "address": "戸畑区1-1"})
    assert sent.status_code == 302
    person.refresh_from_db()
    assert (person.family_name, person.birth_date) == ("高崎", date(1954, 4, 2))
    assert (person.phone, person.ward, person.postcode) == ("093-000-1234", None, "8040000")


def test_each_look_and_who_corrected_is_written_down(client, address, person, staff):
    client.sign_in(staff)
    client.get_page(address)
    client.post(address, TYPED)
    looked = AccessLog.objects.filter(viewer=staff, person=person, reason="登録の修正")
    assert looked.count() == 2
    last = apps.get_model("people", "PersonEvent").objects.filter(pgh_obj=person).latest("pgh_id")
    assert (last.family_name, last.pgh_context.metadata["user"]) == ("高崎", staff.pk)


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(
    client, address, person, staff
):
    client.sign_in(staff)
    sent = client.post(address, TYPED | {"birth_day": "31", "family_kana": "高崎", "phone": "1"})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "生年月日を確かめてください。その日付はありません。" in page
    assert "カタカナで入力してください。" in page
    person.refresh_from_db()
    assert person.birth_date == date(1954, 4, 1)


def test_who_has_an_account_mends_it_on_ones_own_page(client, address, person, staff):
    user = User.objects.create_user("hanako@example.jp")
    User.objects.filter(pk=user.pk).update(household=person.household)
    client.sign_in(staff)
    for answer in (client.get(address, follow=True), client.post(address, TYPED, follow=True)):
        assert "本人か家族がマイページで直します" in answer.content.decode()
    person.refresh_from_db()
    assert person.family_name == "髙﨑"


def test_a_correction_makes_no_second_registration_of_one_person(client, address, person, staff):
    told = {"family_name": "高崎", "birth_date": date(1954, 4, 2), "phone": "(093)000-1234"}
    Person.objects.create(
        household=Household.objects.create(),
        given_name="花子",
        family_kana="タカサキ",
        given_kana="ハナコ",
        **told,
    )
    client.sign_in(staff)
    sent = client.post(address, TYPED)
    assert sent.status_code == 409
    assert "ひとつにまとめてください" in sent.content.decode()
    person.refresh_from_db()
    assert person.family_name == "髙﨑"


def test_another_centre_corrects_nobody(client, address):
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    client.sign_in(cast.center_staff(minato, "minato@example.jp"))
    assert client.get(address).status_code == 404
    assert client.post(address, TYPED).status_code == 404
