"""What two registrations are as volunteers, for staff who compare them (名寄せ)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Sum
from django.utils import timezone

from centers.models import Center
from centers.volunteers.hours.year import in_words
from centers.volunteers.models import ActivityLog, Match, Posting, Volunteer
from portal.people.models import Person, User

from .shown import kept_by

MOST_SHOWN = 5


@dataclass
class Beside:
    """One of the two: roles held today, activities to come, confirmed hours; elsewhere only where.

    Who keeps the row is shown all of it; others learn that there is one, for merging moves it.
    """

    pk: int
    keeps: bool
    status: str = ""
    center: Center | None = None
    postings: list[Posting] = field(default_factory=list)
    open: list[Match] = field(default_factory=list)
    open_number: int = 0
    times: int = 0
    minutes: int = 0

    @property
    def hours(self) -> str:
        return in_words(self.minutes)


def volunteers_beside(user: User, people: Sequence[Person]) -> dict[int, Beside]:
    """By the person's key, those who are volunteers: five statements at most."""
    rows = list(Volunteer.objects.filter(person__in=people).select_related("center"))
    keys = [row.pk for row in rows]
    kept = set(kept_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    seen = set(Volunteer.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    found = {row.pk: _of(row, keeps=row.pk in kept, sees=row.pk in seen) for row in rows}
    if kept:
        _fill(found, kept)
    return {row.person_id: found[row.pk] for row in rows}


def _of(row: Volunteer, *, keeps: bool, sees: bool) -> Beside:
    if not keeps:
        return Beside(row.pk, keeps=False, center=row.center if sees else None)
    return Beside(row.pk, keeps=True, status=row.get_status_display(), center=row.center)


def _fill(found: dict[int, Beside], kept: set[int]) -> None:
    for posting in Posting.objects.on(timezone.localdate()).filter(volunteer__in=kept).for_list():
        found[posting.volunteer_id].postings.append(posting)
    coming = Match.objects.to_come().filter(volunteer__in=kept)
    for match in coming.select_related("shift__opening"):
        one = found[match.volunteer_id]
        one.open_number += 1
        if one.open_number <= MOST_SHOWN:
            one.open.append(match)
    logs = ActivityLog.objects.confirmed().filter(volunteer__in=kept).order_by()
    for row in logs.values("volunteer").annotate(times=Count("pk"), minutes=Sum("minutes")):
        one = found[row["volunteer"]]
        one.times, one.minutes = row["times"], row["minutes"]
