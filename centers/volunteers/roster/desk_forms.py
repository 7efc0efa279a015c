"""What staff type about volunteers: the registration, a posting, its end, a training."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Center
from centers.volunteers import times
from centers.volunteers.models import (
    Organization,
    Qualification,
    QualificationKind,
    Training,
    Volunteer,
    VolunteerRole,
)
from centers.volunteers.models.volunteer import ADULT
from portal.japan import calendar
from portal.people.models import Person, User, Ward

from .appointing import Place, places_of, term_ends

PLACES: dict[str, type[Place]] = {"center": Center, "organization": Organization, "ward": Ward}
PLACE_NAMES = {"center": "市民センター", "organization": "学校・団体", "ward": "区"}


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _say(form: forms.BaseForm) -> None:
    """What is missing is said in the words of its label."""
    form.use_required_attribute = False
    for field in form.fields.values():
        is_chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        verb = "選んで" if is_chosen else "入力して"
        field.error_messages |= {
            "required": f"{field.label}を{verb}ください。",
            "invalid_choice": f"{field.label}を選び直してください。",
            "invalid": f"{field.label}を確かめてください。",
            "max_length": f"{field.label}は%(limit_value)d文字までで入力してください。",
        }


class VolunteerForm(forms.ModelForm):
    """A registration as it is told at the counter or on paper, of a `person` known or new."""

    times = forms.TypedMultipleChoiceField(
        label="都合のよい時間",
        choices=times.CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label="話せることば",
        choices=Volunteer.Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Volunteer
        fields = [
            "center",
            "fields",
            "wanted_roles",
            "wards",
            "times",
            "languages",
            "transport",
            "skills",
            "prefers_not",
            "guardian_name",
            "guardian_agreed_on",
            "insured_until",
            "note",
        ]
        widgets = {
            "fields": forms.CheckboxSelectMultiple,
            "wanted_roles": forms.CheckboxSelectMultiple,
            "wards": forms.CheckboxSelectMultiple,
            "guardian_agreed_on": day_input(),
            "insured_until": day_input(),
        }

    def __init__(self, *args: Any, user: User, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        center: Any = self.fields["center"]
        center.queryset = Center.objects.editable_by(user)
        center.empty_label = "選んでください"
        roles: Any = self.fields["wanted_roles"]
        roles.queryset = VolunteerRole.objects.in_use()
        self.fields["insured_until"].help_text = "入っていないときは、空けておきます。"
        self.fields["guardian_name"].help_text = "18歳になっていない方のときに書きます。"
        _say(self)

    def clean(self) -> dict[str, Any]:
        """A minor is registered with a guardian. Code: guardian_needed."""
        told = super().clean() or self.cleaned_data
        born = self.person and self.person.birth_date
        if born and calendar.age_on(born, timezone.localdate()) < ADULT:
            for name in ("guardian_name", "guardian_agreed_on"):
                if not told.get(name) and name not in self.errors:
                    label = self.fields[name].label
                    missing = f"18歳になっていない方です。{label}を書いてください。"
                    self.add_error(name, ValidationError(missing, code="guardian_needed"))
        return told

    @property
    def ticked(self) -> list[forms.BoundField]:
        """What is chosen from lists of boxes."""
        return [self[name] for name in ("fields", "wanted_roles", "wards", "languages")]

    @property
    def time_rows(self) -> Iterator[tuple[str, list]]:
        """The boxes of the times, a line for each weekday."""
        boxes = list(self["times"])
        for weekday, name in enumerate(calendar.WEEKDAYS):
            first = times.code(weekday, 0)
            yield name, boxes[first : first + len(times.PARTS)]


class AppointmentForm(forms.Form):
    """A posting of everybody chosen: role, place, term."""

    role = forms.ModelChoiceField(
        VolunteerRole.objects.in_use(), label="役割", empty_label="選んでください"
    )
    place = forms.ChoiceField(label="配置先")
    first_day = forms.DateField(label="任期のはじめ", widget=day_input())
    last_day = forms.DateField(
        label="任期のおわり",
        required=False,
        widget=day_input(),
        help_text="空けておくと、役割に任期があれば、その長さになります。",
    )

    def __init__(self, data: Any = None, *, user: User, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.places: dict[str, Place] = {}
        groups = []
        for kind, model in PLACES.items():
            rows = {f"{kind}-{one.pk}": one for one in places_of(user, model)}
            self.places |= rows
            if rows:
                groups.append((PLACE_NAMES[kind], [(key, str(one)) for key, one in rows.items()]))
        place: Any = self.fields["place"]
        place.choices = [("", "選んでください"), *groups]
        _say(self)

    @property
    def chosen_place(self) -> Place:
        return self.places[self.cleaned_data["place"]]

    @property
    def chosen_end(self) -> date | None:
        """As typed, or the whole term of the role."""
        told = self.cleaned_data
        return told["last_day"] or term_ends(told["role"], told["first_day"])


class EndForm(forms.Form):
    """The end of a term before its time."""

    last_day = forms.DateField(label="最後の日", widget=day_input())
    why = forms.CharField(label="理由", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self)


class StopForm(forms.Form):
    """Why somebody is a volunteer no longer, where it was said."""

    why = forms.CharField(
        label="理由",
        max_length=200,
        required=False,
        help_text="聞いていれば書きます。例：転居、体調",
    )


class QualificationForm(forms.ModelForm):
    """A qualification somebody told, and whether the proof was shown."""

    seen = forms.BooleanField(label="証明を見て確かめました", required=False)

    class Meta:
        model = Qualification
        fields = ["kind", "obtained_on", "expires_on"]
        widgets = {"obtained_on": day_input(), "expires_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.queryset, kind.empty_label = QualificationKind.objects.all(), "選んでください"
        self.fields["expires_on"].help_text = "空けておくと、取得した日から数えます。"
        _say(self)


class TrainingForm(forms.ModelForm):
    """A training held outside this portal."""

    class Meta:
        model = Training
        fields = ["title", "level", "held_on", "hours", "organizer", "roles"]
        widgets = {
            "held_on": day_input(),
            "hours": forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 6}),
            "roles": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["roles"]
        roles.queryset = VolunteerRole.objects.in_use()
        _say(self)
