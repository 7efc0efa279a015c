"""`manage.py work`: run what waits in the queue, and every minute what nobody must wait for."""

import logging
import threading
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.db import Error, close_old_connections
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from portal.notices import chores

LONGEST_TASK = timedelta(minutes=5)
A_MINUTE = 60  # seconds
# Faults that pass: the database was away, or two transactions waited for each other.
PASSING = ["django.db.utils.OperationalError", "django.db.utils.InterfaceError"]
MOST_TRIES = 10

logger = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = "Runs the tasks in the queue, what a killed worker left, and the chores of every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(interval=0.5, startup_delay=False)

    def handle(self, *, batch: bool, **options: Any) -> None:
        _see_to_everything()
        if not batch:
            threading.Thread(target=_see_to_it_every_minute, daemon=True).start()
        super().handle(batch=batch, **options)


def take_up_abandoned() -> int:
    """Queue again the tasks a killed worker left running; return how many.

    A task still running after five minutes counts as abandoned. Handlers are idempotent, so one
    that was only slow does no harm when it runs twice.
    """
    taken_up = (
        DBTaskResult.objects.running()
        .filter(started_at__lt=timezone.now() - LONGEST_TASK)
        .update(status=TaskResultStatus.READY, started_at=None)
    )
    if taken_up:
        logger.warning("%s task(s) left by a killed worker are queued again", taken_up)
    return taken_up


def take_up_failed() -> int:
    """Queue again the tasks that failed by a fault that passes, ten tries each; return how many.

    What they tell of is committed, so a letter must not be lost because of one bad moment.
    """
    taken_up = (
        DBTaskResult.objects.failed()
        .filter(
            exception_class_path__in=PASSING,
            finished_at__lt=timezone.now() - timedelta(seconds=A_MINUTE / 2),
            **{f"worker_ids__{MOST_TRIES - 1}__isnull": True},
        )
        .update(status=TaskResultStatus.READY, started_at=None, finished_at=None)
    )
    if taken_up:
        logger.warning("%s task(s) that failed by a passing fault are queued again", taken_up)
    return taken_up


def _see_to_everything() -> None:
    try:
        take_up_abandoned()
        take_up_failed()
    except Error:
        logger.warning("Could not look for abandoned tasks; will try again", exc_info=True)
    chores.run_all()


def _see_to_it_every_minute() -> None:
    while True:
        time.sleep(A_MINUTE)
        close_old_connections()
        _see_to_everything()
        close_old_connections()
