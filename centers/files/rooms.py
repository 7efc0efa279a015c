"""The table of rooms (部屋), each slot's fee in a column of its own."""

from collections.abc import Iterator
from unicodedata import normalize

from django.core.exceptions import ValidationError

from centers.models import Center, Equipment, Room, RoomFee, Slot
from portal.people.models import User

from .cells import Cells, own_centers
from .table import Outcome, Table, Written, mark, put

CENTER, NAME, FLOOR, CAPACITY = "市民センター", "部屋", "階", "定員"
EQUIPMENT, WHEELCHAIR, NOTE = "設備", "車いす", "使うときの注意"
BOOKABLE, CHANGEOVER, FEES = "申請を受ける", "入れ替え（分）", "使用料"


def rows(user: User) -> Iterator[list[object]]:
    found = Room.objects.editable_by(user).select_related("center__ward")
    for one in found.prefetch_related("equipment", "fees__slot").order_by(
        "center__ward__code", "center__kana", "floor", "pk"
    ):
        fees = sorted(one.fees.all(), key=lambda fee: fee.slot.starts)
        yield [
            one.center.name,
            one.name,
            one.floor,
            one.capacity,
            "、".join(thing.name for thing in one.equipment.all()),
            mark(one.wheelchair),
            one.note,
            mark(one.is_bookable),
            one.changeover_minutes,
            "、".join(f"{fee.slot.name}{fee.yen}" for fee in fees),
        ]


def write(cells: Cells, by: User) -> Written:
    """A room is known by its centre and name.

    Codes: empty, not_known, odd_fee, like_another, the model's own.
    """
    own = cells.once("centers", lambda: own_centers(by))
    center = cells.one_of(CENTER, own, what="担当の市民センター")
    name = cells.needed(NAME)
    known = Room.objects.select_for_update(no_key=True).filter(center=center, name=name)
    room = known.first() or _new_room(center, name)
    floor = cells.number(FLOOR)
    values = {
        "floor": 1 if floor is None else floor,
        "capacity": cells.number(CAPACITY),
        "wheelchair": cells.marked(WHEELCHAIR),
        "note": cells.text(NOTE),
        "is_bookable": cells.marked(BOOKABLE),
        "changeover_minutes": cells.number(CHANGEOVER) or 0,
    }
    written = put(room, f"{center.name} {name}", values)
    differences = [*_equip(room, cells), *_price(room, cells)]
    if not differences or written.outcome == Outcome.NEW:
        return written
    return Written(written.name, Outcome.CHANGED, (*written.differences, *differences))


def _new_room(center: Center, name: str) -> Room:
    """第１会議室 is no second room beside 第1会議室. Code: like_another."""
    folded = normalize("NFKC", name)
    for other in Room.objects.filter(center=center).values_list("name", flat=True):
        if normalize("NFKC", other) == folded:
            raise ValidationError(
                f"「{name}」は、いまある「{other}」と、文字の幅だけがちがいます。"
                "同じ部屋ならば、名称をそろえてください。",
                code="like_another",
            )
    return Room(center=center, name=name)


def _equip(room: Room, cells: Cells) -> Iterator[str]:
    """Code: not_known."""
    known = cells.once("equipment", lambda: {one.name: one for one in Equipment.objects.all()})
    told = cells.listed(EQUIPMENT)
    if strange := [name for name in told if name not in known]:
        raise ValidationError(
            f"設備「{'、'.join(strange)}」はありません。使えるのは、{'、'.join(known)}です。",
            code="not_known",
        )
    before = {thing.name for thing in room.equipment.all()}
    if before != {*told}:
        room.equipment.set(known[name] for name in told)
        yield f"設備：{'、'.join(sorted(before)) or 'なし'}→{'、'.join(told) or 'なし'}"


def _price(room: Room, cells: Cells) -> Iterator[str]:
    """「午前600、午後800」; a slot that is not named is free of charge. Code: odd_fee."""
    slots = {slot.name: slot for slot in Slot.objects.of(room.center_id).filter(last_day=None)}
    told: dict[str, int] = {}
    for part in cells.listed(FEES):
        name = max((name for name in slots if part.startswith(name)), key=len, default="")
        number = part.removeprefix(name).strip().removesuffix("円").replace(",", "")
        if not name or not number.isdecimal():
            raise ValidationError(
                f"使用料の「{part}」は読めません。「{'、'.join(slots)}」のうちの区分に続けて、"
                "円の数を書いてください（例：午前600、午後800）。",
                code="odd_fee",
            )
        told[name] = int(number)
    before = {fee.slot_id: fee for fee in room.fees.all()}
    for name, slot in slots.items():
        fee = before.get(slot.pk)
        old, new = fee.yen if fee else 0, told.get(name, 0)
        if old == new:
            continue
        if fee and new == 0:
            fee.delete()
        else:
            fee = fee or RoomFee(room=room, slot=slot)
            fee.yen = new
            fee.full_clean()
            fee.save()
        yield f"使用料（{name}）：{old:,}円→{new:,}円"


TABLE = Table(
    slug="rooms",
    name="部屋",
    about="1行に1つの部屋を書きます。市民センターと部屋の名称が同じ行は、その部屋を書きかえます。",
    columns=(
        CENTER, NAME, FLOOR, CAPACITY, EQUIPMENT, WHEELCHAIR, NOTE, BOOKABLE, CHANGEOVER, FEES,
    ),
    rows=rows,
    write=write,
)  # fmt: skip
