"""Five hundred openings that want people, and what the volunteers are told apart by.

For processes that have Django set up. Made once; those of a run before are used again.
"""

from datetime import time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from centers.models import Center
from centers.volunteers.models import (
    ActivityField,
    Match,
    Opening,
    Qualification,
    QualificationKind,
    Shift,
    Training,
    TrainingRecord,
    Volunteer,
    VolunteerRole,
)
from portal.japan import calendar
from portal.people.models import User

MARK = "ベンチマークの募集"
ACCOUNT = "bench-volunteer@example.jp"
HOURS = (time(10), time(14), time(18))
SHIFT = timedelta(hours=2)
PAST = 20  # earlier times at which every other volunteer came or declined
ASKED_NOW = 4  # of whom one agreed, for the first shift of each opening


@transaction.atomic
def ask(many: int) -> list[Opening]:
    """As many, each with three shifts to come; the volunteers have a past the first time."""
    made = Opening.objects.published().filter(title__startswith=MARK)
    missing = many - made.count()
    by = User.objects.filter(is_staff=True).first()
    if missing > 0:
        if missing == many:
            _learn_and_wish()
            _come_and_decline(by)
        _publish(range(many - missing, many), by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return list(made.for_list().order_by("pk")[:many])


def a_volunteer() -> User:
    """Somebody posted who finished a training and has wishes, with an account of one's own."""
    account, is_new = User.objects.get_or_create(email=ACCOUNT)
    if is_new:
        volunteers = Volunteer.objects.active().filter(
            person__household__accounts=None,
            person__trainings__isnull=False,
            postings__isnull=False,
            wanted_roles__isnull=False,
        )
        account.household = volunteers.order_by("-pk")[0].person.household
        account.save()
    return account


def _learn_and_wish() -> None:
    """One in five finished a training, one in four wishes for a role, one in three can prove."""
    today = timezone.localdate()
    volunteers = list(Volunteer.objects.order_by("pk").only("pk", "person_id", "by_id"))
    roles, kinds = list(VolunteerRole.objects.all()), list(QualificationKind.objects.all())
    trainings = Training.objects.bulk_create(
        Training(title=f"{role}の研修", held_on=today - timedelta(days=100)) for role in roles
    )
    Training.roles.through.objects.bulk_create(
        Training.roles.through(training=training, volunteerrole=role)
        for training, role in zip(trainings, roles, strict=True)
    )
    TrainingRecord.objects.bulk_create(
        TrainingRecord(
            training=trainings[number % len(trainings)],
            person_id=one.person_id,
            finished_on=today - timedelta(days=100),
        )
        for number, one in enumerate(volunteers[::5])
    )
    Volunteer.wanted_roles.through.objects.bulk_create(
        (
            Volunteer.wanted_roles.through(volunteer=one, volunteerrole=roles[number % len(roles)])
            for number, one in enumerate(volunteers[::4])
        ),
        ignore_conflicts=True,
    )
    Qualification.objects.bulk_create(
        (
            Qualification(volunteer=one, kind=kind, proof_seen_on=today, proof_seen_by_id=one.by_id)
            for number, kind in enumerate(kinds)
            for one in volunteers[number % 3 :: 3]
        ),
        ignore_conflicts=True,
    )


def _come_and_decline(by: User) -> None:
    """Every other volunteer was asked once within the last year, and came or declined."""
    center = Center.objects.select_related("ward").first()
    opening = _opening(f"{MARK}（終わったもの）", center, by, status=Opening.Status.CLOSED)
    opening.save()
    begins = [
        calendar.at(timezone.localdate() - timedelta(days=10 + 17 * number), HOURS[0])
        for number in range(PAST)
    ]
    shifts = Shift.objects.bulk_create(
        Shift(opening=opening, starts_at=moment, ends_at=moment + SHIFT, needed=500)
        for moment in begins
    )
    asked = Volunteer.objects.filter(matches=None).order_by("pk")[::2]
    Match.objects.bulk_create(
        Match(
            volunteer=one,
            shift=shifts[number % PAST],
            status=Match.Status.DECLINED if number % 3 else Match.Status.DONE,
            proposed_by=by,
        )
        for number, one in enumerate(asked)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE volunteers_match match SET created_at = shift.starts_at - interval '9 days'
            FROM volunteers_shift shift
            WHERE shift.id = match.shift_id AND shift.opening_id = %s
            """,
            [opening.pk],
        )


def _publish(numbers: range, by: User) -> None:
    """Of all roles and none, all fields and centres, some for a language."""
    centers = list(Center.objects.select_related("ward").order_by("pk"))
    roles = [*VolunteerRole.objects.all(), None]
    fields = list(ActivityField.objects.all())
    openings = Opening.objects.bulk_create(
        _opening(
            f"{MARK}{number + 1}",
            centers[number % len(centers)],
            by,
            role=roles[number % len(roles)],
            languages="" if number % 10 else "英語",
        )
        for number in numbers
    )
    Opening.fields.through.objects.bulk_create(
        Opening.fields.through(opening=opening, activityfield=fields[number % len(fields)])
        for number, opening in enumerate(openings)
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    begins = [
        [
            calendar.at(
                tomorrow + timedelta(days=(number + 20 * turn) % 60), HOURS[(number + turn) % 3]
            )
            for turn in range(3)
        ]
        for number in range(len(openings))
    ]
    shifts = Shift.objects.bulk_create(
        Shift(opening=opening, starts_at=moment, ends_at=moment + SHIFT, needed=5)
        for opening, moments in zip(openings, begins, strict=True)
        for moment in moments
    )
    free = Volunteer.objects.active().exclude(matches__status__in=Match.LIVE).order_by("-pk")
    Match.objects.bulk_create(
        Match(
            volunteer=one,
            shift=shifts[number // ASKED_NOW * len(HOURS)],
            status=Match.Status.PROPOSED if number % ASKED_NOW else Match.Status.ACCEPTED,
            proposed_by=by,
            answer_by=timezone.now() + timedelta(days=7),
        )
        for number, one in enumerate(free[: ASKED_NOW * len(openings)])
    )


def _opening(title: str, center: Center, by: User, **fields) -> Opening:
    return Opening(
        **{
            "title": title,
            "description": "子どもたちに絵本を読んでください。",
            "center": center,
            "ward": center.ward,
            "place": center.name,
            "status": Opening.Status.PUBLISHED,
            "published_at": timezone.now(),
            "asked_by": by,
        }
        | fields
    )
