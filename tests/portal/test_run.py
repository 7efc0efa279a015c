"""`make run`: one command, everything served, nothing left behind."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import NamedTuple

import psutil
import pytest
from django.conf import settings

from portal.embedded import EmbeddedServer

RUN = [sys.executable, "-W", "ignore", "-m", "portal.demo.run"]


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(process: subprocess.Popen, word: str) -> list[psutil.Process]:
    alive = []
    for child in psutil.Process(process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it may end while we look
            if word in " ".join(child.cmdline()):
                alive.append(child)
    return alive


def wait_for(what, seconds: float = 90):
    """What comes of `what` once it is something; how soon is not asked, the machine may be busy."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
            return json.load(answer)["ready"]
    except OSError:
        return False


class Portal(NamedTuple):
    process: subprocess.Popen
    port: int
    printed: str
    database: EmbeddedServer


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A small demo city, served from an empty database of its own, and what it printed."""
    server = EmbeddedServer(tmp_path_factory.mktemp("run") / "pg")
    server.start()
    port = a_free_port()
    process = subprocess.Popen(
        RUN,
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": str(port), "DATABASE_URL": server.url(), "DEMO_SIZE": "town"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        printed = []
        for line in process.stdout:
            printed.append(line)
            if line.strip() == f"http://127.0.0.1:{port}/":
                break
        yield Portal(process, port, "".join(printed), server)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        server.leave()


def test_it_prints_the_logins_and_last_the_address(portal):
    port, printed = portal.port, portal.printed
    assert "hanako@example.jp" in printed
    assert "shogai@example.jp" in printed
    assert f"http://127.0.0.1:{port}/demo/" in printed
    assert printed.rstrip().splitlines()[-1].strip() == f"http://127.0.0.1:{port}/"


def test_what_it_printed_is_true(portal):
    port = portal.port
    assert is_ready(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/courses/") as page:
        assert page.status == 200
        assert ".css" in page.read().decode()


def test_it_serves_in_production_mode_with_hashed_static_files(portal):
    port = portal.port
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        style = next(part for part in page.read().decode().split('"') if part.endswith(".css"))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{style}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_it_listens_on_this_machine_only(portal):
    process, port = portal.process, portal.port
    listening = {
        connection.laddr.ip
        for child in (psutil.Process(process.pid), *children(process, ""))
        for connection in child.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
    }
    assert listening <= {"127.0.0.1"}


@pytest.mark.parametrize("word", ["manage.py work", "granian"])
def test_a_killed_program_is_started_again(portal, word):
    process, port = portal.process, portal.port
    killed = children(process, word)[0]
    killed.kill()
    assert wait_for(lambda: any(child.pid != killed.pid for child in children(process, word)))
    assert wait_for(lambda: is_ready(port))


def test_while_the_database_is_away_a_page_says_so_and_then_is_served_again(portal):
    address = f"http://127.0.0.1:{portal.port}/courses/?q=料理"
    address = urllib.parse.quote(address, safe=":/?=")
    os.kill(int((portal.database.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(address, timeout=30)
    assert refusal.value.code == 503
    assert "つながりにくくなっています" in refusal.value.read().decode()

    portal.database.start()
    wait_for(lambda: is_ready(portal.port))
    with urllib.request.urlopen(address, timeout=30) as page:
        assert page.status == 200


def test_a_second_one_on_the_same_port_is_told_so(portal):
    port = portal.port
    second = subprocess.run(
        RUN,
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": str(port), "DATABASE_URL": "postgresql://nobody@localhost/none"},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert second.returncode == 1
    assert f"Port {port} is in use" in second.stderr


@pytest.mark.parametrize("wrong", ["http", "0x50", "70000", "-1"])
def test_a_port_that_is_no_port_is_told_so(wrong):
    start = subprocess.run(
        RUN,
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": wrong},
        check=False,
        capture_output=True,
        timeout=30,
    )
    assert start.returncode == 1
    assert b"PORT must be a number" in start.stderr


def test_the_demo_refuses_to_be_served_under_another_name():
    start = subprocess.run(
        RUN,
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": str(a_free_port()), "ALLOWED_HOSTS": "manabi.example.jp"},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert start.returncode == 1
    assert "answers only this machine" in start.stderr


def test_told_to_stop_it_leaves_nothing_behind(portal):
    process, port = portal.process, portal.port
    family = children(process, "")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))
