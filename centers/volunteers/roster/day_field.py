"""A day as it is written on a certificate: 2026年4月1日, 2026-04-01, 令和8年4月1日."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.japan.days import read_day

LONGEST = 20


class DayField(forms.CharField):
    """A day in the western or the Japanese count of years, in any width; None for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, required=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        """Code: not_a_date."""
        words = "".join(super().clean(value).split())
        if not words:
            return None
        if (day := read_day(words)) is None:
            raise ValidationError(
                f"{self.label}を、「2026年4月1日」か「令和8年4月1日」のように書いてください。",
                code="not_a_date",
            )
        return day
