"""What is seen to every so often, so that nothing promised hangs on one task that was lost.

An app registers its chores in `AppConfig.ready()`, and `manage.py work` runs them:

    from portal.notices import chores

    chores.every_minute(keep_moving)
    chores.every(write_reminders, minutes=10)
    chores.every_day(write_digests, at="07:00")

A chore takes no argument, looks for what is due and does it, each piece in a transaction of its
own. It must be idempotent and must ask the clock whether what it found is still worth doing: a
worker may have been down for a day, and may be killed in the middle. Of several workers one at a
time does a chore, once in its time.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zlib import crc32

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from portal.notices.models import Chore

logger = logging.getLogger(__name__)

LOCKS = 0x6B6F7A61  # the first half of every chore's advisory lock; the second is its name's


@dataclass(frozen=True)
class Duty:
    """A chore and its time: every so many minutes, or daily from a time of day on."""

    run: Callable[[], object]
    minutes: int = 1
    at: time | None = None

    @property
    def name(self) -> str:
        return f"{self.run.__module__}.{self.run.__qualname__}"

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Whether it is time again; what was missed while no worker ran is due once."""
        if self.at is not None:
            today = timezone.localtime(now).replace(
                hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
            )
            return now >= today and (last is None or last < today)
        # The worker looks every minute, a moment more or less.
        return last is None or now - last >= timedelta(minutes=self.minutes, seconds=-5)


_duties: dict[str, Duty] = {}


def every_minute(chore: Callable[[], object]) -> None:
    """Let the worker run `chore` every minute."""
    every(chore, minutes=1)


def every(chore: Callable[[], object], *, minutes: int) -> None:
    """Let the worker run `chore` every so many minutes."""
    _register(Duty(chore, minutes=minutes))


def every_day(chore: Callable[[], object], *, at: str) -> None:
    """Let the worker run `chore` once a day, from `at` (「07:00」) on."""
    _register(Duty(chore, at=time.fromisoformat(at)))


def each[Found](found: Iterable[Found], do: Callable[[Found], int | None]) -> int:
    """What a chore does for everything it found; the sum of what came of it.

    One that fails is logged and keeps none behind it waiting; the chore as a whole has failed
    then, and is due again. Where the database itself is away, nothing more is tried.
    """
    done, failure = 0, None
    for one in found:
        try:
            done += do(one) or 0
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            what, pk = type(one).__name__, getattr(one, "pk", "")  # no name stands in a log
            logger.exception("A chore failed for %s %s; it goes on with the next", what, pk)
            failure = failure or error
    if failure:
        raise failure
    return done


def _register(duty: Duty) -> None:
    _duties[duty.name] = duty


def run_all() -> int:
    """Do every chore that is due and that no other worker is doing; return how many.

    One that fails is logged and written down, keeps no other from running, and is due again.
    """
    done = 0
    for duty in _duties.values():
        try:
            done += _run(duty)
        except Exception as error:
            logger.exception("A chore failed; it will be tried again: %s", duty.name)
            _write_down(duty, failed_at=timezone.now(), failure=repr(error)[:300])
    return done


def _run(duty: Duty) -> bool:
    with _alone(duty.name) as is_mine:
        if not is_mine:
            return False
        last = Chore.objects.filter(name=duty.name).values_list("done_at", flat=True).first()
        now = timezone.now()
        if not duty.is_due(last, now):
            return False
        duty.run()
        _write_down(duty, done_at=now)
        return True


def _write_down(duty: Duty, **facts: object) -> None:
    try:
        Chore.objects.update_or_create(name=duty.name, defaults=facts)
    except Exception:
        logger.warning("Could not write down how a chore went: %s", duty.name, exc_info=True)


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Keep other workers from this chore meanwhile; the lock ends with the connection at latest."""
    lock = [LOCKS, crc32(name.encode()) - 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
