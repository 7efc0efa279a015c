"""The forms of the plans' desk in which figures and their reports are written."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms

from ..models import Indicator, Measurement, YearReport
from ..numbers import in_full
from ..progress.publishing import aimed_at
from .measuring import Entry, standing


class NumberField(forms.DecimalField):
    """A figure as people type it: full-width digits and commas between thousands are welcome."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip()
        return super().to_python(typed)


class EntryForm(forms.Form):
    """What one indicator came to in one year, with where that comes from."""

    value = NumberField(
        label="実績値",
        required=False,
        max_digits=13,
        decimal_places=3,
        error_messages={
            "invalid": "数字だけを入れてください（単位はいりません）。",
            "max_digits": "数字が大きすぎます。",
            "max_whole_digits": "数字が大きすぎます。",
            "max_decimal_places": "小数は3桁までにしてください。",
        },
    )
    not_begun = forms.BooleanField(label="未着手", required=False)
    as_of = forms.CharField(label="時点", max_length=40, required=False)
    source = forms.CharField(label="出典", max_length=200, required=False)
    note = forms.CharField(label="補足", max_length=300, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, indicator: Indicator, year: int
    ) -> None:
        self.indicator, self.year = indicator, year
        self.measurement = indicator.measurement_of(year)
        super().__init__(data, prefix=f"i{indicator.pk}", initial=self._initial())
        self.use_required_attribute = False

    def _initial(self) -> dict[str, Any]:
        now = self.measurement or Measurement()
        return {
            "value": None if now.value is None else in_full(now.value, self.indicator.decimals),
            "not_begun": now.not_begun,
            "as_of": now.as_of,
            "source": now.source,
            "note": now.note,
            "was": standing(self.measurement),
        }

    def has_changed(self) -> bool:
        """Whether anything but the note of what stood there was changed."""
        return bool(set(self.changed_data) - {"was"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("value") is not None and cleaned.get("not_begun"):
            self.add_error(
                "not_begun",
                forms.ValidationError(
                    "数字があるときは、「未着手」を外してください。", code="value_or_not_begun"
                ),
            )
        return cleaned

    @property
    def aimed_at(self) -> str:
        """What the indicator aims at in this year."""
        return aimed_at(self.indicator, self.indicator.aim_for(self.year).target)

    @property
    def words(self) -> list[forms.BoundField]:
        """The fields that say where the figure comes from."""
        return [self["as_of"], self["source"], self["note"]]

    def entry(self) -> Entry:
        """What is to be written, once the form is valid."""
        return Entry(self.indicator, **self.cleaned_data)


class ImportForm(forms.Form):
    """A survey's sheet, and the words for rows that have none of their own."""

    file = forms.FileField(
        label="ファイル",
        help_text="CSVかExcel（.xlsx）、2MBまで。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "ファイルが空です。中身のあるファイルを選んでください。",
        },
    )
    source = forms.CharField(
        label="出典", max_length=200, required=False, help_text="表に「出典」の列がないとき。"
    )
    as_of = forms.CharField(
        label="時点", max_length=40, required=False, help_text="「令和8年1月末」など。"
    )

    @property
    def defaults(self) -> dict[str, str]:
        """The words for all rows, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("source", "as_of")}


class ReportForm(forms.ModelForm):
    """The words of a year's report, and in `was` what they were when the page was opened."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = YearReport
        fields = ["story", "behind"]
        widgets = {
            "story": forms.Textarea(attrs={"rows": 8}),
            "behind": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "story": "この年に何が進んだかを、住民のみなさんに読まれることばで。",
            "behind": "予定より遅れていることと、これからどうするか。",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["was"].initial = self.instance.state

    def keep(self) -> None:
        """Write the words; raises what `YearReport.write` raises."""
        YearReport.write(self.instance.plan, self.instance.year, **self.cleaned_data)
