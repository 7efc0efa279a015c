"""What becomes of volunteers when two registrations of one person are merged (名寄せ).

Whoever is a volunteer under either is one under the row that is kept, with all that hangs on it.
Where both are, the two become one (`joining.py`): the wishes of both, and of consents only what
both agreed to. The other row ends, stays to be read, and is forgotten in its time.
"""

from typing import Any, TypedDict

import pghistory
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from centers.volunteers.models import (
    ActivityLog,
    Confirmation,
    Consent,
    Match,
    Posting,
    Qualification,
    Shift,
    Thanks,
    TrainingRecord,
    Volunteer,
)
from portal.people.models import Person, User

from .joining import (
    WHY,
    join_matches,
    join_postings,
    join_qualifications,
    join_records,
    narrow_consents,
    refuse_two_places,
)
from .shown import kept_by
from .versions import Step, change_back, remembering

Status = Volunteer.Status

WISHES = ("fields", "wanted_roles", "wards")
SETS = ("times", "languages")
TEXTS = ("skills", "prefers_not", "note")
LATEST = ("insured_until", "confirmed_on")
HANGING = (
    Consent,
    Qualification,
    Posting,
    Match,
    ActivityLog,
    Thanks,
    Confirmation,
)


class Joined(TypedDict):
    """Two volunteers that became one: what was changed, by versions, and what was added."""

    own: int
    other: int
    steps: list[Step]
    added: dict[str, list[int]]
    stories: list[int]
    stories_added: list[int]


class Moved(TypedDict):
    """What was moved, so that it can be moved back."""

    volunteer: int | None
    trainings: list[int]
    joined: Joined | None


def refuse(kept: Person, absorbed: Person, *, by: User) -> None:
    """Codes: not_both_yours, words_too_long, double_shift, done_twice, changed_meanwhile."""
    own, other = _locked(kept, absorbed)
    if own is None or other is None:
        return
    if kept_by(by).filter(pk__in=[own.pk, other.pk]).count() < 2:
        raise ValidationError(
            "どちらの登録もボランティアで、一方はほかの市民センターの名簿にあります。"
            "両方の名簿を見られる担当課に、まとめるよう頼んでください。",
            code="not_both_yours",
        )
    if _counts(other):
        _joined_words(own, other)
    refuse_two_places(own, other)


def move(kept: Person, absorbed: Person, *, by: User) -> Moved:
    """Let what `absorbed` has belong to `kept`; trainings both have finished stay beside."""
    moved: Moved = {"volunteer": None, "trainings": [], "joined": None}
    own = Volunteer.objects.filter(person=kept).first()
    other = Volunteer.objects.filter(person=absorbed).first()
    if other is not None:
        with pghistory.context(user=by.pk, what="merged"):
            if own is None:
                moved["volunteer"] = other.pk
                Volunteer.objects.filter(pk=other.pk).update(person=kept)
            else:
                moved["joined"] = _join(own, other, by)
    trainings = _only_of(absorbed, kept)
    moved["trainings"] = list(trainings.values_list("pk", flat=True))
    TrainingRecord.objects.filter(pk__in=moved["trainings"]).update(person=kept)
    return moved


def move_back(moved: Moved, kept: Person, absorbed: Person, *, by: User) -> None:
    """Let what was moved, and is still there, belong to the one it was moved from."""
    _locked(kept, absorbed)
    with pghistory.context(user=by.pk, what="merge undone"):
        if moved["volunteer"] is not None:
            Volunteer.objects.filter(pk=moved["volunteer"], person=kept).update(person=absorbed)
        if joined := moved.get("joined"):
            _part(joined)
    records = TrainingRecord.objects.filter(pk__in=moved["trainings"], person=kept)
    records.update(person=absorbed)


# ---------------------------------------------------------------- two become one, and two again


def _join(own: Volunteer, other: Volunteer, by: User) -> Joined:
    both = [own.pk, other.pk]
    rows: list[QuerySet[Any]] = [model.objects.filter(volunteer__in=both) for model in HANGING]
    rows.append(Volunteer.objects.filter(pk__in=both))
    added: dict[str, list[int]] = {}
    with remembering(rows) as steps:
        if _counts(own) and _counts(other):
            narrow_consents(own, other)
        else:  # who ended had taken every consent back
            other.consents.update(volunteer=own)
        if _counts(other):
            added = {name: _add(own, other, name) for name in WISHES}
            _join_registration(own, other)
        join_qualifications(own, other)
        join_postings(own, other)
        join_matches(own, other, by)
        join_records(own, other)
        if _counts(other):
            Volunteer.objects.filter(pk=other.pk).update(
                status=Status.STOPPED, stopped_on=timezone.localdate(), why=WHY
            )
    stories = list(other.stories.values_list("pk", flat=True))
    stories_added = _add(own, other, "stories")
    other.stories.clear()  # who is in a story twice would have to agree to it twice
    return {
        "own": own.pk,
        "other": other.pk,
        "steps": steps,
        "added": added,
        "stories": stories,
        "stories_added": stories_added,
    }


def _part(joined: Joined) -> None:
    """Let the two be two again; who was forgotten meanwhile stays forgotten."""
    rows = Volunteer.objects.in_bulk([joined["own"], joined["other"]])
    if len(rows) < 2:
        return
    own, other = rows[joined["own"]], rows[joined["other"]]
    change_back(joined["steps"])
    for name, keys in joined["added"].items():
        getattr(own, name).remove(*keys)
    own.stories.remove(*joined["stories_added"])
    other.stories.add(*joined["stories"])


def _counts(volunteer: Volunteer) -> bool:
    """Whether what is registered holds: of who ended, only what was done goes over."""
    return volunteer.status != Status.STOPPED


def _add(own: Volunteer, other: Volunteer, name: str) -> list[int]:
    """What only the other has is of both now."""
    held = set(getattr(own, name).values_list("pk", flat=True))
    more = [key for key in getattr(other, name).values_list("pk", flat=True) if key not in held]
    getattr(own, name).add(*more)
    return more


def _join_registration(own: Volunteer, other: Volunteer) -> None:
    """The wishes of both; rest where either rests; of who had ended, what holds is the other's."""
    for name in SETS:
        setattr(own, name, sorted({*getattr(own, name), *getattr(other, name)}))
    for name, words in _joined_words(own, other).items():
        setattr(own, name, words)
    for name in LATEST:
        days = filter(None, [getattr(own, name), getattr(other, name)])
        setattr(own, name, max(days, default=None))
    own.transport = own.transport or other.transport
    if own.guardian_agreed_on is None:
        own.guardian_name = other.guardian_name
        own.guardian_agreed_on = other.guardian_agreed_on
    if not _counts(own):
        own.status, own.stopped_on, own.why = other.status, None, ""
        own.center, own.by, own.registered_at = other.center, other.by, other.registered_at
    elif other.status == Status.PAUSED:
        own.status = Status.PAUSED
    own.save()


def _joined_words(own: Volunteer, other: Volunteer) -> dict[str, str]:
    """What was written in both, one after the other. Code: words_too_long."""
    joined = {}
    for name in TEXTS:
        told = dict.fromkeys(filter(None, [getattr(own, name), getattr(other, name)]))
        joined[name] = "／".join(told)
        field: Any = Volunteer._meta.get_field(name)
        if len(joined[name]) > field.max_length:
            raise ValidationError(
                f"どちらの登録にも「{field.verbose_name}」があり、合わせると{field.max_length}文字を"
                "こえます。先に、どちらかを短くしてください。",
                code="words_too_long",
            )
    return joined


def _locked(kept: Person, absorbed: Person) -> tuple[Volunteer | None, Volunteer | None]:
    """Both volunteers behind the shifts of what they agreed, as in `openings/agreeing.py`.

    Code: changed_meanwhile.
    """
    of_both = Match.objects.filter(volunteer__person__in=[kept, absorbed])
    shifts = of_both.order_by().values("shift")
    locked = list(Shift.objects.select_for_update().filter(pk__in=shifts).order_by("pk"))
    rows = Volunteer.objects.select_for_update(of=["self"]).select_related("person", "center")
    own = {row.person_id: row for row in rows.filter(person__in=[kept, absorbed]).order_by("pk")}
    if of_both.exclude(shift__in=locked).exists():
        raise ValidationError(
            "いま、この方の活動が変わりました。内容を確かめて、もう一度押してください。",
            code="changed_meanwhile",
        )
    return own.get(kept.pk), own.get(absorbed.pk)


def _only_of(one: Person, other: Person) -> QuerySet[TrainingRecord]:
    finished = TrainingRecord.objects.filter(person=other).values("training")
    return TrainingRecord.objects.filter(person=one).exclude(training__in=finished)
