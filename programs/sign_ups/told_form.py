"""What one says when signing up, besides who comes: the same fields on the web and at the desk.

A page offers `people`, and after it was sent knows who is `chosen` of them. The form asks only
what the courses need: a guardian's consent where somebody is under age, the courses' own
questions, provisions, and childcare where there is any.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.japan import text
from portal.people.models import Person
from programs.models import Course, Question, SignUp
from programs.models.asking import LONGEST_ANSWER, LONGEST_LINE
from programs.models.sign_up_rules import is_under_age
from programs.models.told import MOST_CHILDREN, NO, OLDEST_CHILD, YES, Child, Told
from programs.models.told_rules import GUARDIAN_NEEDED


class ToldForm(forms.Form):
    """Consent, answers, provisions and children for one application to one or more courses.

    `told(course)` gives each chosen person's own part. A party answers the questions once, for
    all of it; provisions stand with the one who needs them, children with the first.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        courses: Sequence[Course],
        people: Sequence[Person],
        chosen: Sequence[Person] = (),
        by_staff: bool = False,
    ) -> None:
        super().__init__(data)
        self.courses, self.people = courses, people
        self.chosen = sorted(chosen, key=attrgetter("pk"))  # as they are written
        self.by_staff = by_staff
        self.use_required_attribute = False
        if any(is_under_age(course, person) for course in courses for person in people):
            self._ask_guardian()
        asking = [course.pk for course in courses if getattr(course, "asks", True)]
        self.questions = list(Question.objects.filter(course__in=asking)) if asking else []
        for question in self.questions:
            self.fields[f"question-{question.pk}"] = _field_of(question)
        self._ask_provisions()
        if any(course.childcare_capacity for course in courses):
            for number in self._child_numbers():
                self._ask_child(number)

    # ------------------------------------------------------------ the fields

    def _ask_guardian(self) -> None:
        adults = [p for p in self.people if not any(is_under_age(c, p) for c in self.courses)]
        adult = min(adults, key=attrgetter("pk"), default=None)  # who registered first, the holder
        self.fields["guardian_name"] = _line(
            "保護者の氏名", 60, initial=adult.full_name if adult else ""
        )
        self.fields["guardian_phone"] = _line(
            "保護者の電話番号", 20, initial=adult.phone if adult else ""
        )
        self.fields["guardian_phone"].widget.attrs["inputmode"] = "tel"
        self.fields["guardian_phone"].widget.input_type = "tel"
        self.fields["guardian_consent"] = forms.BooleanField(
            label="保護者の同意を確かめました" if self.by_staff else "保護者として同意します",
            required=False,
        )

    def _ask_provisions(self) -> None:
        self.fields["provisions"] = forms.MultipleChoiceField(
            label="必要なもの",
            choices=SignUp.Provision.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "必要な配慮を選び直してください。"},
        )
        if len(self.people) > 1 and any(course.takes_parties for course in self.courses):
            self.fields["provision_person"] = forms.ChoiceField(
                label="必要な方",
                choices=[("", "選んでください")]
                + [(str(person.pk), f"{person.full_name}さん") for person in self.people],
                required=False,
                error_messages={"invalid_choice": "配慮が必要な方を選び直してください。"},
            )
        self.fields["provision_note"] = _line(
            "くわしく", 300, help_text="例：前のほうの席、電動車いすです、など。"
        )

    def _child_numbers(self) -> range:
        return range(1, MOST_CHILDREN + 1)

    def _ask_child(self, number: int) -> None:
        who = f"お子さん{number}の"
        self.fields[f"child-{number}-name"] = _line(f"{who}名前", 60)
        for part, label, most in (("years", "歳", OLDEST_CHILD // 12), ("months", "か月", 11)):
            self.fields[f"child-{number}-{part}"] = forms.IntegerField(
                label=label,
                required=False,
                localize=False,
                min_value=0,
                max_value=most,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2}),
                error_messages={
                    "invalid": f"{who}年齢は、数字で入力してください。",
                    "min_value": f"{who}年齢を確かめてください。",
                    "max_value": f"{who}年齢を確かめてください。"
                    f"お預かりできるのは{OLDEST_CHILD // 12}歳までです。",
                },
            )
        self.fields[f"child-{number}-note"] = _line(f"{who}アレルギーなど", 300)

    # ------------------------------------------------------------ the parts of the page

    @property
    def guardian_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("guardian_")]

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("question-")]

    @property
    def child_rows(self) -> list[dict[str, Any]]:
        """One row for each child that can be named."""
        if "child-1-name" not in self.fields:
            return []
        return [
            {
                "number": number,
                **{
                    part: self[f"child-{number}-{part}"]
                    for part in ("name", "years", "months", "note")
                },
            }
            for number in self._child_numbers()
        ]

    @property
    def says_provisions(self) -> bool:
        """Whether something stands there already, so that the page shows it open."""
        return self._is_filled("provision")

    @property
    def says_children(self) -> bool:
        return self._is_filled("child-")

    def _is_filled(self, start: str) -> bool:
        return self.is_bound and any(
            self[name].value() or self[name].errors
            for name in self.fields
            if name.startswith(start)
        )

    # ------------------------------------------------------------ what is refused

    def clean_guardian_phone(self) -> str:
        number = text.phone(self.cleaned_data["guardian_phone"]).replace(" ", "-")
        if number:
            for rule in Person._meta.get_field("phone").validators:
                rule(number)
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._require_guardian(cleaned)
        self._require_provision_person(cleaned)
        for row in self.child_rows:
            self._require_whole_child(row["number"], cleaned)
        return cleaned

    def _require_guardian(self, cleaned: dict[str, Any]) -> None:
        if not any(is_under_age(c, person) for c in self.courses for person in self.chosen):
            return
        missing = {
            "guardian_name": "保護者の氏名を入力してください。",
            "guardian_phone": "保護者の電話番号を入力してください。",
            "guardian_consent": GUARDIAN_NEEDED,
        }
        for name, sentence in missing.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(sentence, code="guardian_needed"))

    def _require_provision_person(self, cleaned: dict[str, Any]) -> None:
        if "provision_person" not in self.fields or len(self.chosen) < 2:
            return
        wanted = cleaned.get("provisions") or cleaned.get("provision_note")
        of_chosen = {str(person.pk) for person in self.chosen}
        if wanted and cleaned.get("provision_person") not in of_chosen:
            self.add_error(
                "provision_person",
                ValidationError(
                    "配慮が必要な方を、参加する方から選んでください。", code="provision_person"
                ),
            )

    def _require_whole_child(self, number: int, cleaned: dict[str, Any]) -> None:
        name, years, months, note = (
            cleaned.get(f"child-{number}-{part}") for part in ("name", "years", "months", "note")
        )
        if name and years is None and months is None:
            if not self.errors.keys() & {f"child-{number}-years", f"child-{number}-months"}:
                self.add_error(
                    f"child-{number}-years",
                    ValidationError(
                        f"お子さん{number}の年齢を入力してください。", code="child_incomplete"
                    ),
                )
        elif not name and (years is not None or months is not None or note):
            self.add_error(
                f"child-{number}-name",
                ValidationError(
                    f"お子さん{number}の名前を入力してください。", code="child_incomplete"
                ),
            )

    # ------------------------------------------------------------ what was said

    def told(self, course: Course) -> dict[int, Told]:
        """What each of the chosen says of himself in `course`, by the person's key."""
        cleaned = self.cleaned_data
        if not self.chosen:
            return {}
        in_need = cleaned.get("provision_person") or ""
        keys = {str(person.pk) for person in self.chosen}
        in_need = in_need if in_need in keys else str(self.chosen[0].pk)
        answers = self._answers(course)
        children = self._children() if course.childcare_capacity else ()
        found = {}
        for place, person in enumerate(self.chosen):
            needs = str(person.pk) == in_need
            under_age = is_under_age(course, person)
            found[person.pk] = Told(
                provisions=tuple(cleaned["provisions"]) if needs else (),
                provision_note=cleaned["provision_note"] if needs else "",
                guardian_name=cleaned.get("guardian_name", "") if under_age else "",
                guardian_phone=cleaned.get("guardian_phone", "") if under_age else "",
                answers=answers,
                children=children if place == 0 else (),
            )
        return found

    def _answers(self, course: Course) -> dict[int, str]:
        said: dict[int, str] = {}
        for question in self.questions:
            value = self.cleaned_data[f"question-{question.pk}"]
            if question.course_id == course.pk and value:
                said[question.pk] = "\n".join(value) if isinstance(value, list) else value
        return said

    def _children(self) -> tuple[Child, ...]:
        found = []
        for number in self._child_numbers():
            name, years, months, note = (
                self.cleaned_data[f"child-{number}-{part}"]
                for part in ("name", "years", "months", "note")
            )
            if name:
                found.append(Child(name, (years or 0) * 12 + (months or 0), note))
        return tuple(found)


class Lines(forms.CharField):
    """Text of several lines; a line's end counts as one letter, as it does in the browser."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _line(label: str, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        error_messages={
            "max_length": f"{label}は{longest}文字までで入力してください。",
            "null_characters_not_allowed": f"{label}に使えない文字があります。",
        },
        **more,
    )


def _field_of(question: Question) -> forms.Field:
    """The field one question is answered in."""
    common: dict[str, Any] = {
        "label": question.text,
        "required": question.required,
        "error_messages": {
            "required": f"「{question.text}」に答えてください。",
            "invalid_choice": f"「{question.text}」の答えを選び直してください。",
            "max_length": f"「{question.text}」の答えが長すぎます。短くしてください。",
            "null_characters_not_allowed": f"「{question.text}」に使えない文字があります。",
        },
    }
    options = [(option, option) for option in question.options]
    match question.kind:
        case Question.Kind.LONG:
            box = forms.Textarea(attrs={"rows": 4})
            return Lines(max_length=LONGEST_ANSWER, widget=box, **common)
        case Question.Kind.ONE:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
        case Question.Kind.MANY:
            return forms.MultipleChoiceField(
                choices=options, widget=forms.CheckboxSelectMultiple, **common
            )
        case Question.Kind.YES:
            return forms.ChoiceField(
                choices=[(YES, YES), (NO, NO)], widget=forms.RadioSelect, **common
            )
        case _:
            return forms.CharField(max_length=LONGEST_LINE, **common)
