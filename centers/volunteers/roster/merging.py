"""What becomes of volunteers when two registrations of one person are merged (名寄せ).

Whoever is a volunteer under either is one under the row that is kept, with all that hangs on it.
Where both are, staff end one of them first: which consents and times hold cannot be guessed.
"""

from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from centers.volunteers.models import TrainingRecord, Volunteer
from portal.people.models import Person


class Moved(TypedDict):
    """What was moved, so that it can be moved back."""

    volunteer: int | None
    trainings: list[int]


def refuse(kept: Person, absorbed: Person) -> None:
    """Codes: two_volunteers, keep_the_volunteer."""
    rows = Volunteer.objects.filter(person__in=[kept, absorbed])
    own = {row.person_id: row for row in rows.select_for_update(of=["self"]).order_by("pk")}
    if len(own) < 2 or own[absorbed.pk].status == Volunteer.Status.STOPPED:
        return
    if own[kept.pk].status == Volunteer.Status.STOPPED:
        raise ValidationError(
            "残すほうのボランティア登録は終わっていて、もう一方はいまも続いています。"
            "残すほうを入れかえてください。",
            code="keep_the_volunteer",
        )
    raise ValidationError(
        "どちらの登録も、ボランティアとして登録されています。名簿で両方の内容を見くらべ、"
        "要ることを一方に書きうつして、もう一方のボランティア登録を終えてから、まとめてください。",
        code="two_volunteers",
    )


def move(kept: Person, absorbed: Person) -> Moved:
    """Let what `absorbed` has belong to `kept`; trainings both have finished stay beside."""
    moved: Moved = {"volunteer": None, "trainings": []}
    if not Volunteer.objects.filter(person=kept).exists():
        own = Volunteer.objects.filter(person=absorbed).first()
        if own is not None:
            moved["volunteer"] = own.pk
            Volunteer.objects.filter(pk=own.pk).update(person=kept)
    trainings = _only_of(absorbed, kept)
    moved["trainings"] = list(trainings.values_list("pk", flat=True))
    TrainingRecord.objects.filter(pk__in=moved["trainings"]).update(person=kept)
    return moved


def move_back(moved: Moved, kept: Person, absorbed: Person) -> None:
    """Let what was moved, and is still there, belong to the one it was moved from."""
    if moved["volunteer"] is not None:
        Volunteer.objects.filter(pk=moved["volunteer"], person=kept).update(person=absorbed)
    records = TrainingRecord.objects.filter(pk__in=moved["trainings"], person=kept)
    records.update(person=absorbed)


def _only_of(one: Person, other: Person) -> QuerySet[TrainingRecord]:
    finished = TrainingRecord.objects.filter(person=other).values("training")
    return TrainingRecord.objects.filter(person=one).exclude(training__in=finished)
