"""What a volunteer tells, a page at a time: who and where, wishes, times, what is shown to whom.

Each page is saved by itself, so that nothing typed before is lost, and is the page on which the
same words are changed later.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Center
from centers.volunteers import times
from centers.volunteers.models import (
    ActivityField,
    QualificationKind,
    Volunteer,
    VolunteerRole,
)
from centers.volunteers.models.volunteer import ADULT
from portal.japan import text
from portal.people.models import Person, Ward

from .agreed import ASKED, Choice, agreed_by
from .day_field import DayField


class Telling(forms.Form):
    """Every refusal names its field and what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            verb = "選んで" if isinstance(field, forms.ChoiceField) else "書いて"
            field.error_messages |= {
                "required": f"{field.label}を{verb}ください。",
                "invalid_choice": f"{field.label}を選び直してください。",
                "invalid_list": f"{field.label}を選び直してください。",
                "invalid_pk_value": f"{field.label}を選び直してください。",
                "max_length": f"{field.label}は%(limit_value)d文字までで書いてください。",
                "null_characters_not_allowed": f"{field.label}に使えない文字があります。",
            }


class GuardianForm(Telling):
    """A guardian's name and consent."""

    guardian = forms.CharField(label="保護者の氏名", max_length=60, required=False)
    agrees = forms.BooleanField(
        label="保護者として、ボランティアに登録し活動することに同意します", required=False
    )


class RegisterForm(GuardianForm):
    """Who registers at which centre; a guardian's words where somebody could need them."""

    person = forms.ChoiceField(label="登録する方", widget=forms.RadioSelect)
    center = forms.TypedChoiceField(
        label="登録する市民センター",
        coerce=int,
        help_text="ふだん行きやすい市民センターを選んでください。ほかの場所の活動にも参加できます。",
    )
    field_order = ["person", "center", "guardian", "agrees"]

    def __init__(
        self, *args: Any, people: Sequence[Person], centers: Iterable[Center], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.centers = {one.pk: one for one in centers}
        if len(self.people) == 1:
            del self.fields["person"]
        else:
            self._choices(
                "person", [(key, f"{one.full_name}さん") for key, one in self.people.items()]
            )
        by_ward = groupby(self.centers.values(), lambda one: one.ward.name)
        self._choices(
            "center",
            [
                ("", "選んでください"),
                *((ward, [(one.pk, one.name) for one in rows]) for ward, rows in by_ward),
            ],
        )
        today = timezone.localdate()
        if not any(one.age_on(today) < ADULT for one in self.people.values()):
            del self.fields["guardian"], self.fields["agrees"]

    def _choices(self, name: str, choices: list) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def who(self) -> Person:
        key = self.cleaned_data.get("person") or next(iter(self.people))
        return self.people[key]

    @property
    def where(self) -> Center:
        return self.centers[self.cleaned_data["center"]]


class WishesForm(Telling):
    """What somebody would like to do, can do, and would rather not."""

    interests = forms.ModelMultipleChoiceField(
        ActivityField.objects.all(),
        label="してみたいこと",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="いくつでも選べます。",
    )
    wanted_roles = forms.ModelMultipleChoiceField(
        VolunteerRole.objects.open_to_all(),
        label="なりたい役割",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="決まっていなければ、選ばなくてかまいません。",
    )
    skills = forms.CharField(
        label="できること・経験",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例：ピアノの伴奏、元保育士、草むしり",
    )
    languages = forms.MultipleChoiceField(
        choices=Volunteer.Language.choices,
        label="話せることば",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    prefers_not = forms.CharField(
        label="したくないこと・できないこと",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例：重い物を運ぶこと、人前で話すこと。登録した市民センターが、お願いする前に読みます。",
    )
    TEXTS = ("skills", "languages", "prefers_not")

    def __init__(self, data: Any = None, *, volunteer: Volunteer) -> None:
        self.volunteer = volunteer
        kept = {name: getattr(volunteer, name) for name in self.TEXTS}
        if data is None:
            kept |= {
                "interests": [one.pk for one in volunteer.fields.all()],
                "wanted_roles": [one.pk for one in volunteer.wanted_roles.all()],
            }
        super().__init__(data, initial=kept)

    def clean_wanted_roles(self):
        """Code: too_young."""
        roles = self.cleaned_data["wanted_roles"]
        age = self.volunteer.person.age_on(timezone.localdate())
        if too_early := [role for role in roles if role.minimum_age > age]:
            names = "、".join(f"{one.name}（{one.minimum_age}歳から）" for one in too_early)
            raise ValidationError(
                f"いまの年齢では選べない役割があります：{names}。その印を外してください。",
                code="too_young",
            )
        return roles

    def save(self) -> None:
        told, volunteer = self.cleaned_data, self.volunteer
        for name in self.TEXTS:
            value = told[name]
            setattr(volunteer, name, text.plain_spaces(value) if isinstance(value, str) else value)
        volunteer.save(update_fields=list(self.TEXTS))
        volunteer.fields.set(told["interests"])
        offered = VolunteerRole.objects.open_to_all()
        volunteer.wanted_roles.remove(*offered.exclude(pk__in=told["wanted_roles"]))
        volunteer.wanted_roles.add(*told["wanted_roles"])


class TimesForm(Telling):
    """When, where to and how somebody can come."""

    times = forms.TypedMultipleChoiceField(
        choices=times.CHOICES, coerce=int, label="都合のよい時間", required=False
    )
    wards = forms.ModelMultipleChoiceField(
        Ward.objects.all(),
        label="行ける区",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選んだ区の活動をご案内します。",
    )
    transport = forms.ChoiceField(
        choices=[("", "決まっていない"), *Volunteer.Transport.choices],
        label="移動の手段",
        required=False,
        widget=forms.RadioSelect,
    )
    PLAIN = ("times", "transport")

    def __init__(self, data: Any = None, *, volunteer: Volunteer) -> None:
        self.volunteer = volunteer
        kept: dict[str, Any] = {name: getattr(volunteer, name) for name in self.PLAIN}
        if data is None:
            kept["wards"] = [one.pk for one in volunteer.wards.all()]
        super().__init__(data, initial=kept)

    @property
    def grid(self) -> list[tuple[str, list[tuple[int, str, bool]]]]:
        """The weekdays with their parts, and whether each is marked."""
        marked = {str(one) for one in self["times"].value() or []}
        return [
            (day, [(number, name, str(number) in marked) for number, name in parts])
            for day, parts in times.grid()
        ]

    def save(self) -> None:
        for name in self.PLAIN:
            setattr(self.volunteer, name, self.cleaned_data[name])
        self.volunteer.times = sorted(set(self.volunteer.times))
        self.volunteer.save(update_fields=list(self.PLAIN))
        self.volunteer.wards.set(self.cleaned_data["wards"])


class QualificationForm(Telling):
    """A qualification somebody holds; the proof is shown at the centre."""

    kind = forms.ModelChoiceField(
        QualificationKind.objects.all(), label="資格", empty_label="選んでください"
    )
    obtained_on = DayField(
        label="取得した日", help_text="例：2020年4月1日。分からなければ、空けてください。"
    )
    expires_on = DayField(
        label="有効期限", help_text="期限のある資格だけ書いてください。例：2028年3月31日"
    )


class ConsentsForm(forms.Form):
    """A box for each thing and audience."""

    def __init__(self, data: Any = None, *, volunteer: Volunteer) -> None:
        super().__init__(data)
        held = agreed_by(volunteer)
        for asked in ASKED:
            for item, words in asked.items.items():
                name = f"{asked.audience}-{item}"
                box = forms.BooleanField(label=words, required=False)
                box.initial = (asked.audience, item) in held
                self.fields[name] = box

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Each audience with its boxes."""
        return [
            (asked, [self[f"{asked.audience}-{item}"] for item in asked.items]) for asked in ASKED
        ]

    @property
    def chosen(self) -> list[Choice]:
        return [
            (asked.audience, item)
            for asked in ASKED
            for item in asked.items
            if self.cleaned_data[f"{asked.audience}-{item}"]
        ]
