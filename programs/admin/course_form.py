"""The form of a course: how it takes people, and what staff would otherwise overlook."""

from collections.abc import Callable
from typing import Any

from django import forms

from programs.models import Course

ADMISSION: list[Any] = [
    (
        "申込",
        {
            "fields": [
                "method",
                "takes_sign_ups_here",
                ("capacity", "seats_taken", "minimum_to_run"),
                ("party_min", "party_max"),
                ("apply_from", "apply_until"),
                "how_to_apply",
                "apply_url",
                ("contact_name", "contact_phone", "contact_email"),
            ]
        },
    ),
    ("キャンセル待ち", {"fields": ["queue", ("offer_hours", "by_staff_days")]}),
    (
        "抽選",
        {
            "description": "申込が「抽選」の講座で使います。",
            "fields": ["priorities", "draw_source", "results_at"],
        },
    ),
    ("修了", {"fields": [("completion_percent", "units")]}),
]


class CourseForm(forms.ModelForm):
    """A course as staff write it: the form says what a resident would otherwise trip over."""

    class Meta:
        widgets = {"life_stages": forms.CheckboxSelectMultiple}

    priorities = forms.MultipleChoiceField(
        label="抽選で優先する方",
        choices=Course.Priority.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="多くあてはまる方から先に選ばれます。",
    )

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("center") and not cleaned.get("venue") and not cleaned.get("online"):
            self.add_error(
                "center", "市民センターを選ぶか、会場を書くか、オンラインにしてください。"
            )
        if cleaned.get("takes_sign_ups_here") and not cleaned.get("capacity"):
            self.add_error("capacity", "このサイトで申込を受ける講座には、定員が必要です。")
        if cleaned.get("childcare_capacity"):
            cleaned["childcare"] = True  # so that it is found by who looks for childcare
        if "childcare_capacity" in self.changed_data:
            self._ask(
                "childcare_capacity",
                self.instance.refuse_childcare_capacity,
                cleaned.get("childcare_capacity"),
            )
        if (capacity := cleaned.get("capacity")) is not None:
            self._ask("capacity", self.instance.refuse_capacity, capacity)
        if "center" in self.changed_data and "center" not in self.errors:
            center = cleaned.get("center")
            self._ask("center", self.instance.refuse_other_center, center and center.pk)
        if "published_at" in self.changed_data and "published_at" not in self.errors:
            self._ask("published_at", self.instance.refuse_hiding, cleaned.get("published_at"))
        if cleaned.get("queue") == Course.Queue.NONE and "queue" in self.changed_data:
            self._ask("queue", self.instance.refuse_without_queue)
        draws_lots = cleaned.get("method") == Course.Method.LOTTERY
        if {"method", "takes_sign_ups_here"} & set(self.changed_data) and not (
            draws_lots and cleaned.get("takes_sign_ups_here")
        ):
            self._ask("method", self.instance.refuse_without_lottery)
        return cleaned

    def _ask(self, field: str, rule: Callable, *values: Any) -> None:
        """Put what `rule` of the course, locked and as it was, refuses beside its field."""
        try:
            rule(*values)
        except forms.ValidationError as refusal:
            self.add_error(field, refusal)
