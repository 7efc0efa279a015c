"""Staff compare two registrations and read who of both is a volunteer, and what is merged."""

import pytest
from django.utils import timezone

from centers.volunteers.hours import recording
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import agreed
from portal.people.models import AccessLog, Person
from tests import cast
from tests.volunteering import a_coordinator, a_posting, a_shift, a_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return a_coordinator()


@pytest.fixture
def own():
    """Posted, with an activity to come and an hour and a half done."""
    volunteer = a_volunteer()
    a_posting(volunteer)
    agreeing.sign_up(volunteer, a_shift(), by=volunteer.by)
    today = timezone.localdate()
    log = recording.log(volunteer, day=today, minutes=90, what="見守り", by=volunteer.by)
    recording.confirm(log, by=cast.council_member(), how="counter")
    return volunteer


@pytest.fixture
def other(staff):
    """The same one, written in the forms of every day at the counter of another centre."""
    person = Person.register_at_the_desk(cast.a_person(family_name="高崎"))
    center = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    return a_volunteer(person, center, by=staff)


def compare(client, own, other) -> str:
    address = f"/desk/people/merge/?person={own.person_id}&person={other.person_id}"
    return " ".join(client.get_page(address).text)


def test_roles_activities_and_hours_of_both_are_read_side_by_side(client, own, other, staff):
    client.sign_in(staff)
    page = compare(client, own, other)
    for told in (
        "子育てサポーター",
        "絵本を読む人",
        "（参加予定）",
        "活動 1回・1時間30分",
        "活動 0回",
    ):
        assert told in page
    assert "同意は両方にあるものだけ" in page
    looked_at = AccessLog.objects.filter(viewer=staff, reason="重なった登録の確認")
    assert set(looked_at.values_list("person", flat=True)) == {own.person_id, other.person_id}


def test_the_list_of_doubles_leads_there_for_names_in_old_and_new_forms(client, own, other, staff):
    client.sign_in(staff)
    page = " ".join(client.get_page("/desk/people/doubles/").text)
    assert "髙﨑 花子" in page
    assert "高崎 花子" in page
    assert "フリガナと生年月日が同じ" in page


def test_once_merged_staff_are_told_to_ask_about_the_consents(client, own, other, staff):
    agreed.agree(own, [("host", "name")], by=own.by)
    client.sign_in(staff)
    sent = {"person": [own.person_id, other.person_id], "keep": own.person_id}
    page = client.post("/desk/people/merge/", sent, follow=True).content.decode()
    assert "どちらの登録にもあったものだけが残りました" in page
    assert agreed.agreed_by(own) == set()


def test_of_one_volunteer_nothing_is_said_about_consents(client, own, staff):
    person = Person.register_at_the_desk(cast.a_person(family_name="高崎"))
    client.sign_in(staff)
    address = f"/desk/people/merge/?person={own.person_id}&person={person.pk}"
    page = " ".join(client.get_page(address).text)
    assert "登録はありません" in page
    assert "同意は両方にあるものだけ" not in page


def test_a_centre_reads_of_a_volunteer_elsewhere_only_that_there_is_one(client, own, other):
    course = cast.a_course()
    for one in (own, other):
        course.sign_up(one.person, by=own.by, via="phone")
    client.sign_in(cast.center_staff(own.center))
    page = compare(client, own, other)
    assert "ほかの市民センターのボランティアです" in page
    assert "門司みなと" not in page
    sent = {"person": [own.person_id, other.person_id], "keep": own.person_id}
    refused = client.post("/desk/people/merge/", sent)
    assert refused.status_code == 409
    assert "担当課に、まとめるよう頼んでください" in refused.content.decode()


def test_a_centre_finds_the_doubles_among_those_on_its_roster(client, own):
    person = Person.register_at_the_desk(cast.a_person(family_name="高崎"))
    a_volunteer(person, own.center, by=own.by)
    client.sign_in(cast.center_staff(own.center))
    assert "高崎 花子" in " ".join(client.get_page("/desk/people/doubles/").text)
    client.sign_in(cast.center_staff(cast.a_center("minato", ward="moji", name="門司"), "m@x.jp"))
    assert "高崎" not in " ".join(client.get_page("/desk/people/doubles/").text)


def test_comparing_asks_the_same_however_much_there_is(
    client, own, other, staff, django_assert_max_num_queries
):
    for hour in (12, 14, 16, 18, 20, 22):
        shift = a_shift(starts_at=a_shift().starts_at.replace(hour=hour), hours=1)
        agreeing.sign_up(own, shift, by=own.by)
    client.sign_in(staff)
    with django_assert_max_num_queries(25):
        assert "予定は全部で7件" in compare(client, own, other)
