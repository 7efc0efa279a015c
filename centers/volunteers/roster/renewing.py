"""Terms that end are renewed together: looked at first, then written in one go.

What does not go through stands beside its reason and is left for a decision; the others are
renewed. Two who renew the same terms at once renew them once: the volunteers are locked, and what
the other wrote is seen; a write that takes no lock is refused by the constraint on postings.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from centers.volunteers.models import Posting, VolunteerRole
from portal.people.models import User
from portal.refusal import code_of, refused_by_database

from .appointing import (
    locked,
    overlapping,
    posted_already,
    refuse_person,
    term_ends,
    with_qualifications,
    years_later,
)

# A year is looked ahead: the terms that end with the next fiscal year are told in good time.
LOOKS_AHEAD_DAYS = 365


@dataclass(frozen=True)
class Renewal:
    """What becomes of one term: the next one, or why there is none."""

    posting: Posting
    next: Posting | None = None
    refusal: str = ""
    code: str = ""


def ending(rows: QuerySet[Posting], until: date | None = None) -> QuerySet[Posting]:
    """The terms that end from today until then, neither renewed nor ended before time."""
    today = timezone.localdate()
    last = until or today + timedelta(days=LOOKS_AHEAD_DAYS)
    return (
        rows.filter(last_day__gte=today, last_day__lte=last, ended_why="", renewed_as=None)
        .for_list()  # type: ignore[attr-defined]
        .order_by("last_day", "role__order", "volunteer__person__family_kana", "pk")
    )


def look(postings: Iterable[Posting], *, by: User) -> list[Renewal]:
    """What renewing these would do. A fixed number of statements; nothing is written."""
    return _judge(_read([one.pk for one in postings]), by)


def renew(keys: Collection[int], *, by: User) -> list[Renewal]:
    """Renew the terms with these keys that `by` may decide about; what became of each."""
    own = Posting.objects.visible_to(by).filter(pk__in=keys)
    with (
        refused_by_database(Posting),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="renewed"),
    ):
        locked(own.values_list("volunteer", flat=True))
        judged = _judge(_read(own.values_list("pk", flat=True)), by)
        Posting.objects.bulk_create(one.next for one in judged if one.next is not None)
    return judged


def _read(keys: Iterable[int]) -> list[Posting]:
    return list(
        Posting.objects.filter(pk__in=list(keys))
        .for_list()
        .prefetch_related("volunteer__qualifications", "renewed_as")
        .order_by("last_day", "role__order", "volunteer__person__family_kana", "pk")
    )


def _judge(postings: list[Posting], by: User) -> list[Renewal]:
    roles = {key: with_qualifications(role) for key, role in _roles(postings).items()}
    wanted = {one.pk: _next(one, roles[one.role_id], by) for one in postings if one.last_day}
    taken = overlapping([one for one in wanted.values() if one is not None])
    judged = []
    for posting in postings:
        new = wanted.get(posting.pk)
        try:
            _refuse(posting)
            assert new is not None
            refuse_person(posting.volunteer, roles[posting.role_id], new.first_day, by)
            if new.volunteer_id in taken:
                raise posted_already()
        except ValidationError as refusal:
            judged.append(
                Renewal(posting, None, refusal.messages[0], code_of(refusal) or "refused")
            )
        else:
            judged.append(Renewal(posting, new))
    return judged


def _roles(postings: list[Posting]) -> dict[int, VolunteerRole]:
    return {one.role_id: one.role for one in postings}


def _refuse(posting: Posting) -> None:
    """Codes: no_end, renewed_already, ended_before_time, host_closed, role_gone."""
    if posting.last_day is None:
        raise ValidationError("任期のおわりがないので、更新はいりません。", code="no_end")
    if posting.renewed_as.all():
        raise ValidationError("次の任期が、すでに決まっています。", code="renewed_already")
    if posting.ended_why:
        raise ValidationError(
            f"途中で終わりました（{posting.ended_why}）。続けるときは、新しく配置してください。",
            code="ended_before_time",
        )
    if posting.organization is not None and posting.organization.is_closed:
        raise ValidationError(
            f"{posting.organization}は活動を終えています。ほかの配置先を相談してください。",
            code="host_closed",
        )
    if not posting.role.is_in_use:
        raise ValidationError("この役割は、いまはありません。", code="role_gone")


def _next(posting: Posting, role: VolunteerRole, by: User) -> Posting:
    """The term that follows: a whole one of the role, or as many years as the last one."""
    assert posting.last_day
    first = posting.last_day + timedelta(days=1)
    years = max(1, round((first - posting.first_day).days / 365.25))
    last = term_ends(role, first) or years_later(first, years) - timedelta(days=1)
    return Posting(
        volunteer=posting.volunteer,
        role=posting.role,
        center=posting.center,
        organization=posting.organization,
        ward=posting.ward,
        first_day=first,
        last_day=last,
        renews=posting,
        appointed_by=by,
    )
