"""Which mails one has: chosen on a page, or stopped from the mail itself."""

import re

import pytest

from portal.people.forms import PreferencesForm
from portal.people.models import User
from portal.people.unsubscribing import address_to_stop
from programs.letters.sending import send
from tests import cast

pytestmark = pytest.mark.django_db


def a_reminder(user):
    course = cast.a_course()
    sign_up = course.sign_up(user.household.people.get(), by=user)
    return send(sign_up, "reminder", key="one", session=course.sessions.get())


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def test_a_resident_chooses_what_to_have(client):
    user = cast.a_resident()
    client.sign_in(user)
    page = client.get_page("/my/preferences/")
    assert "毎朝のまとめ" not in " ".join(page.text), "that is asked of staff"
    client.post("/my/preferences/", {"wants_surveys": "on"})
    user.refresh_from_db()
    assert (user.wants_reminders, user.wants_surveys, user.wants_digest) == (False, True, True)


def test_staff_choose_the_morning_mail_too(client):
    staff = cast.section_staff()
    client.sign_in(staff)
    assert "毎朝のまとめ" in " ".join(client.get_page("/my/preferences/").text)
    client.post("/my/preferences/", {"wants_surveys": "on", "wants_reminders": "on"})
    staff.refresh_from_db()
    assert not staff.wants_digest


def test_a_reminder_carries_the_way_to_stop_it(run_queue, mailoutbox):
    user = cast.a_resident()
    message = a_reminder(user)
    run_queue()
    [mail] = [mail for mail in mailoutbox if "もうすぐ" in mail.subject]
    assert mail.extra_headers["List-Unsubscribe"] == f"<{message.unsubscribe}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.unsubscribe in mail.body
    receipt = next(mail for mail in mailoutbox if "受け付けました" in mail.subject)
    assert "List-Unsubscribe" not in receipt.extra_headers


def test_opening_the_link_changes_nothing_and_the_button_stops_it(client):
    user = cast.a_resident()
    address = path_of(address_to_stop(user, "reminders"))
    assert "止めますか" in " ".join(client.get_page(address).text)
    user.refresh_from_db()
    assert user.wants_reminders
    assert "止めました" in " ".join(client.post_page(address, {}, status=200).text)
    user.refresh_from_db()
    assert not user.wants_reminders
    assert user.wants_surveys
    assert a_reminder(user) is None


def test_a_mail_program_stops_it_with_one_post_without_cookies(client):
    user = cast.a_resident()
    client.handler.enforce_csrf_checks = True
    address = path_of(address_to_stop(user, "surveys"))
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    user.refresh_from_db()
    assert not user.wants_surveys


@pytest.mark.parametrize("token", ["x", "WzEsInBhc3N3b3JkIl0:1:x", "あ", "a" * 2_000])
def test_a_link_cut_short_or_made_up_stops_nothing(client, token):
    user = cast.a_resident()
    for answer in (client.get(f"/stop/{token}/"), client.post(f"/stop/{token}/")):
        assert answer.status_code == 404
    user.refresh_from_db()
    assert user.wants_reminders


def test_saving_ones_wishes_does_not_bring_back_who_left_the_staff_in_the_same_moment():
    account = cast.section_staff()
    form = PreferencesForm({"wants_surveys": "on"}, instance=User.objects.get(pk=account.pk))
    assert form.is_valid()
    User.objects.filter(pk=account.pk).update(is_staff=False, is_active=False)
    form.save()
    account.refresh_from_db()
    assert (account.is_staff, account.is_active) == (False, False)
    assert (account.wants_surveys, account.wants_reminders) == (True, False)
