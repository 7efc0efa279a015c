"""Courses written as a file describes them, many at a time and each only if it changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from portal.refusal import refused_by_database
from programs.models import Course, Session
from programs.models.admission import PLACE_IN_WORDS

from .event import Identity
from .fields import of_course
from .grouping import Offer
from .matching import Directory
from .report import Outcome, Report
from .schedule import Meeting

BATCH = 500

# An offer, and the values it gives the course's fields.
type Placed = tuple[Offer, dict[str, Any]]


@dataclass
class Draft:
    """A course as it will be, and what becomes of it: what is new or different."""

    offer: Offer
    course: Course
    outcome: Outcome
    changed: list[str] = field(default_factory=list)
    has_new_meetings: bool = True


def write(offers: list[Offer], directory: Directory, report: Report) -> None:
    """Bring every offer into the database, a batch at a time.

    Where the database refuses a batch, its courses are written one by one, so that the one it
    refuses takes no other with it.
    """
    directory.admit(offers)
    values = [(offer, _values_of(offer, directory)) for offer in offers]
    for batch in batched(values, BATCH):
        try:
            _write_batch(batch, report)
        except (IntegrityError, DataError, ValidationError):
            for one in batch:
                _write_one(one, report)


def _values_of(offer: Offer, directory: Directory) -> dict[str, Any]:
    keys = directory.place(offer.event)
    return {**offer.event.fields, **keys, "source_columns": offer.event.left}


def _write_one(one: Placed, report: Report) -> None:
    offer = one[0]
    try:
        with refused_by_database(Course, Session):
            _write_batch([one], report)
    except ValidationError as refusal:
        _refuse(offer, refusal, report)
    except ProtectedError:
        attended = ValidationError(
            "出欠の記録がある回の日時は、ファイルでは変えられません。", code="has_attendances"
        )
        _refuse(offer, attended, report)


def _refuse(offer: Offer, refusal: ValidationError, report: Report) -> None:
    for line in offer.lines:
        report.refuse(line, offer.event.identity.title, refusal)


@transaction.atomic
def _write_batch(batch: Iterable[Placed], report: Report) -> None:
    drafts = list(_drafts(list(batch)))
    Course.objects.bulk_create([d.course for d in drafts if d.outcome == Outcome.CREATED])
    _update([draft for draft in drafts if draft.outcome == Outcome.UPDATED])
    _write_sessions([draft for draft in drafts if draft.has_new_meetings])
    for draft in drafts:
        if draft.outcome == Outcome.UPDATED and draft.course.waiting_count:
            draft.course.promote_waiting()  # seats the file adds are the queue's at once
        report.note(draft.outcome, draft.offer.lines, draft.course.title, _told(draft))
        report.kept_columns.update(draft.offer.event.left.keys())


def _drafts(batch: list[Placed]) -> Iterator[Draft]:
    """Each offer beside the course that is there, locked, or a new one."""
    there = _courses_there([offer.event.identity for offer, _ in batch])
    sessions = _meetings_there(there.values())
    now = timezone.now()
    for offer, values in batch:
        identity = offer.event.identity
        course = there.get((identity.source, identity.key))
        if course is None:
            new = Course(
                source=identity.source, source_key=identity.key, published_at=now, **values
            )
            yield Draft(offer, new, Outcome.CREATED)
            continue
        changed = [name for name, value in values.items() if getattr(course, name) != value]
        moved = sessions[course.pk] != offer.meetings
        if "method" in changed:
            course.refuse_without_lottery()
        if "capacity" in changed:
            course.refuse_capacity(values["capacity"])
        if "center_id" in changed:
            course.refuse_other_center(values["center_id"])
        if moved:
            course.refuse_untold_days()
        for name in changed:
            setattr(course, name, values[name])
        course.updated_at = now
        outcome = Outcome.UPDATED if changed or moved else Outcome.UNCHANGED
        yield Draft(offer, course, outcome, changed, moved)


def _courses_there(identities: list[Identity]) -> dict[tuple[str, str], Course]:
    courses = Course.objects.select_for_update().filter(
        source__in={identity.source for identity in identities},
        source_key__in={identity.key for identity in identities},
    )
    return {(course.source, course.source_key): course for course in courses.order_by("pk")}


def _meetings_there(courses: Iterable[Course]) -> dict[int, list[Meeting]]:
    meetings: dict[int, list[Meeting]] = defaultdict(list)
    for session in Session.objects.filter(course__in=courses):
        meetings[session.course_id].append(
            Meeting(session.starts_at, session.ends_at, session.all_day, session.title)
        )
    return defaultdict(list, {key: sorted(known) for key, known in meetings.items()})


def _update(drafts: list[Draft]) -> None:
    """Write what changed, for all in one go."""
    names = sorted({name for draft in drafts for name in draft.changed})
    Course.objects.bulk_update(
        [draft.course for draft in drafts], [*names, "updated_at"], batch_size=100
    )


def _write_sessions(drafts: list[Draft]) -> None:
    """The file's sessions in place of those that were there."""
    Session.objects.filter(course__in=[draft.course for draft in drafts]).delete()
    Session.objects.bulk_create(
        Session(
            course=draft.course,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            all_day=meeting.all_day,
            title=meeting.title,
        )
        for draft in drafts
        for meeting in draft.offer.meetings
    )


def _told(draft: Draft) -> str:
    """What a course's line in the report adds: what changed, or how it is recognised."""
    if draft.outcome == Outcome.UPDATED:
        names = [str(of_course(name).verbose_name) for name in draft.changed]
        told = "、".join([*names, *(["日時"] if draft.has_new_meetings else [])])
        if draft.course.is_awaited and PLACE_IN_WORDS & set(draft.changed):
            told += (
                "。すでに申し込んだ方には、会場や住所を自動ではお知らせしません。"
                "名簿を見て、ご連絡ください。"
            )
        return told
    if not draft.offer.event.identity.has_number:
        return "番号（NO）がないので、名称・開始日・会場で見分けます。"
    return ""
