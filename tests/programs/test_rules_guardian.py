"""Who is under 18 on the first day comes with a guardian's consent, whatever the channel."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.people.models import Person, User
from portal.refusal import code_of
from programs.models import Course, SignUp
from programs.models.told import Told
from tests import cast
from tests.page_lint import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent(client) -> User:
    user = cast.a_resident(born=date(1990, 5, 5))
    client.sign_in(user)
    return user


def a_child(parent: User, born: date = date(2018, 5, 5)) -> Person:
    return Person.register(parent, cast.a_person(given_name="太郎", born=born))


def address_of(course: Course) -> str:
    return f"/courses/{course.pk}/sign-ups/"


def said(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.mark.parametrize("via", SignUp.Via.values)
def test_no_channel_takes_a_minor_without_a_guardian(parent, via):
    course, child = cast.a_course(), a_child(parent)
    for says in (Told(), Told(guardian_name="髙﨑 花子"), Told(guardian_phone="093-000-0002")):
        with pytest.raises(ValidationError) as refused:
            course.sign_up(child, by=parent, via=via, told={child.pk: says})
        assert code_of(refused.value) == "guardian_needed"
    sign_up = course.sign_up(child, by=parent, via=via, told=cast.consent(child))
    assert (sign_up.guardian_name, sign_up.guardian_phone) == ("髙﨑 花子", "093-000-0002")


@pytest.mark.parametrize(("days_short", "needed"), [(0, False), (1, True)])
def test_the_eighteenth_birthday_on_the_first_day_ends_it(days_short, needed):
    course = cast.a_course()
    day = timezone.localdate(course.starts_at)
    eighteen = date(day.year - 18, day.month, min(day.day, 28)) + timedelta(
        days=day.day - min(day.day, 28)
    )
    user = cast.a_resident(born=eighteen + timedelta(days=days_short))
    person = user.household.people.get()
    if not needed:
        assert course.sign_up(person, by=user).guardian_name == ""
        return
    with pytest.raises(ValidationError) as refused:
        course.sign_up(person, by=user)
    assert code_of(refused.value) == "guardian_needed"


def test_one_minor_in_a_party_of_adults_needs_it_too(parent):
    course, child = cast.a_course(party_max=2), a_child(parent)
    adult = parent.household.people.get(given_name="花子")
    with pytest.raises(ValidationError) as refused:
        course.sign_up_together([adult, child], by=parent)
    assert code_of(refused.value) == "guardian_needed"
    course.refresh_from_db()
    assert course.seats_taken == 0, "nobody of the party was taken"


def test_the_form_is_filled_in_with_the_adult_of_the_family(client, parent):
    a_child(parent)
    page = client.get_page(address_of(cast.a_course()))
    values = {a["name"]: a.get("value") for a in page.all("input") if "name" in a}
    assert values["guardian_name"] == "髙﨑 花子"
    assert values["guardian_phone"] == "093-000-0002"


def test_where_all_are_grown_up_nobody_is_asked(client, parent):
    page = client.get_page(address_of(cast.a_course()))
    assert "guardian_name" not in {a.get("name") for a in page.all("input")}


def test_without_the_tick_the_form_comes_back_with_all_that_was_written(client, parent):
    course, child = cast.a_course(), a_child(parent)
    sent = {
        "person": child.pk,
        "guardian_name": "祖母 ふみ",
        "guardian_phone": "０９３ー１１１ー２２２２",
    }
    page = client.post_page(address_of(course), sent, status=422)
    assert "保護者の同意が必要です" in said(page)
    assert page.title.startswith("エラー：")
    values = {a["name"]: a.get("value") for a in page.all("input") if "name" in a}
    assert values["guardian_name"] == "祖母 ふみ"
    assert [a["value"] for a in page.all("input") if "checked" in a] == [str(child.pk)]
    assert SignUp.objects.count() == 0


def test_with_the_tick_the_consent_is_kept_with_the_child(client, parent):
    course, child = cast.a_course(), a_child(parent)
    sent = {
        "person": child.pk,
        "guardian_name": "祖母 ふみ",
        "guardian_phone": "０９３ー１１１ー２２２２",
        "guardian_consent": "on",
    }
    assert client.post(address_of(course), sent).status_code == 302
    sign_up = SignUp.objects.get()
    assert (sign_up.guardian_name, sign_up.guardian_phone) == ("祖母 ふみ", "093-111-2222")


def test_the_guardian_is_kept_with_the_child_only(client, parent):
    course, child = cast.a_course(party_max=2), a_child(parent)
    adult = parent.household.people.get(given_name="花子")
    sent = {"person": [adult.pk, child.pk]} | cast.guardian()
    assert client.post(address_of(course), sent).status_code == 302
    names = dict(SignUp.objects.values_list("person_id", "guardian_name"))
    assert names == {adult.pk: "", child.pk: "髙﨑 花子"}


@pytest.mark.parametrize("phone", ["", "電話なし", "1", "0" * 40, "\x00"])
def test_a_telephone_number_that_cannot_be_is_asked_for_again(client, parent, phone):
    course, child = cast.a_course(), a_child(parent)
    sent = {"person": child.pk} | cast.guardian() | {"guardian_phone": phone}
    client.post_page(address_of(course), sent, status=422)
    assert SignUp.objects.count() == 0
