"""The table of those who use rooms (利用団体), each with a registration of one fiscal year."""

from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import PurposeClass, Registration, UserGroup
from portal.japan import calendar, text
from portal.people.models import AccessLog, Person, User

from .cells import Cells, own_centers
from .table import Outcome, Table, Written, mark, put

CENTER, NAME, KANA, ALONE = "市民センター", "団体の名前", "フリガナ", "個人"
FAMILY, GIVEN, FAMILY_KANA, GIVEN_KANA = "代表者の氏", "代表者の名", "代表者のセイ", "代表者のメイ"
BORN, PHONE = "代表者の生年月日", "代表者の電話番号"
ACTIVITY, MEMBERS = "活動の内容", "会員の人数"
CLASS, YEAR, EXEMPTION, WHY = "利用種別", "年度", "減免（％）", "減免の理由"
STATUS = "登録の状態"
Status = Registration.Status
BOOKS = "利用団体の一覧を書き出すため"


def rows(user: User) -> Iterator[list[object]]:
    """Those of this fiscal year and later, whoever decided; who looked at whom is written down."""
    year = calendar.fiscal_year(timezone.localdate())
    found = list(
        Registration.objects.visible_to(user)
        .filter(fiscal_year__gte=year)
        .select_related("group__center", "group__representative", "purpose_class")
        .order_by("group__center__kana", "group__kana", "fiscal_year", "pk")
    )
    AccessLog.record(user, {one.group.representative_id for one in found}, reason=BOOKS)
    for one in found:
        group, person = one.group, one.group.representative
        yield [
            group.center.name, group.name, group.kana, mark(group.is_individual),
            person.family_name, person.given_name, person.family_kana, person.given_kana,
            person.birth_date, person.phone, group.activity, group.members,
            one.purpose_class.name, one.fiscal_year, one.exemption_percent, one.exemption_reason,
            one.get_status_display(),
        ]  # fmt: skip


def write(cells: Cells, by: User) -> Written:
    """A group is known by its centre, name and representative; its registration is approved.

    Codes: empty, not_known, not_a_number, not_a_date, year_not_open, no_reason, already_decided,
    the models' own.
    """
    centers = cells.once("centers", lambda: own_centers(by))
    classes = cells.once("classes", lambda: {one.name: one for one in PurposeClass.objects.all()})
    center = cells.one_of(CENTER, centers, what="担当の市民センター")
    purpose_class = cells.one_of(CLASS, classes, what="利用種別")
    name = cells.needed(NAME)
    person = _representative(cells)
    known = UserGroup.objects.select_for_update(no_key=True)
    group = known.filter(center=center, name=name, representative=person).first() or UserGroup(
        center=center, name=name, representative=person
    )
    values = {
        "kana": text.katakana(cells.needed(KANA)),
        "is_individual": cells.marked(ALONE),
        "activity": cells.needed(ACTIVITY),
        "members": cells.number(MEMBERS) or 1,
    }
    written = put(group, f"{center.name} {name}", values)
    registered = _register(group, purpose_class, cells, by)
    if not registered or written.outcome == Outcome.NEW:
        return written
    return Written(written.name, Outcome.CHANGED, (*written.differences, registered))


def _representative(cells: Cells) -> Person:
    """The one registered already, or a new one, as at the desk."""
    person = Person(
        family_name=cells.needed(FAMILY),
        given_name=cells.needed(GIVEN),
        family_kana=cells.needed(FAMILY_KANA),
        given_kana=cells.needed(GIVEN_KANA),
        birth_date=cells.day(BORN),
        phone=cells.needed(PHONE),
    )
    return Person.register_at_the_desk(person)


def _register(group: UserGroup, purpose_class: PurposeClass, cells: Cells, by: User) -> str:
    """What is new; nothing where the group is registered for that class and year.

    A table that was given out says how each registration stands: what waits, was refused or has
    ended is decided at the desk, not by reading the table back.
    """
    year, percent = cells.number(YEAR), cells.number(EXEMPTION)
    if year is None:
        raise ValidationError("「年度」を書いてください（例：2026）。", code="empty")
    if not date.min.year < year < date.max.year:
        raise ValidationError(f"{year}年度という年度はありません。", code="not_a_number")
    states = {state.label: state for state in Registration.Status}
    told = cells.text(STATUS)
    state = cells.one_of(STATUS, states, what="登録の状態") if told else Status.APPROVED
    live = Registration.objects.live().filter(
        group=group, purpose_class=purpose_class, fiscal_year=year
    )
    found = live.first()
    if found is not None and found.is_approved:
        if percent is not None and percent != found.exemption_percent:
            raise ValidationError(
                f"減免は、登録を認めたときの{found.exemption_percent}％のままです。"
                "認めたあとは、表では変えられません。",
                code="already_decided",
            )
        return ""
    if state != Status.APPROVED:
        return ""
    registration = found or Registration.apply(group, purpose_class, year, by=by)
    registration.approve(by=by, exemption_percent=percent, exemption_reason=cells.text(WHY))
    return f"利用登録：{purpose_class}（{calendar.fiscal_year_name(year)}）"


TABLE = Table(
    slug="groups",
    most_rows=500,
    name="利用団体",
    about="1行に1つの団体と、その団体の1年度の利用登録を書きます。読み込んだ登録は、認めた登録になります。"
    "「登録の状態」に「登録済み」のほかの言葉がある行は、団体の言葉だけを直します。",
    columns=(
        CENTER, NAME, KANA, ALONE, FAMILY, GIVEN, FAMILY_KANA, GIVEN_KANA, BORN, PHONE, ACTIVITY,
        MEMBERS, CLASS, YEAR,
    ),
    extra=(EXEMPTION, WHY, STATUS),
    rows=rows,
    write=write,
)  # fmt: skip
