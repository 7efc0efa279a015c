"""The words of a registration (利用登録): who uses rooms, for what, which centre is home."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Center, PurposeClass, UserGroup
from centers.models.registration import years_open
from portal.japan import calendar, text
from portal.people.models import Person

MOST_MEMBERS = 2_000


class RegistrationForm(forms.Form):
    """One registration: of a new group, of one person `alone`, or of a `group` known already.

    Of a known one only what may have changed is asked. `people` are those who may stand for a new
    group; where nobody is named, the page that shows the form asks for the person itself.
    """

    name = forms.CharField(label="団体の名前", max_length=60)
    kana = forms.CharField(label="団体の名前のフリガナ", max_length=100)
    representative = forms.ChoiceField(label="代表者")
    center = forms.TypedChoiceField(
        label="登録する市民センター",
        coerce=int,
        help_text="いちばんよく使う市民センターを選んでください。登録すると、ほかの市民センターの部屋も使えます。",
    )
    purpose_class = forms.ModelChoiceField(
        label="利用の種別",
        queryset=PurposeClass.objects.all(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    activity = forms.CharField(
        label="活動の内容", max_length=200, help_text="例：合唱の練習、町内会の会議、親子の遊び場"
    )
    members = forms.IntegerField(
        label="会員の人数",
        localize=False,
        min_value=1,
        max_value=MOST_MEMBERS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    fiscal_year = forms.TypedChoiceField(label="登録する年度", coerce=int, widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        group: UserGroup | None = None,
        alone: bool = False,
        people: Sequence[Person] = (),
        centers: Iterable[Center] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        begun = dict(initial or {})
        if group is not None:
            begun |= {"activity": group.activity, "members": group.members}
        super().__init__(data, initial=begun)
        self.use_required_attribute = False
        self.known, self.alone, self.people = group, alone, people
        for field in self.fields.values():
            verb = "選んで" if _is_chosen(field) else "入力して"
            field.error_messages |= {
                "required": f"{field.label}を{verb}ください。",
                "invalid": f"{field.label}は数字で入力してください。",
                "invalid_choice": f"{field.label}を選び直してください。",
                "min_value": f"{field.label}は1人以上で入力してください。",
                "max_value": f"{field.label}は{MOST_MEMBERS:,}人までで入力してください。",
                "max_length": f"{field.label}は%(limit_value)d文字までで入力してください。",
            }
        years = years_open(timezone.localdate())
        if len(years) > 1:
            year = self.fields["fiscal_year"]
            assert isinstance(year, forms.TypedChoiceField)
            year.choices = [(one, calendar.fiscal_year_name(one)) for one in years]
        else:
            del self.fields["fiscal_year"]
        self.only_year = years[0]
        self._leave_out()
        self._offer_people()
        self._offer_centers(centers)

    def _leave_out(self) -> None:
        """What is known already, or one person alone does not have."""
        group = self.known
        if group is not None:
            names = ["name", "kana", "representative", "center"]
        elif len(self.people) < 2:
            names = ["representative"]
        else:
            names = []
        if self.alone or (group is not None and group.is_individual):
            names += ["name", "kana", "members"]
        for name in names:
            self.fields.pop(name, None)

    def _offer_people(self) -> None:
        who = self.fields.get("representative")
        if isinstance(who, forms.ChoiceField):
            who.label = "使う方" if self.alone else "代表者"
            who.choices = [(str(one.pk), f"{one.full_name}さん") for one in self.people]

    def _offer_centers(self, centers: Iterable[Center]) -> None:
        field = self.fields.get("center")
        if isinstance(field, forms.TypedChoiceField):
            self.centers = {one.pk: one for one in centers}
            by_ward = groupby(self.centers.values(), lambda one: one.ward.name)
            field.choices = [
                ("", "選んでください"),
                *((ward, [(one.pk, one.name) for one in rows]) for ward, rows in by_ward),
            ]

    def clean_kana(self) -> str:
        kana = text.katakana(self.cleaned_data["kana"])
        if kana and not text.is_katakana(kana):
            raise ValidationError("フリガナはカタカナで入力してください。", code="not_kana")
        return kana

    def clean_name(self) -> str:
        return text.plain_spaces(self.cleaned_data["name"])

    def clean_activity(self) -> str:
        return text.plain_spaces(self.cleaned_data["activity"])

    # ------------------------------------------------------------ what was said

    @property
    def year(self) -> int:
        return self.cleaned_data.get("fiscal_year") or self.only_year

    def group(self, representative: Person | None = None) -> UserGroup:
        """The group as it was told, not saved."""
        told = self.cleaned_data
        if self.known is not None:
            self.known.activity = told["activity"]
            self.known.members = told.get("members") or self.known.members
            return self.known
        who = representative or self._representative()
        return UserGroup(
            name=who.full_name if self.alone else told["name"],
            kana=who.full_kana if self.alone else told["kana"],
            is_individual=self.alone,
            representative=who,
            center=self.centers[told["center"]],
            activity=told["activity"],
            members=1 if self.alone else told["members"],
        )

    def _representative(self) -> Person:
        chosen = self.cleaned_data.get("representative", "")
        return next((one for one in self.people if str(one.pk) == chosen), self.people[0])


def _is_chosen(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
