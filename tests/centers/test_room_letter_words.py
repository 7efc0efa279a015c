"""Staff of the section change the words of letters about rooms, on the page of all letters."""

import pytest

from centers.letters.kinds import KINDS, LETTERS
from centers.letters.values import of_handover, of_registration, of_reservation, of_wait
from centers.lottery.telling import values_of
from centers.registering import handing_over
from portal.notices.letters import letter
from portal.notices.models import LetterText, Message
from tests import cast, rooms
from tests.centers.hall import Hall
from tests.room_lotteries import a_day, a_room_lottery, a_wish, a_wisher, announced

pytestmark = pytest.mark.django_db

CONFIRMED = "/desk/letters/room-confirmed/"
GOOD = {"subject": "とれました {部屋}", "body": "{団体}の予約です。\n\n{日時}\n{受付番号}"}


@pytest.fixture
def desk(client):
    client.sign_in(cast.section_staff())
    return client


def said(page) -> str:
    return " ".join(page.text)


def test_letters_about_courses_and_about_rooms_stand_in_one_list(desk):
    page = said(desk.get_page("/desk/letters/"))
    assert "講座のメール" in page
    assert "部屋のメール" in page
    for name, kind in KINDS.items():
        assert kind.name in page
        shown = said(desk.get_page(f"/desk/letters/room-{name}/"))
        assert "コーラス見本" in shown
        assert kind.when in shown


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_words_keep_their_own_rules(kind):
    key = LETTERS.key(kind)
    subject, body = LetterText.shipped(key)
    text = LetterText(kind=key, subject=subject, body=body)
    text.clean()
    assert text.missing == []


def test_no_letter_may_hold_what_nobody_fills_in():
    hall, lottery = Hall(), a_room_lottery()
    own, wait = hall.reserve(hall.registration()), hall.wait(hall.registration("待つ"))
    wish = a_wish(lottery, a_wisher("望む"), rooms.a_room(), a_day())
    registered = of_registration(own.registration)
    handover = handing_over.ask(own.registration.group, "良子", "next@example.jp", by=own.by)
    filled = dict.fromkeys(KINDS, of_reservation(own)) | {
        **dict.fromkeys(("free", "passed_over"), of_wait(wait)),
        "series": of_reservation(own) | {"回数": "2回"},
        "drawn": values_of(announced(lottery), wish.wish_list),
        **dict.fromkeys((kind for kind in KINDS if "hand" in kind), of_handover(handover)),
        **dict.fromkeys(("registered", "sent_back", "registration_ended"), registered),
    }
    for kind in KINDS:
        found = letter(LETTERS.key(kind))
        assert found is not None
        assert found.placeholders.keys() <= filled[kind].keys(), kind
        assert all(found.sample.values()), kind


def test_words_that_were_changed_are_the_words_of_the_next_letter(desk):
    assert desk.post(CONFIRMED, GOOD | {"save": ""}).status_code == 302
    hall = Hall()
    own = hall.reserve(hall.registration())
    written = Message.objects.get()
    assert written.subject == "とれました 戸畑浜市民センター 第1会議室"
    assert written.body.startswith("コーラス浜の予約です。\n\n")
    assert own.receipt_number in written.body
    assert "生涯学習課" in written.body, "the signature stands below whatever is written"


def test_the_words_of_a_course_are_not_those_of_a_room(desk):
    """Both have a letter called `cancelled`."""
    desk.post("/desk/letters/room-cancelled/", GOOD | {"save": ""})
    assert LetterText.words("cancelled") == LetterText.shipped("cancelled")
    page = desk.post_page(CONFIRMED, GOOD | {"body": "{講座名}", "save": ""}, status=422)
    assert "「{講座名}」は、このメールでは使えません" in said(page)


def test_half_a_brace_is_told_with_a_word_of_this_letter(desk):
    page = desk.post_page(CONFIRMED, GOOD | {"body": "{部屋", "save": ""}, status=422)
    assert "「{受付番号}」のように" in said(page)


def test_what_the_reader_needs_and_is_not_there_is_warned_of(desk):
    desk.post(CONFIRMED, {"subject": "とれました", "body": "予約できました。", "save": ""})
    page = said(desk.get_page(CONFIRMED))
    for name in ("受付番号", "部屋", "日時"):
        assert f"「{{{name}}}」" in page


def test_only_the_section_changes_them(client):
    client.sign_in(cast.center_staff(cast.a_center()))
    assert client.post(CONFIRMED, GOOD | {"save": ""}).status_code == 404
    assert not LetterText.objects.exists()
