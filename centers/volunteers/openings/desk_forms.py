"""Forms of the desk: an opening in full, further times, a move, a reason, an organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from centers.models import Center
from centers.volunteers.models import Match, Opening, Organization
from portal.japan import calendar, text
from portal.people.models import User

from .when_step import WhenStep


def _tell_plainly(form: forms.BaseForm) -> None:
    form.use_required_attribute = False
    for field in form.fields.values():
        chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages |= {
            "required": f"{field.label}を{'選んで' if chosen else '入力して'}ください。",
            "invalid_choice": f"{field.label}を選び直してください。",
            "max_length": f"{field.label}は%(limit_value)d文字までで入力してください。",
            "null_characters_not_allowed": f"{field.label}に使えない文字があります。",
        }


class OpeningForm(forms.ModelForm):
    """An opening as staff write it, for their centre or an organisation it looks after."""

    class Meta:
        model = Opening
        fields = [
            "title", "description", "center", "organization", "role", "fields", "place", "ward",
            "requirements", "qualifications", "languages", "minimum_age", "bring", "expenses",
            "is_insured",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "fields": forms.CheckboxSelectMultiple,
            "qualifications": forms.CheckboxSelectMultiple,
            "minimum_age": forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: QuerySet[Center] = Center.objects.editable_by(user).select_related("ward")
        center, host = self.fields["center"], self.fields["organization"]
        assert isinstance(center, forms.ModelChoiceField)
        assert isinstance(host, forms.ModelChoiceField)
        center.queryset = own.order_by("ward__code", "kana")
        # Of a few, all can be chosen; the host of an opening that was asked for stays as it is.
        host.queryset = Organization.objects.visible_to(user).filter(closed_on=None)
        host.empty_label = "市民センターの募集"
        _tell_plainly(self)

    def clean_minimum_age(self) -> int:
        return self.cleaned_data["minimum_age"] or 0

    def clean(self) -> dict[str, Any]:
        """The organisation is looked after by the centre that answers for the opening.

        It stays while anybody comes or is asked: what they agreed to show, they show to it. Codes:
        other_center, people_come.
        """
        cleaned = super().clean() or self.cleaned_data
        host, center = cleaned.get("organization"), cleaned.get("center")
        if host is not None and center is not None and host.center_id != center.pk:
            self.add_error(
                "organization",
                ValidationError(
                    f"{host}は、{host.center}が担当しています。担当の市民センターを{host.center}にしてください。",
                    code="other_center",
                ),
            )
        if "organization" in self.changed_data and self._people_come():
            self.add_error(
                "organization",
                ValidationError(
                    "参加が決まっている方か、返事を待っている方がいるので、団体は変えられません。"
                    "団体が活動を終えたときは、この募集のページで、市民センターの募集にできます。",
                    code="people_come",
                ),
            )
        return cleaned

    def _people_come(self) -> bool:
        coming = Match.objects.live().filter(shift__opening=self.instance.pk)
        return self.instance.pk is not None and coming.exists()


class TimesForm(WhenStep):
    """Further times of an opening: rows of days, each once or week after week."""

    title = "日時を加える"


class MoveForm(forms.Form):
    day = forms.DateField(
        label="新しい日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "新しい日を読み取れません。例：2026-12-06"},
    )
    begins = forms.TimeField(
        label="はじまり",
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        error_messages={"invalid": "はじまりを読み取れません。例：10:00"},
    )
    ends = forms.TimeField(
        label="おわり",
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        error_messages={"invalid": "おわりを読み取れません。例：12:00"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_plainly(self)

    @property
    def starts_at(self):
        return calendar.at(self.cleaned_data["day"], self.cleaned_data["begins"])

    @property
    def ends_at(self):
        return calendar.at(self.cleaned_data["day"], self.cleaned_data["ends"])


class NumberForm(forms.Form):
    needed = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=500,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={
            "invalid": "人数は数字で入力してください。",
            "min_value": "人数は1人以上にしてください。",
            "max_value": "人数は500人までにしてください。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tell_plainly(self)


class OrganizationForm(forms.ModelForm):
    """An organisation as the centre that looks after it keeps it."""

    class Meta:
        model = Organization
        fields = [
            "name", "kana", "kind", "number", "activity", "fields", "ward", "center", "address",
            "phone", "email", "url", "contact_name", "is_public",
        ]  # fmt: skip
        widgets = {
            "activity": forms.Textarea(attrs={"rows": 5}),
            "fields": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "contact_name": "職員だけが見ます。公開の名簿には載りません。",
            "is_public": "しるしをつけると、所在地・電話番号・メールアドレス・ホームページも、"
            "だれでも見られるようになります。",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        center = self.fields["center"]
        assert isinstance(center, forms.ModelChoiceField)
        center.queryset = Center.objects.editable_by(user).order_by("ward__code", "kana")
        _tell_plainly(self)

    def clean_name(self) -> str:
        return text.plain_spaces(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        kana = text.katakana(self.cleaned_data["kana"])
        if kana and not text.is_katakana(kana):
            raise ValidationError("フリガナはカタカナで入力してください。", code="not_kana")
        return kana

    def clean_phone(self) -> str:
        return text.phone(self.cleaned_data["phone"])
