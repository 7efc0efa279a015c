"""Which room is free when, over 130 centres of five rooms and three months, on the city's pages."""

from datetime import date, timedelta

from tests.bench import pages
from tests.bench.row import Row
from tests.bench.serving import serving

TOMORROW = date.today() + timedelta(days=1)
NEXT_WEEK, LAST = TOMORROW + timedelta(days=7), TOMORROW + timedelta(days=90)
THREE_MONTHS = f"/rooms/?day={TOMORROW}&to={LAST}"
PAGES = {
    "rooms free within three months": THREE_MONTHS,
    "the same, for 30 people with a piano": f"{THREE_MONTHS}&people=30&equipment=piano",
    "rooms free on one day": f"/rooms/?day={NEXT_WEEK}&to={NEXT_WEEK}",
    "a week of rooms as a grid": f"/rooms/?day={NEXT_WEEK}&view=week",
    "a month of rooms as a grid": f"/rooms/?day={NEXT_WEEK}&view=month",
}
WANTED = {THREE_MONTHS: 0.02, **dict.fromkeys(list(PAGES.values())[2:], 0.03)}


def measure(url: str, rounds: int, seconds: int) -> list[Row]:
    """Rates of the pages, uncached, in turns with the trivial view."""
    counts = pages.counts(url)["rooms"]
    rows = {
        path: Row(
            f"{what}, uncached",
            f"trivial view `{pages.TRIVIAL}`",
            wanted=WANTED.get(path),
            statements=f"{counts[what]}",
        )
        for what, path in PAGES.items()
    }
    with serving(url, keep_pages=False) as server:
        for _ in range(rounds):
            base = server.rate(pages.TRIVIAL, seconds)
            for path, row in rows.items():
                row.ratios.append(server.rate(path, seconds) / base)
    return list(rows.values())
