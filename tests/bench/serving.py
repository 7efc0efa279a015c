"""The production server under wrk."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.demo.run import web_server

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENTS = 8


class Serving:
    """One running server: its address and its processes."""

    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.process = process

    def rate(self, path: str, seconds: int) -> float:
        """Answers a second to eight clients asking for `path` over and over; all must be 200."""
        done = subprocess.run(
            ["wrk", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", self.address + path],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        if "Non-2xx" in done:
            raise RuntimeError(f"{path} was not answered with 200: {done}")
        return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])

    def worker_memory(self) -> list[int]:
        """The proportional set size of each worker process, in bytes."""
        sizes = []
        for pid in _children(self.process.pid):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            sizes.append(int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)[1]) * 1024)
        return sizes


@contextmanager
def serving(url: str, *, keep_pages: bool) -> Iterator[Serving]:
    """The portal on `url`'s database, with or without its memory of public pages."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": url,
        "PUBLIC_PAGE_SECONDS": "10" if keep_pages else "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *web_server(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running = Serving(port, process)
        _wait(running)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait(running: Serving) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(running.address + "/healthz", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found
