"""What one says when signing up, besides who comes: the same fields on the web and at the desk.

A page offers `people`, and after it was sent knows who is `chosen` of them. The form asks only
what the courses need: a guardian's consent where somebody is under age, the courses' own
questions, provisions, and childcare where there is any.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.japan import text
from portal.people.models import Person
from programs.models import Course, Question, SignUp
from programs.models.sign_up_rules import is_under_age
from programs.models.told import (
    EVERYBODY_SAYS_NOTHING,
    MOST_CHILDREN,
    OLDEST_CHILD,
    Child,
    Told,
)
from programs.models.told_rules import GUARDIAN_NEEDED, is_asked, lacks_consent
from programs.sign_ups.told_fields import field_of, line

NEW, NEW_NAME = "new", "新しく登録する方"


class ToldForm(forms.Form):
    """Consent, answers, provisions and children for one application to one or more courses.

    `told(course)` gives each chosen person's own part. A party answers the questions once, for
    all of it; provisions stand with the one who needs them, children with the first.
    `newcomer` is one more who is registered with this very form, and always chosen. What `stands`
    of earlier sign-ups is not asked again, nor what these left out and may leave out.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        courses: Sequence[Course],
        people: Sequence[Person],
        chosen: Sequence[Person] = (),
        newcomer: Person | None = None,
        stands: Mapping[int, Told] = EVERYBODY_SAYS_NOTHING,
        by_staff: bool = False,
    ) -> None:
        super().__init__(data)
        known = [newcomer] if newcomer and newcomer.birth_date else []
        self.courses, self.people = courses, [*people, *known]
        self.chosen = sorted([*chosen, *known], key=_as_written)
        self.newcomer, self.stands, self.by_staff = newcomer, stands, by_staff
        self.use_required_attribute = False
        if self._lack_consent(self.people):
            self._ask_guardian()
        asking = [course.pk for course in courses if getattr(course, "question_ids", True)]
        questions = Question.objects.filter(course__in=asking) if asking else []
        self.questions = [question for question in questions if self._is_asked(question)]
        for question in self.questions:
            self.fields[f"question-{question.pk}"] = field_of(question)
        if self._come_anew:
            self._ask_provisions()
            if any(course.childcare_capacity for course in courses):
                for number in self._child_numbers():
                    self._ask_child(number)

    # ------------------------------------------------------------ who is asked

    def _lack_consent(self, people: Sequence[Person]) -> bool:
        return any(lacks_consent(c, person, self.stands) for c in self.courses for person in people)

    def _is_asked(self, question: Question) -> bool:
        return not self.stands or any(
            is_asked(question, person, self.stands) for person in self._come
        )

    @property
    def _come(self) -> list[Person]:
        """Everybody on the page, also who is not registered yet."""
        coming = self.newcomer
        return [*self.people, *([coming] if coming and not coming.birth_date else [])]

    @property
    def _come_anew(self) -> list[Person]:
        """Those of them who have not signed up before: they say what they need."""
        return [person for person in self._come if person.pk not in self.stands]

    def _key(self, person: Person) -> str:
        """What stands for a person in this form, the same before and after registration."""
        return NEW if person is self.newcomer else str(person.pk)

    # ------------------------------------------------------------ the fields

    def _ask_guardian(self) -> None:
        adults = [p for p in self.people if not any(is_under_age(c, p) for c in self.courses)]
        adult = min(adults, key=_as_written, default=None)  # who registered first, the holder
        self.fields["guardian_name"] = line(
            "保護者の氏名", 60, initial=adult.full_name if adult else ""
        )
        self.fields["guardian_phone"] = line(
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
        if len(self._come_anew) > 1 and any(course.takes_parties for course in self.courses):
            self.fields["provision_person"] = forms.ChoiceField(
                label="必要な方",
                choices=[("", "選んでください")]
                + [
                    (self._key(one), f"{one.full_name}さん" if self._key(one) != NEW else NEW_NAME)
                    for one in self._come_anew
                ],
                required=False,
                error_messages={"invalid_choice": "配慮が必要な方を選び直してください。"},
            )
        self.fields["provision_note"] = line(
            "くわしく", 300, help_text="例：前のほうの席、電動車いすです、など。"
        )

    def _child_numbers(self) -> range:
        return range(1, MOST_CHILDREN + 1)

    def _ask_child(self, number: int) -> None:
        who = f"お子さん{number}の"
        self.fields[f"child-{number}-name"] = line(f"{who}名前", 60)
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
        self.fields[f"child-{number}-note"] = line(f"{who}アレルギーなど", 300)

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
        if not self._lack_consent(self.chosen):
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
        of_chosen = {self._key(person) for person in self.chosen}
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
        """What each of the chosen says in `course`, by the person's key."""
        cleaned = self.cleaned_data
        if not self.chosen:
            return {}
        anew = [self._key(one) for one in self.chosen if one.pk not in self.stands]
        in_need = cleaned.get("provision_person")
        in_need = in_need if in_need in anew else next(iter(anew), None)
        children = self._children() if anew and course.childcare_capacity else ()
        found = {}
        for person in self.chosen:
            needs = self._key(person) == in_need
            minor = lacks_consent(course, person, self.stands)
            found[person.pk] = Told(
                provisions=tuple(cleaned["provisions"]) if needs else (),
                provision_note=cleaned["provision_note"] if needs else "",
                guardian_name=cleaned.get("guardian_name", "") if minor else "",
                guardian_phone=cleaned.get("guardian_phone", "") if minor else "",
                answers=self._answers(course, person),
                children=children if self._key(person) in anew[:1] else (),
            )
        return found

    def _answers(self, course: Course, person: Person) -> dict[int, str]:
        said: dict[int, str] = {}
        for question in self.questions:
            value = self.cleaned_data[f"question-{question.pk}"]
            of_this = question.course_id == course.pk and is_asked(question, person, self.stands)
            if of_this and value:
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


def _as_written(person: Person) -> tuple[bool, int]:
    """Sorts people as their sign-ups are written; who is not registered yet comes last."""
    return person.pk is None, person.pk or 0
