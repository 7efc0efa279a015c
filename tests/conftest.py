"""Fixtures for all tests. The database is real; so are pages, mails and queue."""

import pytest
from django.core.cache import caches
from django.test import TransactionTestCase
from django_tasks_db.models import DBTaskResult

from portal import kept
from tests.emptied import empty_database
from tests.page_lint import LintingClient


@pytest.fixture(scope="session", autouse=True)
def emptied_in_a_moment():
    """What a test committed is deleted by `empty_database`, not by Django's slow `flush`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_database())
        yield


@pytest.fixture(autouse=True)
def fresh_pages(settings):
    """No page from another test; static files by their own names, and looked for when asked."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True  # or each new client reads all files again
    caches["pages"].clear()
    kept.forget_all()


@pytest.fixture
def client() -> LintingClient:
    return LintingClient()


@pytest.fixture
def run_queue(db):
    """Run every waiting task, as the worker would, until none is left; return how many ran."""

    def run() -> int:
        number = 0
        while waiting := DBTaskResult.objects.ready().first():
            waiting.claim("test")
            result = waiting.task_result
            waiting.task.call(*result.args, **result.kwargs)
            waiting.set_successful(None)
            number += 1
        return number

    return run
