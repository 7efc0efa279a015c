"""The forms in which a review is opened and written."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.japan.calendar import fiscal_year_name

from ..models import NextFocus, Plan, Review
from ..models.plan_item import DEEPEST
from .reviewing import NEXT_YEARS, Proposal, write_review

NEW_ROWS = 2


class OpenForm(forms.Form):
    """Of which years the review is."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: Plan) -> None:
        super().__init__(data)
        last = min(plan.first_year + NEXT_YEARS - 1, plan.last_year)
        self.fields["first_year"] = _year_of(plan, "はじめの年度", plan.first_year)
        self.fields["last_year"] = _year_of(plan, "おわりの年度", last)


def _year_of(plan: Plan, label: str, initial: int) -> forms.TypedChoiceField:
    years = range(plan.first_year, plan.last_year + 1)
    choices = [(year, fiscal_year_name(year)) for year in years]
    return forms.TypedChoiceField(label=label, coerce=int, choices=choices, initial=initial)


class FocusForm(forms.Form):
    """One proposal for the next focus; a row left empty is none."""

    name = forms.CharField(label="名称", max_length=200, required=False)
    body = forms.CharField(
        label="説明", max_length=5_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_gone = forms.BooleanField(label="この案を取り下げる", required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        prefix: str,
        choices: list[tuple[int | str, str]],
        focus: NextFocus | None = None,
    ) -> None:
        now = focus or NextFocus()
        initial = {"name": now.name, "body": now.body, "parent": now.parent_id}
        super().__init__(data, prefix=prefix, initial=initial)
        self.focus = focus
        self.fields["parent"] = forms.TypedChoiceField(
            label="上の項目", coerce=int, empty_value=None, required=False, choices=choices
        )
        self.use_required_attribute = False

    @property
    def fields_written(self) -> list[forms.BoundField]:
        """The fields of the row, beside the box that takes it away."""
        return [self["name"], self["body"], self["parent"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.focus and not cleaned.get("name") and not cleaned.get("is_gone"):
            self.add_error(
                "name",
                forms.ValidationError(
                    "名称を書くか、「この案を取り下げる」を選んでください。", code="no_name"
                ),
            )
        if not self.focus and cleaned.get("body") and not cleaned.get("name"):
            self.add_error("name", forms.ValidationError("名称を書いてください。", code="no_name"))
        return cleaned

    def proposal(self) -> Proposal | None:
        """What is to be written, once the form is valid."""
        said = self.cleaned_data
        if self.focus is None and not said["name"]:
            return None
        return Proposal(pk=self.focus.pk if self.focus else None, **said)


class ReviewForm(forms.Form):
    """The draft of a review, with a row for each proposal and two to add more."""

    draft = forms.CharField(
        label="見直しの案",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, review: Review) -> None:
        super().__init__(data, initial={"draft": review.draft, "was": review.state})
        self.review = review
        lasting = review.plan.items.filter(period="").order_by("path")
        choices: list[tuple[int | str, str]] = [
            ("", "計画のいちばん上"),
            *((item.pk, item.name) for item in lasting if item.depth < DEEPEST),
        ]
        # What came since the page was opened was not sent; `write_review` tells of it.
        there = [one for one in review.proposals() if not data or f"focus-{one.pk}-name" in data]
        self.rows = [
            *(
                FocusForm(data, prefix=f"focus-{one.pk}", choices=choices, focus=one)
                for one in there
            ),
            *(
                FocusForm(data, prefix=f"focus-new-{place}", choices=choices)
                for place in range(NEW_ROWS)
            ),
        ]

    def is_valid(self) -> bool:
        wrong = [row for row in self.rows if row.is_bound and not row.is_valid()]
        return super().is_valid() and not wrong

    def keep(self) -> None:
        """Write it all; raises what `write_review` raises."""
        proposals = [one for row in self.rows if (one := row.proposal())]
        write_review(
            self.review,
            draft=self.cleaned_data["draft"],
            proposals=proposals,
            was=self.cleaned_data["was"],
        )
