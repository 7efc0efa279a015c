"""Once a year a mail asks whether one goes on; one press answers, and opening the link does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.volunteers.models import Confirmation, Match, Volunteer
from centers.volunteers.openings import agreeing
from centers.volunteers.roster import confirming, registering
from portal.japan import calendar
from portal.notices.models import Message
from tests import cast
from tests.volunteering import a_shift, a_volunteer

pytestmark = pytest.mark.django_db

Answer = Confirmation.Answer


def asked_a_year_ago(**fields) -> Volunteer:
    return a_volunteer(confirmed_on=timezone.localdate() - timedelta(days=365), **fields)


def page_of(volunteer: Volunteer) -> str:
    return confirming.address_to_confirm(volunteer).partition("://")[2].partition("/")[2]


def days_pass(number: int) -> None:
    for one in Volunteer.objects.all():
        one.confirmed_on -= timedelta(days=number)
        one.asked_on = one.asked_on and one.asked_on - timedelta(days=number)
        one.save()


# ---------------------------------------------------------------- asking


def test_who_has_not_been_asked_for_a_year_is_asked_once_and_after_a_month_again():
    asked_a_year_ago()
    assert confirming.ask_all() == 1
    assert confirming.ask_all() == 0
    days_pass(29)
    assert confirming.ask_all() == 0
    days_pass(1)
    assert confirming.ask_all() == 1
    days_pass(300)
    assert confirming.ask_all() == 0, "whoever does not answer stands on the centre's list"
    assert Volunteer.objects.to_confirm(timezone.localdate()).count() == 1


@pytest.mark.parametrize("status", ["active", "paused"])
def test_the_letter_leads_to_the_page_that_answers(status, client):
    volunteer = asked_a_year_ago(status=status)
    confirming.ask_all()
    letter = Message.objects.get()
    address = next(line for line in letter.body.splitlines() if "/volunteers/confirm/" in line)
    page = client.get_page("/" + address.partition("://")[2].partition("/")[2])
    assert f"{volunteer.person.full_name}さん" in " ".join(page.text)


def test_nobody_is_asked_before_a_year_has_gone_nor_after_ending_nor_without_an_account():
    a_volunteer(confirmed_on=timezone.localdate() - timedelta(days=364))
    ended = a_volunteer(cast.a_resident("b@example.jp").household.people.get())
    registering.stop(ended, by=ended.by)
    Volunteer.objects.filter(pk=ended.pk).update(confirmed_on="2020-01-01")
    alone = a_volunteer(cast.a_resident("c@example.jp").household.people.get())
    alone.person.household.accounts.update(household=None)
    Volunteer.objects.filter(pk=alone.pk).update(confirmed_on="2020-01-01")
    assert confirming.ask_all() == 0


def test_a_whole_roster_of_one_day_is_asked_over_several_the_oldest_first(monkeypatch):
    monkeypatch.setattr(confirming, "MOST_A_DAY", 2)
    long_ago = timezone.localdate() - timedelta(days=400)
    for number, (user, person) in enumerate(cast.many_residents(3)):
        a_volunteer(person, by=user, confirmed_on=long_ago - timedelta(days=number))
    assert confirming.ask_all() == 2
    left = Volunteer.objects.get(asked_times=0)
    assert left.confirmed_on == long_ago
    assert confirming.ask_all() == 1


# ---------------------------------------------------------------- answering


def test_opening_the_link_changes_nothing(client):
    volunteer = asked_a_year_ago()
    for answer in ("", "?answer=continues", "?answer=pauses", "?answer=stops", "?answer=zzz"):
        page = client.get_page(f"/{page_of(volunteer)}{answer}")
        assert len(page.all("button")) == 1
        client.head(f"/{page_of(volunteer)}{answer}")
    volunteer.refresh_from_db()
    assert volunteer.is_active
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize(
    ("answer", "becomes"), [("continues", "active"), ("pauses", "paused"), ("stops", "stopped")]
)
def test_one_press_answers_without_signing_in(client, answer, becomes):
    volunteer = asked_a_year_ago()
    client.post_page(f"/{page_of(volunteer)}", {"answer": answer}, status=200)
    volunteer.refresh_from_db()
    assert volunteer.status == becomes
    assert volunteer.confirmed_on == timezone.localdate()
    told = Confirmation.objects.get()
    assert (told.answer, told.via, told.by) == (answer, "mail", None)
    assert told.fiscal_year == calendar.fiscal_year(timezone.localdate())


def test_who_rested_and_goes_on_is_there_again():
    volunteer = asked_a_year_ago(status="paused")
    confirming.answer(volunteer, Answer.CONTINUES, via="mail")
    assert volunteer.is_active


def test_of_two_answers_in_a_year_the_later_one_counts():
    volunteer = asked_a_year_ago()
    confirming.answer(volunteer, Answer.PAUSES, via="mail")
    confirming.answer(volunteer, Answer.CONTINUES, via="list", by=cast.section_staff())
    assert volunteer.is_active
    told = Confirmation.objects.get()
    assert (told.answer, told.via, told.by.email) == ("continues", "list", "shogai@example.jp")


def test_who_ends_by_the_mail_gives_places_back():
    volunteer = asked_a_year_ago()
    match = agreeing.sign_up(volunteer, a_shift(), by=volunteer.by)
    confirming.answer(volunteer, Answer.STOPS, via="mail")
    match.refresh_from_db()
    assert match.status == Match.Status.WITHDRAWN


def test_who_has_ended_does_not_come_back_by_an_old_mail(client):
    volunteer = asked_a_year_ago()
    address = f"/{page_of(volunteer)}"
    client.post_page(address, {"answer": "stops"}, status=200)
    page = client.post_page(address, {"answer": "continues"}, status=409)
    assert "また始められます" in " ".join(page.text)
    volunteer.refresh_from_db()
    assert volunteer.status == "stopped"


def test_who_opens_the_link_again_reads_what_was_answered(client):
    volunteer = asked_a_year_ago()
    address = f"/{page_of(volunteer)}"
    assert "お返事をいただきました" not in " ".join(client.get_page(address).text)
    client.post_page(address, {"answer": "pauses"}, status=200)
    again = "".join("".join(client.get_page(address).text).split())
    assert "「しばらく休みます」とのお返事をいただきました" in again


def test_pressing_twice_says_so_once(client):
    volunteer = asked_a_year_ago()
    for _ in range(2):
        client.post_page(f"/{page_of(volunteer)}", {"answer": "stops"}, status=200)
    assert Message.objects.filter(key__contains="-stopped-").count() == 1


@pytest.mark.parametrize(
    "damage", [lambda link: link[:-9] + "/", lambda link: link.replace(":", ";")]
)
def test_a_link_that_was_cut_or_made_up_answers_nothing(client, damage):
    volunteer = asked_a_year_ago()
    broken = damage(page_of(volunteer))
    page = client.get_page(f"/{broken}", status=404)
    assert "もう一度はじめから終わりまで" in " ".join(page.text)
    assert client.post(f"/{broken}", {"answer": "stops"}).status_code == 404


def test_a_link_grows_too_old(client, monkeypatch):
    volunteer = asked_a_year_ago()
    address = f"/{page_of(volunteer)}"
    monkeypatch.setattr(confirming, "ANSWER_DAYS", -1)
    page = client.get_page(address, status=404)
    assert "お電話でもうけたまわります" in " ".join(page.text)
