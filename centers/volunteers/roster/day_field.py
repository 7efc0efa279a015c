"""A day as it is written on a certificate: 2026年4月1日, 2026-04-01, 令和8年4月1日."""

import re
from datetime import date
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError

from portal.japan import calendar

LONGEST = 20
DAY = re.compile(
    r"(令和|平成|昭和|[RHS])?([0-9]{1,4}|元)[年/.\-]([0-9]{1,2})[月/.\-]([0-9]{1,2})日?"
)
LETTERS = {"令和": "R", "平成": "H", "昭和": "S"}
YEAR_BEFORE = {
    written: began.year - 1 for began, era in calendar.ERAS for written in (era, LETTERS[era])
}


class DayField(forms.CharField):
    """A day in the western or the Japanese count of years, in any width; None for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, required=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Code: not_a_date."""
        words = "".join(normalize("NFKC", super().clean(value)).split()).upper()
        if not words:
            return None
        found = DAY.fullmatch(words)
        try:
            if found is None:
                raise ValueError
            era, year, month, day = found.groups()
            number = 1 if year == "元" else int(year)
            return date(YEAR_BEFORE.get(era, 0) + number, int(month), int(day))
        except ValueError as error:
            raise ValidationError(
                f"{self.label}を、「2026年4月1日」か「令和8年4月1日」のように書いてください。",
                code="not_a_date",
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value
