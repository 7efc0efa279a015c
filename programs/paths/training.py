"""Who finished a course that prepares for a role has had that training, as the roster sees it."""

from datetime import date
from decimal import Decimal

from django.db.models import F, Sum
from django.utils import timezone

from centers.volunteers.models import Training, TrainingRecord
from programs.models import Completion, Course, Preparation


def keep(course: Course) -> None:
    """Bring the trainings of the roster into line with who finished `course`, in few statements.

    A course that prepares for nothing, or that nobody finished, is no training. Call it in the
    transaction in which the certificates, or what the course prepares for, were written.
    """
    preparations = list(Preparation.objects.filter(course=course))
    finished = _finished(course) if preparations else {}
    if not (preparations and finished and course.ends_at):
        Training.objects.filter(course=course.pk).delete()
        return
    training, _ = Training.objects.update_or_create(
        course=course.pk,
        defaults={
            "title": course.title[:100],
            "level": max(one.level for one in preparations),
            "held_on": timezone.localdate(course.ends_at),
            "hours": _hours(course),
            "organizer": course.place_name[:80],
        },
    )
    training.roles.set([one.role_id for one in preparations])
    training.records.exclude(person__in=finished).delete()
    TrainingRecord.objects.bulk_create(
        [
            TrainingRecord(training=training, person_id=person, finished_on=day)
            for person, day in finished.items()
        ],
        ignore_conflicts=True,
    )


def _finished(course: Course) -> dict[int, date]:
    """The people who finished, each with the day."""
    valid = Completion.objects.valid().filter(sign_up__course=course)
    return dict(valid.values_list("sign_up__person_id", "completed_on"))


def _hours(course: Course) -> Decimal | None:
    """How long the sessions that were held lasted together, in hours with one decimal."""
    lasted = (
        course.sessions.held()
        .filter(all_day=False)
        .aggregate(all=Sum(F("ends_at") - F("starts_at")))["all"]
    )
    return None if lasted is None else round(Decimal(lasted.total_seconds()) / 3600, 1)
