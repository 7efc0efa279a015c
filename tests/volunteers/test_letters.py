"""Volunteers are written to once, in words the section may change."""

import pytest

from centers.volunteers.letters import sending
from centers.volunteers.letters.kinds import KINDS, LETTERS
from portal.notices.letters import letter
from portal.notices.models import LetterText, Message
from portal.people.models import User
from tests import cast
from tests.volunteering import a_volunteer

pytestmark = pytest.mark.django_db


def told(kind: str, *but: str) -> dict[str, str]:
    found = letter(LETTERS.key(kind))
    assert found is not None
    return {name: text for name, text in found.sample.items() if name not in but}


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_words_keep_their_own_rules(kind):
    key = LETTERS.key(kind)
    subject, body = LetterText.shipped(key)
    text = LetterText(kind=key, subject=subject, body=body)
    text.clean()
    assert text.missing == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_a_letter_may_hold_has_a_meaning_and_a_sample(kind):
    found = letter(LETTERS.key(kind))
    assert found is not None
    assert all(found.placeholders.values())
    assert all(found.sample.values())


def test_a_letter_is_written_once_for_one_thing():
    volunteer = a_volunteer()
    values = told("registered", "お名前", "市民センター")
    assert len(sending.tell("registered", volunteer, key="registered", **values)) == 1
    assert sending.tell("registered", volunteer, key="registered", **values) == []
    written = Message.objects.get()
    assert volunteer.person.full_name in written.body
    assert volunteer.center.name in written.subject
    assert written.key.startswith(sending.prefix_of(volunteer))


def test_all_accounts_of_the_household_are_written_to_and_no_closed_one():
    volunteer = a_volunteer()
    household = volunteer.person.household
    User.objects.create_user("futari@example.jp", household=household)
    User.objects.create_user("mukashi@example.jp", household=household, is_active=False)
    sending.tell("registered", volunteer, key="registered", **told("registered"))
    to = set(Message.objects.values_list("to", flat=True))
    assert to == {volunteer.by.email, "futari@example.jp"}


def test_nobody_is_written_to_where_no_mail_arrives():
    volunteer = a_volunteer()
    assert sending.is_reached(volunteer)
    volunteer.person.household.accounts.update(mail_fails_since="2026-01-01T00:00Z")
    assert not sending.is_reached(volunteer)
    volunteer.person.household.accounts.update(household=None)
    assert not sending.is_reached(volunteer)
    assert sending.tell("registered", volunteer, key="registered", **told("registered")) == []


def test_the_section_finds_the_letters_in_its_list_and_sees_each(client):
    client.sign_in(cast.section_staff())
    assert "ボランティアのメール" in " ".join(client.get_page("/desk/letters/").text)
    for kind in KINDS:
        shown = " ".join(client.get_page(f"/desk/letters/{LETTERS.key(kind)}/").text)
        assert "山田 花子" in shown
