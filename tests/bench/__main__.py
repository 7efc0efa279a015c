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
from pathlib import Path

from tests.bench import databases

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = ROOT / "docs" / "benchmarks.md"
BEGINS, ENDS = "<!-- the last run -->", "<!-- end of the last run -->"
OF_TEN_YEARS = ("metrics", "progress")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each comparison")
    parser.add_argument("--seconds", type=int, default=2, help="length of one measurement")
    parser.add_argument(
        "--only",
        choices=[
            "pages",
            "search",
            "seats",
            "nine",
            "lottery",
            "room-draw",
            "utilisation",
            "metrics",
            "progress",
        ],
        help="one part only",
    )
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk was not found. Install it (apt install wrk), then run make bench again.")
    os.environ.update(
        DEMO="1", DEBUG="0", LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="portal.settings"
    )
    with databases.server(ROOT / ".bench") as server:
        sizes = ("city", "nation") if options.only not in OF_TEN_YEARS else ()
        urls = {size: databases.seeded(server, size) for size in sizes}
        rows = []
        if options.only in (None, "pages"):
            from tests.bench import pages  # noqa: PLC0415  after the environment is set

            rows += pages.measure(urls, options.rounds, options.seconds)
        if options.only in (None, "search"):
            from tests.bench import statements  # noqa: PLC0415

            rows += statements.measure(urls, options.rounds)
        if options.only in (None, "seats"):
            from tests.bench import seats  # noqa: PLC0415

            rows += seats.measure(urls["city"], options.rounds, options.seconds)
        if options.only in (None, "nine"):
            from tests.bench import nine_oclock  # noqa: PLC0415

            rows += nine_oclock.measure(urls["city"], min(options.rounds, 2), options.seconds)
        rows += draws(options, urls.get("city", ""))
        if options.only in (None, "utilisation"):
            from tests.bench import utilisation  # noqa: PLC0415

            rows += utilisation.measure(urls["city"], options.rounds)
        if options.only in (None, *OF_TEN_YEARS):
            rows += over_ten_years(options, databases.seeded(server, "city", "ten_years"))
    table = as_table(rows)
    print(table)
    if options.write:
        text = REPORT.read_text(encoding="utf-8")
        before, after = text.split(BEGINS)[0], text.split(ENDS)[1]
        REPORT.write_text(f"{before}{BEGINS}\n\n{table}\n{ENDS}{after}", encoding="utf-8")
    missed = [row.what for row in rows if not row.is_met]
    if missed:
        print("Missed: " + ", ".join(missed))


def draws(options: argparse.Namespace, url: str) -> list:
    """The draws of a course and of a month of rooms."""
    from tests.bench import lottery, room_draw  # noqa: PLC0415

    rows = []
    if options.only in (None, "lottery"):
        rows += lottery.measure(url)
    if options.only in (None, "room-draw"):
        rows += room_draw.measure(url)
    return rows


def over_ten_years(options: argparse.Namespace, url: str) -> list:
    """What the plan asks of a city that remembers ten years."""
    from tests.bench import metrics, progress  # noqa: PLC0415

    rows = []
    if options.only in (None, "metrics"):
        rows += metrics.measure(url, options.rounds)
    if options.only in (None, "progress"):
        rows += progress.measure(url, options.rounds, options.seconds)
    return rows


def as_table(rows: list) -> str:
    lines = [
        "| what | compared with | ratio | spread of rounds | wanted | statements |",
        "|---|---|---|---|---|---|",
    ]
    lines += [row.as_line() for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
