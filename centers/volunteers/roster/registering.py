"""Somebody registers as a volunteer, rests, goes on again, or ends (登録・休み・終了).

A person is registered once: who registers again goes on where they ended, with all that was told,
until the row is forgotten (`retention.py`). Locks: shifts, then the volunteer, as in
`openings/agreeing.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.models import Center
from centers.volunteers.letters import sending
from centers.volunteers.models import Match, Shift, Volunteer
from centers.volunteers.models.volunteer import ADULT
from centers.volunteers.openings import agreeing
from portal.japan import calendar, text
from portal.people.models import Person, User

from .retention import forgotten_on

YOUNGEST = int(settings.CITY["volunteers"]["youngest"])
POSTED = (
    "委嘱や配置の手続きは、市民センターからご連絡します。それまでは、いまの役割が続いています。"
)

LONGEST_REASON = 200

Status = Volunteer.Status


def register(
    person: Person, center: Center, *, guardian: str = "", agrees: bool = False, by: User
) -> Volunteer:
    """Register `person` at `center`; who is registered is returned as they are.

    A minor's guardian gives the name and agrees. Codes: too_young, guardian_needed,
    guardian_is_self, already_merged.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, what="registered"):
        own = Person.objects.select_for_update(of=["self"], no_key=True).get(pk=person.pk)
        if own.merged_into_id is not None:
            raise ValidationError(
                "この方の登録は、ほかの登録にまとめられました。画面を開き直してください。",
                code="already_merged",
            )
        known = Volunteer.objects.select_related("person", "center").filter(person=own).first()
        if known is not None and known.status != Status.STOPPED:
            return known
        name = text.plain_spaces(guardian)
        refuse_age(own)
        refuse_without_guardian(own, name, agrees=agrees)
        volunteer = known or Volunteer(person=own)
        volunteer.status, volunteer.stopped_on, volunteer.why = Status.ACTIVE, None, ""
        volunteer.center, volunteer.by = center, by
        volunteer.registered_at = timezone.now()
        volunteer.confirmed_on = timezone.localdate()
        if name and agrees:
            volunteer.guardian_name = name
            volunteer.guardian_agreed_on = timezone.localdate()
        volunteer.save()
        volunteer.refresh_from_db(fields=["number"])
        sending.tell(
            "registered",
            volunteer,
            key=f"registered-{volunteer.registered_at:%Y%m%d%H%M%S}",
            カード番号=volunteer.card_number,
            登録した日=calendar.long_date(timezone.localdate(volunteer.registered_at)),
        )
    return volunteer


def refuse_age(person: Person) -> None:
    """Code: too_young."""
    if person.age_on(timezone.localdate()) < YOUNGEST:
        raise ValidationError(
            f"ボランティアの登録は、{YOUNGEST}歳からです。お子さんといっしょの活動は、"
            "市民センターにご相談ください。",
            code="too_young",
        )


def refuse_without_guardian(person: Person, guardian: str, *, agrees: bool) -> None:
    """Codes: guardian_needed, guardian_is_self."""
    if person.age_on(timezone.localdate()) >= ADULT:
        return
    if not guardian or not agrees:
        raise ValidationError(
            f"{person.full_name}さんは18歳になっていないので、保護者の氏名と同意がいります。",
            code="guardian_needed",
        )
    if "".join(guardian.split()) == "".join(person.full_name.split()):
        raise ValidationError(
            "保護者の氏名に、本人の名前が入っています。保護者の方の名前を書いてください。",
            code="guardian_is_self",
        )


def agree_as_guardian(volunteer: Volunteer, guardian: str, *, agrees: bool, by: User) -> None:
    """A guardian agrees later on. Codes: guardian_needed, guardian_is_self."""
    name = text.plain_spaces(guardian)
    refuse_without_guardian(volunteer.person, name, agrees=agrees)
    with _changing(volunteer, by, "guardian") as own:
        own.guardian_name, own.guardian_agreed_on = name, timezone.localdate()
        own.save(update_fields=["guardian_name", "guardian_agreed_on"])


def rest(volunteer: Volunteer, *, by: User) -> None:
    """Be asked for nothing for a while; what was agreed stays. Code: has_stopped."""
    with _changing(volunteer, by, "paused") as own:
        _refuse_stopped(own)
        _let_go(own, Match.objects.filter(status=Match.Status.PROPOSED), "お休み中のため", by)
        own.status = Status.PAUSED
        own.save(update_fields=["status"])


def go_on(volunteer: Volunteer, *, by: User) -> None:
    """Be there again. Code: has_stopped."""
    with _changing(volunteer, by, "resumed") as own:
        _refuse_stopped(own)
        own.status = Status.ACTIVE
        own.save(update_fields=["status"])


def stop(volunteer: Volunteer, why: str = "", *, by: User) -> None:
    """Be a volunteer no longer: places are given back, nothing is shown to anybody any more.

    A posting stays until the centre ends it. What is kept goes after the city's retention time.
    """
    with _changing(volunteer, by, "stopped") as own:
        if own.status == Status.STOPPED:
            return
        _let_go(own, Match.objects.live(), "登録を終えたため", by)
        today = timezone.localdate()
        reason = text.plain_spaces(text.as_meant(why))[:LONGEST_REASON]
        own.status, own.stopped_on, own.why = Status.STOPPED, today, reason
        own.save(update_fields=["status", "stopped_on", "why"])
        own.consents.live().update(withdrawn_at=timezone.now())
        sending.tell(
            "stopped",
            own,
            key=f"stopped-{timezone.now():%Y%m%d%H%M%S}",
            終了した日=calendar.long_date(today),
            記録が消える日=calendar.long_date(forgotten_on(today)),
            配置のこと=POSTED if own.postings.on(today).exists() else "",
        )


@contextmanager
def _changing(volunteer: Volunteer, by: User, what: str) -> Iterator[Volunteer]:
    """The row, locked behind the shifts of what is agreed, and read anew; `volunteer` follows.

    What was agreed to while one waited for the row is locked in another round.
    """
    is_settled = False
    while not is_settled:
        with transaction.atomic(), pghistory.context(user=by.pk, what=what):
            shifts = _shifts_of(volunteer)
            list(Shift.objects.select_for_update().filter(pk__in=shifts).order_by("pk"))
            rows = Volunteer.objects.select_for_update(of=["self"], no_key=True)
            own = rows.select_related("person__household", "center").get(pk=volunteer.pk)
            is_settled = _shifts_of(own) <= shifts
            if is_settled:
                yield own
    volunteer.refresh_from_db()


def _shifts_of(volunteer: Volunteer) -> set[int]:
    """The shifts of what is proposed or agreed."""
    return set(volunteer.matches.live().values_list("shift_id", flat=True))


def _let_go(volunteer: Volunteer, matches, why: str, by: User) -> None:
    """Decline what was proposed, give back what was agreed and has not begun."""
    now = timezone.now()
    coming = matches.filter(volunteer=volunteer, shift__starts_at__gt=now)
    for match in coming.select_related("shift", "volunteer__person").order_by("shift_id"):
        if match.is_proposed:
            agreeing.decline(match, why, by=by)
        else:
            agreeing.withdraw(match, why, by=by)


def _refuse_stopped(volunteer: Volunteer) -> None:
    if volunteer.status == Status.STOPPED:
        raise ValidationError(
            "登録は、すでに終わっています。「ボランティア」のページから、また始められます。",
            code="has_stopped",
        )
