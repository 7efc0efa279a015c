"""Registering oneself and one's family: the least a course needs to know."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.japan import text
from portal.people.models import Person, User, Ward


class PersonForm(forms.ModelForm):
    """Name, reading, birthday in three boxes (西暦), phone, and where one lives or works."""

    birth_year = forms.IntegerField(
        label="年（西暦）", min_value=1900, max_value=2100, localize=False
    )
    birth_month = forms.IntegerField(label="月", min_value=1, max_value=12)
    birth_day = forms.IntegerField(label="日", min_value=1, max_value=31)

    class Meta:
        model = Person
        fields = [
            "family_name",
            "given_name",
            "family_kana",
            "given_kana",
            "phone",
            "ward",
            "works_or_studies_in_city",
        ]

    field_order = [
        "family_name",
        "given_name",
        "family_kana",
        "given_kana",
        "birth_year",
        "birth_month",
        "birth_day",
        "phone",
        "ward",
        "works_or_studies_in_city",
    ]

    AUTOCOMPLETE = {
        "family_name": "family-name",
        "given_name": "given-name",
        "phone": "tel",
        "birth_year": "bday-year",
        "birth_month": "bday-month",
        "birth_day": "bday-day",
    }

    def __init__(self, *args, is_self: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.birth_date:
            born = self.instance.birth_date
            self.initial.update(birth_year=born.year, birth_month=born.month, birth_day=born.day)
        ward = self.fields["ward"]
        assert isinstance(ward, forms.ModelChoiceField)
        ward.queryset = Ward.objects.all()
        ward.empty_label = "市外に住んでいる"
        ward.error_messages["invalid_choice"] = "お住まいの区を選び直してください。"
        for name, field in self.fields.items():
            field.error_messages["required"] = f"{field.label}を入力してください。"
            field.error_messages["null_characters_not_allowed"] = (
                f"{field.label}に使えない文字があります。入力し直してください。"
            )
            if longest := getattr(field, "max_length", None):
                field.error_messages["max_length"] = (
                    f"{field.label}は{longest}文字までで入力してください。"
                )
            if name.startswith("birth_"):
                field.error_messages["invalid"] = f"{field.label}は数字で入力してください。"
                field.widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
                field.error_messages["min_value"] = field.error_messages["max_value"] = (
                    "生年月日を確かめてください。"
                )
            if is_self and name in self.AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = self.AUTOCOMPLETE[name]
        self.fields["phone"].widget.attrs["inputmode"] = "tel"
        self.fields["phone"].widget.input_type = "tel"

    def clean(self) -> dict:
        """Put the three boxes together; the model's own rules follow."""
        cleaned = super().clean() or self.cleaned_data
        parts: list[Any] = [cleaned.get(f"birth_{part}") for part in ("year", "month", "day")]
        if all(part is not None for part in parts):
            try:
                self.instance.birth_date = date(*parts)
                for rule in Person._meta.get_field("birth_date").validators:
                    rule(self.instance.birth_date)
            except ValidationError as refusal:
                self.add_error("birth_year", refusal)
            except ValueError:
                wrong = "生年月日を確かめてください。その日付はありません。"
                self.add_error("birth_day", ValidationError(wrong, code="no_such_day"))
        return cleaned


class DeskPersonForm(PersonForm):
    """A person as staff write one down, with where to write back."""

    postcode = forms.CharField(label="郵便番号", max_length=12, required=False)
    address = forms.CharField(
        label="住所",
        max_length=200,
        required=False,
        help_text="はがきで結果を知らせるときに使います。",
    )

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "postcode", "address"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["postcode"].widget.attrs["inputmode"] = "numeric"

    def clean_postcode(self) -> str:
        """Code: postcode."""
        digits = text.postcode(self.cleaned_data["postcode"])
        if digits and len(digits) != 7:
            raise ValidationError("郵便番号は、数字7けたで入力してください。", code="postcode")
        return digits


class PreferencesForm(forms.ModelForm):
    """Which mails an account wants; the daily summary is asked of staff only."""

    class Meta:
        model = User
        fields = ["wants_reminders", "wants_surveys", "wants_suggestions", "wants_digest"]
        field_classes = {"wants_suggestions": forms.BooleanField}
        widgets = {"wants_suggestions": forms.CheckboxInput}
        help_texts = {
            "wants_reminders": "参加する回の前の日にお送りします。",
            "wants_surveys": "最後の回のあとに、1度だけお送りします。",
            "wants_suggestions": "講座を修了したとき、つながる募集や次の講座をご案内します。",
            "wants_digest": "きょうの講座と、対応を待っていることを、毎朝まとめてお送りします。",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_staff:
            del self.fields["wants_digest"]

    def save(self, commit: bool = True) -> User:
        """Write no more than was asked: who leaves the staff in the same moment has left."""
        self.instance.save(update_fields=list(self.fields))
        return self.instance
