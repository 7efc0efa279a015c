"""What somebody is asked who reserves the same time on many days."""

from typing import Any

from django import forms

from centers.reserving.asking import RequestForm
from centers.reserving.series import Rule


class SeriesForm(RequestForm):
    """A request, how its days follow each other, and until when."""

    rule = forms.ChoiceField(label="くり返し方", choices=Rule.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label="最後の日", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        self.fields["rule"].error_messages |= {
            "required": "くり返し方を選んでください。",
            "invalid_choice": "くり返し方を選んでください。",
        }
        self.fields["until"].error_messages |= {
            "required": "最後の日を入力してください。",
            "invalid": "最後の日を確かめてください。",
        }
