"""The roster of 20,000 volunteers: a page, a page narrowed, and all of it as an Excel file.

Run as a module in a process that has Django set up; `measure` starts it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
MANY = 20_000
PAGES = {
    "a page of it": "/desk/volunteers/",
    "a page, by language and time": "/desk/volunteers/?language=en&time=4",
    "a page, who was not asked this year": "/desk/volunteers/?unconfirmed=on",
    "all of it as an Excel file": "/desk/volunteers/roster.xlsx",
}
SECONDS = 20


def measure(url: str, rounds: int) -> list[Row]:
    """Each, divided by reading the rows; and how long the file takes."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.roster", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    base, statements = told.pop("read"), told.pop("statements")
    rows = [
        Row(
            f"roster of {MANY:,} volunteers: {what}",
            "reading its rows",
            [mine / its for mine, its in zip(times, base, strict=True)],
            statements=str(statements[what]),
        )
        for what, times in told.items()
    ]
    whole = [*PAGES][-1]
    seconds = Row(
        f"roster of {MANY:,} volunteers: {whole}",
        "—",
        told[whole],
        SECONDS,
        at_most=True,
        unit=" s",
    )
    return [*rows, seconds]


def main() -> None:
    import django  # noqa: PLC0415  the measuring process needs none

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from portal.people.models import AccessLog  # noqa: PLC0415
    from tests.bench import volunteers  # noqa: PLC0415

    volunteers.register(MANY)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(volunteers.of_the_section())

    def get(path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")

    statements = {}
    for what, path in PAGES.items():
        get(path)
        with CaptureQueriesContext(connection) as asked:
            get(path)
        statements[what] = len(asked)
    times: dict[str, list[float]] = {"read": [], **{what: [] for what in PAGES}}
    for _ in range(int(sys.argv[1])):
        for what, ask in {
            "read": volunteers.read,
            **{what: (lambda path=path: get(path)) for what, path in PAGES.items()},
        }.items():
            begun = perf_counter()
            ask()
            times[what].append(perf_counter() - begun)
    AccessLog.objects.filter(reason__startswith="ボランティア名簿").delete()
    print(json.dumps({"statements": statements} | times))


if __name__ == "__main__":
    main()
