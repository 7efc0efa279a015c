"""kill -9 of PostgreSQL while a resident's seat is written and not yet committed."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import psutil
import psycopg
import pytest
from django.conf import settings

from portal.embedded import EmbeddedServer
from tests.portal.test_run import a_free_port, is_ready, wait_for

ONE_COURSE_AND_ONE_RESIDENT = """
import json
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from tests import cast
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
course, resident, client = cast.a_course(capacity=1), cast.a_resident(), Client()
client.force_login(resident, backend=settings.AUTHENTICATION_BACKENDS[0])
cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
form = f"/courses/{course.pk}/sign-ups/"
print(json.dumps({"form": form, "cookie": cookie, "person": resident.household.people.get().pk}))
"""
SERVE = """
import signal, sys
from pathlib import Path
from portal.demo.run import serve
from portal.embedded import EmbeddedServer
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    serve(int(sys.argv[1]), EmbeddedServer(Path(sys.argv[2])))
except KeyboardInterrupt:
    pass
"""
SEATS = """
    SELECT seats_taken, (SELECT count(*) FROM programs_signup),
        (SELECT count(*) FROM django_tasks_database_dbtaskresult
         WHERE task_path LIKE '%tell_about_sign_up')
    FROM programs_course
"""
WAITING = """
    SELECT 1 FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO "django_tasks_database_dbtask%'
"""


class Portal(NamedTuple):
    database: EmbeddedServer
    port: int
    form: str
    cookie: str
    person: int


@pytest.fixture
def portal(tmp_path):
    """Everything `make run` keeps alive, on a database with one course of one seat."""
    database, port = EmbeddedServer(tmp_path / "pg"), a_free_port()
    database.start()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": database.url(),
        "DEMO": "1",
        "LOG_LEVEL": "ERROR",
    }
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ONE_COURSE_AND_ONE_RESIDENT],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SERVE, str(port), str(database.folder)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: is_ready(port))
        yield Portal(database, port, **json.loads(made.stdout))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        database.leave()


class Browser:
    """The resident's, signed in: opens the form and sends it, with its token."""

    def __init__(self, portal: Portal) -> None:
        self._address = f"http://127.0.0.1:{portal.port}{portal.form}"
        self._person, self._session = portal.person, portal.cookie

    def open_form(self) -> None:
        with self._ask(self._session) as form:
            page = form.read().decode()
            token = form.headers["Set-Cookie"].split(";")[0]
        self._cookie = f"{self._session}; {token}"
        self._token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    def sign_up(self) -> tuple[int, str]:
        """Send the form; the status and page that come of it, a redirect followed."""
        fields = {"csrfmiddlewaretoken": self._token, "person": self._person}
        try:
            with self._ask(self._cookie, fields) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def _ask(self, cookie: str, fields: dict | None = None):
        body = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(self._address, body, {"Cookie": cookie})
        return urllib.request.urlopen(request, timeout=30)


def is_waiting(database: EmbeddedServer) -> bool:
    with psycopg.connect(database.url()) as look:  # a longer transaction would see the first look
        return look.execute(WAITING).fetchone() is not None


def kill_at_once(database: EmbeddedServer) -> None:
    first = psutil.Process(int((database.data / "postmaster.pid").read_text().split()[0]))
    for process in (first, *first.children()):
        process.kill()


def test_a_seat_not_yet_committed_is_nobodys_and_the_second_try_takes_it_once(portal):
    browser = Browser(portal)
    browser.open_form()
    with psycopg.connect(portal.database.url()) as other, ThreadPoolExecutor(1) as pool:
        # The seat is written and counted; the mail, last before the commit, has to wait.
        other.execute("LOCK TABLE django_tasks_database_dbtaskresult IN SHARE MODE")
        answer = pool.submit(browser.sign_up)
        wait_for(lambda: is_waiting(portal.database))
        kill_at_once(portal.database)
        status, page = answer.result(30)
        other.close()
    assert status == 503
    assert "つながりにくくなっています" in page

    wait_for(lambda: is_ready(portal.port))
    with psycopg.connect(portal.database.url(), autocommit=True) as look:
        assert look.execute(SEATS).fetchall() == [(0, 0, 0)]
        browser.open_form()
        status, page = browser.sign_up()
        assert (status, "受付番号" in page) == (200, True)
        assert look.execute(SEATS).fetchall() == [(1, 1, 1)]
        status, page = browser.sign_up()
        assert (status, "すでに" in page) == (409, True)
        assert look.execute(SEATS).fetchall() == [(1, 1, 1)]
