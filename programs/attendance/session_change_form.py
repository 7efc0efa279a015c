"""What staff fill in to call a session off, or to hold it at another time."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.japan import calendar
from programs.models import Session


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="中止の理由",
        max_length=200,
        help_text="お知らせに、このまま書かれます。例：台風のため",
        error_messages={"required": "中止の理由を書いてください。参加する方にお知らせします。"},
    )


class MoveForm(forms.Form):
    """A day and two times, on the city's clock."""

    day = forms.DateField(
        label="新しい日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "新しい日を入れてください。",
            "invalid": "日付を確かめてください。",
        },
    )
    starts = forms.TimeField(
        label="はじまり",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "はじまりの時刻を入れてください。",
            "invalid": "時刻を確かめてください。",
        },
    )
    ends = forms.TimeField(
        label="おわり",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "おわりの時刻を入れてください。",
            "invalid": "時刻を確かめてください。",
        },
    )

    @classmethod
    def showing(cls, session: Session) -> "MoveForm":
        """The form as it stands before anything is changed."""
        starts, ends = calendar.local(session.starts_at), calendar.local(session.ends_at)
        return cls(initial={"day": starts.date(), "starts": starts.time(), "ends": ends.time()})

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error(
                "ends",
                ValidationError(
                    "おわりは、はじまりよりあとにしてください。", code="times_out_of_order"
                ),
            )
        return cleaned

    def times(self) -> tuple[datetime, datetime]:
        """When the session is to begin and end."""
        given = self.cleaned_data
        zone = timezone.get_current_timezone()
        return (
            datetime.combine(given["day"], given["starts"], zone),
            datetime.combine(given["day"], given["ends"], zone),
        )
