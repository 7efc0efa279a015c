"""At the door without a seat (当日参加): the rules of every channel, and one word of staff."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.people.models import Person, User
from portal.refusal import refused_by_database
from programs.models import Course, Question, Session, SignUp
from programs.models.sign_up import record
from programs.models.sign_up_rules import refuse_party, refuse_unless_eligible
from programs.models.taking_in import write
from programs.models.term import refuse_beyond_terms
from programs.models.told import EVERYBODY_SAYS_NOTHING, NOTHING, Told
from programs.models.told_kept import add, standing
from programs.models.told_rules import is_asked, lacks_consent, refuse_what_is_told
from programs.reference import TERMS
from programs.sign_ups.childcare import settle
from programs.sign_ups.promotion import passed_by_choice, promote

NO_SEAT = "空いている席がありません。"
STAFF_MAY = "部屋に入れるときは、「定員をこえて受け付ける」をえらんでください。"
CAME = "会場の職員が、当日会場に来た方を受け付けました。"
CONSENT, QUESTIONS = "保護者の同意", "会場からの質問"


def walk_in(session: Session, person: Person, *, by: User, **how) -> SignUp:
    """Give one person a seat at the door; see `walk_in_together`."""
    return walk_in_together(session, [person], by=by, **how)[0]


def walk_in_together(
    session: Session,
    people: Sequence[Person],
    *,
    by: User,
    told: Mapping[int, Told] = EVERYBODY_SAYS_NOTHING,
    beyond_capacity: bool = False,
) -> list[SignUp]:
    """Give seats at the door to people who have none, to all of them or to nobody.

    The rules are those of every channel: the course's ages and residence, how many come together,
    consent, answers, what a term allows. Only the sign-up period is past. Who waits, was offered
    a seat or entered the lottery passed them when signing up: that sign-up gets the seat, with
    what was told then, and only what is missing is to be said. Who holds a seat keeps it.
    One rule staff set aside by their own word: beyond the capacity, which is raised by as many as
    are let in, so that no seat is ever handed out that is not counted.
    Taps are another matter: see `attendance.record_taps`.
    Codes: session_cancelled, walk_in_full, and those of `sign_up_together` but for the period.
    """
    with refused_by_database(SignUp, Course), transaction.atomic():
        course = Course.objects.locked(session.course_id)
        session.refresh_from_db(fields=["cancelled_at"])
        if session.is_cancelled or course.is_cancelled:
            raise ValidationError("この回は中止になっています。", code="session_cancelled")
        if course.waiting_count and not course.is_full:
            promote(course)  # the queue has its turn first, as for everybody who comes anew
        held = held_by(course, people)
        if any(not _is_seated(held, person) for person in people):
            _let_in(course, people, held, by=by, told=told, beyond_capacity=beyond_capacity)
            held = held_by(course, people)
        return [held[person.pk] for person in people]


def held_by(course: Course, people: Iterable[Person]) -> dict[int, SignUp]:
    """The live sign-ups these people have in the course already, by the person's key."""
    keys = [person.pk for person in people if person.pk]
    live = SignUp.objects.live().filter(course=course, person__in=keys).order_by("pk")
    return {sign_up.person_id: sign_up for sign_up in live}


def still_to_ask(
    course: Course, people: Sequence[Person], held: Mapping[int, SignUp]
) -> dict[int, list[str]]:
    """What has to be asked of each before they are let in, by the person's key; mostly nothing.

    Asks the database as often for many as for one.
    """
    stands = standing(one for one in held.values() if not one.is_seated)
    questions = list(Question.objects.filter(course=course))
    found: dict[int, list[str]] = {}
    for person in people:
        if _is_seated(held, person):
            continue
        consent = lacks_consent(course, person, stands)
        asked = any(is_asked(question, person, stands) for question in questions)
        found[person.pk] = [*([CONSENT] if consent else []), *([QUESTIONS] if asked else [])]
    return found


def seats_needed(people: Iterable[Person], held: Mapping[int, SignUp]) -> int:
    """How many seats these people take who hold none; one that is offered is held."""
    return sum(
        person.pk not in held or not (held[person.pk].is_seated or held[person.pk].is_offered)
        for person in people
    )


def _is_seated(held: Mapping[int, SignUp], person: Person) -> bool:
    return person.pk in held and held[person.pk].is_seated


def _let_in(
    course: Course,
    people: Sequence[Person],
    held: Mapping[int, SignUp],
    *,
    by: User,
    told: Mapping[int, Told],
    beyond_capacity: bool,
) -> None:
    coming = [person for person in people if not _is_seated(held, person)]
    newcomers = [person for person in coming if person.pk not in held]
    before = [held[person.pk] for person in coming if person.pk in held]
    stands = standing(before)
    says = {person.pk: told.get(person.pk, NOTHING) for person in coming}
    refuse_party(course, people)
    for person in newcomers:
        refuse_unless_eligible(course, person)
    refuse_what_is_told(course, coming, says, stands)
    if newcomers:
        refuse_beyond_terms(course, newcomers, TERMS.rows().values())
    has_room = _make_room(course, seats_needed(coming, held), beyond_capacity)
    waited = [one for one in before if one.is_waiting]
    if has_room and waited and not newcomers:
        passed_by_choice(course, waited, by=by, why=CAME)
    why = f"{timezone.localtime():%-m月%-d日}に会場で受付"
    for one in before:
        add(one, stands[one.person_id], says[one.person_id])
    record(before, SignUp.Status.SEATED, SignUp.What.WALKED_IN, by=by, why=why)
    if has_room and newcomers and course.waiting_count:
        passed_by_choice(course, [], by=by, why=CAME)
    written = write(
        course,
        newcomers,
        by=by,
        via=SignUp.Via.COUNTER,
        told=says,
        status=SignUp.Status.SEATED,
        what=SignUp.What.WALKED_IN,
        why=why,
    )
    settle(course, new=written)


def _make_room(course: Course, needed: int, beyond_capacity: bool) -> bool:
    """Whether free seats go to those who come; where these are too few, staff make room."""
    free = course.seats_left
    if free is None or free >= needed:
        return needed > 0
    if not beyond_capacity:
        few = f"空いている席は{free}席で、{needed}人分には足りません。" if free else NO_SEAT
        raise ValidationError(f"{few}{STAFF_MAY}", code="walk_in_full")
    course.capacity = course.seats_taken + needed
    course.save(update_fields=["capacity"])
    return free > 0
