"""Who stands on the list of a lottery, as one, and in which tier: fewer promises kept, later tier.

A priority counts for a party only where it holds for everybody in it, so that nobody is taken along
for the sake of a better tier. docs/lottery.md tells the same to staff and residents.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Max, Min, Q, QuerySet

from programs.lottery.arithmetic import Entry
from programs.models import Course, DrawEntry, SignUp


def entries_of(course: Course) -> dict[int, Entry]:
    """The list of `course`: the first sign-up of each party or person, by receipt number."""
    entered = _entered(course).order_by("pk")
    favoured = [FAVOURED[priority](course) for priority in course.priorities]
    units: dict[int, tuple[int, list[int]]] = {}
    receipts: dict[int, int] = {}
    for pk, party, person, receipt in entered.values_list("pk", "party", "person", "receipt"):
        first, people = units.setdefault(party or -pk, (pk, []))
        people.append(person)
        if first == pk:
            receipts[pk] = receipt
    entries = {
        first: Entry(
            receipts[first], len(people), sum(not fits.issuperset(people) for fits in favoured)
        )
        for first, people in units.values()
    }
    return dict(sorted(entries.items(), key=lambda one: one[1].receipt))


def line_of(sign_up: SignUp) -> DrawEntry | None:
    """The line of a closed list it stands in: its own, or the one of its party.

    Whoever left the party before the close stands in none.
    """
    own = Q(sign_up=sign_up)
    if sign_up.party_id is not None and sign_up.is_live:
        own |= Q(sign_up__party=sign_up.party_id)
    valid = DrawEntry.objects.filter(draw__course=sign_up.course_id, draw__annulled_at=None)
    return valid.filter(own).first()


def _entered(course: Course) -> QuerySet[SignUp]:
    return SignUp.objects.filter(course=course, status=SignUp.Status.ENTERED)


def _people(course: Course) -> QuerySet:
    return _entered(course).values("person")


# ---------------------------------------------------------------- whom a priority favours


def _first_time(course: Course) -> set[int]:
    """Those who never held a seat, and kept it, in a course of the same category."""
    seated = SignUp.objects.seated().filter(
        course__category=course.category_id, person__in=_people(course)
    )
    everybody = set(_people(course).values_list("person", flat=True))
    return everybody - set(seated.exclude(course=course).values_list("person", flat=True))


def _of_the_ward(course: Course) -> set[int]:
    """Those who live in the ward where the course is held."""
    living_there = _entered(course).filter(person__ward__isnull=False, person__ward=course.ward_id)
    return set(living_there.values_list("person", flat=True))


def _not_selected(course: Course) -> set[int]:
    """Those whom an earlier draw of the same category passed by, and who got no seat since."""
    lost = _last_lost(course)
    taken_since = SignUp.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        person__in=list(lost), course__category=course.category_id, status=SignUp.Status.SEATED
    )
    # The first row of each seat is the moment it was given; later ones are other changes.
    given = taken_since.values("pgh_obj", "person").annotate(at=Min("pgh_created_at"))
    seated_since = {
        person for person, at in given.values_list("person", "at") if at >= lost[person]
    }
    return set(lost) - seated_since


def _last_lost(course: Course) -> dict[int, datetime]:
    """For each person on the list who lost in this category before: when that was announced.

    Who had withdrawn by then did not take part; a rank is given to those alone who had not.
    """
    lost = DrawEntry.objects.filter(
        selected=False,
        draw__annulled_at=None,
        draw__announced_at__isnull=False,
        draw__course__category=course.category_id,
    ).exclude(draw__course=course)
    latest: dict[int, datetime] = {}
    for member in ("sign_up", "sign_up__party__sign_ups"):
        people = lost.filter(
            **{f"{member}__rank__isnull": False, f"{member}__person__in": _people(course)}
        )
        found = people.values_list(f"{member}__person").annotate(Max("draw__announced_at"))
        for person, at in found:
            latest[person] = max(at, latest.get(person, at))
    return latest


FAVOURED: dict[str, Callable[[Course], set[int]]] = {
    Course.Priority.FIRST_TIME: _first_time,
    Course.Priority.WARD: _of_the_ward,
    Course.Priority.NOT_SELECTED: _not_selected,
}
