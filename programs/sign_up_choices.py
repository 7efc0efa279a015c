"""Who of a household could take part in a course: refused, warned, or free to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.people.models import Person, User

from .models import Course, Session, SignUp
from .models.sign_up_rules import FULL, refuse_unless_eligible, refuse_unless_open


@dataclass
class Choice:
    """One person of the household beside one course."""

    person: Person
    refusal: str = ""
    clashes: list[Course] = field(default_factory=list)


def choices_for(course: Course, user: User) -> list[Choice]:
    """Every person of `user`'s household, with why not or with what it clashes."""
    people = list(Person.objects.of(user))
    seated = set(
        SignUp.objects.live()
        .filter(course=course, person__in=people)
        .values_list("person", flat=True)
    )
    clashes = clashes_with(course, people)
    return [
        Choice(person, _refusal(course, person, person.pk in seated), clashes.get(person.pk, []))
        for person in people
    ]


def _refusal(course: Course, person: Person, is_seated: bool) -> str:
    if is_seated:
        return "すでに申し込んでいます。"
    try:
        refuse_unless_open(course, timezone.now())
        refuse_unless_eligible(course, person)
    except ValidationError as refusal:
        return refusal.messages[0]
    return FULL if course.is_full else ""


def clashes_with(course: Course, people: Iterable[Person]) -> dict[int, list[Course]]:
    """For each person, their other courses with a session at the same time as one of `course`.

    A warning, not a refusal: one may leave early. One statement for the whole household.
    """
    spans = Session.objects.filter(
        course=course,
        all_day=False,
        starts_at__lt=OuterRef("course__sessions__ends_at"),
        ends_at__gt=OuterRef("course__sessions__starts_at"),
    )
    at_the_same_time = (
        SignUp.objects.live()
        .filter(Exists(spans), person__in=people, course__sessions__all_day=False)
        .exclude(course=course)
        .select_related("course")
        .order_by("course__starts_at", "course_id")
        .distinct()
    )
    found: dict[int, list[Course]] = {}
    for sign_up in at_the_same_time:
        found.setdefault(sign_up.person_id, []).append(sign_up.course)
    return found
