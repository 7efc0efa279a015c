"""kill -9 of the embedded PostgreSQL or of its users: what was committed is there afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal.embedded import EmbeddedServer

HOLDS_A_SERVER = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell ignores it
from pathlib import Path
from portal.embedded import embedded_database_url
print(embedded_database_url(Path(sys.argv[1])), flush=True)
time.sleep(60)
"""


@pytest.fixture
def server(tmp_path):
    """A server of this test's own, stopped afterwards whatever happened to it."""
    server = EmbeddedServer(tmp_path / "pg")
    server.start()
    yield server
    server.start()
    server.leave()
    assert not server.is_running()


def postmaster(server: EmbeddedServer) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def another_user(folder: Path) -> subprocess.Popen:
    """Another process that uses the same server; returns once the server answers it."""
    user = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HOLDS_A_SERVER, str(folder)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    user.stdout.readline()
    return user


def test_committed_rows_survive_the_kill_of_the_server_and_uncommitted_ones_do_not(server):
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE seat (number int)")
        connection.execute("INSERT INTO seat VALUES (1)")
    halfway = psycopg.connect(server.url())
    halfway.execute("INSERT INTO seat VALUES (2)")

    os.kill(postmaster(server), signal.SIGKILL)
    began = time.monotonic()
    server.start()

    assert time.monotonic() - began < 10
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT number FROM seat").fetchall() == [(1,)]
    with pytest.raises(psycopg.OperationalError):
        halfway.commit()


def test_a_process_id_now_used_by_somebody_else_does_not_keep_the_server_down(server):
    os.kill(postmaster(server), signal.SIGKILL)
    note = server.data / "postmaster.pid"
    note.write_text("\n".join([str(os.getpid()), *note.read_text().splitlines()[1:]]))
    assert not server.is_running()
    server.start()
    psycopg.connect(server.url()).close()


def test_a_server_whose_user_was_killed_is_found_and_used_again(tmp_path):
    user = another_user(tmp_path / "pg")
    user.kill()
    user.wait()
    left_behind = EmbeddedServer(tmp_path / "pg")
    assert left_behind.is_running()
    left_behind.start()
    psycopg.connect(left_behind.url()).close()
    left_behind.leave()
    assert not left_behind.is_running()


def test_the_server_runs_until_its_last_user_leaves(tmp_path):
    user = another_user(tmp_path / "pg")
    first = EmbeddedServer(tmp_path / "pg")
    first.start()
    first.leave()
    assert first.is_running()
    user.send_signal(signal.SIGINT)
    user.wait(20)
    assert not first.is_running()


def test_a_making_cut_short_is_begun_anew(tmp_path):
    half_made = tmp_path / "pg" / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    server = EmbeddedServer(tmp_path / "pg")
    server.start()
    assert server.is_running()
    server.leave()


def test_a_path_too_long_for_a_socket_is_served_all_the_same(tmp_path):
    folder = tmp_path / ("long name " * 10).strip()
    folder.mkdir()
    server = EmbeddedServer(folder / "pg")
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.leave()
