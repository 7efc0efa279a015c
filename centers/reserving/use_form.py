"""What is asked of everybody who wants a room: in which slots, what for, how many come."""

from typing import Any

from django import forms

from portal.japan import text


class UseForm(forms.Form):
    """A run of slots on a day that is chosen already, what for, how many."""

    slot = forms.TypedMultipleChoiceField(
        label="利用する時間",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "利用する時間を選んでください。",
            "invalid_choice": "時間の区分が変わりました。選び直してください。",
        },
    )
    purpose = forms.CharField(
        label="使用目的",
        max_length=100,
        help_text="例：合唱の練習、町内会の役員会",
        error_messages={
            "required": "使用目的を入力してください。",
            "max_length": "使用目的は%(limit_value)d文字までで入力してください。",
        },
    )
    headcount = forms.IntegerField(
        label="利用する人数",
        localize=False,
        min_value=1,
        max_value=2_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={
            "required": "利用する人数を入力してください。",
            "invalid": "利用する人数は、数字で入力してください。",
            "min_value": "利用する人数は1人以上で入力してください。",
            "max_value": "利用する人数は2,000人までで入力してください。",
        },
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.use_required_attribute = False

    def offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        """Let one choose among these in the field of that name."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_purpose(self) -> str:
        return text.plain_spaces(self.cleaned_data["purpose"])
