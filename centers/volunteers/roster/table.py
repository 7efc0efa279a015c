"""The roster as a table: given out for those one keeps, and how one row of it is written.

An empty cell changes nothing. A row tells of one volunteer and of one posting at most; who has two
has two rows.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from centers.files.cells import Cells
from centers.files.table import Outcome, Written
from centers.models import Center
from centers.volunteers import times
from centers.volunteers.models import (
    ActivityField,
    Organization,
    Posting,
    Qualification,
    QualificationKind,
    Volunteer,
    VolunteerRole,
)
from portal.people.models import AccessLog, Person, User, Ward

from .appointing import (
    Place,
    field_of,
    places_of,
    refuse_person,
    refuse_place,
    refuse_term,
    with_qualifications,
)
from .listing import with_postings
from .registering import refuse_age, refuse_without_guardian
from .shown import kept_by

CENTER = "市民センター"
FAMILY, GIVEN, FAMILY_KANA, GIVEN_KANA = "氏", "名", "セイ", "メイ"
BORN, PHONE, HOME = "生年月日", "電話番号", "お住まいの区"
FIELDS, ROLES, WARDS, TIMES = "してみたいこと", "なりたい役割", "行ける区", "都合のよい時間"
LANGUAGES, TRANSPORT, SKILLS, NOT = (
    "話せることば",
    "移動の手段",
    "できること・経験",
    "したくないこと",
)
QUALIFICATIONS, INSURED, CONFIRMED = "資格", "保険の期限", "最後に確認した日"
GUARDIAN, GUARDIAN_DAY, NOTE = "保護者の氏名", "保護者が同意した日", "職員のメモ"
ROLE, PLACE, FIRST, LAST = "役割", "配置先", "任期のはじめ", "任期のおわり"
NUMBER, STATE = "登録番号", "状態"

COLUMNS = (CENTER, FAMILY, GIVEN, FAMILY_KANA, GIVEN_KANA, BORN, PHONE)
EXTRA = (
    HOME, FIELDS, ROLES, WARDS, TIMES, LANGUAGES, TRANSPORT, SKILLS, NOT, QUALIFICATIONS, INSURED,
    CONFIRMED, GUARDIAN, GUARDIAN_DAY, NOTE, ROLE, PLACE, FIRST, LAST,
)  # fmt: skip
TOLD_ONLY = (NUMBER, STATE)
HEADINGS = (*COLUMNS, *EXTRA, *TOLD_ONLY)
WHY = "ボランティア名簿の書き出し"


def rows(user: User) -> Iterator[list[object]]:
    """All whose rows `user` keeps, but those who stopped; who was looked at is written down."""
    found: list[Any] = list(
        with_postings(kept_by(user).on_roster())
        .select_related("person__ward", "center")
        .prefetch_related("fields", "wanted_roles", "wards", "qualifications__kind")
        .order_by("center__ward__code", "center__kana", "person__family_kana", "pk")
    )
    AccessLog.record(user, [one.person_id for one in found], reason=WHY)
    for one in found:
        for posting in one.in_office or [None]:
            yield _row(one, posting)


def _row(one: Volunteer, posting: Posting | None) -> list[object]:
    person = one.person
    return [
        one.center.name, person.family_name, person.given_name, person.family_kana,
        person.given_kana, person.birth_date, person.phone, person.ward.name if person.ward else "",
        _joined(one.fields.all()), _joined(one.wanted_roles.all()), _joined(one.wards.all()),
        _joined(times.name(code) for code in one.times),
        _joined(Volunteer.Language(code).label for code in one.languages),
        one.get_transport_display(), one.skills, one.prefers_not,
        _joined(held.kind for held in one.qualifications.all()),
        one.insured_until or "", one.confirmed_on, one.guardian_name, one.guardian_agreed_on or "",
        one.note,
        *([posting.role.name, str(posting.place), posting.first_day, posting.last_day or ""]
          if posting else [""] * 4),
        one.card_number, one.get_status_display(),
    ]  # fmt: skip


def _joined(names) -> str:
    return "、".join(str(name) for name in names)


# ---------------------------------------------------------------- in


def person_of(cells: Cells) -> Person:
    """Who a row tells of, not saved. Codes: empty, not_a_date, the person's own."""
    person = Person(
        family_name=cells.needed(FAMILY),
        given_name=cells.needed(GIVEN),
        family_kana=cells.needed(FAMILY_KANA),
        given_kana=cells.needed(GIVEN_KANA),
        birth_date=cells.day(BORN),
        phone=cells.needed(PHONE),
    )
    if cells.text(HOME):
        person.ward = cells.one_of(HOME, _named(cells, Ward), what="区")
    person.clean_fields(exclude=["household"])
    person.clean()
    return person


def write(cells: Cells, person: Person, by: User) -> Written:
    """The volunteer of one row, new or known. Codes: not_known, not_a_date, the models' own."""
    centers = cells.once(
        "centers", lambda: {center.name: center for center in Center.objects.editable_by(by)}
    )
    center = cells.one_of(CENTER, centers, what="担当の市民センター")
    volunteer = (
        Volunteer.objects.select_for_update(no_key=True, of=["self"])
        .select_related("center")
        .filter(person=person)
        .first()
    )
    if volunteer is not None and volunteer.center not in centers.values():
        return Written(
            person.full_name,
            Outcome.SAME,
            (f"{volunteer.center}に登録があります。内容は変えていません。",),
        )
    if volunteer is not None and volunteer.status == Volunteer.Status.STOPPED:
        told = "登録を終えた方です。また始めるときは、窓口で登録してください。"
        return Written(person.full_name, Outcome.SAME, (told,))
    is_new = volunteer is None
    if is_new:
        guardian, agreed = cells.text(GUARDIAN), bool(cells.text(GUARDIAN_DAY))
        refuse_age(person)
        refuse_without_guardian(person, guardian, agrees=agreed)
    volunteer = volunteer or Volunteer(person=person, center=center, by=by)
    differences = _fill(volunteer, center, cells)
    if is_new or differences:
        volunteer.full_clean()
        volunteer.save()
    differences += _choose(volunteer, cells)
    differences += _qualify(volunteer, cells)
    differences += _post(volunteer, center, cells, by)
    if is_new:
        return Written(person.full_name, Outcome.NEW)
    outcome = Outcome.CHANGED if differences else Outcome.SAME
    return Written(person.full_name, outcome, tuple(differences))


def _fill(volunteer: Volunteer, center: Center, cells: Cells) -> list[str]:
    """What stands in the volunteer's own row; an empty cell leaves it."""
    told: dict[str, object] = {"center": center}
    for column, name in ((SKILLS, "skills"), (NOT, "prefers_not"), (GUARDIAN, "guardian_name"),
                         (NOTE, "note")):  # fmt: skip
        told[name] = cells.text(column)
    for column, name in ((INSURED, "insured_until"), (CONFIRMED, "confirmed_on"),
                         (GUARDIAN_DAY, "guardian_agreed_on")):  # fmt: skip
        told[name] = cells.day(column) if cells.text(column) else None
    if cells.text(TRANSPORT):
        named = {label: code for code, label in Volunteer.Transport.choices}
        told["transport"] = cells.one_of(TRANSPORT, named, what="移動の手段")
    codes = {name: code for code, name in times.CHOICES}
    told["times"] = sorted(_several(cells, TIMES, codes))
    speech = {label: code for code, label in Volunteer.Language.choices}
    told["languages"] = _several(cells, LANGUAGES, speech)
    differences = []
    for name, value in told.items():
        before = getattr(volunteer, name)
        if value and value != before:
            label = volunteer._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            differences.append(f"{label}を直す")
            setattr(volunteer, name, value)
    return differences


def _choose(volunteer: Volunteer, cells: Cells) -> list[str]:
    differences = []
    offered: list[tuple[str, Any, type[Model]]] = [
        (FIELDS, volunteer.fields, ActivityField),
        (ROLES, volunteer.wanted_roles, VolunteerRole),
        (WARDS, volunteer.wards, Ward),
    ]
    for column, manager, kind in offered:
        chosen = _several(cells, column, _named(cells, kind))
        if chosen and set(chosen) != set(manager.all()):
            manager.set(chosen)
            differences.append(f"{column}：{_joined(chosen)}")
    return differences


def _qualify(volunteer: Volunteer, cells: Cells) -> list[str]:
    """Told, not seen: a proof is looked at by somebody."""
    told = _several(cells, QUALIFICATIONS, _named(cells, QualificationKind))
    held = {one.kind_id for one in volunteer.qualifications.all()}
    new = [Qualification(volunteer=volunteer, kind=one) for one in told if one.pk not in held]
    Qualification.objects.bulk_create(new)
    return [f"資格：{one.kind}（証明は未確認）" for one in new]


def _post(volunteer: Volunteer, center: Center, cells: Cells, by: User) -> list[str]:
    """A posting that has begun is a fact; one to come is decided by the rules of appointing."""
    if not cells.text(ROLE):
        return []
    role = with_qualifications(cells.one_of(ROLE, _named(cells, VolunteerRole), what="役割"))
    place = _place(role, center, cells, by)
    first = cells.day(FIRST)
    last = cells.day(LAST) if cells.text(LAST) else None
    held = Posting.objects.filter(volunteer=volunteer, role=role, **{field_of(place): place})
    if held.filter(first_day=first, last_day=last).exists():
        return []
    refuse_place(role, place, by)
    if first > timezone.localdate():
        refuse_term(role, first, last)
        refuse_person(volunteer, role, first, by)
    posting = Posting(
        volunteer=volunteer,
        role=role,
        first_day=first,
        last_day=last,
        appointed_by=by,
        **{field_of(place): place},
    )
    posting.full_clean()
    posting.save()
    return [f"配置：{role}（{place}）"]


def _place(role: VolunteerRole, center: Center, cells: Cells, by: User):
    if not cells.text(PLACE):
        return center
    is_of_host = role.serves == VolunteerRole.Serves.ORGANIZATION
    every: list[type[Place]] = [Center, Ward, Organization]
    kinds = [Organization] if is_of_host else every
    named = {str(one): one for kind in kinds for one in places_of(by, kind)}
    return cells.one_of(PLACE, named, what="担当の配置先")


def _named[M: Model](cells: Cells, kind: type[M]) -> dict[str, M]:
    """All rows of a small table by their names, read once for a file."""
    every = kind._default_manager.all
    return cells.once(kind.__name__, lambda: {str(one): one for one in every()})


def _several[T](cells: Cells, column: str, named: dict[str, T]) -> list[T]:
    """Everything a cell lists, each known by its name. Code: not_known."""
    found = []
    for told in cells.listed(column):
        if told not in named:
            raise ValidationError(
                f"「{column}」の「{told}」は、登録されていません。書き方を確かめてください。",
                code="not_known",
            )
        found.append(named[told])
    return found
