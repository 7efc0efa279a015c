"""Days as people write them into tables: with dashes, slashes or 年月日, by era or not."""

import re
from datetime import date
from unicodedata import normalize

from .calendar import ERAS, era_parts

LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
OF_AN_ERA = re.compile(
    r"([RHSrhs]|令和|平成|昭和)\.? ?(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
)


def read_day(text: str) -> date | None:
    """「2026-12-05」「2026年12月5日」「令和8年12月5日」「R8.12.5」; None for anything else.

    A year an era never had (昭和65年) is no day.
    """
    told = normalize("NFKC", text).strip()
    try:
        if found := DAY.fullmatch(told):
            return date(*map(int, found.groups()))
        if found := OF_AN_ERA.fullmatch(told):
            return _of_an_era(*found.groups())
    except ValueError:
        return None
    return None


def _of_an_era(era: str, year: str, month: str, of_month: str) -> date | None:
    name = LETTERS.get(era.upper(), era)
    number = 1 if year == "元" else int(year)
    began = next(first for first, known in ERAS if known == name)
    day = date(began.year + number - 1, int(month), int(of_month))
    return day if day >= began and era_parts(day) == (name, number) else None
