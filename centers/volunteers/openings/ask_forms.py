"""The guided form (お願いの書き方), step by step and in plain words.

What was said in one step stands in the address of the next, so that one may go back, reload, sign
in again after an hour, and find every word where it was.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from centers.models import Center
from centers.volunteers.kept import FIELDS
from centers.volunteers.models import ActivityField, Organization
from portal.japan import text
from portal.people.models import Ward

from .when_step import PlainForm, WhenStep

NEW = "new"
AGES = [(0, "だれでも"), (12, "12歳から"), (15, "15歳から"), (18, "18歳から"), (20, "20歳から")]


class WhoStep(PlainForm):
    """Who asks: an organisation one speaks for, or one that is told here."""

    title = "どなたからのお願いですか"

    organization = forms.ChoiceField(
        label="団体", required=False, widget=forms.RadioSelect, initial=NEW
    )
    name = forms.CharField(
        label="団体の名前",
        max_length=80,
        required=False,
        help_text="例：浜町一丁目町内会、戸畑浜小学校。個人でお困りの方は、町内会か市民センターにご相談ください。",
    )
    kind = forms.ChoiceField(label="どのような団体ですか", required=False)
    center = forms.TypedChoiceField(
        label="いちばん近い市民センター",
        coerce=int,
        help_text="この市民センターが内容を確かめて、募集を公開します。",
    )

    def __init__(
        self,
        *args: Any,
        organizations: Sequence[Organization],
        centers: Iterable[Center],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = {str(one.pk): one for one in organizations}
        self.centers = {one.pk: one for one in centers}
        named = self.fields["organization"]
        assert isinstance(named, forms.ChoiceField)
        named.choices = [
            *((key, one.name) for key, one in self.organizations.items()),
            (NEW, "ほかの団体"),
        ]
        kind, center = self.fields["kind"], self.fields["center"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "選んでください"), *Organization.Kind.choices]
        assert isinstance(center, forms.TypedChoiceField)
        by_ward: dict[str, list[tuple[int, str]]] = {}
        for one in self.centers.values():
            by_ward.setdefault(one.ward.name, []).append((one.pk, one.name))
        center.choices = [("", "選んでください"), *by_ward.items()]
        if not self.organizations:
            del self.fields["organization"]
        else:
            named.help_text = "「ほかの団体」のときだけ、下の3つにも答えてください。"
            center.required = False  # that of the organisation

    def clean_name(self) -> str:
        return text.plain_spaces(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """A new organisation has a name and a kind; a known one its centre."""
        cleaned = super().clean() or self.cleaned_data
        if self.known is not None:
            return cleaned
        for name, sentence in (
            ("name", "団体の名前を書いてください。"),
            ("kind", "どのような団体かを選んでください。"),
            ("center", "いちばん近い市民センターを選んでください。"),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(sentence, code="required"))
        return cleaned

    @property
    def known(self) -> Organization | None:
        return self.organizations.get(self.cleaned_data.get("organization", ""))

    @property
    def chosen_center(self) -> Center:
        """That of the organisation, or the one that was named."""
        return self.known.center if self.known else self.centers[self.cleaned_data["center"]]

    @property
    def told(self) -> list[tuple[str, str]]:
        return [
            ("団体", str(self.known or self.cleaned_data["name"])),
            ("担当の市民センター", self.chosen_center.name),
        ]


class WhatStep(PlainForm):
    title = "何をしてほしいですか"

    headline = forms.CharField(
        label="ひとことで言うと",
        max_length=60,
        help_text="例：運動会の片づけを手伝う人、絵本を読む人",
    )
    description = forms.CharField(
        label="してほしいこと",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="はじめての方にもわかるように、何をするかを書いてください。",
    )
    field = forms.MultipleChoiceField(
        label="何についての活動ですか",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="あてはまるものを、いくつでも。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = "してほしいことを、ひとことで書いてください。例：絵本を読む人"
        self.fields["headline"].error_messages["required"] = said
        self.known = {row.slug: row for row in FIELDS.rows().values()}
        field = self.fields["field"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(slug, row.name) for slug, row in self.known.items()]
        if not self.known:
            del self.fields["field"]

    def clean_headline(self) -> str:
        return text.plain_spaces(self.cleaned_data["headline"])

    def clean_description(self) -> str:
        return text.as_meant(self.cleaned_data["description"])

    @property
    def chosen(self) -> list[ActivityField]:
        return [self.known[slug] for slug in self.cleaned_data.get("field", [])]

    @property
    def told(self) -> list[tuple[str, str]]:
        return [
            ("ひとことで", self.cleaned_data["headline"]),
            ("してほしいこと", self.cleaned_data["description"]),
            ("分野", "・".join(row.name for row in self.chosen)),
        ]


class WhereStep(PlainForm):
    title = "どこでしますか"

    place = forms.CharField(
        label="場所",
        max_length=120,
        help_text="例：戸畑浜市民センター 多目的ホール、浜町公園。集合する場所も書いてください。",
    )
    ward = forms.ModelChoiceField(label="区", queryset=Ward.objects.all(), to_field_name="slug")

    @property
    def told(self) -> list[tuple[str, str]]:
        return [("場所", f"{self.cleaned_data['place']}（{self.cleaned_data['ward']}）")]


class NeedsStep(PlainForm):
    title = "来る方に知らせること"

    requirements = forms.CharField(
        label="できないと困ること",
        max_length=300,
        required=False,
        help_text="例：自転車に乗れること。なければ、書かなくてかまいません。はじめての方も来やすくなります。",
    )
    minimum_age = forms.TypedChoiceField(
        label="来てよい年齢", coerce=int, choices=AGES, required=False
    )
    bring = forms.CharField(
        label="持ち物・服装", max_length=200, required=False, help_text="例：軍手、動きやすい服"
    )
    expenses = forms.CharField(
        label="交通費やお礼",
        max_length=100,
        required=False,
        help_text="例：交通費500円、お弁当あり。なければ「ありません」と書いてください。",
    )
    is_insured = forms.BooleanField(label="けがなどの保険を、団体がかけます", required=False)

    def clean_minimum_age(self) -> int:
        return self.cleaned_data["minimum_age"] or 0

    @property
    def told(self) -> list[tuple[str, str]]:
        cleaned = self.cleaned_data
        return [
            ("できないと困ること", cleaned["requirements"] or "ありません"),
            ("来てよい年齢", dict(AGES)[cleaned["minimum_age"]]),
            ("持ち物・服装", cleaned["bring"]),
            ("交通費やお礼", cleaned["expenses"]),
            ("保険", "団体がかけます" if cleaned["is_insured"] else "団体ではかけません"),
        ]


# Each has a `title` for people, and tells (`told`) what was said as the last page repeats it.
type Step = WhoStep | WhatStep | WhenStep | WhereStep | NeedsStep
