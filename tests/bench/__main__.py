"""`make bench`: one table from one run, every figure a ratio.

This machine is shared and noisy, so an absolute time means nothing. Whatever is compared is
measured in turns, round by round, and the ratio is the median of the rounds' ratios. `--write`
puts the table into docs/benchmarks.md.

Needs wrk (Debian: `apt install wrk`) and the embedded PostgreSQL, whose pgbench it uses.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import (
    availability,
    databases,
    fits,
    lottery,
    metrics,
    nine_oclock,
    pages,
    progress,
    room_draw,
    roster,
    seats,
    statements,
    utilisation,
)
from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = ROOT / "docs" / "benchmarks.md"
BEGINS, ENDS = "<!-- the last run -->", "<!-- end of the last run -->"


@dataclass(frozen=True)
class Run:
    """What every part is measured with; a database is seeded when a part first asks for it."""

    server: Any
    rounds: int
    seconds: int

    @property
    def city(self) -> str:
        return databases.seeded(self.server, "city")

    @property
    def both(self) -> dict[str, str]:
        return {"city": self.city, "nation": databases.seeded(self.server, "nation")}

    @property
    def ten_years(self) -> str:
        """A city that remembers ten years."""
        return databases.seeded(self.server, "city", "ten_years")

    @property
    def volunteers(self) -> str:
        """A city with a roster of twenty thousand."""
        return databases.seeded(self.server, "city", "volunteers")


PARTS: dict[str, Callable[[Run], list[Row]]] = {
    "pages": lambda run: pages.measure(run.both, run.rounds, run.seconds),
    "rooms": lambda run: availability.measure(run.city, run.rounds, run.seconds),
    "search": lambda run: statements.measure(run.both, run.rounds),
    "seats": lambda run: seats.measure(run.city, run.rounds, run.seconds),
    "nine": lambda run: nine_oclock.measure(run.city, min(run.rounds, 2), run.seconds),
    "lottery": lambda run: lottery.measure(run.city),
    "room-draw": lambda run: room_draw.measure(run.city),
    "utilisation": lambda run: utilisation.measure(run.city, run.rounds),
    "roster": lambda run: roster.measure(run.volunteers, run.rounds),
    "fits": lambda run: fits.measure(run.volunteers, run.rounds),
    "metrics": lambda run: metrics.measure(run.ten_years, run.rounds),
    "progress": lambda run: progress.measure(run.ten_years, run.rounds, run.seconds),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each comparison")
    parser.add_argument("--seconds", type=int, default=2, help="length of one measurement")
    parser.add_argument("--only", choices=[*PARTS], help="one part only")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk was not found. Install it (apt install wrk), then run make bench again.")
    os.environ.update(
        DEMO="1", DEBUG="0", LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="portal.settings"
    )
    with databases.server(ROOT / ".bench") as server:
        run = Run(server, options.rounds, options.seconds)
        parts = [options.only] if options.only else [*PARTS]
        rows: list[Row] = []
        for name in parts:
            measured = PARTS[name](run)
            # Told at once, so that a part that fails does not take the others' figures along.
            print(*(row.as_line() for row in measured), sep="\n", file=sys.stderr, flush=True)
            rows += measured
    table = as_table(rows)
    print(table)
    if options.write:
        text = REPORT.read_text(encoding="utf-8")
        before, after = text.split(BEGINS)[0], text.split(ENDS)[1]
        REPORT.write_text(f"{before}{BEGINS}\n\n{table}\n{ENDS}{after}", encoding="utf-8")
    if missed := [row.what for row in rows if not row.is_met]:
        print("Missed: " + ", ".join(missed))


def as_table(rows: list) -> str:
    lines = [
        "| what | compared with | ratio | spread of rounds | wanted | statements |",
        "|---|---|---|---|---|---|",
    ]
    lines += [row.as_line() for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
