"""Who stopped is forgotten after the city's retention time; only counts stay (保存期間).

All that hangs on the volunteer goes, with every version of it in the history and the letters that
were written. What they did is added to `PastCount`, and whom a training had to its own number, in
the same transaction. The person stays, for courses and rooms have retention times of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from centers.volunteers.letters.sending import prefix_of
from centers.volunteers.models import (
    ActivityLog,
    Match,
    PastCount,
    Posting,
    Story,
    Thanks,
    Training,
    TrainingRecord,
    Volunteer,
)
from portal.japan import calendar
from portal.notices import chores
from portal.notices.models import Message

RETENTION_YEARS = int(settings.CITY["volunteers"]["retention_years"])
COUNTED = ("people", "times", "minutes", "coordinated", "posted")

type Place = tuple[int, int, int | None]  # fiscal year, centre, role


def forgotten_on(stopped_on: date) -> date:
    """The day on which what is kept of who stopped then is deleted."""
    try:
        return stopped_on.replace(year=stopped_on.year + RETENTION_YEARS)
    except ValueError:
        return date(stopped_on.year + RETENTION_YEARS, 3, 1)


def forget_stopped() -> int:
    """Forget all whose retention time is over; returns how many."""
    stopped = Volunteer.objects.filter(status=Volunteer.Status.STOPPED).order_by("pk")
    today = timezone.localdate()
    over = [one for one in stopped.only("stopped_on") if _is_over(one, today)]
    return chores.each(over, forget)


def _is_over(volunteer: Volunteer, today: date) -> bool:
    return volunteer.stopped_on is not None and forgotten_on(volunteer.stopped_on) <= today


@transaction.atomic
def forget(stopped: Volunteer) -> int:
    """Delete one with all that hangs on it, and count it; 0 where they came back meanwhile."""
    today = timezone.localdate()
    own = Volunteer.objects.select_for_update().filter(
        pk=stopped.pk, status=Volunteer.Status.STOPPED
    )
    volunteer = own.first()
    if volunteer is None or not _is_over(volunteer, today):
        return 0
    _count(volunteer)
    Message.objects.filter(key__startswith=prefix_of(volunteer)).delete()
    for rows in _what_hangs_on(volunteer):
        keys = list(rows.values_list("pk", flat=True))
        rows.model.objects.filter(pk__in=keys).delete()
        _forget_versions(rows.model, keys)
    return 1


def _what_hangs_on(volunteer: Volunteer) -> Iterator[QuerySet]:
    """In the order in which the rows may go, the volunteer last."""
    of_theirs = {"volunteer": volunteer}
    yield Thanks.objects.filter(**of_theirs)
    yield ActivityLog.objects.filter(**of_theirs)
    yield Match.objects.filter(**of_theirs)
    Posting.objects.filter(**of_theirs).update(renews=None)
    yield Posting.objects.filter(**of_theirs)
    yield TrainingRecord.objects.filter(person=volunteer.person_id)
    yield Story.objects.filter(people=volunteer)  # told to nobody since they stopped
    yield volunteer.consents.all()
    yield volunteer.qualifications.all()
    yield volunteer.confirmations.all()
    yield Volunteer.objects.filter(pk=volunteer.pk)


def _forget_versions(model, keys: list[int]) -> None:
    """The versions of these rows in the history, where the model has one."""
    events = apps.get_model("volunteers", f"{model.__name__}Event")
    events.objects.filter(pgh_obj_id__in=keys).delete()


def _count(volunteer: Volunteer) -> None:
    Training.objects.filter(records__person=volunteer.person_id).update(
        forgotten=F("forgotten") + 1
    )
    for (year, center, role), found in _counts(volunteer).items():
        PastCount.objects.get_or_create(fiscal_year=year, center_id=center, role_id=role)
        row = PastCount.objects.filter(fiscal_year=year, center_id=center, role_id=role)
        row.update(**{name: F(name) + found[name] for name in COUNTED if found[name]})


def _counts(volunteer: Volunteer) -> dict[Place, Counter[str]]:
    """What they did, for each fiscal year, centre and role."""
    counts: dict[Place, Counter[str]] = defaultdict(Counter)
    for log in volunteer.logs.confirmed():
        place = calendar.fiscal_year(log.day), log.center_id, log.role_id
        counts[place].update(times=1, minutes=log.minutes)
    for year in {year for year, *_ in counts}:
        there = [place for place in counts if place[0] == year]
        longest = max(there, key=lambda place: counts[place]["minutes"])
        counts[longest]["people"] = 1
    for posting in volunteer.postings.select_related("organization"):
        for place in _places(posting, volunteer):
            counts[place]["posted"] = 1
    coordinated = Match.objects.coordinated().filter(volunteer=volunteer)
    for match in coordinated.select_related("shift__opening"):
        opening = match.shift.opening
        place = calendar.fiscal_year(match.day), opening.center_id, opening.role_id
        counts[place]["coordinated"] += 1
    return counts


def _places(posting: Posting, volunteer: Volunteer) -> Iterator[Place]:
    """Every fiscal year of a posting, at the centre it belongs to."""
    center = posting.center_id or volunteer.center_id
    if posting.organization is not None:
        center = posting.organization.center_id
    last = min(filter(None, [posting.last_day, volunteer.stopped_on]))
    for year in range(calendar.fiscal_year(posting.first_day), calendar.fiscal_year(last) + 1):
        yield year, center, posting.role_id
