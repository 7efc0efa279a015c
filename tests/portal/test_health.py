"""What a load balancer hears: alive without a database, ready only when all of it works."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.notices.models import Message


@pytest.fixture
def monitor() -> Client:
    return Client()


def a_waiting_mail(*, waited: timedelta, run_after=None) -> DBTaskResult:
    message = Message.objects.create(key="k", to="hanako@example.jp", subject="s", body="b")
    message.deliver_later(run_after)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - waited)
    return DBTaskResult.objects.get()


def test_alive_is_answered_without_asking_the_database(monitor):
    assert monitor.get("/healthz").content == b"ok\n"  # pytest refuses a query here


@pytest.mark.django_db
def test_a_portal_where_all_works_is_ready(monitor):
    response = monitor.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "reasons": [], "failed_tasks": 0}


@pytest.mark.django_db
def test_ready_asks_the_database_four_things(monitor, django_assert_num_queries):
    monitor.get("/readyz")
    with django_assert_num_queries(4):
        monitor.get("/readyz")


@pytest.mark.django_db
def test_a_missing_migration_is_named(monitor):
    MigrationRecorder.Migration.objects.filter(app="people").delete()
    response = monitor.get("/readyz")
    assert response.status_code == 503
    assert "people.0" in response.json()["reasons"][0]


@pytest.mark.django_db
def test_a_mail_waiting_eleven_minutes_means_that_nobody_works(monitor):
    a_waiting_mail(waited=timedelta(minutes=11))
    response = monitor.get("/readyz")
    assert response.status_code == 503
    assert "manage.py work" in response.json()["reasons"][0]


@pytest.mark.django_db
def test_a_mail_waiting_nine_minutes_is_no_alarm(monitor):
    a_waiting_mail(waited=timedelta(minutes=9))
    assert monitor.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_retry_is_late_only_ten_minutes_after_its_own_time(monitor):
    mail = a_waiting_mail(waited=timedelta(hours=2), run_after=timedelta(minutes=1))
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(minutes=9))
    assert monitor.get("/readyz").status_code == 200
    DBTaskResult.objects.filter(pk=mail.pk).update(run_after=timezone.now() - timedelta(minutes=11))
    assert monitor.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_mail_that_failed_for_good_is_counted_but_does_not_close_the_portal(monitor):
    a_waiting_mail(waited=timedelta(hours=2))
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    response = monitor.get("/readyz")
    assert response.status_code == 200
    assert response.json()["failed_tasks"] == 1


def test_without_a_database_the_portal_is_alive_but_not_ready(monitor, monkeypatch):
    def unreachable(*args, **kwargs):
        raise OperationalError("no connection")

    monkeypatch.setattr("portal.views.health._missing_migrations", unreachable)
    response = monitor.get("/readyz")
    assert response.status_code == 503
    assert "データベースにつながりません" in response.json()["reasons"][0]
