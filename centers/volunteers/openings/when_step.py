"""When people are wanted: rows of days and times, each once or week after week."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.japan import calendar

from .asking import refuse_times

ROWS_AT_FIRST, MOST_ROWS, MOST_WEEKS = 3, 15, 26


class PlainForm(forms.Form):
    """A form whose refusals say what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            field.error_messages |= {
                "required": f"{field.label}を{'選んで' if chosen else '書いて'}ください。",
                "invalid_choice": f"{field.label}を選び直してください。",
                "max_length": f"{field.label}は%(limit_value)d文字までで書いてください。",
                "null_characters_not_allowed": f"{field.label}に使えない文字があります。",
            }


class WhenStep(PlainForm):
    """Days and times: as many rows as are wanted, each once or week after week."""

    title = "いつ、何人に来てほしいですか"

    needed = forms.IntegerField(
        label="1回に来てほしい人数",
        min_value=1,
        max_value=500,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={
            "invalid": "人数は数字で書いてください。",
            "min_value": "人数は1人以上で書いてください。",
            "max_value": "人数は500人までで書いてください。",
        },
    )

    def __init__(self, *args: Any, rows: int = ROWS_AT_FIRST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = min(max(rows, 1), MOST_ROWS)
        for row in range(1, self.number + 1):
            for name, field in _fields_of_row(row).items():
                self.fields[f"{name}_{row}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The boxes of each row, by name."""
        return [
            {
                "number": row,
                "boxes": [self[f"{name}_{row}"] for name in ("day", "begins", "ends", "weeks")],
            }
            for row in range(1, self.number + 1)
        ]

    @property
    def may_have_more(self) -> bool:
        return self.number < MOST_ROWS

    def clean(self) -> dict[str, Any]:
        """Put days and times together. Codes: half_a_row and those of `refuse_times`."""
        cleaned = super().clean() or self.cleaned_data
        times: list[tuple[datetime, datetime]] = []
        for row in range(1, self.number + 1):
            times += self._read(row, cleaned)
        self.times = sorted(times)
        if not any(name != "needed" for name in self.errors):
            refuse_times(self.times)
        return cleaned

    def _read(self, row: int, cleaned: dict[str, Any]) -> list[tuple[datetime, datetime]]:
        names = {
            "day": "日を入れてください。",
            "begins": "はじまりの時刻を入れてください。",
            "ends": "おわりの時刻を入れてください。",
        }
        day, begins, ends = (cleaned.get(f"{name}_{row}") for name in names)
        is_wrong = any(f"{name}_{row}" in self.errors for name in names)
        if not (day or begins or ends or is_wrong):
            return []
        for name, sentence in names.items():
            if cleaned.get(f"{name}_{row}") is None and f"{name}_{row}" not in self.errors:
                self.add_error(
                    f"{name}_{row}",
                    ValidationError(f"{row}つめの{sentence}", code="half_a_row"),
                )
        if day is None or begins is None or ends is None:
            return []
        return weekly(day, begins, ends, cleaned[f"weeks_{row}"] or 1)

    @property
    def told(self) -> list[tuple[str, str]]:
        days = "\n".join(
            f"{calendar.long_date(calendar.local(starts).date())}"
            f"{calendar.clock(calendar.local(starts))}〜{calendar.clock(calendar.local(ends))}"
            for starts, ends in self.times
        )
        number = f"（全{len(self.times)}回）" if len(self.times) > 1 else ""
        return [("日時", f"{days}{number}"), ("人数", f"1回に{self.cleaned_data['needed']}人")]


def _fields_of_row(row: int) -> dict[str, forms.Field]:
    clock = {"type": "time", "step": "300"}
    return {
        "day": forms.DateField(
            label="日",
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"{row}つめの日を読み取れません。例：2026-12-06"},
        ),
        "begins": forms.TimeField(
            label="はじまり",
            required=False,
            widget=forms.TimeInput(attrs=clock, format="%H:%M"),
            error_messages={"invalid": f"{row}つめのはじまりを読み取れません。例：10:00"},
        ),
        "ends": forms.TimeField(
            label="おわり",
            required=False,
            widget=forms.TimeInput(attrs=clock, format="%H:%M"),
            error_messages={"invalid": f"{row}つめのおわりを読み取れません。例：12:00"},
        ),
        "weeks": forms.TypedChoiceField(
            label="くり返し",
            required=False,
            coerce=int,
            choices=[
                (1, "この日だけ"),
                *((n, f"毎週、{n}回") for n in range(2, MOST_WEEKS + 1)),
            ],
        ),
    }


def weekly(day: date, begins: time, ends: time, number: int) -> list[tuple[datetime, datetime]]:
    """The same time week after week, `number` times from `day` on."""
    days = [day + timedelta(weeks=week) for week in range(number)]
    return [(calendar.at(one, begins), calendar.at(one, ends)) for one in days]
