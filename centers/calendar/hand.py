"""Single days set by hand: forms and what their times may be."""

from typing import Any

from django import forms

from centers.models import OpenDay

ODD_TIME = (
    "時刻は「21:00」のように書いてください。0時をこえる開館は扱えません。"
    "24:00までのときは、23:59と書いてください。"
)


class HandDayForm(forms.ModelForm):
    """One centre on one day: its hours, or why it is closed."""

    opens = forms.TimeField(label="開館", required=False, error_messages={"invalid": ODD_TIME})
    closes = forms.TimeField(
        label="閉館",
        required=False,
        error_messages={"invalid": ODD_TIME},
        help_text="休館にするときは、開館と閉館を空けます。",
    )

    class Meta:
        model = OpenDay
        fields = ["center", "day", "opens", "closes", "reason"]
        help_texts = {"reason": "住民のページに出ます（例：受験シーズンのため延長）。"}

    def clean(self) -> dict[str, Any]:
        """The day that is laid out already is the one that changes. Codes: no_reason, …"""
        told = super().clean() or self.cleaned_data
        if (center := told.get("center")) and (day := told.get("day")):
            existing = OpenDay.objects.filter(center=center, day=day).first()
            if existing and self.instance.pk is None:
                self.instance = existing
            OpenDay(center=center, day=day).refuse_unless_to_come()
        if not self.errors:
            OpenDay(
                opens=told.get("opens"), closes=told.get("closes"), reason=told.get("reason", "")
            ).refuse_odd_hours()
        return told

    def save(self, commit: bool = True) -> OpenDay:
        self.instance.by_hand = True
        return super().save(commit)
