"""Chores: what is due is done once, by one worker; a failure keeps nothing else from running."""

import logging
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from portal.notices import chores
from portal.notices.models import Chore

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch) -> list[str]:
    monkeypatch.setattr(chores, "_duties", {})
    return []


def at(*moment: int):
    """The clock at a moment of Tokyo."""
    now = datetime(*moment, tzinfo=UTC) - timedelta(hours=9)
    return patch("django.utils.timezone.now", lambda: now)


def test_a_chore_is_done_in_its_time_and_not_before(done):
    def sweep():
        done.append("swept")

    chores.every(sweep, minutes=10)
    for minute in range(25):
        with at(2026, 11, 21, 9, minute):
            chores.run_all()
    assert len(done) == 3


def test_a_daily_chore_is_done_once_a_day_from_its_hour_on(done):
    def digest():
        done.append(f"{timezone.localtime():%d %H}")

    chores.every_day(digest, at="07:00")
    for day, hour in [(21, 6), (21, 7), (21, 8), (22, 0), (22, 6), (22, 15), (22, 16)]:
        with at(2026, 11, day, hour):
            chores.run_all()
    assert done == ["21 07", "22 15"], "on the 22nd no worker ran at seven"


def test_one_that_fails_is_written_down_and_the_others_are_done(done, caplog):
    def broken():
        raise ValueError("no")

    def sound():
        done.append("done")

    chores.every_minute(broken)
    chores.every_minute(sound)
    with caplog.at_level(logging.ERROR):
        assert chores.run_all() == 1
    assert done == ["done"]
    row = Chore.objects.get(failed_at__isnull=False)
    assert row.name.endswith("broken")
    assert row.failure == "ValueError('no')"
    assert row.done_at is None


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_is_doing_is_left_alone(done):
    def sweep():
        done.append("swept")

    chores.every_minute(sweep)
    name = next(iter(chores._duties.values())).name
    held = connection.settings_dict
    other = psycopg.connect(
        dbname=held["NAME"],
        user=held["USER"],
        host=held["HOST"],
        port=held["PORT"] or None,
        password=held["PASSWORD"] or None,
    )
    with other:
        key = chores.crc32(name.encode()) - 2**31
        other.execute("SELECT pg_advisory_lock(%s, %s)", [chores.LOCKS, key])
        assert chores.run_all() == 0
        other.execute("SELECT pg_advisory_unlock(%s, %s)", [chores.LOCKS, key])
    other.close()
    assert chores.run_all() == 1
    assert done == ["swept"]


def test_one_broken_piece_of_a_chore_keeps_none_behind_it_waiting(done, caplog):
    def greet(name: str) -> int:
        if name == "broken":
            raise ValueError("no")
        done.append(name)
        return 1

    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match="no"):
        chores.each(["花子", "broken", "太郎"], greet)
    assert done == ["花子", "太郎"]
    assert chores.each(["次郎", "三郎"], greet) == 2


def test_where_the_database_is_away_nothing_more_is_tried(done):
    def ask(name: str) -> None:
        done.append(name)
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        chores.each(["花子", "太郎"], ask)
    assert done == ["花子"]
