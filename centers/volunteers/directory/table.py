"""The table of organisations (団体名簿), such as the NPO data book: one row for each.

Columns are told in docs/volunteer-tables.md. An organisation is known by its number, or where the
row has none by its name at its centre; a table read again changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from centers.files.cells import Cells
from centers.files.table import Outcome, Table, Written, mark, put
from centers.models import Center
from centers.volunteers.models import ActivityField, Organization
from portal.japan import text
from portal.people.models import User, Ward

NAME, KANA, KIND, NUMBER = "団体名", "フリガナ", "種類", "番号"
ACTIVITY, FIELDS, WARD, ADDRESS = "活動の内容", "活動の分野", "区", "所在地"
PHONE, EMAIL, URL = "電話番号", "メールアドレス", "ホームページ"
CONTACT, CENTER, PUBLIC = "連絡を受ける方", "担当の市民センター", "公開する"
LEGAL_FORM = re.compile("特定非営利活動法人|認定|NPO法人|一般社団法人|公益社団法人")
KINDS = {label: value for value, label in Organization.Kind.choices}


def rows(user: User) -> Iterator[list[object]]:
    """Those of one's centres that are still active."""
    own = Organization.objects.visible_to(user).filter(closed_on=None)
    for one in own.select_related("ward", "center").prefetch_related("fields"):
        yield [
            one.name, one.get_kind_display(), one.center.name, one.kana, one.number, one.activity,
            "、".join(field.name for field in one.fields.all()), str(one.ward or ""), one.address,
            one.phone, one.email, one.url, one.contact_name, mark(one.is_public),
        ]  # fmt: skip


def write(cells: Cells, by: User) -> Written:
    """Codes: empty, not_known, odd_mark, not_kana, elsewhere, closed, wrong_address."""
    centers = {center.name: center for center in Center.objects.editable_by(by)}
    center = cells.one_of(CENTER, centers, what="担当できる市民センター")
    name, number = cells.needed(NAME), cells.text(NUMBER)
    organization = _known(name, number, center, by)
    values: dict[str, object] = {
        "name": name,
        "kana": _kana(cells),
        "kind": cells.one_of(KIND, KINDS, what="団体の種類"),
        "number": number,
        "activity": cells.text(ACTIVITY),
        "ward": _ward(cells),
        "center": center,
        "address": cells.text(ADDRESS),
        "phone": text.phone(cells.text(PHONE)),
        "email": _email(cells),
        "url": cells.text(URL),
        "contact_name": cells.text(CONTACT),
        "is_public": cells.marked(PUBLIC),
    }
    fields = _fields(cells)
    alike = _alike(cells, name) if organization.pk is None else ()
    try:
        written = put(organization, name, values)
    except ValidationError as refusal:
        raise _by_column(refusal) from refusal
    if written.outcome == Outcome.NEW:
        written = Written(written.name, Outcome.NEW, alike)
        _by_name(cells)[_name_key(name)].append(organization)
    return _with_fields(organization, fields, written)


def _by_name(cells: Cells) -> dict[str, list[Organization]]:
    """All there are by what their names share, with those of the rows before this one."""

    def read() -> dict[str, list[Organization]]:
        found = defaultdict(list)
        for one in Organization.objects.select_related("center"):
            found[_name_key(one.name)].append(one)
        return found

    return cells.once("organizations by name", read)


def _alike(cells: Cells, name: str) -> tuple[str, ...]:
    """Whom a new one may be already, for whoever looks to decide: 髙 or 高, NPO法人 or in full."""
    return tuple(
        f"よく似た名前の団体があります：{one.name}（{one.center}）。同じ団体のときは、"
        f"表の「{NAME}」と「{CENTER}」を登録のとおりに直してから、読み込んでください。"
        for one in _by_name(cells)[_name_key(name)]
    )


def _name_key(name: str) -> str:
    """A name without what kind of corporation it is."""
    return LEGAL_FORM.sub("", text.name_key(name))


def _known(name: str, number: str, center: Center, by: User) -> Organization:
    """The one of this number, or of this name at this centre; a new one where there is none."""
    rows = Organization.objects.select_for_update(of=["self"]).select_related("center", "ward")
    found = rows.filter(number=number).first() if number else None
    if found is None:
        found = rows.filter(name=name, center=center).first()
        if found is not None and number and found.number:
            raise ValidationError(
                f"「{NUMBER}」：{name}は、番号{found.number}で登録されています。"
                "番号を確かめてください。",
                code="elsewhere",
            )
    if found is None:
        return Organization(name=name, center=center)
    if not Organization.objects.visible_to(by).filter(pk=found.pk).exists():
        raise ValidationError(
            f"「{NUMBER}」の{number}は、ほかの市民センターが担当する団体です。", code="elsewhere"
        )
    if found.is_closed:
        raise ValidationError(
            f"「{NAME}」の{found.name}は、活動を終えた団体として記録されています。"
            "続けているときは、団体のページで記録を直してください。",
            code="closed",
        )
    return found


def _kana(cells: Cells) -> str:
    kana = text.katakana(cells.text(KANA))
    if kana and not text.is_katakana(kana):
        raise ValidationError(f"「{KANA}」は、カタカナで書いてください。", code="not_kana")
    return kana


def _ward(cells: Cells) -> Ward | None:
    """The ward that is named, else the one the address begins with."""
    wards = {ward.name: ward for ward in Ward.objects.all()}
    if cells.text(WARD):
        return cells.one_of(WARD, wards, what="市の区")
    address = cells.text(ADDRESS)
    return next((ward for name, ward in wards.items() if name in address), None)


def _email(cells: Cells) -> str:
    typed = cells.text(EMAIL)
    if typed:
        try:
            validate_email(typed)
        except ValidationError as error:
            raise ValidationError(
                f"「{EMAIL}」の「{typed}」は、メールアドレスとして読めません。",
                code="wrong_address",
            ) from error
    return typed


def _fields(cells: Cells) -> list[ActivityField]:
    known = {field.name: field for field in ActivityField.objects.all()}
    found = []
    for told in cells.listed(FIELDS):
        if told not in known:
            raise ValidationError(
                f"「{FIELDS}」の「{told}」は、活動の分野にありません。"
                f"あるのは、{'、'.join(known)}です。",
                code="not_known",
            )
        found.append(known[told])
    return found


def _with_fields(
    organization: Organization, fields: list[ActivityField], written: Written
) -> Written:
    before = {field.pk: field.name for field in organization.fields.all()}
    if before.keys() == {field.pk for field in fields}:
        return written
    organization.fields.set(fields)
    if written.outcome == Outcome.NEW:
        return written
    names = "、".join(field.name for field in fields) or "なし"
    told = f"{FIELDS}：{'、'.join(before.values()) or 'なし'}→{names}"
    return Written(written.name, Outcome.CHANGED, (*written.differences, told))


def _by_column(refusal: ValidationError) -> ValidationError:
    """What the model refuses, with the name of the column in front."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    columns = {
        "name": NAME, "kana": KANA, "number": NUMBER, "activity": ACTIVITY, "address": ADDRESS,
        "phone": PHONE, "url": URL, "contact_name": CONTACT,
    }  # fmt: skip
    found = []
    for field, errors in refusal.error_dict.items():
        for error in errors:
            for sentence in error.messages:
                before = f"「{columns[field]}」：" if field in columns else ""
                found.append(ValidationError(f"{before}{sentence}", code=error.code))
    return ValidationError(found)


TABLE = Table(
    slug="organizations",
    name="団体名簿",
    about="1行に1つの団体を書きます。番号（法人番号など）があれば番号で、なければ団体名と担当の市民センターで、"
    "同じ団体とわかります。「公開する」に○がある団体だけが、だれでも見られる名簿に載ります。",
    columns=(NAME, KIND, CENTER),
    extra=(
        KANA, NUMBER, ACTIVITY, FIELDS, WARD, ADDRESS, PHONE, EMAIL, URL, CONTACT, PUBLIC,
    ),
    rows=rows,
    write=write,
)  # fmt: skip
