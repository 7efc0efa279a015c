"""The dates of one month's draw, as staff change them."""

from typing import Any

from django import forms

from centers.models import RoomLottery
from portal.japan import calendar

AS_TYPED = "%Y-%m-%dT%H:%M"


def _moment_field(label: str, **options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AS_TYPED),
        error_messages={
            "required": f"{label}の日時を入れてください。",
            "invalid": f"{label}の日時を確かめてください。",
        },
        **options,
    )


class DatesForm(forms.Form):
    """From when until when wishes are taken, and when the result is told."""

    opens_at = _moment_field("受付の開始")
    closes_at = _moment_field(
        "受付の締切",
        help_text="この時刻から入れられなくなります。20日いっぱいまでなら、21日の0:00です。",
    )
    results_at = _moment_field("結果を知らせる日時")

    @classmethod
    def of(cls, lottery: RoomLottery) -> "DatesForm":
        """With the dates it has."""
        names = ("opens_at", "closes_at", "results_at")
        return cls(initial={name: calendar.local(getattr(lottery, name)) for name in names})
