"""What suits a volunteer (わたしに合う活動): the same reasons, seen from the other side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import reduce
from operator import add

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate
from django.utils import timezone

from centers.volunteers import times
from centers.volunteers.models import (
    Match,
    Opening,
    Posting,
    Qualification,
    Shift,
    Volunteer,
    VolunteerRole,
)
from centers.volunteers.models.qualification import QualificationQuerySet
from centers.volunteers.models.shift import ShiftQuerySet
from centers.volunteers.openings import rules

from .wanted import Wanted
from .weights import Reason, Weights

MOST = 20


@dataclass(frozen=True)
class Suit:
    """An opening that suits somebody, with the reasons in words, the weightiest first."""

    opening: Opening
    shifts: Sequence[Shift]
    reasons: Sequence[str]


def suits(volunteer: Volunteer, *, most: int = MOST) -> list[Suit]:
    """Current openings in which somebody is still wanted, best first: what holds gives its points.

    Left out are those one comes to already or declined, and those the rules would refuse one:
    too young, without a qualification that is asked for, or elsewhere at the time of every shift.
    A fixed number of statements.
    """
    weights = Weights.in_force()
    prefetch_related_objects([volunteer], "fields")
    shifts = _shifts_for(volunteer)
    holding = _holding(volunteer, weights, shifts)
    terms = [
        Case(
            When(condition, then=Value(weights.points[reason])),
            default=Value(0),
            output_field=IntegerField(),
        )
        for reason, condition in holding.items()
    ]
    if not terms:
        return []
    seen = Match.objects.filter(volunteer=volunteer).exclude(status=Match.Status.WITHDRAWN)
    rows = (
        Opening.objects.current()
        .filter(Exists(shifts.filter(opening=OuterRef("pk"))), *_nothing_lacking(volunteer))
        .for_age(volunteer.person.age_on(timezone.localdate()))
        .exclude(pk__in=seen.values("shift__opening"))
        .with_next_shift(shifts)
        .annotate(
            points=reduce(add, terms),
            **{f"is_{reason}": _as_flag(condition) for reason, condition in holding.items()},
        )
        .filter(points__gt=0)
        .for_list()
        .prefetch_related(
            "fields",
            "role__fields",
            Prefetch("shifts", shifts.order_by("starts_at", "pk"), to_attr="coming"),
        )
        .order_by(F("points").desc(), F("next_at"), "pk")[:most]
    )
    return [_suit(row, volunteer, weights) for row in rows]


def _shifts_for(volunteer: Volunteer) -> ShiftQuerySet:
    """To come, with room, and when `volunteer` can be there, with what is valid then."""
    elsewhere = Match.objects.filter(
        volunteer=volunteer,
        status=Match.Status.ACCEPTED,
        shift__starts_at__lt=OuterRef("ends_at"),
        shift__ends_at__gt=OuterRef("starts_at"),
    )
    shifts = (
        Shift.objects.with_room()
        .alias(on_day=TruncDate("starts_at"))
        .filter(~Exists(elsewhere), ~Exists(_expired_by_then(volunteer)))
    )
    if not volunteer.is_minor_on(timezone.localdate()):
        return shifts
    if volunteer.guardian_agreed_on is None:
        return shifts.none()
    return shifts.filter(
        starts_at__hour__gte=rules.MINORS_FROM,
        ends_at__date=F("starts_at__date"),
        ends_at__time__lte=time(rules.MINORS_UNTIL),
    )


def _expired_by_then(volunteer: Volunteer) -> QualificationQuerySet:
    """Of a shift: what its opening or the role asks for, held and over on that day."""
    of_opening = Opening.qualifications.through.objects.filter(
        opening=OuterRef(OuterRef("opening"))
    )
    of_role = VolunteerRole.qualifications.through.objects.filter(
        volunteerrole=OuterRef(OuterRef("opening__role"))
    )
    return Qualification.objects.filter(
        Q(kind__in=of_opening.values("qualificationkind"))
        | Q(kind__in=of_role.values("qualificationkind")),
        volunteer=volunteer,
        expires_on__lt=OuterRef("on_day"),
    )


def _nothing_lacking(volunteer: Volunteer) -> list[Q]:
    """Of openings: they and their role ask for nothing that is not held and valid today."""
    valid = Qualification.objects.valid_on(timezone.localdate()).filter(volunteer=volunteer)
    of_opening = Opening.qualifications.through.objects.filter(opening=OuterRef("pk"))
    of_role = VolunteerRole.qualifications.through.objects.filter(volunteerrole=OuterRef("role"))
    return [
        ~Q(Exists(asked.exclude(qualificationkind__in=valid.values("kind"))))
        for asked in (of_opening, of_role)
    ]


def _holding(volunteer: Volunteer, weights: Weights, shifts: ShiftQuerySet) -> Mapping[str, Q]:
    today = timezone.localdate()
    posted = Posting.objects.on(today).filter(volunteer=volunteer).values("role")
    trained = VolunteerRole.objects.filter(trainings__records__person=volunteer.person_id)
    liked = volunteer.fields.values("pk")
    holds: dict[str, Q] = {
        Reason.ROLE: Q(role__in=posted),
        Reason.WANTS_ROLE: Q(role__in=volunteer.wanted_roles.values("pk")),
        Reason.TRAINED: Q(role__in=trained.values("pk")),
        Reason.FIELD: Q(
            pk__in=Opening.fields.through.objects.filter(activityfield__in=liked).values("opening")
        )
        | Q(pk__in=Opening.objects.filter(fields=None, role__fields__in=liked).values("pk")),
        Reason.SAME_CENTER: Q(center=volunteer.center_id),
        Reason.WARD: Q(ward__in=volunteer.wards.values("pk")),
    }
    if volunteer.times:
        holds[Reason.FREE] = Q(Exists(_shifts_at(volunteer.times, shifts)))
    spoken = [str(Volunteer.Language(code).label) for code in volunteer.languages]
    if spoken:
        holds[Reason.LANGUAGE] = reduce(
            Q.__or__, (Q(languages__contains=label) for label in spoken)
        )
    return {reason: holds[reason] for reason in weights.used() if reason in holds}


def _shifts_at(codes: Sequence[int], shifts: ShiftQuerySet):
    """Those of the opening among `shifts` that begin at one of these times (`times.code_of`)."""
    part = Case(
        When(hour__lt=times.NOON, then=Value(0)),
        When(hour__lt=times.EVENING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        shifts.filter(opening=OuterRef("pk"))
        .annotate(weekday=ExtractIsoWeekDay("starts_at") - 1, hour=ExtractHour("starts_at"))
        .annotate(code=F("weekday") * len(times.PARTS) + part)
        .filter(code__in=list(codes))
    )


def _as_flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _suit(row: Opening, volunteer: Volunteer, weights: Weights) -> Suit:
    coming: list[Shift] = getattr(row, "coming", [])
    wanted = Wanted.by(row, coming)
    reasons = [
        wanted.words(reason, of=volunteer, rest_days=weights.rest_days)
        for reason in weights.used()
        if getattr(row, f"is_{reason}", False)
    ]
    return Suit(row, coming, reasons)
