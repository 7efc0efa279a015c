"""A mail is sent if and only if what it tells of is committed, and again only if it failed."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.notices.models import Draft, Message
from portal.notices.models.message import LAST_ATTEMPT
from programs.models import SignUp
from tests import cast

pytestmark = pytest.mark.django_db


def a_mail(key: str = "receipt-1", **fields) -> Message:
    fields = {"to": "hanako@example.jp", "subject": "受付", "body": "席があります"} | fields
    return Message.send_once(key, **fields)


@pytest.fixture
def mail_server_away(monkeypatch):
    """The mail server does not answer, until told to come back."""
    working = EmailBackend.send_messages

    def away(*_):
        raise SMTPServerDisconnected("please run connect() first")

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    return lambda: monkeypatch.setattr(EmailBackend, "send_messages", working)


def waiting() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(status="READY").order_by("run_after"))


def run_next() -> None:
    """Run what waits next, as if its time had come."""
    [task] = waiting()
    task.claim("test")
    task.task.call(*task.task_result.args)
    task.set_successful(None)


# ---------------------------------------------------------------- once


def test_a_mail_goes_out_once_however_often_it_is_asked_for(run_queue, mailoutbox):
    for _ in range(3):
        a_mail()
    assert run_queue() == 1
    [mail] = mailoutbox
    assert (mail.to, mail.subject, mail.body) == (["hanako@example.jp"], "受付", "席があります")
    assert mail.from_email == "no-reply@localhost"
    assert Message.objects.get().sent_at


def test_handing_it_over_twice_sends_it_once(mailoutbox):
    message = a_mail()
    assert message.deliver()
    assert message.deliver()
    assert len(mailoutbox) == 1
    assert Message.objects.get().attempts == 1


def test_a_confidential_text_is_wiped_once_sent_and_another_is_kept(run_queue):
    a_mail("code", body="123456", confidential=True)
    a_mail("receipt")
    run_queue()
    assert Message.objects.get(key="code").body == ""
    assert Message.objects.get(key="receipt").body == "席があります"


@pytest.mark.parametrize("subject", ["二行の\n題", "題\r\nBcc: all@example.jp", "題" * 300])
def test_no_subject_breaks_a_mail_or_adds_to_it(run_queue, mailoutbox, subject):
    a_mail(subject=subject)
    run_queue()
    [mail] = mailoutbox
    assert "\n" not in mail.subject
    assert mail.recipients() == ["hanako@example.jp"]
    mail.message()


def test_a_course_whose_title_has_two_lines_still_sends_its_receipt(run_queue, mailoutbox):
    user = cast.a_resident()
    cast.a_course(title="二行の\n講座").sign_up(user.household.people.get(), by=user)
    run_queue()
    assert [mail.subject for mail in mailoutbox] == ["【申込を受け付けました】二行の 講座"]


# ---------------------------------------------------------------- only what is committed


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_queues_nothing():
    user, course = cast.a_resident(), cast.a_course()

    def sign_up_and_fail():
        with transaction.atomic():
            course.sign_up(user.household.people.get(), by=user)
            a_mail()
            raise RuntimeError("turned back")

    with pytest.raises(RuntimeError, match="turned back"):
        sign_up_and_fail()
    assert not SignUp.objects.exists()
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_queued_is_not_in_the_outbox_either(monkeypatch):
    def no_queue(*_):
        raise ConnectionError

    monkeypatch.setattr(Message, "deliver_later", no_queue)
    with pytest.raises(ConnectionError):
        a_mail()
    assert not connection.in_atomic_block
    assert not Message.objects.exists(), "else a second try would find it and queue nothing"


def test_the_queue_holds_the_number_of_the_mail_and_no_personal_data():
    message = a_mail(body="ひみつ", confidential=True)
    assert waiting()[0].args_kwargs == {"args": [message.pk], "kwargs": {}}


# ---------------------------------------------------------------- a mail server that is away


def test_a_failure_is_tried_again_after_twice_as_long_each_time(mail_server_away, mailoutbox):
    a_mail()
    for attempt in range(1, LAST_ATTEMPT):
        run_next()
        [task] = waiting()
        expected = timezone.now() + timedelta(minutes=2 ** (attempt - 1))
        assert abs(task.run_after - expected) < timedelta(seconds=20)
        assert Message.objects.get().attempts == attempt
    mail_server_away()
    run_next()
    assert len(mailoutbox) == 1
    assert waiting() == []


def test_after_eight_failures_it_is_given_up_and_a_secret_wiped(
    mail_server_away, mailoutbox, run_queue
):
    message = a_mail(body="123456", confidential=True)
    for _ in range(LAST_ATTEMPT):
        run_next()
    assert waiting() == []
    message.refresh_from_db()
    assert (message.attempts, message.sent_at, message.body) == (LAST_ATTEMPT, None, "")
    mail_server_away()
    assert not message.deliver()
    assert mailoutbox == []


def test_a_mail_that_was_lost_is_still_there_to_read(mail_server_away):
    message = a_mail()
    for _ in range(LAST_ATTEMPT):
        run_next()
    message.refresh_from_db()
    assert message.body == "席があります"


def test_a_crash_after_handing_over_leaves_the_mail_to_be_sent_again(monkeypatch, mailoutbox):
    """Rather twice than never: nobody knows whether the mail server had it."""
    message = a_mail()

    def crash(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(Message, "save", crash)
        with pytest.raises(KeyboardInterrupt):
            message.deliver()
    message.refresh_from_db()
    assert message.sent_at is None
    assert message.deliver()
    assert len(mailoutbox) == 2


# ---------------------------------------------------------------- many at once


def many_mails(number: int) -> None:
    Message.send_many(
        [
            Draft(f"many-{i}", to=f"resident{i}@example.jp", subject="結果", body="…")
            for i in range(number)
        ]
    )


def test_many_go_out_over_few_connections_and_each_once(run_queue, mailoutbox, monkeypatch):
    opened = []

    def count(mailer):
        opened.append(mailer)

    monkeypatch.setattr(EmailBackend, "open", count)
    many_mails(120)
    many_mails(120)
    assert run_queue() == 3
    assert len(opened) == 3
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 120


def test_a_server_that_is_away_is_waited_for_once_for_all_of_them(run_queue, monkeypatch):
    def away(*_):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", away)
    many_mails(3)
    [task] = waiting()
    task.claim("test")
    task.task.call(*task.task_result.args)
    assert list(Message.objects.values_list("attempts", flat=True)) == [1, 1, 1]
    assert len([one for one in waiting() if one.run_after]) == 3
    assert not Message.objects.exclude(sent_at=None).exists()


def test_one_address_refused_keeps_the_others_from_nothing(run_queue, mailoutbox, monkeypatch):
    working = EmailBackend.send_messages

    def refuse_one(self, mails):
        if mails[0].to == ["resident1@example.jp"]:
            raise SMTPRecipientsRefused({"resident1@example.jp": (550, b"no")})
        return working(self, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
    many_mails(3)
    run_queue()
    assert [mail.to[0] for mail in mailoutbox] == ["resident0@example.jp", "resident2@example.jp"]
    assert Message.objects.exclude(bounced_at=None).get().to == "resident1@example.jp"
