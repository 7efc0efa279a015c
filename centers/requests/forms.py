"""What staff type about requests: the request itself, a decision, the hours it took."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from centers.models import Center, CityRequest
from portal.japan import calendar, text
from portal.people.models import Ward

DATE = {"type": "date"}


class CityRequestForm(forms.ModelForm):
    """A request as a department tells it, entered under the department's name."""

    year = forms.TypedChoiceField(label="年度", coerce=int)
    wards = forms.ModelMultipleChoiceField(
        label="区ごとに選ぶ",
        queryset=Ward.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選んだ区のすべての市民センター（校区）が入ります。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CityRequest
        fields = [
            "title",
            "bureau",
            "section",
            "to",
            "content",
            "basis",
            "basis_text",
            "first_day",
            "last_day",
            "deadline",
            "hours",
            "everywhere",
            "centers",
            "contact_name",
            "contact_phone",
            "contact_email",
        ]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "first_day": forms.DateInput(format="%Y-%m-%d", attrs=DATE),
            "last_day": forms.DateInput(format="%Y-%m-%d", attrs=DATE),
            "deadline": forms.DateInput(format="%Y-%m-%d", attrs=DATE),
            "hours": forms.NumberInput(
                attrs={"step": "0.25", "min": "0.25", "inputmode": "decimal"}
            ),
            "centers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["year"].choices = [(one, calendar.fiscal_year_name(one)) for one in years]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["year"].initial = self.instance.year
            self.fields["year"].disabled = True
            self.fields["version"].initial = self.instance.version
        centers: Any = self.fields["centers"]
        centers.queryset = Center.objects.select_related("ward")
        centers.required = False
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = f"{field.label}を入力してください。"

    def clean_title(self) -> str:
        return text.plain_spaces(self.cleaned_data["title"])

    def clean_content(self) -> str:
        return text.as_meant(self.cleaned_data["content"])

    def clean_contact_phone(self) -> str:
        return text.phone(self.cleaned_data["contact_phone"])

    def clean(self) -> dict[str, Any]:
        """Codes: no_centers, outside_year, days_out_of_order, unnamed_basis."""
        told = super().clean() or self.cleaned_data
        if told.get("year"):
            self.instance.year = told["year"]
        if not told.get("everywhere") and not self.chosen:
            self.add_error(
                "centers",
                ValidationError(
                    "「すべて」にするか、市民センターを選んでください。", code="no_centers"
                ),
            )
        return told

    @property
    def chosen(self) -> list[Center]:
        """The centres ticked one by one or by their ward; all of them where nobody is left out."""
        told = getattr(self, "cleaned_data", {})
        every: Any = self.fields["centers"]
        if told.get("everywhere"):
            return list(every.queryset)
        named, wards = set(told.get("centers") or []), set(told.get("wards") or [])
        return [one for one in every.queryset if one in named or one.ward in wards]

    @property
    def asks_for_load(self) -> dict[str, Any] | None:
        """What the load already planned depends on; None until it is told well enough."""
        told = getattr(self, "cleaned_data", {})
        needed = ("first_day", "last_day", "hours", "to", "year")
        if any(told.get(name) in (None, "") for name in needed):
            return None
        if told["first_day"] > told["last_day"] or not self.chosen:
            return None
        return {
            "first": told["first_day"],
            "last": told["last_day"],
            "hours": told["hours"],
            "to": told["to"],
            "year": told["year"],
            "centers": self.chosen,
            "besides": self.instance.pk,
        }


class DecisionForm(forms.Form):
    """What becomes of a request, and why."""

    decision = forms.ChoiceField(
        label="どうしますか",
        choices=CityRequest.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "どうするかを選んでください。"},
    )
    into = forms.ModelChoiceField(
        label="まとめる先の依頼",
        queryset=CityRequest.objects.none(),
        required=False,
        help_text="「ほかの依頼にまとめる」ときに選びます。",
    )
    instead = forms.CharField(
        label="替わりの方法",
        max_length=300,
        required=False,
        help_text="「ほかの方法に替える」ときに書きます。例：市のLINEで知らせる",
    )
    why = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "決めた理由を書いてください。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: CityRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        into: Any = self.fields["into"]
        others = CityRequest.objects.of_year(request.year).filter(to=request.to)
        into.queryset = others.exclude(pk=request.pk).order_by("bureau", "section", "title")
        if not self.is_bound:
            into.queryset = into.queryset.in_force()
        into.empty_label = "選んでください"
        into.label_from_instance = lambda one: f"{one.department}：{one.title}"
        self.fields["version"].initial = request.version


class EffortForm(forms.Form):
    """The hours a request really took at one centre."""

    center = forms.ModelChoiceField(label="市民センター", queryset=Center.objects.none())
    hours = forms.DecimalField(
        label="実際にかかった時間",
        min_value=Decimal(0),
        max_value=Decimal(2_000),
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25", "min": "0", "inputmode": "decimal"}),
        error_messages={"required": "かかった時間を入力してください。"},
    )
    note = forms.CharField(label="ひとこと", max_length=200, required=False)

    def __init__(self, *args: Any, centers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        field: Any = self.fields["center"]
        field.queryset = centers
        if not self.is_bound and len(centers) == 1:
            field.initial = centers[0]
