"""Who of a household could take part in a course, and what they would get."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.people.models import Person, User
from programs.composed import Composed
from programs.models import Course, Session, SignUp
from programs.models.sign_up_queryset import LIVE
from programs.models.sign_up_rules import FULL, refuse_unless_eligible, refuse_unless_open
from programs.models.term import terms_over
from programs.reference import TERMS

PEOPLE = Composed(Person.objects.registered().filter(household=0))
# Written by hand: the form and the receipt ask it each time, and composing it took Django three
# times as long as PostgreSQL answering.
LIVE_PLACES = """
    SELECT s.person_id, s.course_id
    FROM programs_signup s JOIN programs_course c ON c.id = s.course_id
    WHERE s.person_id = ANY(%s) AND s.status = ANY(%s) AND c.ends_at >= %s
"""


@dataclass
class Choice:
    """One person of the household beside one course."""

    person: Person
    refusal: str = ""
    clashes: list[Course] = field(default_factory=list)
    is_chosen: bool = False


def choices_for(
    course: Course, people: Sequence[Person], chosen: Iterable[Person] = ()
) -> list[Choice]:
    """Each of the household's `people`, with why not or with what it clashes.

    Who lives alone is chosen already.
    """
    held = places_held(people)
    refusals = refusals_in([course], people, held)
    clashes = clashes_with(course, held)
    keys = {person.pk for person in chosen}
    choices = [
        Choice(person, refusals.get((course.pk, person.pk), ""), clashes.get(person.pk, []))
        for person in people
    ]
    for choice in choices:
        choice.is_chosen = not choice.refusal and (choice.person.pk in keys or len(choices) == 1)
    return choices


def chosen_of(family: Sequence[Person], keys: Iterable[str]) -> list[Person]:
    """Those of the family a form names; none where it names anybody else."""
    by_key = {str(person.pk): person for person in family}
    named = dict.fromkeys(keys)
    return [by_key[key] for key in named] if named.keys() <= by_key.keys() else []


def enough_can(course: Course, choices: Iterable[Choice]) -> bool:
    """Whether as many of the household can come as the course asks for at least."""
    return sum(not choice.refusal for choice in choices) >= course.party_min


def family_of(user: User) -> list[Person]:
    """The people `user` may sign up, as `Person.objects.of` says; none before registration."""
    return [] if user.household_id is None else PEOPLE.ask(user.household_id)


def places_held(people: Iterable[Person]) -> set[tuple[int, int]]:
    """(person, course) for every live place these people hold in a course not over."""
    with connection.cursor() as cursor:
        cursor.execute(LIVE_PLACES, [[person.pk for person in people], LIVE, timezone.now()])
        return set(cursor.fetchall())


def refusals_in(
    courses: Sequence[Course], people: Sequence[Person], held: set[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """Why whom of `people` each of `courses` would refuse, by (course, person)."""
    found: dict[tuple[int, int], str] = {}
    beyond: dict[int, dict[int, ValidationError]] = {}
    for course in courses:
        for term in terms_over(course, TERMS.rows().values()):
            if term.pk not in beyond:
                beyond[term.pk] = term.refusals(people)
            for person_id, refusal in beyond[term.pk].items():
                found[course.pk, person_id] = refusal.messages[0]
        for person in people:
            why = _refusal(course, person, (person.pk, course.pk) in held)
            if why:
                found[course.pk, person.pk] = why
    return found


def _refusal(course: Course, person: Person, is_in: bool) -> str:
    if is_in:
        return "すでに申し込んでいます。"
    try:
        refuse_unless_open(course, timezone.now())
        refuse_unless_eligible(course, person)
    except ValidationError as refusal:
        return refusal.messages[0]
    return "" if outlook(course).kind else FULL


@dataclass
class Outlook:
    """What people who came now would get: an entry, seats, a place in the queue, or nothing.

    `seats_up_to` is how many who come together are seated, where more would have to wait.
    """

    kind: str
    seats_up_to: int = 0


def outlook(course: Course) -> Outlook:
    """What the form says before one presses; it is decided when one presses."""
    now = timezone.now()
    if course.is_lottery:
        return Outlook("entry")
    if not course.seats_at_once(course.party_min, now):
        return Outlook("queue" if course.has_queue else "")
    if course.seats_at_once(course.party_max, now):
        return Outlook("seat")
    return Outlook("seat", course.seats_left or 0)


def next_places(courses: Sequence[Course]) -> dict[int, int]:
    """The number in the queue of each course for who came now, by course.

    A party counts as one, as on the receipt; nothing is asked where people come one by one.
    """
    numbers = {course.pk: course.waiting_count for course in courses}
    of_parties = [one.pk for one in courses if one.takes_parties and one.waiting_count]
    if of_parties:
        numbers |= SignUp.objects.waiting().filter(course__in=of_parties).parties_by_course()
    return {key: number + 1 for key, number in numbers.items()}


def clashes_with(course: Course, held: set[tuple[int, int]]) -> dict[int, list[Course]]:
    """For each person, which of the courses held meet at the same time as `course`.

    A warning, not a refusal: one may leave early. Asks nothing where nothing else is held.
    """
    others = {course_id for _, course_id in held} - {course.pk}
    if not others:
        return {}
    same_time = Session.objects.held().filter(
        course=course,
        all_day=False,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    meeting = Session.objects.held().filter(Exists(same_time), course__in=others, all_day=False)
    clashing = Course.objects.filter(pk__in=meeting.values("course")).for_list().soonest_first()
    found: dict[int, list[Course]] = {}
    for other in clashing:
        for person_id in (person for person, held_course in held if held_course == other.pk):
            found.setdefault(person_id, []).append(other)
    return found
