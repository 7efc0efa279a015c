"""Trainings held elsewhere (研修), entered by hand, and who finished them."""

from collections.abc import Collection
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.models import Training, TrainingRecord
from portal.people.models import Person, User
from portal.refusal import refused_by_database


def record(training: Training, people: Collection[Person], finished_on: date, *, by: User) -> int:
    """Write down who finished it; how many are new. Codes: of_a_course, nobody, not_over."""
    _refuse_of_course(training)
    if not people:
        raise ValidationError("修了した方を選んでください。", code="nobody")
    if finished_on > timezone.localdate():
        raise ValidationError(
            "修了した日が、まだ来ていません。日付を確かめてください。", code="not_over"
        )
    with (
        refused_by_database(TrainingRecord),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="finished"),
    ):
        own = Training.objects.select_for_update().get(pk=training.pk)
        known = set(own.records.filter(person__in=people).values_list("person", flat=True))
        new = [
            TrainingRecord(training=own, person=one, finished_on=finished_on)
            for one in people
            if one.pk not in known
        ]
        TrainingRecord.objects.bulk_create(new)
    return len(new)


def take_back(record_: TrainingRecord, *, by: User) -> None:
    """It was somebody else: the record goes, and stays in the history. Code: of_a_course."""
    _refuse_of_course(record_.training)
    with transaction.atomic(), pghistory.context(user=by.pk, what="taken_back"):
        record_.delete()


def _refuse_of_course(training: Training) -> None:
    if training.course is not None:
        raise ValidationError(
            "この研修は講座の記録から入ります。講座のページで、修了を確かめてください。",
            code="of_a_course",
        )
