"""Every live figure for one year and for ten, on a city that remembers ten years.

In a process on that database; all metrics in turns, round by round, against the number of courses
of a year, the cheapest of them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from tests.bench import ten_years
from tests.bench.row import Row

ROOT = Path(__file__).resolve().parent.parent.parent
CHEAPEST = "courses"
TEN_YEARS = 10  # seconds wanted of any metric


def measure(url: str, rounds: int) -> list[Row]:
    """Two rows for each metric; how long the slowest takes over ten years, and all of them."""
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
    slowest = max(told, key=lambda key: median(told[key]["ten"]))
    one, ten = (
        [sum(times[span][turn] for times in told.values()) for turn in range(rounds)]
        for span in ("one", "ten")
    )
    longer = Row("all metrics, ten years", "all metrics, one year", wanted=10, at_most=True)
    longer.ratios = [more / less for more, less in zip(ten, one, strict=True)]
    most = Row(f"the slowest metric (`{slowest}`), ten years", "—", told[slowest]["ten"], unit=" s")
    most.wanted, most.at_most = TEN_YEARS, True
    return [
        *rows,
        longer,
        most,
        Row("all metrics, one year", "—", one, unit=" s"),
        Row("all metrics, ten years", "—", ten, unit=" s"),
    ]
