"""How much the rooms of a city were used in a year: one statement, against reading what it counts.

Run as a module in a process that has Django set up; `measure` starts it.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
# Each slot of each room of the year, without asking what became of it.
OFFERED = """
SELECT count(*) FROM centers_openslot open
JOIN centers_room room ON room.center_id = open.center_id AND room.is_bookable
WHERE open.day BETWEEN %s AND %s
"""
WANTED = 40  # times that
SECONDS = 5


def measure(url: str, rounds: int) -> list[Row]:
    """The year as one figure, and by everything at once, divided by reading what was offered."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.utilisation", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    base, what = told.pop("offered"), f"utilisation of a year, {told.pop('slots'):,} slots"
    against, statements = "counting the slots offered", told.pop("statements")
    rows = []
    for name, times in told.items():
        ratios = [mine / its for mine, its in zip(times, base, strict=True)]
        asked = str(statements) if "page" in name else "1"
        most = None if "page" in name else WANTED
        rows.append(Row(f"{what}: {name}", against, ratios, most, at_most=True, statements=asked))
    seconds = told["as one figure"]
    return [*rows, Row(what, "—", seconds, SECONDS, at_most=True, unit=" s")]


def main() -> None:
    import django  # noqa: PLC0415  the measuring process needs none

    django.setup()
    from django.core.cache import caches  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from centers.utilisation.counting import WHOLE, counted, whole  # noqa: PLC0415
    from centers.utilisation.facts import Asked  # noqa: PLC0415
    from centers.utilisation.overview import MONTH, WEEK  # noqa: PLC0415
    from centers.utilisation.periods import Period, yesterday  # noqa: PLC0415

    last = yesterday().replace(day=1) - timedelta(days=1)
    period = Period(last - timedelta(days=364), last)
    asked = Asked(period)

    def offered() -> None:
        with connection.cursor() as cursor:
            cursor.execute(OFFERED, [period.first, period.last])
            cursor.fetchone()

    def page() -> None:
        caches["pages"].clear()
        Client().get("/rooms/utilisation/", headers={"host": "127.0.0.1"})

    asks = {
        "offered": offered,
        "as one figure": lambda: whole(asked),
        "by ward, month, weekday and time": lambda: counted(asked, WHOLE, ("ward",), MONTH, WEEK),
        "by room": lambda: counted(asked, ("room",)),
        "by day": lambda: whole(asked, by_day=True),
        "the public page, made anew": page,
    }
    with CaptureQueriesContext(connection) as queries:
        page()
    told: dict = {"slots": whole(asked).open, "statements": len(queries)}
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(int(sys.argv[1])):
        for name, ask in asks.items():
            begun = perf_counter()
            ask()
            times[name].append(perf_counter() - begun)
    print(json.dumps(told | times))


if __name__ == "__main__":
    main()
