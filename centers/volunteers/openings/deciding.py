"""What the responsible centre does with an opening: publish, send back, refuse, end, call off.

lock the opening → re-read → refuse → change → record → tell after commit. Who asked reads what
became of it; who agreed to come reads that a shift is called off.
"""

from collections.abc import Callable

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.letters import openings as letters
from centers.volunteers.models import Match, Opening, Shift, Volunteer
from portal.people.models import User

from . import agreeing

Status = Opening.Status


def publish(opening: Opening, *, by: User) -> None:
    """Let all see it, and people sign up. Codes: already_decided, host_closed, nothing_to_come."""

    def change(own: Opening) -> None:
        if not (own.is_asked or own.status == Status.CLOSED):
            raise _decided(own)
        if own.organization is not None and own.organization.is_closed:
            raise ValidationError(
                "この団体は活動を終えています。市民センターの募集に変えてから、公開してください。",
                code="host_closed",
            )
        if not own.shifts.to_come().exists():
            raise ValidationError(
                "これからの日時がありません。日時を加えてから、公開してください。",
                code="nothing_to_come",
            )
        own.status, own.why = Status.PUBLISHED, ""
        own.published_at = own.published_at or timezone.now()

    _change(opening, change, by=by, what="published", tell=letters.tell_published)


def send_back(opening: Opening, why: str, *, by: User) -> None:
    """Ask for other words, with the reason. Codes: already_decided, no_reason."""
    reason = _reason(why)

    def change(own: Opening) -> None:
        if not own.is_asked:
            raise _decided(own)
        own.status, own.why = Status.RETURNED, reason

    _change(opening, change, by=by, what="returned", tell=letters.tell_returned)


def refuse(opening: Opening, why: str, *, by: User) -> None:
    """It cannot be taken, for this reason. Codes: already_decided, no_reason."""
    reason = _reason(why)

    def change(own: Opening) -> None:
        if not (own.is_asked or own.is_returned):
            raise _decided(own)
        own.status, own.why = Status.CANCELLED, reason

    _change(opening, change, by=by, what="refused", tell=letters.tell_refused)


def end(opening: Opening, *, by: User) -> None:
    """Take nobody more; who agreed comes. Code: already_decided."""

    def change(own: Opening) -> None:
        if not own.is_published:
            raise _decided(own)
        own.status = Status.CLOSED

    _change(opening, change, by=by, what="closed")


def call_off(opening: Opening, why: str, *, by: User) -> list[Match]:
    """None of its shifts to come takes place; who was asked or agreed is told, and returned.

    Codes: already_decided, no_reason.
    """
    reason = _reason(why)
    let_go: list[Match] = []
    with transaction.atomic():

        def change(own: Opening) -> None:
            if own.status not in {Status.PUBLISHED, Status.CLOSED}:
                raise _decided(own)
            own.status, own.why = Status.CANCELLED, reason

        _change(opening, change, by=by, what="cancelled", tell=letters.tell_called_off)
        for shift in _locked_with_people(opening):
            let_go += agreeing.call_off(shift, reason, by=by)
    return let_go


def take_over(opening: Opening, *, by: User) -> None:
    """The centre itself asks from now on, as the organisation has closed. Code: host_not_closed."""

    def change(own: Opening) -> None:
        if own.organization is None or not own.organization.is_closed:
            raise ValidationError(
                "この団体は、活動を続けています。引き継ぐことはできません。", code="host_not_closed"
            )
        own.organization = None

    _change(opening, change, by=by, what="taken_over")


def _change(
    opening: Opening,
    change: Callable[[Opening], None],
    *,
    by: User,
    what: str,
    tell: Callable[[Opening], None] = lambda _: None,
) -> None:
    with transaction.atomic(), pghistory.context(user=by.pk, what=what):
        own = (
            Opening.objects.select_for_update(of=["self"])
            .select_related("organization", "center")
            .get(pk=opening.pk)
        )
        change(own)
        own.changed_by = by
        own.save()
        tell(own)
    opening.refresh_from_db()


def _locked_with_people(opening: Opening) -> list[Shift]:
    """The shifts to come, then all who were asked or agreed, each in the order of their keys.

    So that of two who lock several in one instant one waits for the other.
    """
    rows = opening.shifts.to_come().select_for_update(of=["self"]).order_by("pk")
    shifts = list(rows)
    live = Match.objects.live().filter(shift__in=shifts).values("volunteer")
    people = Volunteer.objects.filter(pk__in=live).order_by("pk")
    list(people.select_for_update(no_key=True, of=["self"]))
    return shifts


def _decided(own: Opening) -> ValidationError:
    return ValidationError(
        f"この募集は、すでに「{own.standing}」になっています。画面を開き直してください。",
        code="already_decided",
    )


def _reason(why: str) -> str:
    reason = " ".join(why.split())
    if not reason:
        raise ValidationError("理由を書いてください。依頼した方に伝わります。", code="no_reason")
    return reason
