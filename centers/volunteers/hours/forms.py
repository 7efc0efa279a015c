"""What one did, as one writes it down oneself."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.volunteers.models import Posting, Volunteer
from centers.volunteers.models.activity_log import LONGEST_MINUTES

ELSEWHERE = ""


class LogForm(forms.Form):
    """A day, how long, where and what; where is a role one holds, or one's own centre."""

    posting = forms.ChoiceField(label="どの活動か", required=False, widget=forms.RadioSelect)
    day = forms.DateField(
        label="活動した日",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "活動した日を入れてください。",
            "invalid": "活動した日を、2026-12-06 のように入れてください。",
        },
    )
    hours = forms.IntegerField(label="時間", min_value=0, max_value=24, localize=False, initial=1)
    minutes = forms.TypedChoiceField(
        label="分", choices=[(0, "0分"), (15, "15分"), (30, "30分"), (45, "45分")], coerce=int
    )
    what = forms.CharField(label="したこと", max_length=200, help_text="例：ひろばで親子の見守り")

    def __init__(
        self,
        data: Any,
        *,
        volunteer: Volunteer,
        postings: Sequence[Posting],
        begun: Mapping[str, Any] | None = None,
    ) -> None:
        """`begun` is what the form begins with: what was typed before one had to sign in again."""
        super().__init__(data, initial={"day": timezone.localdate()} | dict((begun or {}).items()))
        self.use_required_attribute = False
        self.postings = {str(posting.pk): posting for posting in postings}
        today = timezone.localdate()
        now = [key for key, one in self.postings.items() if one.is_in_office_on(today)]
        choice = self.fields["posting"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            *((key, _told(one, postings)) for key, one in self.postings.items()),
            (ELSEWHERE, f"そのほか（{volunteer.center}で）"),
        ]
        choice.initial = now[0] if now else ELSEWHERE
        if not postings:
            del self.fields["posting"]
        self.fields["hours"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": 2}
        )
        for name, said in (("hours", "時間を数字で"), ("what", "したことを")):
            self.fields[name].error_messages |= {
                "required": f"{said}入れてください。",
                "invalid": f"{said}入れてください。",
                "max_length": "したことは200文字までで書いてください。",
                "max_value": "時間は24までで入れてください。",
            }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if {"hours", "minutes"} <= told.keys():
            told["lasted"] = told["hours"] * 60 + told["minutes"]
            if not 1 <= told["lasted"] <= LONGEST_MINUTES:
                self.add_error(
                    "hours",
                    ValidationError(
                        "活動の時間は、15分から24時間までで入れてください。",
                        code="minutes_out_of_range",
                    ),
                )
        return told

    @property
    def chosen(self) -> Posting | None:
        return self.postings.get(self.cleaned_data.get("posting", ELSEWHERE))


def _told(posting: Posting, postings: Sequence[Posting]) -> str:
    """A role and its place; of one held there twice also from when to when."""
    if [str(one) for one in postings].count(str(posting)) == 1:
        return str(posting)
    days = (posting.first_day, posting.last_day)
    return f"{posting} {'〜'.join(f'{day.year}年{day.month}月' if day else '' for day in days)}"
