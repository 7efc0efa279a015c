"""What comes after a finished course: openings for such people, and courses a step further."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from centers.volunteers.models import Opening, Shift, VolunteerRole
from portal.japan import calendar
from portal.notices.writing import absolute
from portal.people.models import User
from programs.models import Completion, Course, Preparation

SHOWN = 3
# After this long nobody is reminded of a course any more.
RECENT = timedelta(days=365)


@dataclass(frozen=True)
class Suggestions:
    """For those who finished `courses`: the roles these prepare for, openings, next courses."""

    courses: Sequence[Course] = ()
    roles: Sequence[VolunteerRole] = ()
    openings: Sequence[Opening] = ()
    next_courses: Sequence[Course] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.roles)

    def in_words(self) -> str:
        """As a letter says it: a line and an address for each; nothing where there is nothing."""
        lines = []
        for opening in self.openings:
            starts_at = getattr(opening, "next_at", None)
            begins = calendar.short_date(timezone.localdate(starts_at)) if starts_at else ""
            said = " ".join(part for part in (f"募集「{opening.title}」", begins) if part)
            lines += [said, absolute(opening.get_absolute_url())]
        for course in self.next_courses:
            lines += [f"次の講座「{course.title}」", absolute(course.get_absolute_url())]
        for role in self.roles:
            lines += [f"役割「{role.name}」について", absolute(role.get_absolute_url())]
        return "\n".join(lines)


def for_account(user: User) -> Suggestions:
    """For the people of an account, from what they finished within a year. Four statements."""
    finished = Completion.objects.valid().filter(
        sign_up__person__household=user.household_id,
        completed_on__gte=timezone.localdate() - RECENT,
    )
    wards = user.household.people.values("ward") if user.household else ()
    courses = Course.objects.filter(
        pk__in=finished.values("sign_up__course"), preparations__isnull=False
    )
    return _after(list(courses.order_by("-ends_at").distinct()), near=wards)


def for_course(course: Course) -> Suggestions:
    """For everybody who finished `course`; near is where it was held."""
    return _after([course], near=[course.ward_id] if course.ward_id else ())


def leads_somewhere(user: User) -> bool:
    """Whether somebody of the account finished, within a year, a course that leads to a role."""
    return (
        Completion.objects.valid()
        .filter(
            sign_up__person__household=user.household_id,
            sign_up__course__preparations__isnull=False,
            completed_on__gte=timezone.localdate() - RECENT,
        )
        .exists()
    )


def _after(courses: Sequence[Course], *, near: Iterable) -> Suggestions:
    reached: dict[int, int] = {}
    for prepared in Preparation.objects.filter(course__in=courses):
        reached[prepared.role_id] = max(reached.get(prepared.role_id, 0), prepared.level)
    if not reached:
        return Suggestions()
    roles = list(VolunteerRole.objects.in_use().filter(pk__in=reached))
    return Suggestions(
        courses, roles, list(_openings(roles, near)[:SHOWN]), list(_further(courses, reached))
    )


def _openings(roles: Sequence[VolunteerRole], near: Iterable) -> QuerySet[Opening]:
    """Current ones for these roles where somebody is still wanted: near ones first, then soon."""
    wanted = Exists(Shift.objects.with_room().filter(opening=OuterRef("pk")))
    close = Case(When(ward__in=near, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Opening.objects.current()
        .filter(wanted, role__in=roles)
        .with_next_shift()
        .annotate(close=close)
        .select_related("organization", "center", "ward")
        .order_by("close", F("next_at"), "pk")
    )


def _further(courses: Sequence[Course], reached: dict[int, int]) -> QuerySet[Course]:
    """Courses one can still reach that lead further to these roles, the next step first."""
    steps = Q()
    for role, level in reached.items():
        steps |= Q(role=role, level__gt=level)
    further = Preparation.objects.filter(steps)
    return (
        Course.objects.current()
        .filter(pk__in=further.values("course"))
        .exclude(pk__in=[course.pk for course in courses])
        .select_related("center", "organizer", "ward")
        .order_by("closes_at", "pk")[:SHOWN]
    )
