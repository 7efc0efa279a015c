"""Who of a household could take part in a course: refused, warned, or free to."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.people.models import Person, User

from .composed import Composed
from .models import Course, Session
from .models.sign_up_rules import FULL, refuse_unless_eligible, refuse_unless_open

PEOPLE = Composed(Person.objects.filter(household=0))
# Written by hand: the form and the receipt ask it each time, and composing it took Django three
# times as long as PostgreSQL answering.
LIVE_PLACES = """
    SELECT s.person_id, s.course_id
    FROM programs_signup s JOIN programs_course c ON c.id = s.course_id
    WHERE s.person_id = ANY(%s) AND s.status <> 'withdrawn' AND c.ends_at >= %s
"""


@dataclass
class Choice:
    """One person of the household beside one course."""

    person: Person
    refusal: str = ""
    clashes: list[Course] = field(default_factory=list)


def choices_for(course: Course, user: User) -> list[Choice]:
    """Every person of `user`'s household, with why not or with what it clashes."""
    people = family_of(user)
    held = places_held(people)
    clashes = clashes_with(course, held)
    return [
        Choice(
            person,
            _refusal(course, person, (person.pk, course.pk) in held),
            clashes.get(person.pk, []),
        )
        for person in people
    ]


def family_of(user: User) -> list[Person]:
    """The people `user` may sign up, as `Person.objects.of` says; none before registration."""
    return [] if user.household_id is None else PEOPLE.ask(user.household_id)


def places_held(people: Iterable[Person]) -> set[tuple[int, int]]:
    """(person, course) for every live place these people hold in a course not over."""
    with connection.cursor() as cursor:
        cursor.execute(LIVE_PLACES, [[person.pk for person in people], timezone.now()])
        return set(cursor.fetchall())


def _refusal(course: Course, person: Person, is_seated: bool) -> str:
    if is_seated:
        return "すでに申し込んでいます。"
    try:
        refuse_unless_open(course, timezone.now())
        refuse_unless_eligible(course, person)
    except ValidationError as refusal:
        return refusal.messages[0]
    return FULL if course.is_full else ""


def clashes_with(course: Course, held: set[tuple[int, int]]) -> dict[int, list[Course]]:
    """For each person, which of the courses held meet at the same time as `course`.

    A warning, not a refusal: one may leave early. Asks nothing where nothing else is held.
    """
    others = {course_id for _, course_id in held} - {course.pk}
    if not others:
        return {}
    same_time = Session.objects.filter(
        course=course,
        all_day=False,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    meeting = Session.objects.filter(Exists(same_time), course__in=others, all_day=False)
    clashing = Course.objects.filter(pk__in=meeting.values("course")).for_list().soonest_first()
    found: dict[int, list[Course]] = {}
    for other in clashing:
        for person_id in (person for person, held_course in held if held_course == other.pk):
            found.setdefault(person_id, []).append(other)
    return found
