"""The guided form (お願いの書き方), step by step and in plain words.

What was said in one step stands in the address of the next, so that one may go back, reload, sign
in again after an hour, and find every word where it was.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from centers.models import Center
from centers.volunteers.kept import FIELDS
from centers.volunteers.models import ActivityField, Organization
from portal.japan import calendar, text
from portal.people.models import Ward

from .asking import refuse_times

NEW = "new"
ROWS_AT_FIRST, MOST_ROWS, MOST_WEEKS = 3, 15, 26
AGES = [(0, "だれでも"), (12, "12歳から"), (15, "15歳から"), (18, "18歳から"), (20, "20歳から")]


class Step(forms.Form):
    """One step: its name for people, and forms whose refusals say what to do."""

    title = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            field.error_messages |= {
                "required": f"{field.label}を{'選んで' if chosen else '書いて'}ください。",
                "invalid_choice": f"{field.label}を選び直してください。",
                "max_length": f"{field.label}は%(limit_value)d文字までで書いてください。",
                "null_characters_not_allowed": f"{field.label}に使えない文字があります。",
            }

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was said, as the last page repeats it."""
        raise NotImplementedError


class WhoStep(Step):
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


class WhatStep(Step):
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


class WhenStep(Step):
    """Days and times: as many rows as are wanted, each once or week after week."""

    title = "いつ、何人に来てほしいですか"

    needed = forms.IntegerField(
        label="1回に来てほしい人数",
        min_value=1,
        max_value=500,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={
            "invalid": "人数は数字で書いてください。",
            "min_value": "人数は1人以上で書いてください。",
            "max_value": "人数は500人までで書いてください。",
        },
    )

    def __init__(self, *args: Any, rows: int = ROWS_AT_FIRST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = min(max(rows, 1), MOST_ROWS)
        for row in range(1, self.number + 1):
            for name, field in _fields_of_row(row).items():
                self.fields[f"{name}_{row}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The boxes of each row, by name."""
        return [
            {
                "number": row,
                "boxes": [self[f"{name}_{row}"] for name in ("day", "begins", "ends", "weeks")],
            }
            for row in range(1, self.number + 1)
        ]

    @property
    def may_have_more(self) -> bool:
        return self.number < MOST_ROWS

    def clean(self) -> dict[str, Any]:
        """Put days and times together. Codes: half_a_row and those of `refuse_times`."""
        cleaned = super().clean() or self.cleaned_data
        times: list[tuple[datetime, datetime]] = []
        for row in range(1, self.number + 1):
            times += self._read(row, cleaned)
        self.times = sorted(times)
        if not any(name != "needed" for name in self.errors):
            refuse_times(self.times)
        return cleaned

    def _read(self, row: int, cleaned: dict[str, Any]) -> list[tuple[datetime, datetime]]:
        names = {
            "day": "日を入れてください。",
            "begins": "はじまりの時刻を入れてください。",
            "ends": "おわりの時刻を入れてください。",
        }
        told = {name: cleaned.get(f"{name}_{row}") for name in names}
        if not any(told.values()) and not any(f"{name}_{row}" in self.errors for name in names):
            return []
        for name, sentence in names.items():
            if told[name] is None and f"{name}_{row}" not in self.errors:
                self.add_error(
                    f"{name}_{row}",
                    ValidationError(f"{row}つめの{sentence}", code="half_a_row"),
                )
        if not all(told.values()):
            return []
        return weekly(told["day"], told["begins"], told["ends"], cleaned[f"weeks_{row}"] or 1)

    @property
    def told(self) -> list[tuple[str, str]]:
        days = "\n".join(
            f"{calendar.long_date(calendar.local(starts).date())}"
            f"{calendar.clock(calendar.local(starts))}〜{calendar.clock(calendar.local(ends))}"
            for starts, ends in self.times
        )
        number = f"（全{len(self.times)}回）" if len(self.times) > 1 else ""
        return [("日時", f"{days}{number}"), ("人数", f"1回に{self.cleaned_data['needed']}人")]


def _fields_of_row(row: int) -> dict[str, forms.Field]:
    clock = {"type": "time", "step": "300"}
    return {
        "day": forms.DateField(
            label="日",
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"{row}つめの日を読み取れません。例：2026-12-06"},
        ),
        "begins": forms.TimeField(
            label="はじまり",
            required=False,
            widget=forms.TimeInput(attrs=clock, format="%H:%M"),
            error_messages={"invalid": f"{row}つめのはじまりを読み取れません。例：10:00"},
        ),
        "ends": forms.TimeField(
            label="おわり",
            required=False,
            widget=forms.TimeInput(attrs=clock, format="%H:%M"),
            error_messages={"invalid": f"{row}つめのおわりを読み取れません。例：12:00"},
        ),
        "weeks": forms.TypedChoiceField(
            label="くり返し",
            required=False,
            coerce=int,
            empty_value=1,
            choices=[
                (1, "この日だけ"),
                *((n, f"毎週、{n}回") for n in range(2, MOST_WEEKS + 1)),
            ],
        ),
    }


def weekly(day: date, begins: time, ends: time, number: int) -> list[tuple[datetime, datetime]]:
    """The same time week after week, `number` times from `day` on."""
    days = [day + timedelta(weeks=week) for week in range(number)]
    return [(calendar.at(one, begins), calendar.at(one, ends)) for one in days]


class WhereStep(Step):
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


class NeedsStep(Step):
    title = "来る方に知らせること"

    requirements = forms.CharField(
        label="できないと困ること",
        max_length=300,
        required=False,
        help_text="例：自転車に乗れること。なければ、書かなくてかまいません。はじめての方も来やすくなります。",
    )
    minimum_age = forms.TypedChoiceField(
        label="来てよい年齢", coerce=int, choices=AGES, required=False, empty_value=0
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
