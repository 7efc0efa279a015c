"""A host sees who comes: what they agreed to, from when they agreed until they take it back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.volunteers.directory import closing
from centers.volunteers.models import Consent, Match, Opening
from centers.volunteers.openings import agreeing, deciding
from portal.notices.models import Message
from portal.people.models import AccessLog, User
from tests import cast, volunteering

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.center_staff(cast.a_center())


@pytest.fixture
def school(staff):
    return volunteering.an_organization()


@pytest.fixture
def teacher(school, staff):
    account = cast.a_resident("teacher@example.jp")
    volunteering.a_representative(school, account, staff)
    return account


@pytest.fixture
def shift(school):
    return volunteering.a_shift(volunteering.an_opening(organization=school))


def a_reader(name: str, *items: str):
    """Somebody whose consents to hosts are these."""
    email = f"reader{User.objects.count()}@example.jp"
    account = cast.a_resident(email, family_name="読手", given_name=name)
    volunteer = volunteering.a_volunteer(account.household.people.get())
    for item in items:
        Consent.objects.create(volunteer=volunteer, item=item, audience="host", by=account)
    return volunteer


def said(page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture
def page_of(client, shift):
    def get(user) -> str:
        client.sign_in(user)
        return said(client.get_page(f"/my/hosting/{shift.opening.number}/"))

    return get


def test_name_and_telephone_are_shown_each_by_its_own_consent(page_of, teacher, shift):
    both, name_only, nothing = (
        a_reader("一", "name", "phone"),
        a_reader("二", "name"),
        a_reader("三"),
    )
    for one in (both, name_only, nothing):
        agreeing.sign_up(one, shift, by=one.by)
    text = page_of(teacher)
    assert "読手 一さん" in text
    assert "読手 二さん" in text
    assert "読手 三" not in text
    assert text.count("093-000-0002") == 1
    assert "お名前を伏せている方 1人" in text
    seen = set(AccessLog.objects.filter(viewer=teacher).values_list("person_id", flat=True))
    assert seen == {both.person_id, name_only.person_id}


def test_a_telephone_is_not_shown_without_the_name(page_of, teacher, shift):
    one = a_reader("四", "phone")
    agreeing.sign_up(one, shift, by=one.by)
    text = page_of(teacher)
    assert "093-000-0002" not in text
    assert not AccessLog.objects.filter(viewer=teacher).exists()


def test_address_and_skills_are_shown_each_by_its_own_consent(page_of, teacher, shift):
    address, skills = a_reader("八", "name", "email"), a_reader("九", "name", "skills")
    for one in (address, skills):
        one.skills = f"{one.person.given_name}は元司書"
        one.save(update_fields=["skills"])
        volunteering.a_qualification(one, "図書館司書")
        volunteering.a_qualification(one, "救命講習", expires_on=timezone.localdate())
        agreeing.sign_up(one, shift, by=one.by)
    text = page_of(teacher)
    assert address.by.email in text
    assert "八は元司書" not in text
    assert skills.by.email not in text
    assert "九は元司書・図書館司書" in text
    assert "救命講習" not in text  # not valid any more on that day


def test_who_comes_takes_the_same_statements_for_many(client, teacher, shift):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/my/hosting/{shift.opening.number}/").status_code == 200
        return len(asked)

    client.sign_in(teacher)
    first = a_reader("一", "name", "email", "skills")
    agreeing.sign_up(first, shift, by=first.by)
    few = statements()
    for name in ("二", "三"):
        one = a_reader(name, "name", "email", "skills")
        volunteering.a_qualification(one, "図書館司書")
        agreeing.sign_up(one, shift, by=one.by)
    assert statements() <= few + 1  # one row of the log for each person shown, written at once


@pytest.mark.parametrize(("days", "is_shown"), [(6, True), (8, False)])
def test_some_days_after_it_was_nobody_is_shown_how_to_reach_them(
    page_of, teacher, shift, days, is_shown
):
    one = a_reader("十", "name", "phone", "email")
    agreeing.sign_up(one, shift, by=one.by)
    shift.ends_at = timezone.now() - timedelta(days=days)
    shift.starts_at = shift.ends_at - timedelta(hours=1)
    shift.save()
    text = page_of(teacher)
    assert ("終わった回（1回）" in text) is not is_shown
    assert "読手 十さん" in text
    assert ("093-000-0002" in text, one.by.email in text) == (is_shown, is_shown)


def test_who_was_only_asked_is_not_shown(page_of, teacher, shift):
    one = a_reader("五", "name")
    agreeing.propose(one, shift, by=volunteering.a_coordinator())
    assert "読手 五" not in page_of(teacher)


def test_who_takes_the_consent_back_is_gone_at_once(page_of, teacher, shift):
    one = a_reader("六", "name")
    agreeing.sign_up(one, shift, by=one.by)
    assert "読手 六さん" in page_of(teacher)
    Consent.objects.update(withdrawn_at=timezone.now())
    assert "読手 六" not in page_of(teacher)


def test_who_no_longer_speaks_for_the_school_sees_nothing(page_of, teacher, shift, school, client):
    school.representatives.update(ended_at=timezone.now())
    client.sign_in(teacher)
    assert client.get(f"/my/hosting/{shift.opening.number}/").status_code == 404


def test_who_asked_and_is_not_confirmed_sees_numbers_only(page_of, shift):
    asker = cast.a_resident("asker@example.jp")
    Opening.objects.filter(pk=shift.opening_id).update(asked_by=asker)
    one = a_reader("七", "name", "phone")
    agreeing.sign_up(one, shift, by=one.by)
    text = page_of(asker)
    assert "読手" not in text
    assert "1人 が決まっています" in text


def test_the_list_of_what_one_asked_for_holds_each_once(client, teacher, shift):
    Opening.objects.filter(pk=shift.opening_id).update(asked_by=teacher)
    client.sign_in(teacher)
    page = client.get_page("/my/hosting/")
    assert said(page).count("絵本を読む人") == 1


# ---------------------------------------------------------------- a host that closes


def test_of_a_host_that_closes_nobody_is_left_waiting(shift, school, staff):
    agreed, asked = a_reader("八"), a_reader("九")
    match = agreeing.sign_up(agreed, shift, by=agreed.by)
    proposal = agreeing.propose(asked, shift, by=volunteering.a_coordinator())
    waiting = volunteering.an_opening(
        "まだの募集", organization=school, status="asked", published_at=None
    )
    assert closing.close(school, timezone.localdate(), by=staff) == [shift.opening]
    for row in (match, proposal, waiting):
        row.refresh_from_db()
    assert match.is_accepted
    assert proposal.status == Match.Status.CANCELLED
    assert waiting.was_refused
    told = {one.to for one in Message.objects.filter(key__contains="called-off")}
    assert told == {asked.by.email}
    [letter] = Message.objects.filter(key__contains="host-closed")
    assert letter.to == agreed.by.email


def test_its_openings_stand_at_the_desk_until_each_is_decided(client, shift, school, staff):
    reader = a_reader("十")
    match = agreeing.sign_up(reader, shift, by=reader.by)
    other = volunteering.a_shift(volunteering.an_opening("もう一つ", organization=school))
    closing.close(school, timezone.localdate(), by=staff)
    assert Opening.objects.of_closed_hosts().count() == 2
    client.sign_in(staff)
    assert "決めてください" in said(client.get_page("/desk/volunteers/openings/"))
    deciding.take_over(other.opening, by=staff)
    other.opening.refresh_from_db()
    assert other.opening.host == other.opening.center
    deciding.call_off(shift.opening, "団体がなくなったため", by=staff)
    match.refresh_from_db()
    assert match.status == Match.Status.CANCELLED
    assert not Opening.objects.of_closed_hosts().exists()


def test_a_closed_host_is_in_no_list_and_comes_back_when_it_was_a_mistake(
    client, shift, school, staff
):
    closing.close(school, timezone.localdate(), by=staff)
    assert client.get(school.get_absolute_url()).status_code == 404
    assert shift.opening not in Opening.objects.current()
    closing.reopen(school, by=staff)
    assert shift.opening in Opening.objects.current()


def test_when_who_came_can_be_recorded_is_told_before(client, teacher, shift):
    one = a_reader("十", "name")
    agreeing.sign_up(one, shift, by=one.by)
    client.sign_in(teacher)
    opening, record = (f"/my/hosting/{shift.opening.number}/", f"shifts/{shift.pk}/")
    page = client.get_page(opening)
    begins = timezone.localtime(shift.starts_at)
    assert f"{begins.month}月{begins.day}日" in said(page)
    assert "10:00からできます" in said(page)
    assert f"{opening}{record}" not in client.get(opening).content.decode()
    assert "来た方をここで記録できます" in said(client.get_page(f"{opening}{record}"))
    shift.starts_at = timezone.now() - timedelta(minutes=1)
    shift.save()
    assert f"{opening}{record}" in client.get(opening).content.decode()
