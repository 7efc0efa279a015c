"""Writing down what a volunteer did, and confirming it. Every path goes through here.

Only confirmed records count anywhere. Nobody confirms one's own, nor the family's: of a volunteer
who works at the desk a colleague does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.models import ActivityLog, Match, Posting, Shift, Volunteer
from centers.volunteers.models.activity_log import ActivityLogQuerySet
from centers.volunteers.openings import agreeing
from portal.japan import calendar
from portal.japan.text import as_meant, plain_spaces
from portal.people.models import User
from portal.refusal import refused_by_database

Status, How = ActivityLog.Status, ActivityLog.How
LONGEST_WHY = 200


def log(
    volunteer: Volunteer,
    *,
    day: date,
    minutes: int,
    what: str,
    by: User,
    posting: Posting | None = None,
) -> ActivityLog:
    """Write down what was done on a day; it waits for its host.

    At the place of a posting, else at one's own centre. A form sent twice adds nothing: the same
    words of the same day, place and length are refused while that record waits or counts.
    Codes: day_to_come, too_long_ago, nothing_said, not_posted_then, already_logged,
    minutes_out_of_range.
    """
    said = plain_spaces(what)
    _refuse_day(day)
    if not said:
        raise ValidationError("したことを、短く書いてください。", code="nothing_said")
    if posting is not None and not posting.is_in_office_on(day):
        raise ValidationError(
            "その日は、この役割の任期に入っていません。日にちか役割を確かめてください。",
            code="not_posted_then",
        )
    with (
        refused_by_database(ActivityLog),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="logged"),
    ):
        own = Volunteer.objects.select_for_update(of=["self"]).get(pk=volunteer.pk)
        same = own.logs.filter(day=day, minutes=minutes, what=said, posting=posting, match=None)
        if same.exclude(status=Status.REFUSED).exists():
            raise ValidationError(
                "同じ日の、時間もしたことも同じ記録が、すでにあります。同じ日に2回活動したときは、"
                "「したこと」に「午前」「午後」などと書きたして、もう一度記録してください。",
                code="already_logged",
            )
        organization = posting.organization if posting else None
        host = organization or posting
        return ActivityLog.objects.create(
            volunteer=own,
            day=day,
            minutes=minutes,
            what=said,
            posting=posting,
            role=posting.role if posting else None,
            center=(host.center if host else None) or own.center,
            organization=organization,
            by=by,
        )


def confirm(found: ActivityLog, *, by: User, how: str) -> None:
    """It was so. Codes: already_decided, own_hours."""
    _decide(found, Status.CONFIRMED, by, how=how, why="")


@dataclass
class Confirmed:
    """How many records were confirmed, and which could not be, each with the reason."""

    number: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def confirm_each(
    waiting: ActivityLogQuerySet, chosen: Collection[int], *, by: User, how: str
) -> Confirmed:
    """Confirm the `chosen` of those that wait, each for itself: one refusal keeps no other back.

    Code: nothing_chosen.
    """
    if not chosen:
        raise ValidationError("確かめた記録を選んでください。", code="nothing_chosen")
    told = Confirmed()
    found = list(waiting.filter(pk__in=chosen).select_related("volunteer__person"))
    for one in found:
        try:
            confirm(one, by=by, how=how)
        except ValidationError as refusal:
            name = f"{one.volunteer}さん（{calendar.long_date(one.day)}）"
            told.refused.append((name, refusal.messages[0]))
        else:
            told.number += 1
    if gone := len(set(chosen)) - len(found):
        told.refused.append(
            (f"ほか{gone}件", "ほかの職員が先に決めたため、この一覧にもうありません。")
        )
    return told


def refuse(found: ActivityLog, why: str, *, by: User) -> None:
    """It was not so, for this reason, which the volunteer reads.

    Codes: those of `confirm`, no_reason, reason_too_long.
    """
    reason = plain_spaces(as_meant(why))
    if not reason:
        raise ValidationError("理由を書いてください。書いた方に伝わります。", code="no_reason")
    if len(reason) > LONGEST_WHY:
        raise ValidationError(
            f"理由は{LONGEST_WHY}文字までで書いてください。", code="reason_too_long"
        )
    _decide(found, Status.REFUSED, by, how="", why=reason)


def came(
    shift: Shift,
    who: Mapping[int, int | None],
    *,
    by: User,
    how: str,
    decided_by: User | None = None,
) -> int:
    """Record of matches by key how many minutes each was there, or None for who did not come.

    All together or nothing; told again otherwise it is corrected, and what was recorded before
    stays as refused. `by` says it; `decided_by` answers for it where that is somebody else.
    Returns how many came. Codes: own_hours, minutes_out_of_range, and those of `agreeing`.
    """
    answers = decided_by or by
    matches = Match.objects.filter(shift=shift, pk__in=who).select_related("volunteer__person")
    number = 0
    with (
        refused_by_database(ActivityLog),
        transaction.atomic(),
        pghistory.context(user=by.pk, what="came"),
    ):
        for match in matches.order_by("volunteer_id"):  # in which `agreeing` locks them
            minutes = who[match.pk]
            _refuse_own(match.volunteer, answers)
            if minutes is None:
                agreeing.record_absent(match, by=by)
                _take_back(match, answers)
            else:
                agreeing.record_done(match, by=by)
                _keep(match, minutes, by, answers, how)
                number += 1
    return number


def _take_back(match: Match, answers: User) -> None:
    """Who did not come after all has no hours of it; that they were recorded stays to be read."""
    ActivityLog.objects.filter(match=match).exclude(status=Status.REFUSED).update(
        status=Status.REFUSED,
        how="",
        why="「来なかった」と記録が直されました。違うときは、活動先か市民センターにお知らせください。",
        decided_at=timezone.now(),
        decided_by=answers,
    )


def _keep(match: Match, minutes: int, by: User, answers: User, how: str) -> None:
    opening = match.shift.opening
    ActivityLog.objects.update_or_create(
        match=match,
        defaults={
            "volunteer": match.volunteer,
            "role": opening.role,
            "center": opening.center,
            "organization": opening.organization,
            "day": match.day,
            "minutes": minutes,
            "what": opening.title,
            "by": by,
            "status": Status.CONFIRMED,
            "decided_at": timezone.now(),
            "decided_by": answers,
            "how": how,
            "why": "",
        },
    )


def _decide(found: ActivityLog, becomes: str, by: User, *, how: str, why: str) -> None:
    with transaction.atomic(), pghistory.context(user=by.pk, what=becomes):
        own = (
            ActivityLog.objects.select_for_update(of=["self"])
            .select_related("volunteer__person")
            .get(pk=found.pk)
        )
        _refuse_own(own.volunteer, by)
        if own.status != Status.LOGGED:
            raise ValidationError(
                f"この記録は、すでに「{own.get_status_display()}」になっています。"
                "画面を開き直してください。",
                code="already_decided",
            )
        own.status, own.how, own.why = becomes, how, why
        own.decided_at, own.decided_by = timezone.now(), by
        own.save()
    found.refresh_from_db()


def _refuse_own(volunteer: Volunteer, by: User) -> None:
    if volunteer.is_family_of(by):
        raise ValidationError(
            f"{volunteer}さんの活動は、ご本人とご家族のほかの職員や担当者が確かめてください。",
            code="own_hours",
        )


def _refuse_day(day: date) -> None:
    today = timezone.localdate()
    if day > today:
        raise ValidationError(
            "これからの日にちは記録できません。活動してから記録してください。", code="day_to_come"
        )
    if calendar.fiscal_year(day) < calendar.fiscal_year(today) - 1:
        raise ValidationError(
            "記録できるのは、前の年度からです。それより前のことは、市民センターにご相談ください。",
            code="too_long_ago",
        )
