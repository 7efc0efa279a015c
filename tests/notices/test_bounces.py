"""A mail that does not arrive is seen: refused at once, or reported afterwards."""

import io
import sys
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from portal.notices.bounces import record_bounce
from portal.notices.models import Message
from portal.people.models import AccessLog, User
from tests import cast

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mail.example.jp
To: manabi@city.example.jp
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.jp

Final-Recipient: rfc822; hanako@example.jp
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <hanako@example.jp>:
    Recipient address rejected

--b
Content-Type: {kind}

Message-ID: {message_id}
Subject: x

--b--
"""


def a_mail(key: str = "one") -> Message:
    return Message.send_once(key, to="hanako@example.jp", subject="受付", body="…")


def report(message_id: str, *, action: str = "failed", kind: str = "message/rfc822") -> bytes:
    return REPORT.format(action=action, kind=kind, message_id=message_id).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_the_mail_and_the_account(kind):
    user, message = cast.a_resident(), a_mail()
    assert "Recorded" in record_bounce(report(message.message_id, kind=kind))
    message.refresh_from_db()
    user.refresh_from_db()
    assert message.bounced_at
    assert "550 5.1.1" in message.bounce_reason
    assert user.mail_fails_since


def test_the_mail_carries_the_id_the_report_will_name(run_queue, mailoutbox):
    message = a_mail()
    run_queue()
    assert mailoutbox[0].extra_headers["Message-ID"] == message.message_id
    assert mailoutbox[0].message()["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_is_only_late_is_no_failure():
    user, message = cast.a_resident(), a_mail()
    assert "not that a mail failed" in record_bounce(report(message.message_id, action="delayed"))
    user.refresh_from_db()
    assert user.mail_fails_since is None


def test_nobody_marks_an_address_with_an_id_made_up():
    user, message = cast.a_resident(), a_mail()
    forged = f"<{message.pk}.{'a' * 20}@127.0.0.1>"
    for made_up in (forged, "<1@example.jp>", "<>", "<９.x@y>", f"<{10**30}.x@y>", "<-1.x@y>"):
        assert "did not send" in record_bounce(report(made_up))
    user.refresh_from_db()
    assert user.mail_fails_since is None


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"   \n",
        b"\xff\xfe\x00garbage",
        b"Subject: out of office\n\nI am away.",
        b"Content-Type: multipart/report; boundary=b\n\n--b\n",
        report("<x>").replace(b"message/delivery-status", b"text/plain"),
        report("<x>").replace(b"Message-ID: <x>", b""),
        report("<x>").replace(b"Action: failed", b""),
        report("<x>").replace(b"us-ascii", b"no-such-charset"),
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b"x" * 5_000_001,
    ],
)
def test_whatever_else_is_piped_in_is_answered_with_a_sentence(given):
    answer = record_bounce(given)
    assert answer
    assert "Recorded" not in answer


def test_the_command_reads_what_the_mail_server_pipes_in(monkeypatch):
    message = a_mail()
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report(message.message_id)))
    )
    said = io.StringIO()
    call_command("record_bounce", stdout=said)
    assert said.getvalue().startswith("Recorded")


# ---------------------------------------------------------------- refused at once


def refusing(monkeypatch, code: int) -> None:
    def refuse(*_):
        raise SMTPRecipientsRefused({"hanako@example.jp": (code, "使えません".encode())})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_an_address_refused_for_good_is_not_tried_again(monkeypatch, run_queue):
    user, message = cast.a_resident(), a_mail()
    refusing(monkeypatch, 550)
    assert run_queue() == 1
    message.refresh_from_db()
    user.refresh_from_db()
    assert (message.attempts, message.bounce_reason) == (1, "550 使えません")
    assert user.mail_fails_since
    assert not message.deliver()


def test_an_address_refused_for_now_is_tried_again(monkeypatch):
    user, message = cast.a_resident(), a_mail()
    refusing(monkeypatch, 451)
    assert not message.deliver()
    message.refresh_from_db()
    user.refresh_from_db()
    assert (message.bounced_at, message.attempts) == (None, 1)
    assert user.mail_fails_since is None


# ---------------------------------------------------------------- seen, and over


def test_who_signs_in_with_a_mailed_code_is_reached_again(client, run_queue, mailoutbox):
    user = cast.a_resident()
    User.objects.mail_fails("HANAKO@example.jp")
    client.post("/account/sign-in/", {"email": user.email})
    run_queue()
    code = next(word for word in mailoutbox[-1].body.split() if word.isdigit() and len(word) == 6)
    client.post("/account/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})
    user.refresh_from_db()
    assert user.mail_fails_since, "a wrong code proves nothing"
    client.post("/account/sign-in/code/", {"code": code})
    user.refresh_from_db()
    assert user.mail_fails_since is None


def test_the_first_day_is_remembered_not_the_last():
    user = cast.a_resident()
    User.objects.mail_fails(user.email)
    user.refresh_from_db()
    since = user.mail_fails_since
    User.objects.mail_fails(user.email)
    user.refresh_from_db()
    assert user.mail_fails_since == since


def test_staff_see_whom_mail_does_not_reach_in_their_own_courses_only(client):
    user = cast.a_resident()
    course = cast.a_course()
    course.sign_up(user.household.people.get(), by=user)
    a_mail().came_back("550 no such user")
    staff = cast.center_staff(course.center)
    client.sign_in(staff)
    page = " ".join(client.get_page("/desk/mail-failures/").text)
    assert "髙﨑 花子さん" in page
    assert "093-000-0002" in page
    assert "550 no such user" in page
    assert AccessLog.objects.filter(viewer=staff, reason="メールの不達").count() == 1
    other = cast.center_staff(cast.a_center("other", ward="moji", name="門司"), "b@example.jp")
    client.sign_in(other)
    assert "髙﨑" not in " ".join(client.get_page("/desk/mail-failures/").text)


def test_the_list_asks_the_database_the_same_for_one_and_for_many(
    client, django_assert_max_num_queries
):
    course = cast.a_course(capacity=60)
    for user, person in cast.many_residents(40):
        course.sign_up(person, by=user)
    User.objects.update(mail_fails_since=course.created_at - timedelta(days=1))
    client.sign_in(cast.section_staff())
    with django_assert_max_num_queries(22):
        client.get_page("/desk/mail-failures/")


@pytest.mark.django_db
def test_a_centre_learns_of_nobody_at_home_it_does_not_know_and_of_no_course_elsewhere(client):
    user, (mother, child) = cast.a_family(2)
    course = cast.a_course()
    course.sign_up(mother, by=user)
    minato = cast.a_center("minato", ward="moji", name="門司みなと市民センター")
    cast.a_course(title="よその講座", center=minato).sign_up(child, by=user)
    returned = Message.send_once("x", to=user.email, subject="【よその講座】申込の受付", body="…")
    returned.came_back("550 unknown")
    client.sign_in(cast.center_staff(course.center))
    page = " ".join(client.get_page("/desk/mail-failures/").text)
    assert "花子" in page
    assert "太郎" not in page
    assert "よその講座" not in page
    assert list(AccessLog.objects.values_list("person", flat=True)) == [mother.pk]
    client.sign_in(cast.section_staff())
    page = " ".join(client.get_page("/desk/mail-failures/").text)
    assert "太郎" in page
    assert "よその講座" in page
