"""The table of reservations (利用申請): a month of them given out; those on paper taken in."""

from collections.abc import Iterator
from datetime import timedelta
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Booking, PurposeClass, Registration, Reservation, Slot
from centers.reserving.requesting import request
from portal.japan import calendar, text
from portal.people.models import AccessLog, User

from .cells import Cells, own_centers
from .table import Outcome, Table, Written

CENTER, ROOM, DAY, SLOTS = "市民センター", "部屋", "日", "区分"
GROUP, FAMILY, CLASS = "団体の名前", "代表者の氏", "利用種別"
PURPOSE, HEADCOUNT = "使用目的", "人数"
RECEIPT, FEE, EXEMPTION, STATUS, VIA = "受付番号", "使用料", "減免", "状態", "受付の方法"
DAYS_BACK = 366
LOOK = "利用申請の一覧を書き出すため"
FROM_A_TABLE = "職員が、表から取り込みました"  # agreed with the group already


def rows(user: User) -> Iterator[list[object]]:
    """Those of the last year and all to come; who looked at whom is written down."""
    since = timezone.now() - timedelta(days=DAYS_BACK)
    found = list(
        Reservation.objects.visible_to(user)
        .filter(booking__period__startswith__gte=since)
        .select_related(
            "booking__room__center",
            "registration__group__representative",
            "registration__purpose_class",
        )
        .order_by("booking__room__center__kana", "booking__period", "pk")
    )
    people = {one.registration.group.representative_id for one in found}
    AccessLog.record(user, people, reason=LOOK)
    for one in found:
        room, group = one.booking.room, one.registration.group
        yield [
            room.center.name, room.name, one.day, one.slots, group.name,
            one.registration.purpose_class.name, one.purpose, one.headcount,
            group.representative.family_name, one.receipt_number, one.fee, one.exemption,
            one.get_status_display(), one.get_via_display(),
        ]  # fmt: skip


def write(cells: Cells, by: User) -> Written:
    """Reserved as at the counter, by the same rules; nobody is written to.

    What the group holds already, and every row with a receipt number, is left as it is; a row that
    differs from what its number says is refused, for the desk to move or cancel it. Codes: empty,
    not_known, two_of_a_name, exists_otherwise, and those of
    `centers.reserving.requesting.request`.
    """
    if cells.text(RECEIPT):
        return _standing(cells, by)
    centers = cells.once("centers", lambda: own_centers(by))
    center = cells.one_of(CENTER, centers, what="担当の市民センター")
    rooms = cells.once(f"rooms {center.pk}", lambda: {one.name: one for one in center.rooms.all()})
    room = cells.one_of(ROOM, rooms, what=f"{center.name}の部屋")
    day = cells.day(DAY)
    slots_of_day = cells.once(
        f"slots {center.pk} {day}", lambda: list(Slot.objects.of(center.pk).on(day))
    )
    in_force = {normalize("NFKC", slot.name): slot for slot in slots_of_day}
    names = normalize("NFKC", cells.needed(SLOTS)).replace("、", "・").split("・")
    if strange := [name for name in names if name not in in_force]:
        raise ValidationError(
            f"「区分」の「{'・'.join(strange)}」は、この日の利用区分にありません"
            f"（{'・'.join(in_force)}のどれかです）。",
            code="not_known",
        )
    slots = [in_force[name] for name in names]
    whose = f"registration {cells.text(GROUP)} {cells.text(FAMILY)} {cells.text(CLASS)}"
    year = calendar.fiscal_year(day)
    registration = cells.once(f"{whose} {year}", lambda: _registration(cells, by, year))
    told = f"{calendar.short_date(day)} {'・'.join(names)} {room.name} {registration.group.name}"
    held = Booking.objects.live().filter(
        room=room,
        reservation__registration=registration,
        period__startswith=calendar.at(day, slots[0].starts),
        period__endswith=calendar.at(day, slots[-1].ends),
    )
    if held.exists():
        return Written(told, Outcome.SAME)
    headcount = cells.number(HEADCOUNT)
    if headcount is None or headcount < 1:
        raise ValidationError("「人数」を1人以上で書いてください。", code="empty")
    request(
        registration,
        room,
        day,
        slots,
        purpose=cells.needed(PURPOSE)[:100],
        headcount=headcount,
        by=by,
        via=Reservation.Via.COUNTER,
        beyond=FROM_A_TABLE,
        quietly=True,
    )
    return Written(told, Outcome.NEW)


def _standing(cells: Cells, by: User) -> Written:
    """The reservation of a receipt number, as it is. Codes: not_known, exists_otherwise."""
    digits = text.digits(cells.text(RECEIPT))
    found = (
        Reservation.objects.visible_to(by)
        .filter(receipt=int(digits) if digits and len(digits) < 10 else -1)
        .select_related("booking__room__center", "registration__group")
        .first()
    )
    if found is None:
        raise ValidationError(
            f"受付番号「{cells.text(RECEIPT)}」の利用申請はありません。"
            "新しい申請の行は、受付番号を空けてください。",
            code="not_known",
        )
    room = found.booking.room
    told = (cells.needed(CENTER), cells.needed(ROOM), cells.day(DAY), cells.needed(SLOTS))
    if told != (room.center.name, room.name, found.day, found.slots):
        raise ValidationError(
            f"受付番号{found.receipt_number}の申請は、{calendar.short_date(found.day)}{found.slots}の"
            f"{room.name}です。日時や部屋は、表では変えられません。部屋の画面で移してください。",
            code="exists_otherwise",
        )
    name = f"{calendar.short_date(found.day)} {found.slots} {room.name} {found.registration.group}"
    return Written(name, Outcome.SAME)


def _registration(cells: Cells, by: User, year: int) -> Registration:
    """Of a group at home in one's centres; else, by its whole name, of any.

    Codes: empty, not_known, two_of_a_name.
    """
    classes = cells.once("classes", lambda: {one.name: one for one in PurposeClass.objects.all()})
    purpose_class = cells.one_of(CLASS, classes, what="利用種別")
    name, family = cells.needed(GROUP), cells.text(FAMILY)
    found = (
        Registration.objects.live()
        .filter(group__name=name, purpose_class=purpose_class, fiscal_year=year)
        .select_related("group")
    )
    if family:
        found = found.filter(group__representative__family_name=family)
    match list(found.visible_to(by)[:2]) or list(found[:2]):
        case [registration]:
            return registration
        case []:
            raise ValidationError(
                f"「{name}」には、{calendar.fiscal_year_name(year)}の"
                f"{purpose_class.name}の利用登録がありません。先に登録してください。",
                code="not_known",
            )
        case _:
            raise ValidationError(
                f"「{name}」という団体が2つあります。「{FAMILY}」の列に、代表者の氏を書いてください。",
                code="two_of_a_name",
            )


TABLE = Table(
    slug="reservations",
    most_rows=500,
    name="利用申請",
    about="1行に1件の利用申請を書きます。窓口での申請と同じ決まりで、部屋を確保します。団体への連絡はしません。"
    "受付番号のある行は、いまある申請なので、そのままにします。",
    columns=(CENTER, ROOM, DAY, SLOTS, GROUP, CLASS, PURPOSE, HEADCOUNT),
    extra=(FAMILY, RECEIPT),
    told_only=(FEE, EXEMPTION, STATUS, VIA),
    rows=rows,
    write=write,
)
