"""The progress page of plans with ten years of figures, one of them with all centres."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from tests.bench import ten_years
from tests.bench.row import Row
from tests.bench.serving import Serving, serving

ROOT = Path(__file__).resolve().parent.parent.parent
TRIVIAL = "/healthz"
LONGER = 4  # so much longer it is asked for uncached: eight at once take seconds each


def measure(url: str, rounds: int, seconds: int) -> list[Row]:
    """Its rate in turns with the trivial view: kept in memory, and made anew each time."""
    ten_years.remember(url)
    rows = []
    with (
        serving(url, keep_pages=True) as warm_server,
        serving(url, keep_pages=False) as cold_server,
    ):
        for plan in _plans_on(url):
            what = f"progress, {plan['indicators']} indicators over ten years"
            warm = Row(f"{what}, warm", f"trivial view `{TRIVIAL}`", statements="0")
            cold = Row(
                f"{what}, uncached", f"trivial view `{TRIVIAL}`", statements=str(plan["statements"])
            )
            for _ in range(rounds):
                warm.ratios.append(_ratio(warm_server, plan["path"], seconds))
                cold.ratios.append(_ratio(cold_server, plan["path"], seconds * LONGER))
            rows += [warm, cold]
    return rows


def _ratio(server: Serving, path: str, seconds: int) -> float:
    base = server.rate(TRIVIAL, seconds)
    with urlopen(server.address + path) as page:  # made before the clock runs
        page.read()
    return server.rate(path, seconds) / base


def _plans_on(url: str) -> list[dict]:
    """The pages of the plans, which are made where they are not there yet; in another process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.ten_years_plan"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "PUBLIC_PAGE_SECONDS": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
