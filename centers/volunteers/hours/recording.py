"""Writing down what a volunteer did, and confirming it. Every path goes through here.

Only confirmed records count anywhere. Nobody confirms one's own, nor the family's: of a volunteer
who works at the desk a colleague does.
"""

from collections.abc import Mapping
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.models import Center
from centers.volunteers.models import (
    ActivityLog,
    Match,
    Organization,
    Posting,
    Shift,
    Volunteer,
)
from centers.volunteers.openings import agreeing
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

Status, How = ActivityLog.Status, ActivityLog.How


def log(
    volunteer: Volunteer,
    *,
    day: date,
    minutes: int,
    what: str,
    by: User,
    posting: Posting | None = None,
    center: Center | None = None,
    organization: Organization | None = None,
) -> ActivityLog:
    """Write down what was done on a day; it waits for its host.

    At the place of a posting, at an organisation, or at a centre (one's own where none is named).
    The same words of the same day and length are the same record, so that a form sent twice adds
    nothing. Codes: day_to_come, too_long_ago, nothing_said, not_posted_then, minutes_out_of_range.
    """
    said = " ".join(what.split())
    _refuse_day(day)
    if not said:
        raise ValidationError("したことを、短く書いてください。", code="nothing_said")
    if posting is not None and not _is_in_office(posting, day):
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
        organization = organization or (posting.organization if posting else None)
        host = posting.center if posting else center
        responsible = organization.center if organization else host
        found, _ = ActivityLog.objects.get_or_create(
            volunteer=own,
            day=day,
            minutes=minutes,
            what=said,
            match=None,
            defaults={
                "posting": posting,
                "role": posting.role if posting else None,
                "center": responsible or own.center,
                "organization": organization,
                "by": by,
            },
        )
    return found


def confirm(found: ActivityLog, *, by: User, how: str) -> None:
    """It was so. Codes: already_decided, own_hours."""
    _decide(found, Status.CONFIRMED, by, how=how, why="")


def refuse(found: ActivityLog, why: str, *, by: User) -> None:
    """It was not so, for this reason, which the volunteer reads. Codes: the same, and no_reason."""
    reason = " ".join(why.split())
    if not reason:
        raise ValidationError("理由を書いてください。書いた方に伝わります。", code="no_reason")
    _decide(found, Status.REFUSED, by, how="", why=reason)


def came(shift: Shift, who: Mapping[int, int | None], *, by: User, how: str) -> int:
    """Record of matches by key how many minutes each was there, or None for who did not come.

    All together or nothing; told again with other minutes it is corrected. Returns how many came.
    Codes: own_hours, minutes_out_of_range, and those of `agreeing`.
    """
    matches = Match.objects.filter(shift=shift, pk__in=who).select_related("volunteer__person")
    number = 0
    with refused_by_database(ActivityLog), transaction.atomic():
        for match in matches.order_by("pk"):
            minutes = who[match.pk]
            _refuse_own(match.volunteer, by)
            if minutes is None:
                agreeing.record_absent(match, by=by)
                ActivityLog.objects.filter(match=match).delete()
            else:
                agreeing.record_done(match, by=by)
                _keep(match, minutes, by, how)
                number += 1
    return number


def _keep(match: Match, minutes: int, by: User, how: str) -> None:
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
            "decided_by": by,
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
    if by.household_id is not None and volunteer.person.household_id == by.household_id:
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


def _is_in_office(posting: Posting, day: date) -> bool:
    return posting.first_day <= day and (posting.last_day is None or day <= posting.last_day)
