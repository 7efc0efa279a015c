"""An organisation ends its activity. Nobody is left waiting.

Who was asked to come is let go and told at once. Who agreed is told that the centre decides; until
it has, the openings stand in its list (`Opening.objects.of_closed_hosts`): called off, or taken
over by the centre.
"""

from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.letters import matches as letters
from centers.volunteers.letters.openings import tell_refused
from centers.volunteers.models import Match, Opening, Organization, Shift, Volunteer
from portal.people.models import User

WHY = "募集した団体が活動を終えたため"


def close(organization: Organization, day: date, *, by: User) -> list[Opening]:
    """Record the end; returns the openings that are to be decided. Codes: already_closed, too_late.

    What was asked for and not published yet is refused, and those who asked are told.
    """
    if day > timezone.localdate():
        raise ValidationError(
            "これからの日は入れられません。活動を終えた日を入れてください。", code="too_late"
        )
    with transaction.atomic(), pghistory.context(user=by.pk, what="closed"):
        own = Organization.objects.select_for_update(of=["self"]).get(pk=organization.pk)
        if own.is_closed:
            raise ValidationError(
                "この団体は、すでに終わりが記録されています。", code="already_closed"
            )
        own.closed_on = day
        own.save(update_fields=["closed_on"])
        _let_go_who_was_asked(own, by)
        _refuse_what_waits(own, by)
        to_decide = list(own.openings.of_closed_hosts())
        agreed = Match.objects.filter(
            status=Match.Status.ACCEPTED,
            shift__in=Shift.objects.to_come().filter(opening__in=to_decide),
        )
        letters.tell_host_closed(list(agreed.order_by("pk")))
    organization.refresh_from_db()
    return to_decide


def reopen(organization: Organization, *, by: User) -> None:
    """It goes on after all: the end was recorded by mistake."""
    with transaction.atomic(), pghistory.context(user=by.pk, what="reopened"):
        own = Organization.objects.select_for_update(of=["self"]).get(pk=organization.pk)
        own.closed_on = None
        own.save(update_fields=["closed_on"])
    organization.refresh_from_db()


def _let_go_who_was_asked(organization: Organization, by: User) -> None:
    shifts = Shift.objects.to_come().filter(opening__organization=organization)
    keys = sorted(shifts.values_list("pk", flat=True))
    list(Shift.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk"))
    asked = Match.objects.filter(shift__in=keys, status=Match.Status.PROPOSED)
    people = sorted(set(asked.values_list("volunteer_id", flat=True)))
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    let_go = list(asked.order_by("pk"))
    for match in let_go:
        match.status, match.why, match.changed_by = Match.Status.CANCELLED, WHY, by
        match.save(update_fields=["status", "why", "changed_by", "changed_at"])
    letters.tell_called_off(let_go)


def _refuse_what_waits(organization: Organization, by: User) -> None:
    waiting = organization.openings.filter(
        status__in=[Opening.Status.ASKED, Opening.Status.RETURNED]
    )
    for opening in waiting.select_for_update(of=["self"]).order_by("pk"):
        opening.status, opening.why, opening.changed_by = Opening.Status.CANCELLED, WHY, by
        opening.save(update_fields=["status", "why", "changed_by"])
        tell_refused(opening)
