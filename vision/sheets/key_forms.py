"""Forms about whole sheets: which one it is, another number, giving it up, a file of them."""

from typing import Any

from django import forms

from ..models import ProgressSheet

LONGEST_REASON = 300


class NewSheetForm(forms.ModelForm):
    """Which sheet it is: year, bureau, area, number."""

    class Meta:
        model = ProgressSheet
        fields = ["year", "bureau", "area", "number"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ask_by_name(self)
        self.use_required_attribute = False
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "選んでください")] + [
            (area.value, f"{area.value}　{area.label}") for area in ProgressSheet.Area
        ]


class CorrectionForm(NewSheetForm):
    """Another year, bureau, area or number for a sheet, with the reason."""

    reason = forms.CharField(
        label="直すわけ",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
    )

    def _post_clean(self) -> None:
        """Leave the rules of the whole sheet to the command that writes it."""

    @property
    def key(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RemovalForm(forms.Form):
    """Why a sheet is given up."""

    prefix = "removal"
    reason = forms.CharField(
        label="取りやめるわけ",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ask_by_name(self)
        self.use_required_attribute = False


class SheetFileForm(forms.Form):
    """A file of sheets."""

    file = forms.FileField(
        label="ファイル",
        help_text="CSVかExcel（.xlsx）、2MBまで。",
        error_messages={
            "required": "ファイルを選んでください。",
            "empty": "ファイルが空です。中身のあるファイルを選んでください。",
        },
    )


def ask_by_name(form: forms.BaseForm) -> None:
    """Let a field left empty be asked for by its name: 「課題名を書いてください。」"""
    for field in form.fields.values():
        verb = "選んで" if isinstance(field, forms.ChoiceField) else "書いて"
        field.error_messages["required"] = f"{field.label}を{verb}ください。"
