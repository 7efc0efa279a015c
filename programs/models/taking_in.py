"""Taking people into a course that is locked: refuse, find their place, write, tell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.people.models import Person, User

from .draw import Draw
from .party import Party
from .sign_up import SignUp
from .sign_up_changes import tell
from .sign_up_rules import FULL, refuse_party, refuse_unless_eligible, refuse_unless_open
from .term import refuse_beyond_terms
from .told import NOTHING, Told
from .told_kept import keep
from .told_rules import refuse_what_is_told

if TYPE_CHECKING:
    from .course import Course


def take_in(
    course: "Course",
    people: Sequence[Person],
    *,
    by: User,
    via: SignUp.Via,
    told: Mapping[int, Told],
) -> list[SignUp]:
    """Give `people` seats, places in the queue or entries, all of them or none."""
    from programs.reference import TERMS  # noqa: PLC0415  reference imports models
    from programs.sign_ups.childcare import settle  # noqa: PLC0415  childcare imports models
    from programs.sign_ups.promotion import passed_by_newcomers, promote  # noqa: PLC0415  the same

    now = timezone.now()
    draw = Draw.objects.valid().filter(course=course).first() if course.is_lottery else None
    refuse_unless_open(course, now, draw, via)
    refuse_party(course, people)
    for person in people:
        refuse_unless_eligible(course, person)
    refuse_what_is_told(course, people, told)
    refuse_beyond_terms(course, people, TERMS.rows().values())
    if course.waiting_count and not course.is_full:
        promote(course)  # the queue has its turn first, however a seat came free
    status, what = _place_for(course, people, now, draw)
    if course.waiting_count and status == SignUp.Status.SEATED:
        passed_by_newcomers(course)
    sign_ups = write(course, people, by=by, via=via, told=told, status=status, what=what)
    if any(says.children for says in told.values()):
        settle(course, new=sign_ups)
    tell(sign_ups[0], what)
    return sign_ups


def write(
    course: "Course",
    people: Sequence[Person],
    *,
    by: User,
    via: SignUp.Via,
    told: Mapping[int, Told],
    status: SignUp.Status,
    what: SignUp.What,
    why: str = "",
) -> list[SignUp]:
    """Write the sign-ups of people who were not refused, and what each told; several are a party.

    They are written in the order of their keys, as they are locked elsewhere, so that two
    applications of one family never wait for each other.
    """
    party = Party.objects.create(course=course) if len(people) > 1 else None
    sign_ups = []
    for person in sorted(people, key=attrgetter("pk")):
        says = told.get(person.pk, NOTHING)
        sign_up = SignUp(
            course=course,
            person=person,
            party=party,
            by=by,
            via=via,
            status=status,
            what=what,
            changed_by=by,
            why=why,
            provisions=list(says.provisions),
            provision_note=says.provision_note,
            guardian_name=says.guardian_name,
            guardian_phone=says.guardian_phone,
        )
        sign_up.save(force_insert=True)
        keep(sign_up, says)
        sign_ups.append(sign_up)
    return sign_ups


def _place_for(
    course: "Course", people: Sequence[Person], now: datetime, draw: Draw | None
) -> tuple[SignUp.Status, SignUp.What]:
    """What people who came now get: an entry, seats, or places in the queue. Code: full."""
    if course.is_lottery and draw is None:
        return SignUp.Status.ENTERED, SignUp.What.ENTERED
    if course.seats_at_once(len(people), now):
        return SignUp.Status.SEATED, SignUp.What.SEATED
    if course.has_queue:
        return SignUp.Status.WAITING, SignUp.What.QUEUED
    for person in people:
        SignUp(course=course, person=person).refuse_second()
    raise ValidationError(FULL, code="full")
