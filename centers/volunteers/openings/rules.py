"""Who may come to a shift: what is refused before anything is written."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from centers.volunteers.models import Match, Opening, QualificationKind, Shift, Volunteer
from portal.japan import calendar

# A minor is at home by then, and does not set out before (福岡県青少年健全育成条例の考え方に沿う).
MINORS_FROM, MINORS_UNTIL = 6, 20
# How long one has for an answer: a week, and never later than a day before it begins.
ANSWER_DAYS = 7
ANSWERED_BEFORE = timedelta(days=1)
SHORTEST_ANSWER = timedelta(hours=3)
# Who came is recorded from so long before it begins: people arrive early.
RECORDED_FROM = timedelta(minutes=30)
ENDED = (
    Match.Status.DECLINED,
    Match.Status.LAPSED,
    Match.Status.WITHDRAWN,
    Match.Status.CANCELLED,
)


def refuse_shift(shift: Shift) -> None:
    """Codes: shift_cancelled, not_open, host_closed, shift_over."""
    opening = shift.opening
    if shift.cancelled_at is not None or opening.status == Opening.Status.CANCELLED:
        raise ValidationError(
            "この回は中止になりました。ほかの回か、ほかの募集をご覧ください。",
            code="shift_cancelled",
        )
    if not opening.is_published:
        raise ValidationError(
            "この募集は、いまは受け付けていません。ほかの募集をご覧ください。", code="not_open"
        )
    if opening.organization is not None and opening.organization.is_closed:
        raise ValidationError(
            "この団体は活動を終えたため、参加できません。ほかの募集をご覧ください。",
            code="host_closed",
        )
    if shift.starts_at <= timezone.now():
        raise ValidationError(
            "この回は、もう始まっているか終わっています。これからの回を選んでください。",
            code="shift_over",
        )


def refuse_volunteer(volunteer: Volunteer, shift: Shift) -> None:
    """Codes: not_active, too_young, guardian_needed, too_late_for_minors, not_qualified, full."""
    if not volunteer.is_active:
        raise ValidationError(
            f"いまは「{volunteer.get_status_display()}」です。活動を再開してから、申し込んでください。",
            code="not_active",
        )
    refuse_age(volunteer, shift)
    if missing := list(lacking(volunteer, shift)):
        names = "・".join(lacking_in_words(volunteer, shift, missing))
        raise ValidationError(
            f"この活動には、当日に有効な資格がいります：{names}。"
            "お持ちの方や新しくされた方は、市民センターで証明をお見せください。",
            code="not_qualified",
        )
    if shift.taken >= shift.needed:
        raise ValidationError(
            "この回は、人数に達しました。ほかの回か、ほかの募集をご覧ください。", code="shift_full"
        )


def refuse_age(volunteer: Volunteer, shift: Shift) -> None:
    """Codes: too_young, guardian_needed, too_late_for_minors."""
    day, youngest = shift.day, youngest_for(shift.opening)
    if calendar.age_on(volunteer.person.birth_date, day) < youngest:
        raise ValidationError(
            f"この活動は、当日{youngest}歳以上の方が対象です。ほかの募集をご覧ください。",
            code="too_young",
        )
    if not volunteer.is_minor_on(day):
        return
    if volunteer.guardian_agreed_on is None:
        raise ValidationError(
            "18歳になっていない方は、保護者の同意がいります。登録のページで、保護者の方が同意してください。",
            code="guardian_needed",
        )
    if not suits_minors(shift):
        raise ValidationError(
            f"18歳になっていない方が参加できるのは、{MINORS_FROM}時から{MINORS_UNTIL}時までの活動です。",
            code="too_late_for_minors",
        )


def youngest_for(opening: Opening) -> int:
    """The age from which one may come: the opening's, or its role's where that is higher."""
    return max(opening.minimum_age, opening.role.minimum_age if opening.role else 0)


def suits_minors(shift: Shift) -> bool:
    """Whether it lies in the hours in which a minor may come."""
    begins, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    latest = begins.replace(hour=MINORS_UNTIL, minute=0, second=0, microsecond=0)
    return begins.hour >= MINORS_FROM and ends <= latest


def lacking(volunteer: Volunteer, shift: Shift):
    """The qualifications the opening or its role asks for that are not valid on that day."""
    held = volunteer.qualifications.valid_on(shift.day).filter(kind=OuterRef("pk"))
    return asked_by(shift.opening).exclude(Exists(held))


def lacking_in_words(
    volunteer: Volunteer, shift: Shift, missing: Iterable[QualificationKind]
) -> list[str]:
    """Each of the `missing` by name; of one that was told also why it does not hold that day."""
    told = {one.kind_id: one for one in volunteer.qualifications.all()}
    found = []
    for kind in missing:
        one = told.get(kind.pk)
        if one is None:
            found.append(kind.name)
        elif one.expires_on is not None and one.expires_on < shift.day:
            found.append(f"{kind.name}（期限は{calendar.long_date(one.expires_on)}まで）")
        else:
            found.append(f"{kind.name}（証明の確認がまだです）")
    return found


def asked_by(opening: Opening):
    """The kinds of qualification the opening or its role asks for."""
    asked = Q(pk__in=opening.qualifications.values("pk"))
    if opening.role_id is not None:
        asked |= Q(roles=opening.role_id)
    return QualificationKind.objects.filter(asked).distinct()


def refuse_second(volunteer: Volunteer, shift: Shift, *, own: Match | None = None) -> None:
    """Codes: already_matched, double_shift."""
    others = Match.objects.filter(volunteer=volunteer)
    if own is not None:
        others = others.exclude(pk=own.pk)
    for found in others.filter(shift=shift).exclude(status__in=ENDED):
        raise ValidationError(
            f"この回は、すでに「{found.get_status_display()}」になっています。",
            code="already_matched",
        )
    at_once = others.filter(
        status=Match.Status.ACCEPTED,
        shift__starts_at__lt=shift.ends_at,
        shift__ends_at__gt=shift.starts_at,
    ).select_related("shift__opening")
    for found in at_once:
        raise ValidationError(
            f"同じ時間に、「{found.shift.opening}」への参加が決まっています。どちらかを選んでください。",
            code="double_shift",
        )


def answer_due(shift: Shift, wished: datetime | None = None) -> datetime:
    """Until when somebody who is asked now may answer. Code: too_near."""
    now = timezone.now()
    latest = shift.starts_at - ANSWERED_BEFORE
    if latest < now + SHORTEST_ANSWER:
        latest = shift.starts_at
    due = min(wished or now + timedelta(days=ANSWER_DAYS), latest)
    if due < now + SHORTEST_ANSWER:
        raise ValidationError(
            "始まるまでに返事をもらう時間がありません。電話で確かめて、窓口で登録してください。",
            code="too_near",
        )
    return due
