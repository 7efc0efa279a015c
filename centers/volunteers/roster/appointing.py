"""Postings (配置・委嘱): who is appointed to what, where and until when; and ended before time.

One way for one person and for many: all are appointed, or nobody and every reason is told.
"""

from collections.abc import Collection, Iterable
from contextlib import contextmanager
from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from centers.models import Center
from centers.volunteers.models import (
    Organization,
    Posting,
    Qualification,
    Volunteer,
    VolunteerRole,
)
from portal.japan import calendar
from portal.people.models import Membership, User, Ward
from portal.people.permissions import works_for_section
from portal.refusal import refused_by_database

Place = Center | Organization | Ward
Serves = VolunteerRole.Serves


def appoint(
    volunteers: Collection[Volunteer],
    role: VolunteerRole,
    place: Place,
    first_day: date,
    last_day: date | None,
    *,
    by: User,
) -> list[Posting]:
    """Post all of them to one place for one term. Codes: the rules' below, and posted_already."""
    refuse_term(role, first_day, last_day)
    refuse_place(role, place, by)
    role = with_qualifications(role)
    with _writing(by, "appointed"):
        own = locked(one.pk for one in volunteers)
        made = [
            Posting(
                volunteer=one,
                role=role,
                first_day=first_day,
                last_day=last_day,
                appointed_by=by,
                **{field_of(place): place},
            )
            for one in own
        ]
        taken = overlapping(made)
        problems = []
        for posting in made:
            try:
                refuse_person(posting.volunteer, role, first_day, by)
                if posting.volunteer_id in taken:
                    raise posted_already()
            except ValidationError as refusal:
                problems.append(named(posting.volunteer, refusal))
        if problems:
            raise ValidationError(problems)
        return Posting.objects.bulk_create(made)


def end_early(posting: Posting, last_day: date, why: str, *, by: User) -> None:
    """Let a term end before its time. Codes: no_reason, over_already, not_earlier, before_begin."""
    reason = " ".join(why.split())
    if not reason:
        raise ValidationError("途中で終わる理由を書いてください。", code="no_reason")
    with _writing(by, "ended"):
        own = Posting.objects.select_for_update(of=["self"]).get(pk=posting.pk)
        if own.last_day is not None and own.last_day < timezone.localdate():
            raise ValidationError(
                "この任期は、もう終わっています。画面を開き直してください。", code="over_already"
            )
        if own.last_day is not None and last_day >= own.last_day:
            raise ValidationError(
                f"この任期は、{calendar.long_date(own.last_day)}までです。それより前の日を書いてください。",
                code="not_earlier",
            )
        if last_day < own.first_day:
            raise ValidationError(
                f"この任期は、{calendar.long_date(own.first_day)}からです。その日よりあとの日を書いてください。",
                code="before_begin",
            )
        own.last_day, own.ended_why = last_day, reason
        own.save(update_fields=["last_day", "ended_why"])
    posting.refresh_from_db()


# ---------------------------------------------------------------- what is refused


def refuse_term(role: VolunteerRole, first_day: date, last_day: date | None) -> None:
    """Codes: days_out_of_order, no_last_day, term_too_long."""
    if last_day is not None and last_day < first_day:
        raise ValidationError(
            "任期のおわりは、はじめよりあとの日にしてください。", code="days_out_of_order"
        )
    if role.term_years is None:
        return
    latest = term_ends(role, first_day)
    if last_day is None:
        raise ValidationError(
            f"{role.name}の任期は{role.term_years}年です。任期のおわりを書いてください。",
            code="no_last_day",
        )
    if latest is not None and last_day > latest:
        raise ValidationError(
            f"{role.name}の任期は{role.term_years}年です。おわりは{calendar.long_date(latest)}までにしてください。",
            code="term_too_long",
        )


def refuse_place(role: VolunteerRole, place: Place, by: User) -> None:
    """Codes: wrong_place, not_your_place, host_closed."""
    serves = {Serves.CENTER: Center, Serves.ORGANIZATION: Organization, Serves.WARD: Ward}
    wanted = serves.get(Serves(role.serves))
    if wanted is not None and not isinstance(place, wanted):
        raise ValidationError(
            f"{role.name}が活動するところは、{role.get_serves_display()}です。配置先を選び直してください。",
            code="wrong_place",
        )
    if place not in places_of(by, type(place)):
        raise ValidationError(f"{place}への配置は、担当の職員が決めます。", code="not_your_place")
    if isinstance(place, Organization) and place.is_closed:
        raise ValidationError(
            f"{place}は活動を終えています。ほかの配置先を選んでください。", code="host_closed"
        )


def refuse_person(volunteer: Volunteer, role: VolunteerRole, first_day: date, by: User) -> None:
    """Codes: own_posting, not_active, too_young, guardian_needed, not_qualified."""
    if volunteer.is_family_of(by):
        raise ValidationError(
            "ご自身やご家族の配置は、ほかの職員にお願いしてください。", code="own_posting"
        )
    if not volunteer.is_active:
        raise ValidationError(
            f"いまは「{volunteer.get_status_display()}」です。続けるかを確かめてから、配置してください。",
            code="not_active",
        )
    if calendar.age_on(volunteer.person.birth_date, first_day) < role.minimum_age:
        raise ValidationError(
            f"{role.name}は、{role.minimum_age}歳以上の方が対象です。", code="too_young"
        )
    if volunteer.is_minor_on(first_day) and volunteer.guardian_agreed_on is None:
        raise ValidationError(
            "18歳になっていない方は、保護者の同意がいります。登録に、同意した日を書いてください。",
            code="guardian_needed",
        )
    held = {one.kind_id for one in volunteer.qualifications.all() if one.is_valid_on(first_day)}
    if missing := [kind.name for kind in role.qualifications.all() if kind.pk not in held]:
        raise ValidationError(
            f"{calendar.long_date(first_day)}に有効な資格がいります：{'・'.join(missing)}。"
            "証明を確認してから、配置してください。",
            code="not_qualified",
        )


def with_qualifications(role: VolunteerRole) -> VolunteerRole:
    """The role with the qualifications it asks for, read once for all who are posted."""
    return VolunteerRole.objects.prefetch_related("qualifications").get(pk=role.pk)


def posted_already() -> ValidationError:
    return ValidationError(
        "この期間は、すでに同じ役割で配置されています。任期を確かめてください。",
        code="posted_already",
    )


def named(volunteer: Volunteer, refusal: ValidationError) -> ValidationError:
    """A refusal of one among many, with whose it is; the code stays."""
    [one] = refusal.error_list
    return ValidationError(f"{volunteer.person.full_name}さん：{one.messages[0]}", code=one.code)


# ---------------------------------------------------------------- what both ways need


@contextmanager
def _writing(by: User, what: str):
    with (
        refused_by_database(Posting),
        transaction.atomic(),
        pghistory.context(user=by.pk, what=what),
    ):
        yield


def locked(keys: Iterable[int]) -> list[Volunteer]:
    """The volunteers, locked in one order and read anew, with what they hold."""
    held = Prefetch("qualifications", queryset=Qualification.objects.all())
    return list(
        Volunteer.objects.select_for_update(of=["self"], no_key=True)
        .filter(pk__in=sorted(set(keys)))
        .select_related("person")
        .prefetch_related(held)
        .order_by("pk")
    )


def overlapping(wanted: Collection[Posting]) -> set[int]:
    """Which of these volunteers hold the role at the place in that time already: one statement."""
    terms = {(one.volunteer_id, one.role_id, _key(one)): one for one in wanted}
    found = set()
    roles = {one.role_id for one in wanted}
    held = Posting.objects.filter(
        volunteer__in=[one.volunteer_id for one in wanted], role__in=roles
    )
    for own in held:
        new = terms.get((own.volunteer_id, own.role_id, _key(own)))
        if new is not None and _meet(own, new):
            found.add(own.volunteer_id)
    return found


def _key(posting: Posting) -> tuple[int | None, int | None, int | None]:
    return posting.center_id, posting.organization_id, posting.ward_id


def _meet(one: Posting, other: Posting) -> bool:
    last, others_last = one.last_day or date.max, other.last_day or date.max
    return one.first_day <= others_last and other.first_day <= last


def places_of(user: User, kind: type[Place]):
    """The centres, organisations or wards `user` may post somebody to."""
    if kind is Center:
        return Center.objects.editable_by(user)
    if kind is Organization:
        return Organization.objects.visible_to(user)
    if works_for_section(user):
        return Ward.objects.all()
    return Ward.objects.filter(pk__in=Membership.objects.of(user).values("ward"))


def field_of(place: Place) -> str:
    return {Center: "center", Organization: "organization", Ward: "ward"}[type(place)]


def term_ends(role: VolunteerRole, first_day: date) -> date | None:
    """The last day of a whole term that begins then; None for a role without terms."""
    if role.term_years is None:
        return None
    return years_later(first_day, role.term_years) - timedelta(days=1)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
