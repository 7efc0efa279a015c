"""Every live figure for one year and for ten, on a city that remembers ten years.

In a process on that database; all metrics in turns, round by round, against the number of courses
of a year, the cheapest of them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench import ten_years
from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
CHEAPEST = "courses"
ONE_YEAR, TEN_YEARS = 1.5, 10  # seconds wanted of all metrics together


def measure(url: str, rounds: int) -> list[Row]:
    """Two rows for each metric, and what all of them take over ten years."""
    ten_years.remember(url)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.metrics_times", str(rounds)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = []
    told = json.loads(done.stdout)
    for key, times in told.items():
        for span, words in (("one", "one year"), ("ten", "ten years")):
            row = Row(f"metric `{key}`, {words}", f"`{CHEAPEST}`, one year", statements="1")
            base = told[CHEAPEST]["one"]
            row.ratios = [mine / its for mine, its in zip(times[span], base, strict=True)]
            rows.append(row)
    one, ten = (
        [sum(times[span][turn] for times in told.values()) for turn in range(rounds)]
        for span in ("one", "ten")
    )
    longer = Row("all metrics, ten years", "all metrics, one year", wanted=10, at_most=True)
    longer.ratios = [more / less for more, less in zip(ten, one, strict=True)]
    return [
        *rows,
        longer,
        Row("all metrics, one year", "—", one, ONE_YEAR, at_most=True, unit=" s"),
        Row("all metrics, ten years", "—", ten, TEN_YEARS, at_most=True, unit=" s"),
    ]
