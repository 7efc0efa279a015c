"""Groups and volunteers no mail reaches stand on the desk's list, with what was to be told."""

import pytest
from django.utils import timezone

from centers.models import Call
from centers.volunteers.openings import agreeing
from portal.notices.models import Message
from portal.people.models import AccessLog, Person, User
from tests import cast, rooms
from tests.volunteering import a_shift, a_volunteer, an_opening

pytestmark = pytest.mark.django_db

LIST = "/desk/mail-failures/"


@pytest.fixture
def center():
    return cast.a_center()


@pytest.fixture
def elsewhere():
    return cast.a_center("minato", ward="moji", name="門司みなと市民センター")


def bounced(key: str, user: User, subject: str) -> None:
    Message.send_once(key, to=user.email, subject=subject, body="…").came_back("550 unknown")


def listed(client, staff) -> str:
    client.sign_in(staff)
    return " ".join(client.get_page(LIST).text)


def test_a_group_stands_there_with_the_mail_and_the_call_of_its_centre(client, center, elsewhere):
    registration = rooms.a_registration()
    group = registration.group
    user = group.representative.household.accounts.get()
    bounced(f"registration-{registration.pk}-registered-1", user, "利用登録のお知らせ")
    Call.objects.create(
        key="c", group=group, center=group.center, subject="予約が取り消されました", body="…"
    )
    staff = cast.center_staff(group.center)
    page = listed(client, staff)
    for told in (
        group.representative.full_name,
        f"部屋を使う団体：{group.name}",
        "利用登録のお知らせ",
        "予約が取り消されました",
        group.representative.phone,
    ):
        assert told in page
    assert AccessLog.objects.filter(
        viewer=staff, person=group.representative, reason="メールの不達"
    ).exists()
    assert group.name not in listed(client, cast.center_staff(elsewhere, "o@example.jp"))


def test_a_volunteer_stands_there_with_what_the_keeper_wrote(client, center, elsewhere):
    volunteer = a_volunteer(center=center)
    bounced(f"volunteer-{volunteer.pk}-confirm-1-1", volunteer.by, "続けていただけますか")
    staff = cast.center_staff(center)
    page = listed(client, staff)
    assert "続けていただけますか" in page
    assert volunteer.person.phone in page
    assert f"{volunteer}さん" in page
    assert AccessLog.objects.filter(viewer=staff, person=volunteer.person).count() == 1
    assert "続けて" not in listed(client, cast.center_staff(elsewhere, "o@example.jp"))


def test_where_a_volunteer_comes_one_reads_of_that_activity_only(client, center, elsewhere):
    volunteer = a_volunteer(center=elsewhere)
    shift = a_shift(an_opening(center=center))
    match = agreeing.sign_up(volunteer, shift, by=volunteer.by)
    bounced(
        f"volunteer-{volunteer.pk}-match-{match.pk}-moved-1", volunteer.by, "時間が変わりました"
    )
    bounced(f"volunteer-{volunteer.pk}-confirm-1-1", volunteer.by, "続けていただけますか")
    page = listed(client, cast.center_staff(center))
    assert "時間が変わりました" in page
    assert "続けていただけますか" not in page
    assert volunteer.person.phone in page


def test_of_the_family_only_who_concerns_the_desk_is_named(client, center):
    volunteer = a_volunteer(center=center)
    Person.register(volunteer.by, cast.a_person(given_name="太郎"))
    bounced(f"volunteer-{volunteer.pk}-x-1", volunteer.by, "お知らせ")
    page = listed(client, cast.center_staff(center))
    assert "花子" in page
    assert "太郎" not in page


def test_who_ended_or_whose_registration_is_over_is_not_called(client, center):
    volunteer = a_volunteer(center=center)
    type(volunteer).objects.update(status="stopped", stopped_on=timezone.localdate())
    registration = rooms.a_registration()
    type(registration).objects.update(status="ended")
    User.objects.filter(is_staff=False).update(mail_fails_since=timezone.now())
    assert "いま、メールの届かない方はいません" in listed(client, cast.section_staff())


def test_the_list_asks_the_same_for_one_and_for_many(client, center, django_assert_max_num_queries):
    client.sign_in(cast.center_staff(center))
    residents = cast.many_residents(30)
    for some in (residents[:1], residents[1:]):
        for user, person in some:
            volunteer = a_volunteer(person, center, by=user)
            bounced(f"volunteer-{volunteer.pk}-x-1", user, f"お知らせ{volunteer.pk}")
        with django_assert_max_num_queries(36):
            assert f"お知らせ{volunteer.pk}" in " ".join(client.get_page(LIST).text)
