"""The questions of a course, as rows of its form in the admin."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from centers.admin.own_rows import OwnRowsInline
from programs.models import Course, Question

LONGEST_OPTION, MOST_OPTIONS = 60, 20


class OptionsField(forms.CharField):
    """The options of a choice, one a line, or divided by commas of either width."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 30})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)

    def to_python(self, value: Any) -> Any:
        words = re.split(r"[\n,、，]", super().to_python(value) or "")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_OPTIONS:
            raise ValidationError(
                f"選択肢は{MOST_OPTIONS}までにしてください。", code="too_many_options"
            )
        if any(len(option) > LONGEST_OPTION for option in value):
            raise ValidationError(
                f"選択肢は、1つ{LONGEST_OPTION}文字までで書いてください。", code="option_too_long"
            )


class QuestionForm(forms.ModelForm):
    options = OptionsField(
        label="選択肢",
        required=False,
        help_text="選ぶ質問のとき。1行に1つ書いてください。",
    )


class QuestionInline(OwnRowsInline):
    """What the course asks. A question somebody answered cannot be taken away."""

    model = Question
    form = QuestionForm
    fields = ["text", "kind", "options", "required", "order"]

    def has_add_permission(self, request: HttpRequest, obj: Course | None = None) -> bool:
        """None where the course is called off; those there are stay as they were."""
        is_open = obj is None or not obj.is_cancelled
        return is_open and super().has_add_permission(request, obj)

    has_change_permission = has_delete_permission = has_add_permission
