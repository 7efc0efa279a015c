"""Nine o'clock: 5,000 people press the button for 100 seats; then the hundred give theirs back.

Everybody has the form open already; what is timed is the press, from the first to the last answer.
Afterwards the database is asked whether exactly a hundred are seated and whether all others stand
in the queue in the order they were answered. A run that breaks either is an error, not a figure.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from tests.bench.row import Row
from tests.bench.seats import pgbench
from tests.bench.serving import serving

ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE, SEATS, LATE = 5_000, 100, 900
CONNECTIONS = 32


def measure(url: str, rounds: int, seconds: int) -> list[Row]:
    """Sign-ups a second from the first answer to the last, and withdrawals that promote."""
    same = "the same statements in pgbench, one hot row"
    presses = Row(f"{PEOPLE:,} people at nine for {SEATS} seats, over HTTP", same, wanted=0.10)
    leaving = Row(f"{SEATS} withdraw among {LATE} who come, each seat to the next", same)
    middle = Row("nine o'clock: half are answered within", "—", unit=" ms")
    slowest = Row("nine o'clock: 99 of 100 are answered within", "—", unit=" ms")
    for _ in range(rounds):
        with serving(url, keep_pages=True) as server, tempfile.NamedTemporaryFile("w") as script:
            script.write(_people(url, "script")["script"])
            script.flush()
            base = pgbench(url, script.name, seconds)
            first = press(server.address, _people(url, "open")["people"])
            _people(url, "check", json.dumps([answer.as_pair() for answer in first]))
            second = press(server.address, _people(url, "next")["people"])
            _people(url, "check_promoted")
        presses.ratios.append(_rate(first) / base)
        leaving.ratios.append(_rate(second) / base)
        waits = [(answer.answered - answer.sent) * 1_000 for answer in first]
        middle.ratios.append(median(waits))
        slowest.ratios.append(quantiles(waits, n=100)[98])
    return [presses, leaving, middle, slowest]


@dataclass
class Answer:
    """When a request was sent, when its answer was there, and where it led."""

    sent: float
    answered: float
    location: str

    def as_pair(self) -> list:
        return [self.sent, self.answered, int(re.findall(r"\d+", self.location)[-1])]


def _rate(answers: list[Answer]) -> float:
    return len(answers) / (max(a.answered for a in answers) - min(a.sent for a in answers))


def press(address: str, people: list[dict]) -> list[Answer]:
    """Open everybody's form; then let all press in turn, as many at once as there are lines."""
    return asyncio.run(_press(address.removeprefix("http://"), people))


async def _press(host: str, people: list[dict]) -> list[Answer]:
    forms = iter(people)
    await asyncio.gather(*(_through(host, forms, _open_form) for _ in range(CONNECTIONS)))
    presses = iter(people)
    answers = await asyncio.gather(
        *(_through(host, presses, _send_form) for _ in range(CONNECTIONS))
    )
    return [answer for line in answers for answer in line]


async def _through(host: str, people, step) -> list:
    """One line to the server, kept open: whoever is next, one after the other."""
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    try:
        return [await step(reader, writer, host, person) for person in people]
    finally:
        writer.close()


async def _open_form(reader, writer, host: str, person: dict) -> None:
    lines = (f"GET {person['path']} HTTP/1.1", f"Host: {host}", f"Cookie: {person['cookie']}")
    head, body = await _ask(reader, writer, lines)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', body)
    if token is None:
        raise RuntimeError(f"no form at {person['path']}: {head[:200]!r}")
    cookies = re.findall(rb"^set-cookie: ([^;]+)", head, re.M | re.I)
    person["cookie"] = "; ".join([person["cookie"], *(cookie.decode() for cookie in cookies)])
    person["fields"] = f"csrfmiddlewaretoken={token[1].decode()}&{person['fields']}"


async def _send_form(reader, writer, host: str, person: dict) -> Answer:
    lines = (
        f"POST {person['path']} HTTP/1.1",
        f"Host: {host}",
        f"Cookie: {person['cookie']}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(person['fields'])}",
    )
    sent = time.perf_counter()
    head, _ = await _ask(reader, writer, lines, person["fields"])
    answered = time.perf_counter()
    location = re.search(rb"^location: (\S+)", head, re.M | re.I)
    if location is None:
        raise RuntimeError(f"{person['path']} was not answered as it should be: {head[:200]!r}")
    return Answer(sent, answered, location[1].decode())


async def _ask(reader, writer, lines: tuple[str, ...], body: str = "") -> tuple[bytes, bytes]:
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"^content-length: (\d+)", head, re.M | re.I)
    return head, await reader.readexactly(int(length[1])) if length else b""


def _people(url: str, what: str, given: str = "") -> dict:
    """What the database knows, asked in a process that has Django set up."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.nine_oclock_people", what],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
