"""The form by which staff put in the public value of a draw."""

from django import forms

from portal.draws.arithmetic import LONGEST_VALUE, plain


class ValueForm(forms.Form):
    """The public value, typed twice: one wrong key would mean a redraw."""

    value = forms.CharField(
        label="公開の数",
        max_length=LONGEST_VALUE,
        error_messages={"required": "公開の数を入れてください。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    again = forms.CharField(
        label="公開の数（もう一度）",
        max_length=LONGEST_VALUE,
        help_text="打ちまちがいを防ぐため、出どころを見直して、もう一度入れてください。",
        error_messages={"required": "確かめのため、もう一度入れてください。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        value, again = cleaned.get("value"), cleaned.get("again")
        if value and again and plain(value) != plain(again):
            self.add_error("again", "2つの数がちがいます。出どころを見て、入れ直してください。")
        return cleaned
