"""The QR code of a shift: hung up where it takes place, read by those who came (来たしるし).

The code names the shift, signed, and works only from half an hour before it begins until three
hours after it ended: being there is the proof. Who hung it up answers for it; what they recorded
themselves stands.
"""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from centers.volunteers.models import ActivityLog, Match, Shift, Volunteer
from centers.volunteers.openings.rules import RECORDED_FROM
from portal.people.models import User

from .recording import came

SALT = "centers.volunteers.here"
CLOSES_AFTER = timedelta(hours=3)


def path_of(shift: Shift) -> str:
    """What the code on the wall leads to."""
    return reverse("volunteers:here", args=[signing.dumps(shift.pk, salt=SALT)])


def read(token: str) -> Shift | None:
    """The shift of a code; None for one that was cut or made up."""
    try:
        key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Shift.objects.select_related("opening__center", "opening__organization", "opening__role")
    return rows.filter(pk=key).first()


def say_here(shift: Shift, volunteer: Volunteer, *, by: User) -> Match:
    """They are there: the whole time is confirmed. Pressed twice it is said once.

    `by` is the account that read the code, the volunteer's own. Codes: not_yet, too_late,
    not_expected, recorded_absent, and those of `came`.
    """
    _refuse_moment(shift)
    with transaction.atomic():
        Shift.objects.select_for_update().get(pk=shift.pk)  # who else records it waits
        match = shift.matches.holding().filter(volunteer=volunteer).first()
        if match is None:
            raise ValidationError(
                f"{volunteer}さんは、この回の参加者に入っていません。"
                "その場の担当者に声をかけてください。",
                code="not_expected",
            )
        if match.status == Match.Status.ABSENT:
            raise ValidationError(
                f"{volunteer}さんは、担当者が「欠席」と記録しています。来られているときは、"
                "その場の担当者か、市民センターに声をかけてください。記録を直します。",
                code="recorded_absent",
            )
        if match.is_accepted:
            came(
                shift,
                {match.pk: shift.minutes},
                by=by,
                how=ActivityLog.How.QR,
                decided_by=_who_hung_it_up(shift),
            )
            match.refresh_from_db()
    return match


def _refuse_moment(shift: Shift) -> None:
    now = timezone.now()
    if now < shift.starts_at - RECORDED_FROM:
        raise ValidationError(
            "このQRコードは、始まる30分前から使えます。時間になったら、もう一度お試しください。",
            code="not_yet",
        )
    if now > shift.ends_at + CLOSES_AFTER:
        raise ValidationError(
            "このQRコードの時間は終わりました。活動の記録のページから書いてください。",
            code="too_late",
        )


def _who_hung_it_up(shift: Shift) -> User:
    """Who answers for the opening: who published it, else who asked for it."""
    return shift.opening.changed_by or shift.opening.asked_by
