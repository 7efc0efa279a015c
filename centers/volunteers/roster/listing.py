"""Whom the roster lists: by role, centre, ward, field, language, time, qualification and state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Prefetch, Q
from django.utils import timezone

from centers.models import Center
from centers.volunteers import times
from centers.volunteers.models import (
    ActivityField,
    Posting,
    Qualification,
    QualificationKind,
    Volunteer,
    VolunteerRole,
)
from centers.volunteers.models.volunteer import VolunteerQuerySet
from portal.japan import calendar, text
from portal.people.models import Person, User, Ward

from .shown import Item, Shown, shown_to

ON_ROSTER = "on_roster"
FINER = ("wishes", "ward", "field", "language", "time", "qualification", "unconfirmed", "uninsured")
STATES = [(ON_ROSTER, "活動できる方とお休み中の方"), *Volunteer.Status.choices]


class RosterFilter(forms.Form):
    """The conditions of a list, as its address says them; what it does not know it leaves out."""

    q = forms.CharField(label="フリガナ・氏名", max_length=60, required=False)
    role = forms.ModelChoiceField(
        VolunteerRole.objects.in_use(), label="役割", required=False, empty_label="すべて"
    )
    wishes = forms.BooleanField(label="その役割になりたい方も入れる", required=False)
    center = forms.ModelChoiceField(
        Center.objects.none(), label="市民センター", required=False, empty_label="すべて"
    )
    ward = forms.ModelChoiceField(
        Ward.objects.all(), label="行ける区", required=False, empty_label="すべて"
    )
    field = forms.ModelChoiceField(
        ActivityField.objects.all(), label="分野", required=False, empty_label="すべて"
    )
    language = forms.ChoiceField(
        label="ことば", choices=[("", "すべて"), *Volunteer.Language.choices], required=False
    )
    time = forms.TypedChoiceField(
        label="都合のよい時間",
        choices=[("", "すべて"), *times.CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    qualification = forms.ModelChoiceField(
        QualificationKind.objects.all(), label="有効な資格", required=False, empty_label="すべて"
    )
    status = forms.ChoiceField(label="状態", choices=STATES, required=False)
    unconfirmed = forms.BooleanField(label="今年度の確認がまだの方だけ", required=False)
    uninsured = forms.BooleanField(label="保険に入っていない方だけ", required=False)

    def __init__(self, data: Any, *, user: User, only_unconfirmed: bool = False) -> None:
        super().__init__(data, label_suffix="")
        self.user, self.only_unconfirmed = user, only_unconfirmed
        if only_unconfirmed:
            del self.fields["unconfirmed"]
        center = self.fields["center"]
        assert isinstance(center, forms.ModelChoiceField)
        center.queryset = Center.objects.editable_by(user)
        self.is_valid()

    @property
    def has_more(self) -> bool:
        """Whether one of the finer conditions is asked for."""
        return any(self.cleaned_data.get(name) not in (None, "", False) for name in FINER)

    def conditions(self) -> list[str]:
        """What is asked for, in words, as it stands over a printed list."""
        told = []
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if value in (None, "", False):
                continue
            if isinstance(field, forms.BooleanField):
                told.append(str(field.label))
            elif isinstance(field, forms.ChoiceField) and name in {"language", "time", "status"}:
                choices: Any = field.choices
                told.append(f"{field.label}：{dict(choices)[value]}")
            else:
                told.append(f"{field.label}：{value}")
        return told

    def rows(self) -> VolunteerQuerySet:
        """Those that fit, in the order of their readings."""
        told = self.cleaned_data
        found = shown_to(self.user)
        if self.only_unconfirmed:
            found = found.filter(confirmed_on__lt=year_began())
        status = told.get("status") or ON_ROSTER
        found = found.on_roster() if status == ON_ROSTER else found.filter(status=status)
        for name, narrow in NARROWED.items():
            if told.get(name) not in (None, "", False):
                found = narrow(found, told)
        return found.select_related("person__ward", "center").order_by(
            "person__family_kana", "person__given_kana", "pk"
        )


type Narrowing = Callable[[Any, dict[str, Any]], Any]


def _by_name(rows, told):
    if any(letter.isdigit() for letter in text.digits(told["q"])):
        return rows.none()  # a telephone is not everybody's to look for
    return rows.filter(person__in=Person.objects.called(told["q"]))


def _in_role(rows, told):
    holders = Posting.objects.on(timezone.localdate()).filter(role=told["role"])
    fits = Q(pk__in=holders.values("volunteer"))
    if told.get("wishes"):
        fits |= Q(pk__in=told["role"].wanted_by.values("pk"))
    return rows.filter(fits)


def _at_center(rows, told):
    posted = Posting.objects.on(timezone.localdate()).filter(center=told["center"])
    return rows.filter(Q(center=told["center"]) | Q(pk__in=posted.values("volunteer")))


def _uninsured(rows, told):
    """Among those one keeps: of others one is not told."""
    return rows.filter(keeps=True).exclude(insured_until__gte=timezone.localdate())


def _qualified(rows, told):
    """Only among those whose qualifications one may see: a filter tells as much as a column."""
    held = Qualification.objects.valid_on(timezone.localdate()).filter(kind=told["qualification"])
    return rows.filter(
        Q(keeps=True) | Q(agreed__contains=[Item.SKILLS.value]), pk__in=held.values("volunteer")
    )


NARROWED: dict[str, Narrowing] = {
    "q": _by_name,
    "role": _in_role,
    "center": _at_center,
    "ward": lambda rows, told: rows.filter(pk__in=told["ward"].volunteers.values("pk")),
    "field": lambda rows, told: rows.filter(pk__in=told["field"].volunteers.values("pk")),
    "language": lambda rows, told: rows.filter(languages__contains=[told["language"]]),
    "time": lambda rows, told: rows.filter(times__contains=[told["time"]]),
    "qualification": _qualified,
    "uninsured": _uninsured,
    "unconfirmed": lambda rows, told: rows.filter(confirmed_on__lt=year_began()),
}


def year_began() -> date:
    """The first day of the present fiscal year: who was confirmed before is asked anew."""
    return date(calendar.fiscal_year(timezone.localdate()), 4, 1)


@dataclass(frozen=True)
class Line(Shown):
    """A line of the roster."""

    @property
    def in_office(self) -> list[Posting]:
        row: Any = self.volunteer  # prefetched by `with_postings`
        return row.in_office

    @property
    def is_insured(self) -> bool:
        until = self.volunteer.insured_until
        return until is not None and until >= timezone.localdate()

    @property
    def is_confirmed(self) -> bool:
        return self.volunteer.confirmed_on >= year_began()


def with_postings(rows: VolunteerQuerySet) -> VolunteerQuerySet:
    """With what each is posted to today, as `in_office`: one statement for all."""
    today = Posting.objects.on(timezone.localdate()).select_related(
        "role", "center", "organization", "ward"
    )
    return rows.prefetch_related(Prefetch("postings", queryset=today, to_attr="in_office"))


def lines(rows) -> list[Line]:
    return [Line.of(one) for one in rows]
