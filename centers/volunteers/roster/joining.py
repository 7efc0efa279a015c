"""What hangs on two registrations of one volunteer becomes what hangs on one: nothing is lost.

Of two of a kind the better counts, a term is held once, nobody is in two places. What is decided
otherwise by nobody but the person (two activities at one time) is refused with its way out.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from centers.volunteers.models import (
    ActivityLog,
    Confirmation,
    Consent,
    Match,
    Posting,
    Qualification,
    Thanks,
    Volunteer,
)
from portal.japan import calendar
from portal.people.models import User

WHY = "同じ方の登録を、ひとつにまとめたため"
DAY = timedelta(days=1)

Status = Match.Status
BEST_FIRST = (Status.DONE, Status.ACCEPTED, Status.PROPOSED, Status.ABSENT)
SOMEWHERE = (Status.ACCEPTED, Status.DONE)

type Days = tuple[date, date]  # date.max where there is no end


# ---------------------------------------------------------------- consents, qualifications


def narrow_consents(own: Volunteer, other: Volunteer) -> None:
    """Only what both agreed to holds; what one had agreed to stays written as taken back.

    So an activity that was agreed under a wider consent stands on the coordinator's list.
    """
    now = timezone.now()
    held = {(one.item, one.audience): one for one in own.consents.live()}
    others = {(one.item, one.audience) for one in other.consents.live()}
    only_own = [one.pk for choice, one in held.items() if choice not in others]
    Consent.objects.filter(pk__in=only_own).update(withdrawn_at=now)
    other.consents.live().update(withdrawn_at=now)
    other.consents.update(volunteer=own)


def join_qualifications(own: Volunteer, other: Volunteer) -> None:
    """Each kind once: seen rather than told, and the one that is valid longest."""
    held = {one.kind_id: one for one in own.qualifications.all()}
    for one in other.qualifications.all():
        mine = held.get(one.kind_id)
        if mine is None:
            Qualification.objects.filter(pk=one.pk).update(volunteer=own)
        elif _worth(one) > _worth(mine):
            Qualification.objects.filter(pk=mine.pk).update(
                obtained_on=one.obtained_on,
                expires_on=one.expires_on,
                proof_seen_on=one.proof_seen_on,
                proof_seen_by=one.proof_seen_by,
            )


def _worth(held: Qualification) -> tuple[bool, date]:
    return held.proof_seen_on is not None, held.expires_on or date.max


# ---------------------------------------------------------------- postings


def join_postings(own: Volunteer, other: Volunteer) -> None:
    """All days of both, none twice: what the other term has beyond the own ones goes over.

    A term that lies wholly within is ended where it stands, as a record.
    """
    for posting in other.postings.order_by("first_day", "pk"):
        beside = own.postings.filter(role=posting.role_id, place_key=posting.place_key)
        terms = sorted(beside, key=lambda term: term.first_day)
        parts = list(days_beyond(_days(posting), [_days(term) for term in terms]))
        meeting = [term for term in terms if _meet(_days(term), _days(posting))]
        if parts:
            *earlier, (first, last) = parts
            for first_free, last_free in earlier:
                after = next(term for term in terms if term.first_day == last_free + DAY)
                Posting.objects.filter(pk=after.pk).update(first_day=first_free)
            Posting.objects.filter(pk=posting.pk).update(
                volunteer=own, first_day=first, last_day=None if last == date.max else last
            )
        else:
            _end_as_record(posting, meeting[0])


def days_beyond(days: Days, terms: list[Days]) -> Iterator[Days]:
    """The days that lie in none of the terms, which are sorted and do not meet each other."""
    first, last = days
    for begins, ends in terms:
        if ends < first or begins > last:
            continue
        if first < begins:
            yield first, begins - DAY
        if ends >= last:
            return
        first = ends + DAY
    yield first, last


def _end_as_record(posting: Posting, within: Posting) -> None:
    """What was logged under it and what renews it belong to the term it lies within."""
    ActivityLog.objects.filter(posting=posting).update(posting=within)
    Posting.objects.filter(renews=posting).exclude(pk=within.pk).update(renews=within)
    yesterday = timezone.localdate() - DAY
    if posting.last_day is None or posting.last_day > yesterday:
        last = max(posting.first_day, yesterday)
        Posting.objects.filter(pk=posting.pk).update(last_day=last, ended_why=WHY)


def _days(posting: Posting) -> Days:
    return posting.first_day, posting.last_day or date.max


def _meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


# ---------------------------------------------------------------- matches


def refuse_two_places(own: Volunteer, other: Volunteer) -> None:
    """Codes: double_shift, done_twice."""
    mine = list(_somewhere(own))
    for one in _somewhere(other):
        for another in mine:
            if one.shift_id == another.shift_id:
                _refuse_twice(one, another)
            elif one.held.lower < another.held.upper and another.held.lower < one.held.upper:
                raise ValidationError(
                    f"{calendar.long_date(one.day)}の同じ時間に、二つの活動"
                    f"（「{another.shift.opening}」と「{one.shift.opening}」）が決まっています。"
                    "どちらに行くかを本人に確かめ、一方を取りやめてから、まとめてください。",
                    code="double_shift",
                )


def _refuse_twice(one: Match, another: Match) -> None:
    if one.status == another.status == Status.DONE:
        raise ValidationError(
            f"「{one.shift.opening}」の{calendar.long_date(one.day)}の回では、どちらの登録にも、"
            "来たという記録があります。「来た方の記録」で一方を直してから、まとめてください。",
            code="done_twice",
        )


def _somewhere(volunteer: Volunteer):
    return volunteer.matches.filter(status__in=SOMEWHERE).select_related("shift__opening")


def join_matches(own: Volunteer, other: Volunteer, by: User) -> None:
    """Of two at one shift the better stays, and the place of the other is free again."""
    standing = Q(status__in=BEST_FIRST)
    mine = {one.shift_id: one for one in own.matches.filter(standing)}
    for one in other.matches.filter(standing).order_by("shift_id"):
        if (beside := mine.get(one.shift_id)) is not None:
            lesser = max(one, beside, key=lambda match: BEST_FIRST.index(Status(match.status)))
            Match.objects.filter(pk=lesser.pk).update(
                status=Status.CANCELLED, why=WHY, changed_by=by
            )
    other.matches.update(volunteer=own)


# ---------------------------------------------------------------- hours, thanks, answers, stories


def join_records(own: Volunteer, other: Volunteer) -> None:
    """All hours; what there is once for each threshold or year, where it is not there yet."""
    other.logs.update(volunteer=own)
    thanked = Thanks.objects.filter(volunteer=own).values("threshold")
    other.thanks.exclude(threshold__in=thanked).update(volunteer=own)
    answered = Confirmation.objects.filter(volunteer=own).values("fiscal_year")
    other.confirmations.exclude(fiscal_year__in=answered).update(volunteer=own)
