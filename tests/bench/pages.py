"""Public pages: against a trivial view of the same server, and against themselves at scale."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.row import Row
from tests.bench.serving import serving

ROOT = Path(__file__).resolve().parent.parent.parent
TRIVIAL = "/healthz"
LIST = "/courses/"
SEARCH = "/courses/?q=%E6%96%99%E7%90%86"
NARROWED = "/courses/?q=%E6%95%99%E5%AE%A4&ward=kokurakita&nice=free&open=1"
HOME = "/"


def measure(urls: dict[str, str], rounds: int, seconds: int) -> list[Row]:
    """Rates of pages, in turns with the trivial view and between the two databases."""
    counted = {size: counts(url) for size, url in urls.items()}
    detail = {size: f"/courses/{counted[size]['course']}/" for size in urls}
    rows = _against_trivial(urls["city"], detail["city"], counted["city"], rounds, seconds)
    return rows + _against_itself(urls, detail, rounds, seconds)


def _against_trivial(url: str, detail: str, counts: dict, rounds: int, seconds: int) -> list[Row]:
    trivial = f"trivial view `{TRIVIAL}`"
    warm = {
        LIST: Row("list `/courses/`, warm", trivial, wanted=0.60, statements="0"),
        detail: Row("detail, warm", trivial, statements="0"),
    }
    cold = {
        LIST: Row("list, uncached", trivial, wanted=0.08, statements=str(counts["list"])),
        detail: Row("detail, uncached", trivial, wanted=0.12, statements=str(counts["detail"])),
        SEARCH: Row("search 「料理」, uncached", trivial, statements=str(counts["search"])),
        NARROWED: Row(
            "search and three filters, uncached", trivial, statements=str(counts["search"])
        ),
        HOME: Row("home, uncached", trivial, statements=str(counts["home"])),
    }
    memory = Row("memory of a worker (PSS)", "—", unit=" MB")
    with (
        serving(url, keep_pages=True) as warm_server,
        serving(url, keep_pages=False) as cold_server,
    ):
        for _ in range(rounds):
            for server, rows in ((warm_server, warm), (cold_server, cold)):
                base = server.rate(TRIVIAL, seconds)
                for path, row in rows.items():
                    row.ratios.append(server.rate(path, seconds) / base)
        memory.ratios = [size / 1e6 for size in cold_server.worker_memory()]
    return [*warm.values(), *cold.values(), memory]


def _against_itself(urls: dict, detail: dict, rounds: int, seconds: int) -> list[Row]:
    rows = {
        "list": Row("list with 100,000 courses", "itself with 600", wanted=0.8),
        "search": Row("search with 100,000 courses", "itself with 600", wanted=0.8),
        "detail": Row("detail with 100,000 courses", "itself with 600", wanted=0.8),
    }
    with (
        serving(urls["city"], keep_pages=False) as city,
        serving(urls["nation"], keep_pages=False) as nation,
    ):
        pages = (("list", LIST), ("search", SEARCH), ("detail", None))
        for _, path in pages:  # what is kept for half a minute is made before the clock runs
            city.rate(path or detail["city"], 1)
            nation.rate(path or detail["nation"], 1)
        for _ in range(rounds):
            for name, path in pages:
                small = city.rate(path or detail["city"], seconds)
                large = nation.rate(path or detail["nation"], seconds)
                rows[name].ratios.append(large / small)
    return list(rows.values())


def counts(url: str) -> dict:
    """Statements of each page on this database, and a course; counted in another process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.count_statements"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "PUBLIC_PAGE_SECONDS": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)
