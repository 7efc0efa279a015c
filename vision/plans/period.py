"""The years that the words for a period name: 「2026～2030年」, 「令和8～12年度」."""

import re
from collections.abc import Iterator
from unicodedata import normalize

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
# What counts months, days, terms or how many years is no year.
YEAR = re.compile(
    r"(令和|平成|R|H)?\s*(元|\d{1,4})(?!\d|\s*(?:月|日|期|年間|[かカケヶヵ箇]年))", re.ASCII
)


def years_named(period: str) -> tuple[int, int] | None:
    """The first and the last year of `period`; None where it names none."""
    found = list(_years(normalize("NFKC", period)))
    return (min(found), max(found)) if found else None


def _years(text: str) -> Iterator[int]:
    """Each year; one of two digits is of the era, or of the century, named before it."""
    base: int | None = None
    for era, number in YEAR.findall(text):
        base = ERAS.get(era, base)
        year = 1 if number == "元" else int(number)
        if len(number) == 4:
            base = year // 100 * 100
            yield year
        elif base is not None and len(number) < 3:
            yield base + year
