"""A coordinator asks those who fit; they answer on a page, or on the telephone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.volunteers.models import ActivityField, Match, Shift, Weight
from centers.volunteers.openings import agreeing
from portal.notices.models import Message
from portal.people.models import AccessLog
from tests import cast, volunteering

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return volunteering.a_coordinator()


@pytest.fixture
def shift():
    opening = volunteering.an_opening("絵本を読む人")
    opening.fields.add(ActivityField.objects.create(slug="reading", name="読み聞かせ"))
    return volunteering.a_shift(opening)


@pytest.fixture
def volunteer(shift):
    found = volunteering.a_volunteer()
    found.fields.add(*shift.opening.fields.all())
    return found


def fits_page(shift) -> str:
    return f"/desk/volunteers/openings/{shift.opening_id}/fits/?shift={shift.pk}"


def test_the_desk_shows_who_fits_with_reasons_and_no_number(client, coordinator, shift, volunteer):
    client.sign_in(coordinator)
    page = client.get(fits_page(shift)).content.decode()
    assert "「読み聞かせ」に関心がある" in page
    assert "髙﨑 花子" in page
    assert AccessLog.objects.filter(viewer=coordinator, person=volunteer.person).exists()


def test_who_is_asked_reads_why_and_agrees_on_a_page(client, coordinator, shift, volunteer):
    client.sign_in(coordinator)
    answer = client.post(
        fits_page(shift),
        {"shift": shift.pk, "volunteer": [volunteer.pk], "words": "ぜひお願いします。"},
    )
    assert answer.status_code == 302
    match = Match.objects.get()
    letter = Message.objects.get(to=volunteer.by.email, subject__contains="参加のお願い")
    assert "「読み聞かせ」に関心がある" in letter.body
    assert "ぜひお願いします。" in letter.body
    assert f"/my/volunteer/matches/{match.number}/" in letter.body
    client.sign_in(volunteer.by)
    page = client.get(f"/my/volunteer/matches/{match.number}/").content.decode()
    assert "「読み聞かせ」に関心がある" in page
    assert (
        client.post(f"/my/volunteer/matches/{match.number}/", {"answer": "accept"}).status_code
        == 302
    )
    match.refresh_from_db()
    assert match.is_accepted
    assert Message.objects.filter(to=coordinator.email, subject__contains="声かけの返事").exists()


def test_pressed_twice_it_is_answered_once_and_nothing_is_said_wrong(
    client, coordinator, shift, volunteer
):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    client.sign_in(volunteer.by)
    for _ in range(2):
        answer = client.post(f"/my/volunteer/matches/{match.number}/", {"answer": "accept"})
        assert answer.status_code == 302
    assert Match.objects.get().is_accepted


def test_who_declines_may_say_why(client, coordinator, shift, volunteer):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    client.sign_in(volunteer.by)
    client.post(f"/my/volunteer/matches/{match.number}/", {"answer": "decline", "why": "旅行です"})
    match.refresh_from_db()
    assert (match.status, match.why) == (Match.Status.DECLINED, "旅行です")


def test_an_answer_that_comes_too_late_is_told_and_shown_the_way(
    client, coordinator, shift, volunteer
):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    Match.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    client.sign_in(volunteer.by)
    answer = client.post(f"/my/volunteer/matches/{match.number}/", {"answer": "accept"})
    assert answer.status_code == 409
    assert "返事の期限が過ぎました" in answer.content.decode()


def test_what_was_said_on_the_telephone_is_written_down_at_the_desk(
    client, coordinator, shift, volunteer
):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    client.sign_in(coordinator)
    client.post(f"/desk/volunteers/matches/{match.number}/answer/", {"answer": "accept"})
    match.refresh_from_db()
    assert (match.is_accepted, match.changed_by) == (True, coordinator)
    assert not Message.objects.filter(to=coordinator.email).exists()


def test_nobody_chosen_and_nonsense_ask_nobody(client, coordinator, shift, volunteer):
    client.sign_in(coordinator)
    for keys in ([], ["x", "９", "999999", "-1"]):
        answer = client.post(fits_page(shift), {"shift": shift.pk, "volunteer": keys})
        assert answer.status_code in {409, 422}
    assert not Match.objects.exists()


def test_who_was_asked_by_a_colleague_meanwhile_is_told_of(client, coordinator, shift, volunteer):
    agreeing.propose(volunteer, shift, by=coordinator)
    client.sign_in(coordinator)
    answer = client.post(fits_page(shift), {"shift": shift.pk, "volunteer": [volunteer.pk]})
    assert answer.status_code == 409
    assert "声をかけられません" in answer.content.decode()
    assert Match.objects.count() == 1


def test_another_centre_neither_sees_nor_asks(client, shift, volunteer):
    other = cast.center_staff(cast.a_center("minato", ward="moji", name="門司みなと市民センター"))
    client.sign_in(other)
    assert client.get(fits_page(shift)).status_code == 404


def test_nobody_answers_for_another_household(client, coordinator, shift, volunteer):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    client.sign_in(cast.a_resident("stranger@example.jp"))
    assert client.get(f"/my/volunteer/matches/{match.number}/").status_code == 404


def test_the_section_turns_the_weights_and_centres_read_them(client, coordinator, shift):
    client.sign_in(coordinator)
    form = dict.fromkeys(Weight.Reason.values, "10") | {"rest_days": "30"}
    assert client.post("/desk/volunteers/weights/", form).status_code == 302
    assert Weight.objects.get(reason="rested").days == 30
    wrong = client.post("/desk/volunteers/weights/", form | {"role": "百一"})
    assert wrong.status_code == 422
    client.sign_in(cast.center_staff(shift.opening.center))
    assert client.get("/desk/volunteers/weights/").status_code == 200
    assert client.post("/desk/volunteers/weights/", form).status_code == 404


def test_what_suits_me_is_a_page_with_reasons(client, shift, volunteer):
    client.sign_in(volunteer.by)
    page = client.get("/my/volunteer/suits/").content.decode()
    assert "絵本を読む人" in page
    assert "「読み聞かせ」に関心がある" in page


def test_who_is_no_volunteer_is_shown_the_way_to_become_one(client):
    client.sign_in(cast.a_resident())
    assert "ボランティアに登録する" in client.get("/my/volunteer/suits/").content.decode()


def test_for_a_shift_that_is_full_nobody_is_offered(client, shift, volunteer, coordinator):
    Shift.objects.filter(pk=shift.pk).update(needed=1)
    other = volunteering.a_volunteer(cast.a_resident("o@example.jp").household.people.get())
    volunteering.agreed(other, shift)
    client.sign_in(coordinator)
    page = client.get(fits_page(shift)).content.decode()
    assert "もう1人が決まっています" in page
    assert 'name="volunteer"' not in page
    assert f"/desk/volunteers/shifts/{shift.pk}/" in page


def test_for_a_host_that_has_closed_nobody_is_offered(client, shift, volunteer, coordinator):
    host = volunteering.an_organization(closed_on=timezone.localdate())
    shift.opening.organization = host
    shift.opening.save()
    client.sign_in(coordinator)
    page = client.get(fits_page(shift)).content.decode()
    assert f"{host.name}は活動を終えたため、声をかけられません" in page
    assert 'name="volunteer"' not in page


def test_after_the_time_to_answer_the_page_leads_to_the_opening(
    client, coordinator, shift, volunteer
):
    match = agreeing.propose(volunteer, shift, by=coordinator)
    client.sign_in(volunteer.by)
    address = f"/my/volunteer/matches/{match.number}/"
    assert 'value="accept"' in client.get(address).content.decode()
    Match.objects.filter(pk=match.pk).update(answer_by=timezone.now() - timedelta(minutes=1))
    late = client.post(address, {"answer": "accept"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "が過ぎました" in page
    assert 'value="accept"' not in page
    assert f'href="{shift.opening.get_absolute_url()}"' in page
