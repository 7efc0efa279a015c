"""The fields in which one says something when signing up: a line, lines, and what a course asks."""

from typing import Any

from django import forms

from programs.models import Question
from programs.models.asking import LONGEST_ANSWER, LONGEST_LINE
from programs.models.told import NO, YES


class Lines(forms.CharField):
    """Text of several lines; a line's end counts as one letter, as it does in the browser."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def line(label: str, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        error_messages={
            "max_length": f"{label}は{longest}文字までで入力してください。",
            "null_characters_not_allowed": f"{label}に使えない文字があります。",
        },
        **more,
    )


def field_of(question: Question) -> forms.Field:
    """The field one question is answered in."""
    common: dict[str, Any] = {
        "label": question.text,
        "required": question.required,
        "error_messages": {
            "required": f"「{question.text}」に答えてください。",
            "invalid_choice": f"「{question.text}」の答えを選び直してください。",
            "max_length": f"「{question.text}」の答えが長すぎます。短くしてください。",
            "null_characters_not_allowed": f"「{question.text}」に使えない文字があります。",
        },
    }
    options = [(option, option) for option in question.options]
    match question.kind:
        case Question.Kind.LONG:
            box = forms.Textarea(attrs={"rows": 4})
            return Lines(max_length=LONGEST_ANSWER, widget=box, **common)
        case Question.Kind.ONE:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
        case Question.Kind.MANY:
            return forms.MultipleChoiceField(
                choices=options, widget=forms.CheckboxSelectMultiple, **common
            )
        case Question.Kind.YES:
            return forms.ChoiceField(
                choices=[(YES, YES), (NO, NO)], widget=forms.RadioSelect, **common
            )
        case _:
            return forms.CharField(max_length=LONGEST_LINE, **common)
