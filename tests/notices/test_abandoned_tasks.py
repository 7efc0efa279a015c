"""What a killed worker left running is taken up by the next one, and done once."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.demo.models import SentMail
from portal.notices.management.commands.work import (
    MOST_TRIES,
    take_up_abandoned,
    take_up_failed,
)
from portal.notices.models import Message


@contextmanager
def a_worker(*arguments: str) -> Iterator[subprocess.Popen]:
    """A worker as in production: a process of its own, on the test's database.

    Killed in the end, whatever became of the test: left alone it would hold the database.
    """
    at = connection.settings_dict
    address = f"dbname={at['NAME']} user={at['USER']} host={at['HOST']}"
    address += f" port={at['PORT']}" if at["PORT"] else ""
    address += f" password={at['PASSWORD']}" if at["PASSWORD"] else ""
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", "work", "--verbosity", "0", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": address, "DEMO": "1"},
    )
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def a_receipt_is_queued() -> Message:
    return Message.send_once("receipt-1", to="hanako@example.jp", subject="受付", body="…")


def age_running_tasks(by: timedelta) -> None:
    DBTaskResult.objects.running().update(started_at=timezone.now() - by)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_no_mail_and_sends_none_twice():
    message = a_receipt_is_queued()
    with transaction.atomic():
        Message.objects.select_for_update().get(pk=message.pk)
        with a_worker():  # will wait for the message, and be killed waiting
            until = time.monotonic() + 30
            while not DBTaskResult.objects.running().exists() and time.monotonic() < until:
                time.sleep(0.05)
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
    assert not SentMail.objects.exists()

    age_running_tasks(timedelta(minutes=6))
    with a_worker("--batch") as next_worker:
        assert next_worker.wait(60) == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert [mail.subject for mail in SentMail.objects.all()] == ["受付"]


@pytest.mark.django_db
def test_a_task_another_worker_may_still_be_doing_is_left_alone():
    a_receipt_is_queued()
    DBTaskResult.objects.get().claim("a busy worker")
    age_running_tasks(timedelta(minutes=4))
    assert take_up_abandoned() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_a_mail_sent_before_its_worker_was_killed_is_not_sent_again(run_queue, mailoutbox):
    message = a_receipt_is_queued()
    DBTaskResult.objects.get().claim("a worker that was killed")
    message.deliver()
    age_running_tasks(timedelta(minutes=6))
    assert take_up_abandoned() == 1
    assert run_queue() == 1
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_finished_tasks_stay_finished():
    a_receipt_is_queued()
    DBTaskResult.objects.get().claim("a worker")
    age_running_tasks(timedelta(minutes=6))
    DBTaskResult.objects.get().set_successful(True)
    assert take_up_abandoned() == 0


def failed(fault: Exception, *, tries: int = 1) -> None:
    """The one task there is failed so, half an hour ago."""
    for number in range(tries):
        DBTaskResult.objects.get().claim(f"worker {number}")
    DBTaskResult.objects.get().set_failed(fault)
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(minutes=30))


@pytest.mark.django_db
def test_a_letter_is_not_lost_because_two_transactions_waited_for_each_other(run_queue, mailoutbox):
    a_receipt_is_queued()
    failed(OperationalError("deadlock detected"))
    assert take_up_failed() == 1
    assert run_queue() == 1
    assert len(mailoutbox) == 1
    assert take_up_failed() == 0


@pytest.mark.django_db
def test_a_fault_that_does_not_pass_is_not_tried_for_ever():
    a_receipt_is_queued()
    failed(ValueError("a fault of ours"))
    assert take_up_failed() == 0
    failed(OperationalError("away"), tries=MOST_TRIES)
    assert take_up_failed() == 0
