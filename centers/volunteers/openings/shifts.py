"""The shifts of an opening: added, moved, wanted by more or fewer.

Who agreed goes along when a shift moves, is told, and may withdraw; whom the new time does not
allow to come (elsewhere then, too late for a minor, a qualification that has expired) keeps it from
moving, and is named to staff.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.letters import matches as letters
from centers.volunteers.models import Match, Opening, Shift, Volunteer
from portal.people.models import User
from portal.refusal import code_of, refused_by_database

from . import rules
from .asking import refuse_times

WHY_NOT = {
    "double_shift": "同じ時間に、ほかの活動が決まっています",
    "not_qualified": "その日に有効な資格がありません",
    "too_late_for_minors": "18歳になっていないため、その時間には来られません",
    "guardian_needed": "保護者の同意がいります",
    "too_young": "その日の年齢が、対象に足りません",
}


@dataclass(frozen=True)
class Hindrance:
    """Somebody who agreed and cannot come at the new time."""

    match: Match
    why: str


class CannotMove(ValidationError):  # noqa: N818  a refusal, not an error
    """The shift stays; `hindrances` say whom the new time keeps away."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__(
            f"参加が決まっている方のうち{len(hindrances)}人が、新しい時間には来られません。"
            "その方と話して、参加の取り消しを記録してから、もう一度移してください。",
            code="who_cannot",
        )
        self.hindrances = hindrances


def add(
    opening: Opening, times: Sequence[tuple[datetime, datetime]], needed: int, *, by: User
) -> list[Shift]:
    """Further shifts of an opening. Codes: over, same_time_twice and those of `refuse_times`."""
    refuse_times(times)
    with (
        refused_by_database(Shift),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="added"),
    ):
        own = Opening.objects.select_for_update(of=["self"]).get(pk=opening.pk)
        if own.status == Opening.Status.CANCELLED:
            raise ValidationError("この募集は中止になっています。", code="over")
        there = set(own.shifts.live().values_list("starts_at", "ends_at"))
        if there & set(times):
            raise ValidationError(
                "同じ時間の回が、すでにあります。その回の人数を増やしてください。",
                code="same_time_twice",
            )
        added = []
        for starts_at, ends_at in sorted(times):
            shift = Shift(opening=own, starts_at=starts_at, ends_at=ends_at, needed=needed)
            shift.full_clean()
            shift.save()
            added.append(shift)
    return added


def move(shift: Shift, starts_at: datetime, ends_at: datetime, *, by: User) -> list[Match]:
    """Another time for a shift and all who agreed; returns them.

    Codes: shift_cancelled, shift_over, same_time, who_cannot and those of `refuse_times`.
    """
    refuse_times([(starts_at, ends_at)])
    with (
        refused_by_database(Shift, Match),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="moved"),
    ):
        own = _locked(shift)
        if (own.starts_at, own.ends_at) == (starts_at, ends_at):
            raise ValidationError("いまと同じ時間です。", code="same_time")
        before = (own.starts_at, own.ends_at)
        live = _live(own)
        own.starts_at, own.ends_at = starts_at, ends_at
        own.clean_fields()
        own.validate_constraints()
        agreed = [match for match in live if match.is_accepted]
        if hindrances := who_cannot(own, agreed):
            raise CannotMove(hindrances)
        own.save(update_fields=["starts_at", "ends_at"])
        for match in live:
            if match.answer_by is not None and match.answer_by > starts_at:
                match.answer_by = starts_at
                match.save(update_fields=["answer_by"])
            match.shift = own
        letters.tell_moved(own, live, before)
    shift.refresh_from_db()
    return agreed


def change_number(shift: Shift, needed: int, *, by: User) -> None:
    """More or fewer are wanted. Codes: shift_cancelled, shift_over, fewer_than_agreed."""
    with (
        refused_by_database(Shift),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="number"),
    ):
        own = _locked(shift)
        if needed < own.taken:
            raise ValidationError(
                f"すでに{own.taken}人の参加が決まっています。{own.taken}人より少なくはできません。",
                code="fewer_than_agreed",
            )
        own.needed = needed
        own.clean_fields()
        own.validate_constraints()
        own.save(update_fields=["needed"])
    shift.refresh_from_db()


def who_cannot(shift: Shift, agreed: Sequence[Match]) -> list[Hindrance]:
    """Those of `agreed` whom the time that stands in `shift` keeps from coming."""
    found = []
    for match in agreed:
        try:
            rules.refuse_age(match.volunteer, shift)
            if rules.lacking(match.volunteer, shift).exists():
                found.append(Hindrance(match, WHY_NOT["not_qualified"]))
                continue
            rules.refuse_second(match.volunteer, shift, own=match)
        except ValidationError as refusal:
            code = code_of(refusal) or ""
            found.append(Hindrance(match, WHY_NOT.get(code, refusal.messages[0])))
    return found


def _locked(shift: Shift) -> Shift:
    own = (
        Shift.objects.select_for_update(of=["self"])
        .select_related("opening__role", "opening__organization", "opening__center")
        .get(pk=shift.pk)
    )
    if own.is_cancelled:
        raise ValidationError("この回は中止になっています。", code="shift_cancelled")
    if own.starts_at <= timezone.now():
        raise ValidationError("この回は、もう始まっています。変えられません。", code="shift_over")
    return own


def _live(shift: Shift) -> list[Match]:
    """Who was asked or agreed, each volunteer locked in the one order all use."""
    live = list(shift.matches.live().select_related("volunteer__person", "volunteer__center"))
    people = sorted(match.volunteer_id for match in live)
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    return live
