"""Who of 20,000 volunteers fits which of 500 openings, and which of them suit one volunteer.

Run as a module in a process that has Django set up, with the rounds and, where there are to be
fewer, how many volunteers and openings; `measure` starts it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.bench.roster import MANY
from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
OPENINGS = 500
SAMPLE = 21  # every so many openings are ranked in each round: all roles come by
WANTED = 3  # times that, at most
AGAINST = "reading the volunteers' rows"


def measure(url: str, rounds: int) -> list[Row]:
    """Each, divided by reading the rows; and how long the ranking for all openings takes."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.fits", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    base, statements, every = told.pop("read"), told.pop("statements"), told.pop("all")
    what = f"{MANY:,} volunteers, {OPENINGS} openings"
    rows = [
        Row(
            f"{what}: {name}",
            AGAINST,
            [mine / its for mine, its in zip(times, base, strict=True)],
            None if "page" in name else WANTED,
            at_most=True,
            statements=statements[name],
        )
        for name, times in told.items()
    ]
    return [*rows, Row(f"{what}: who fits each of them, all", "—", [every], unit=" s")]


def main() -> None:
    import django  # noqa: PLC0415  the measuring process needs none

    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from centers.volunteers.matching.fits import fits  # noqa: PLC0415
    from centers.volunteers.views.desk.matching import WHY_ASKED, WHY_FITS  # noqa: PLC0415
    from portal.people.models import AccessLog  # noqa: PLC0415
    from tests.bench import openings, volunteers  # noqa: PLC0415

    rounds, many, wanted = [*map(int, sys.argv[1:]), MANY, OPENINGS][:3]
    volunteers.register(many)
    shifts = [opening.shifts.all()[0] for opening in openings.ask(wanted)]
    sample = shifts[::SAMPLE]
    section, center = volunteers.of_the_section(), volunteers.of_a_center()
    desk, my = Client(headers={"host": "127.0.0.1"}), Client(headers={"host": "127.0.0.1"})
    desk.force_login(section)
    my.force_login(openings.a_volunteer())
    suits_page = reverse("volunteers:suits")

    def get(client: Client, path: str) -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")

    asks: dict[str, Callable] = {
        "who fits one, and why": lambda shift: fits(shift, section),
        "the same, of those a centre may see": lambda shift: fits(shift, center),
        "the coordinator's page of one": lambda shift: get(
            desk, reverse("volunteers_desk:fits", args=[shift.opening_id])
        ),
        "what suits a volunteer, the page": lambda _: get(my, suits_page),
    }
    statements = {}
    for name, ask in asks.items():
        numbers = set()
        for shift in sample:
            with CaptureQueriesContext(connection) as asked:
                ask(shift)
            numbers.add(len(asked))
        statements[name] = "–".join(str(one) for one in sorted({min(numbers), max(numbers)}))
    times: dict[str, list[float]] = {"read": [], **{name: [] for name in asks}}
    for _ in range(rounds):
        times["read"].append(_seconds(volunteers.read))
        for name, ask in asks.items():
            spent = [_seconds(ask, shift) for shift in sample]
            times[name].append(sum(spent) / len(spent))
    every = sum(_seconds(fits, shift, section) for shift in shifts)
    AccessLog.objects.filter(reason__in=[WHY_FITS, WHY_ASKED], viewer=section).delete()
    print(json.dumps({"statements": statements, "all": every} | times))


def _seconds(ask: Callable, *about: object) -> float:
    begun = perf_counter()
    ask(*about)
    return perf_counter() - begun


if __name__ == "__main__":
    main()
