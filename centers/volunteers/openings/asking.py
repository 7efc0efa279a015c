"""Somebody asks for people: a neighbourhood, a school, a group. The responsible centre decides.

Who asks for an organisation nobody knows yet tells its name; it stands in no directory until the
centre puts it there, and who asked speaks for it once the centre has confirmed that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.models import Center
from centers.volunteers.letters import openings as letters
from centers.volunteers.models import ActivityField, Opening, Organization, Shift
from portal.people.models import User, Ward
from portal.refusal import refused_by_database

# So many requests may one account have waiting, and send in a day: enough for a school year.
MOST_WAITING, MOST_A_DAY = 10, 10
MOST_SHIFTS = 60
FURTHEST = timedelta(days=400)

Status = Opening.Status


@dataclass
class Wanted:
    """What is asked for, in full."""

    center: Center
    ward: Ward
    organization: Organization | None
    new_name: str
    new_kind: str
    words: dict[str, Any]  # the fields of the opening that are written as they are said
    times: Sequence[tuple[datetime, datetime]]
    needed: int
    fields: Sequence[ActivityField] = field(default_factory=list)


def ask(wanted: Wanted, *, by: User) -> Opening:
    """Ask the responsible centre; sent twice, it is asked once.

    Codes: too_many_waiting, too_many_today, host_closed, those of `refuse_times`.
    """
    refuse_times(wanted.times)
    with (
        refused_by_database(Opening, Organization, Shift),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="asked"),
    ):
        User.objects.select_for_update().get(pk=by.pk)
        if same := _asked_already(wanted, by):
            return same
        _refuse_too_many(by)
        opening = Opening(asked_by=by, changed_by=by)
        _write(opening, wanted)
        letters.tell_asked(opening)
    return opening


def rewrite(opening: Opening, wanted: Wanted, *, by: User) -> Opening:
    """Ask again in other words what the centre sent back. Codes: not_returned, and of `ask`."""
    refuse_times(wanted.times)
    with (
        refused_by_database(Opening, Organization, Shift),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="asked"),
    ):
        own = Opening.objects.select_for_update().get(pk=opening.pk)
        if not own.is_returned:
            raise ValidationError(
                f"この募集は、いまは「{own.standing}」です。画面を開き直してください。",
                code="not_returned",
            )
        own.shifts.all().delete()
        own.changed_by, own.why = by, ""
        _write(own, wanted)
        letters.tell_asked(own)
    opening.refresh_from_db()
    return opening


def take_back(opening: Opening, *, by: User) -> None:
    """Who asked needs nobody after all, before the centre published it. Code: already_decided."""
    with transaction.atomic(), pghistory.context(user=by.pk, what="taken_back"):
        own = Opening.objects.select_for_update().get(pk=opening.pk)
        if not (own.is_asked or own.is_returned):
            raise ValidationError(
                f"この募集は、すでに「{own.standing}」です。やめたいときは、"
                "担当の市民センターにお電話ください。",
                code="already_decided",
            )
        own.status, own.why, own.changed_by = Status.CANCELLED, "依頼した方が取り下げました。", by
        own.save()
    opening.refresh_from_db()


def refuse_times(times: Sequence[tuple[datetime, datetime]]) -> None:
    """Codes: no_times, too_many_times, times_out_of_order, in_the_past, too_far,
    same_time_twice.
    """
    if not times:
        raise ValidationError("日と時間を、1つは入れてください。", code="no_times")
    if len(times) > MOST_SHIFTS:
        raise ValidationError(
            f"一度に入れられるのは{MOST_SHIFTS}回までです。回数を減らしてください。",
            code="too_many_times",
        )
    now = timezone.now()
    for starts_at, ends_at in times:
        if ends_at <= starts_at:
            raise ValidationError(
                "おわりの時刻は、はじまりよりあとにしてください。", code="times_out_of_order"
            )
        if starts_at <= now:
            raise ValidationError(
                "過ぎた日や時間があります。これからの日を入れてください。", code="in_the_past"
            )
        if starts_at > now + FURTHEST:
            raise ValidationError(
                "1年より先の日があります。日付を確かめてください。", code="too_far"
            )
    if len(set(times)) < len(times):
        raise ValidationError(
            "同じ日の同じ時間が2つあります。1つにして、人数を増やしてください。",
            code="same_time_twice",
        )


def _asked_already(wanted: Wanted, by: User) -> Opening | None:
    """The very same, asked within the hour: the button was pressed twice."""
    same = Opening.objects.filter(
        asked_by=by,
        status=Status.ASKED,
        asked_at__gt=timezone.now() - timedelta(hours=1),
        center=wanted.center,
        **wanted.words,
    )
    for opening in same:
        times = opening.shifts.values_list("starts_at", "ends_at", "needed")
        if set(times) == {(*time, wanted.needed) for time in wanted.times}:
            return opening
    return None


def _refuse_too_many(by: User) -> None:
    own = Opening.objects.filter(asked_by=by)
    if own.to_decide().count() >= MOST_WAITING:
        raise ValidationError(
            f"市民センターの返事を待っている依頼が{MOST_WAITING}件あります。"
            "返事が届いてから、続きをお送りください。お急ぎのときは、お電話ください。",
            code="too_many_waiting",
        )
    if own.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise ValidationError(
            f"一日に送れる依頼は{MOST_A_DAY}件までです。明日またお送りいただくか、"
            "担当の市民センターにお電話ください。",
            code="too_many_today",
        )


def _write(opening: Opening, wanted: Wanted) -> None:
    organization = wanted.organization
    if organization is None:
        organization, _ = Organization.objects.get_or_create(
            name=wanted.new_name,
            center=wanted.center,
            defaults={"kind": wanted.new_kind, "ward": wanted.ward},
        )
    if organization.is_closed:
        raise ValidationError(
            f"{organization}は、活動を終えた団体として記録されています。"
            "担当の市民センターにお電話ください。",
            code="host_closed",
        )
    for name, value in wanted.words.items():
        setattr(opening, name, value)
    opening.organization, opening.center, opening.ward = organization, wanted.center, wanted.ward
    opening.status = Status.ASKED
    opening.full_clean()
    opening.save()
    opening.fields.set(wanted.fields)
    for starts_at, ends_at in sorted(wanted.times):
        shift = Shift(opening=opening, starts_at=starts_at, ends_at=ends_at, needed=wanted.needed)
        shift.full_clean()
        shift.save()
