"""Handing a group over to another representative (代表者の交代).

The present one names who is asked and a mail address; who signs in with that address says yes for
somebody of the own family. Staff write down at once what was agreed at the counter. With the group
go its registrations, reservations, waits and wishes; both are written to.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.letters.handovers import tell_asked, tell_declined, tell_handed_over
from centers.letters.sending import account_of
from centers.models import Handover, UserGroup
from centers.models.registration import said
from portal.people.models import Person, User
from portal.refusal import refused_by_database

Outcome = Handover.Outcome
MOST_A_DAY = 5  # letters one family sends to addresses that are not its own


def ask(group: UserGroup, name: str, email: str, *, by: User) -> Handover:
    """Ask somebody to represent the group; who was asked before is asked no longer.

    Codes: is_individual, too_often, already_asked.
    """
    _refuse_individual(group)
    with refused_by_database(Handover), transaction.atomic():
        group = _locked(group)
        _refuse_too_often(group)
        for before in group.handovers.filter(ended_at=None):
            _end(before, Outcome.TAKEN_BACK if before.is_open else Outcome.LAPSED, by=by)
        asked = Handover.objects.create(
            group=group, from_person=group.representative, name=name, email=email.lower(), by=by
        )
        tell_asked(asked)
    return asked


def accept(asked: Handover, person: Person, *, by: User) -> None:
    """Represent the group from now on. Codes: not_open, not_yours, group_exists."""
    with refused_by_database(UserGroup), transaction.atomic():
        group = _locked(asked.group)
        own = _open(asked)
        if own.email != by.email.lower() or person.household_id != by.household_id:
            raise ValidationError("頼まれた方が、お答えください。", code="not_yours")
        _hand_over(group, own, person, by=by)


def decline(asked: Handover, *, by: User) -> None:
    """Not take the group over. Code: not_open."""
    with transaction.atomic():
        _locked(asked.group)
        own = _open(asked)
        _end(own, Outcome.DECLINED, by=by)
        tell_declined(own)


def take_back(asked: Handover, *, by: User) -> None:
    """Ask no longer. Code: not_open."""
    with transaction.atomic():
        _locked(asked.group)
        _end(_open(asked), Outcome.TAKEN_BACK, by=by)


def write_down(group: UserGroup, person: Person, why: str, *, by: User) -> Handover:
    """What was agreed at the counter, by staff. Codes: no_reason, same_person, group_exists."""
    why = said(why)
    with refused_by_database(UserGroup, Handover), transaction.atomic():
        group = _locked(group)
        if person.pk == group.representative_id:
            raise ValidationError(
                f"{person.full_name}さんは、いまの代表者です。", code="same_person"
            )
        for before in group.handovers.filter(ended_at=None):
            _end(before, Outcome.TAKEN_BACK, by=by)
        own = Handover.objects.create(group=group, from_person=group.representative, why=why, by=by)
        _hand_over(group, own, person, by=by)
    return own


def let_lapse() -> None:
    """End what nobody answered in time; the address is forgotten with it."""
    Handover.objects.lapsed().update(
        ended_at=timezone.now(), outcome=Outcome.LAPSED, email="", ended_by=None
    )


# ---------------------------------------------------------------- how


def _hand_over(group: UserGroup, own: Handover, person: Person, *, by: User) -> None:
    before = account_of(group, own.by)
    group.representative = person
    group.save(update_fields=["representative"])
    own.to_person = person
    _end(own, Outcome.ACCEPTED, by=by)
    tell_handed_over(own, [before, account_of(group, by)])


def _end(own: Handover, outcome: str, *, by: User) -> None:
    own.ended_at, own.ended_by, own.outcome, own.email = timezone.now(), by, outcome, ""
    own.save(update_fields=["to_person", "ended_at", "ended_by", "outcome", "email"])


def _locked(group: UserGroup) -> UserGroup:
    rows = UserGroup.objects.select_for_update(of=["self"])
    return rows.select_related("representative__household", "center").get(pk=group.pk)


def _open(asked: Handover) -> Handover:
    """As it stands now. Code: not_open."""
    own = Handover.objects.select_for_update(of=["self"]).get(pk=asked.pk)
    if not own.is_open:
        outcome = own.get_outcome_display() or Outcome.LAPSED.label
        raise ValidationError(
            f"この代表者の交代は、もう終わっています（{outcome}）。", code="not_open"
        )
    return own


def _refuse_individual(group: UserGroup) -> None:
    """Code: is_individual."""
    if group.is_individual:
        raise ValidationError(
            "個人の登録は、ほかの方に引き継げません。使う方が、新しく登録してください。",
            code="is_individual",
        )


def _refuse_too_often(group: UserGroup) -> None:
    """Code: too_often."""
    household = group.representative.household_id
    since = timezone.now() - timedelta(days=1)
    sent = Handover.objects.filter(by__household=household, asked_at__gt=since)
    if sent.count() >= MOST_A_DAY:
        raise ValidationError(
            f"代表者の交代を頼めるのは、1日に{MOST_A_DAY}回までです。"
            "あすになってから、もう一度お試しください。",
            code="too_often",
        )
