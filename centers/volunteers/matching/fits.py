"""Who fits a shift, in which order and why (活動に合う方).

Asked of the database in one statement: who may not come is left out (`openings/rules.py` says the
same when they are asked), every reason that holds gives its points, and the sum orders. Among
equals an order that is the same for one shift, and another for the next, so that nobody is always
first. The points order and are never shown: what is shown are the reasons.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from centers.volunteers.models import (
    Match,
    Posting,
    Qualification,
    Shift,
    TrainingRecord,
    Volunteer,
)
from centers.volunteers.models.volunteer import ADULT, VolunteerQuerySet
from centers.volunteers.openings import rules
from centers.volunteers.roster.shown import Shown, shown_to
from portal.japan import calendar
from portal.people.models import User

from .wanted import Wanted
from .weights import Reason, Weights

PAGE = 30


@dataclass(frozen=True)
class Fit(Shown):
    """Somebody who fits, with the reasons in words, the weightiest first."""

    reasons: Sequence[str] = ()
    last_asked: datetime | None = None


def fits(
    shift: Shift,
    user: User,
    *,
    first: int = 0,
    most: int = PAGE,
    only: Collection[int] | None = None,
) -> list[Fit]:
    """Those `user` may see who fit, from the place `first` on; of these `only`, where given.

    A fixed number of statements, however many there are.
    """
    weights = Weights.in_force()
    wanted = Wanted.by(shift.opening, [shift])
    found = ranked(shift, user, wanted, weights)
    order = list(found.filter(pk__in=only) if only else found[first : first + most])
    holding = _holding(wanted, weights)
    asked = Match.objects.filter(volunteer=OuterRef("pk"), proposed_by__isnull=False)
    rows = (
        shown_to(user)
        .filter(pk__in=order)
        .select_related("person__ward", "center")
        .prefetch_related("fields")
        .annotate(
            last_asked=Subquery(asked.order_by("-created_at").values("created_at")[:1]),
            **{f"is_{reason}": _as_flag(condition) for reason, condition in holding.items()},
        )
    )
    by_key = {row.pk: row for row in rows}
    return [_fit(by_key[pk], wanted, weights) for pk in order if pk in by_key]


def ranked(shift: Shift, user: User, wanted: Wanted, weights: Weights):
    """The keys of all who may come and for whom a reason holds, in order: one statement."""
    points = {
        reason: Case(
            When(condition, then=Value(weights.points[reason])),
            default=Value(0),
            output_field=IntegerField(),
        )
        for reason, condition in _holding(wanted, weights).items()
    }
    fitting = [term for reason, term in points.items() if reason != Reason.RESTED]
    if not fitting:
        return Volunteer.objects.none().values_list("pk", flat=True)
    lot = Func(Concat(Cast("pk", TextField()), Value(f"-{shift.pk}")), function="md5")
    return (
        _who_may_come(Volunteer.objects.visible_to(user), shift, user)
        .annotate(fitting=reduce(add, fitting))
        .filter(fitting__gt=0)
        .order_by((F("fitting") + points.get(Reason.RESTED, Value(0))).desc(), lot, "pk")
        .values_list("pk", flat=True)
    )


def _who_may_come(rows: VolunteerQuerySet, shift: Shift, user: User):
    """Without those whom the rules would refuse, and the coordinator's own family."""
    opening, day = shift.opening, shift.day
    held = DateTimeTZRange(shift.starts_at, shift.ends_at)
    here = Match.objects.filter(shift=shift).exclude(status__in=[Match.Status.WITHDRAWN])
    elsewhere = Match.objects.filter(status=Match.Status.ACCEPTED, held__overlap=held)
    grown = Q(person__birth_date__lte=calendar.born_by(day, ADULT))
    if rules.suits_minors(shift):
        grown |= Q(guardian_agreed_on__isnull=False)
    found = (
        rows.active()
        .filter(grown, person__birth_date__lte=calendar.born_by(day, rules.youngest_for(opening)))
        .exclude(pk__in=here.values("volunteer"))
        .exclude(pk__in=elsewhere.values("volunteer"))
    )
    if user.household_id is not None:
        found = found.exclude(person__household=user.household_id)
    for kind in rules.asked_by(opening):
        valid = Qualification.objects.valid_on(day).filter(kind=kind)
        found = found.filter(pk__in=valid.values("volunteer"))
    return found


def _holding(wanted: Wanted, weights: Weights) -> Mapping[str, Q]:
    """For every reason that counts and that the opening can give: of whom it holds."""
    opening, role = wanted.opening, wanted.opening.role_id
    today = timezone.localdate()
    asked_since = timezone.now() - timedelta(days=weights.rest_days)
    asked = Match.objects.filter(proposed_by__isnull=False, created_at__gte=asked_since)
    holds: dict[str, Q] = {
        Reason.SAME_CENTER: Q(center=opening.center_id),
        Reason.WARD: Q(
            pk__in=Volunteer.wards.through.objects.filter(ward=opening.ward_id).values("volunteer")
        ),
        Reason.RESTED: ~Q(pk__in=asked.values("volunteer")),
    }
    if role is not None:
        posted = Posting.objects.on(today).filter(role=role)
        wishes = Volunteer.wanted_roles.through.objects.filter(volunteerrole=role)
        trained = TrainingRecord.objects.filter(training__roles=role)
        holds |= {
            Reason.ROLE: Q(pk__in=posted.values("volunteer")),
            Reason.WANTS_ROLE: Q(pk__in=wishes.values("volunteer")),
            Reason.TRAINED: Q(person__in=trained.values("person")),
        }
    if wanted.fields:
        likes = Volunteer.fields.through.objects.filter(activityfield__in=list(wanted.fields))
        holds[Reason.FIELD] = Q(pk__in=likes.values("volunteer"))
    if wanted.codes:
        holds[Reason.FREE] = Q(times__overlap=wanted.codes)
    if wanted.languages:
        holds[Reason.LANGUAGE] = Q(languages__overlap=wanted.languages)
    return {reason: holds[reason] for reason in weights.used() if reason in holds}


def _as_flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _fit(row: Volunteer, wanted: Wanted, weights: Weights) -> Fit:
    shown = Shown.of(row)
    reasons = [
        wanted.words(reason, of=row, rest_days=weights.rest_days)
        for reason in weights.used()
        if getattr(row, f"is_{reason}", False)
    ]
    return Fit(shown.volunteer, shown.tie, shown.agreed, reasons, row.last_asked)  # type: ignore[attr-defined]
