"""How a volunteer and a shift come together, and apart. Every path goes through here.

lock the shift, then the volunteer → re-read → refuse → change → record → tell after commit.
Proposing holds no place; agreeing does. What the rules refuse is in `rules.py`; who comes second in
the same instant is refused by the constraints of `Match` and `Shift`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from centers.volunteers.letters import matches as letters
from centers.volunteers.letters import proposals
from centers.volunteers.letters.thanks import tell_match_thanked
from centers.volunteers.models import Match, Shift, Volunteer
from portal.japan.text import as_meant, plain_spaces
from portal.people.models import User
from portal.refusal import refused_by_database

from . import rules

Status = Match.Status
LONGEST_THANKS = 300


@contextmanager
def _both(shift: int, volunteer: int, by: User | None, what: str) -> Iterator[tuple]:
    """The shift and the volunteer, locked in this order and read anew."""
    with (
        refused_by_database(Match, Shift),
        transaction.atomic(),
        pghistory.context(user=by.pk if by else None, what=what),
    ):
        yield (
            Shift.objects.select_for_update(of=["self"])
            .select_related("opening__organization", "opening__role", "opening__center")
            .get(pk=shift),
            Volunteer.objects.select_for_update(of=["self"], no_key=True)
            .select_related("person")
            .get(pk=volunteer),
        )


def sign_up(volunteer: Volunteer, shift: Shift, *, by: User) -> Match:
    """Take a place by oneself; a proposal that stands open is agreed to by it.

    Codes: those of `rules`.
    """
    with _both(shift.pk, volunteer.pk, by, "accepted") as (place, who):
        proposed = Match.objects.filter(shift=place, volunteer=who, status=Status.PROPOSED).first()
        rules.refuse_shift(place)
        rules.refuse_volunteer(who, place)
        rules.refuse_second(who, place, own=proposed)
        match = proposed or Match(shift=place, volunteer=who)
        match.status, match.changed_by = Status.ACCEPTED, by
        match.save()
        _tell_both(match)
    return match


def sign_up_for(volunteer: Volunteer, shifts: Sequence[Shift], *, by: User) -> list[Match]:
    """Take a place in each of these shifts, or in none; those one has already are left as they are.

    Sent twice, it takes nothing twice. Codes: those of `sign_up`.
    """
    with refused_by_database(Match, Shift), transaction.atomic():
        keys = sorted(shift.pk for shift in shifts)
        rows = Shift.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk")
        places = list(rows)  # locked before one looks what is held
        held = set(
            volunteer.matches.holding().filter(shift__in=keys).values_list("shift_id", flat=True)
        )
        return [sign_up(volunteer, place, by=by) for place in places if place.pk not in held]


def propose(
    volunteer: Volunteer,
    shift: Shift,
    *,
    by: User,
    words: str = "",
    reasons: list[str] | None = None,
    answer_by: datetime | None = None,
) -> Match:
    """Ask somebody whether they would come; `reasons` are the words they are shown.

    The answer is due in a week, or a day before it begins. Codes: those of `rules`, and
    own_proposal, too_near.
    """
    with _both(shift.pk, volunteer.pk, by, "proposed") as (place, who):
        if who.is_family_of(by):
            raise ValidationError(
                "ご自身やご家族への声かけは、ほかの職員にお願いしてください。", code="own_proposal"
            )
        rules.refuse_shift(place)
        rules.refuse_volunteer(who, place)
        rules.refuse_second(who, place)
        due = rules.answer_due(place, answer_by)
        match = Match.objects.create(
            shift=place,
            volunteer=who,
            status=Status.PROPOSED,
            proposed_by=by,
            changed_by=by,
            words=words,
            reasons=reasons or [],
            answer_by=due,
        )
        proposals.tell_proposed(match)
    return match


def accept(match: Match, *, by: User) -> None:
    """Agree to a proposal; the place is taken. Codes: not_proposed, answer_late, and `rules`."""

    def change(own: Match, shift: Shift, who: Volunteer) -> None:
        _refuse_unless_proposed(own)
        if own.answer_by is not None and own.answer_by <= timezone.now():
            raise ValidationError(
                "返事の期限が過ぎました。募集のページから、あらためて申し込めます。",
                code="answer_late",
            )
        rules.refuse_shift(shift)
        rules.refuse_volunteer(who, shift)
        rules.refuse_second(who, shift, own=own)
        own.status = Status.ACCEPTED

    _change(match, change, by=by, what="accepted", tell=_tell_both)


def _tell_both(match: Match) -> None:
    letters.tell_agreed(match)
    proposals.tell_answered(match)


def decline(match: Match, why: str = "", *, by: User) -> None:
    """No, thank you, with a reason or none. Code: not_proposed."""

    def change(own: Match, shift: Shift, who: Volunteer) -> None:
        _refuse_unless_proposed(own)
        own.status, own.why = Status.DECLINED, why

    _change(match, change, by=by, what="declined", tell=proposals.tell_answered)


def withdraw(match: Match, why: str = "", *, by: User) -> None:
    """Cannot come after all; the place is free again. Codes: not_agreed, shift_over."""

    def change(own: Match, shift: Shift, who: Volunteer) -> None:
        _refuse_unless_agreed(own)
        if shift.starts_at <= timezone.now():
            raise ValidationError(
                "この回は、もう始まっています。担当の市民センターにお電話ください。",
                code="shift_over",
            )
        own.status, own.why = Status.WITHDRAWN, why

    is_own = match.volunteer.is_family_of(by)
    tell = _say_nothing if is_own else letters.tell_released
    _change(match, change, by=by, what="withdrawn", tell=tell)


def lapse(match: Match) -> None:
    """The time to answer is over. A match that was answered meanwhile stays as it is."""
    with _both(match.shift_id, match.volunteer_id, None, "lapsed"):
        late = Match.objects.filter(pk=match.pk).unanswered(timezone.now())
        for own in late:
            own.status, own.changed_by = Status.LAPSED, None
            own.save()
            proposals.tell_answered(own)
    match.refresh_from_db()


def lapse_unanswered() -> int:
    """See to all proposals nobody answered in time; returns how many."""
    late = list(Match.objects.unanswered(timezone.now()).order_by("answer_by", "pk"))
    for match in late:
        lapse(match)
    return len(late)


def record_done(match: Match, *, by: User) -> None:
    """They came. Codes: not_agreed, not_begun."""
    _record(match, Status.DONE, "", by)


def record_absent(match: Match, why: str = "", *, by: User) -> None:
    """They did not come. Codes: not_agreed, not_begun."""
    _record(match, Status.ABSENT, why, by)


def _record(match: Match, becomes: str, why: str, by: User) -> None:
    def change(own: Match, shift: Shift, who: Volunteer) -> None:
        if own.status not in Match.HOLDING:
            _refuse_unless_agreed(own)
        if shift.starts_at - rules.RECORDED_FROM > timezone.now():
            raise ValidationError("活動が始まってから記録できます。", code="not_begun")
        own.status, own.why = becomes, why

    _change(match, change, by=by, what=becomes)


def thank(match: Match, words: str, *, by: User) -> None:
    """Say thank you for what was done, once.

    Codes: not_done, already_thanked, no_words, words_too_long.
    """
    said = plain_spaces(as_meant(words))

    def change(own: Match, shift: Shift, who: Volunteer) -> None:
        if own.status != Status.DONE:
            raise ValidationError("活動を記録してから、お礼を伝えてください。", code="not_done")
        if own.thanked_at is not None:
            raise ValidationError("お礼は、すでに伝えてあります。", code="already_thanked")
        if not said:
            raise ValidationError("お礼のことばを書いてください。", code="no_words")
        if len(said) > LONGEST_THANKS:
            raise ValidationError(
                f"お礼のことばは{LONGEST_THANKS}文字までで書いてください。", code="words_too_long"
            )
        own.thanked_at, own.thanks = timezone.now(), said

    _change(match, change, by=by, what="thanked", tell=tell_match_thanked)


def call_off(shift: Shift, why: str, *, by: User) -> list[Match]:
    """The shift does not take place; all who were asked or agreed are let go, and returned.

    Codes: no_reason, shift_cancelled.
    """
    reason = " ".join(why.split())
    if not reason:
        raise ValidationError(
            "中止の理由を書いてください。参加する方に伝わります。", code="no_reason"
        )
    with transaction.atomic(), pghistory.context(user=by.pk, what="cancelled"):
        own = Shift.objects.select_for_update(of=["self"]).get(pk=shift.pk)
        if own.cancelled_at is not None:
            raise ValidationError("この回は、すでに中止になっています。", code="shift_cancelled")
        own.cancelled_at, own.cancelled_why = timezone.now(), reason
        own.save(update_fields=["cancelled_at", "cancelled_why"])
        let_go = list(own.matches.live().select_related("volunteer__person"))
        people = sorted(match.volunteer_id for match in let_go)
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
        for match in let_go:
            match.status, match.why, match.changed_by = Status.CANCELLED, reason, by
            match.save(update_fields=["status", "why", "changed_by", "changed_at"])
        letters.tell_called_off(let_go)
    shift.refresh_from_db()
    return let_go


def _say_nothing(_: Match) -> None:
    """Of what one did oneself no letter is needed."""


def _change(
    match: Match,
    change: Callable[[Match, Shift, Volunteer], None],
    *,
    by: User | None,
    what: str,
    tell: Callable[[Match], None] = _say_nothing,
) -> None:
    with _both(match.shift_id, match.volunteer_id, by, what) as (shift, who):
        own = Match.objects.get(pk=match.pk)
        change(own, shift, who)
        own.changed_by = by
        own.save()
        tell(own)
    match.refresh_from_db()


def _refuse_unless_proposed(match: Match) -> None:
    if not match.is_proposed:
        raise ValidationError(
            f"この声かけは、すでに「{match.get_status_display()}」になっています。"
            "画面を開き直してください。",
            code="not_proposed",
        )


def _refuse_unless_agreed(match: Match) -> None:
    if not match.is_accepted:
        raise ValidationError(
            f"この参加は、すでに「{match.get_status_display()}」になっています。"
            "画面を開き直してください。",
            code="not_agreed",
        )
