"""The table of centres (市民センター): the section's."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from centers.models import Center
from portal.japan import text
from portal.people.models import User, Ward

from .cells import Cells
from .table import Table, Written, mark, put

SLUG, NAME, KANA, WARD = "アドレスの名前", "名称", "フリガナ", "区"
POSTCODE, ADDRESS, PHONE = "郵便番号", "所在地", "電話番号"
LATITUDE, LONGITUDE, ACCESS, PARKING = "緯度", "経度", "交通", "駐車場"
INTRODUCTION = "紹介"
WHEELCHAIR, ELEVATOR, NURSING, PUBLIC = "車いす", "エレベーター", "授乳室", "公開"
SIX_PLACES = Decimal("0.000001")


def rows(user: User) -> Iterator[list[object]]:
    for one in Center.objects.editable_by(user).select_related("ward"):
        yield [
            one.slug, one.name, one.kana, one.ward.name, one.postcode, one.address, one.phone,
            one.latitude, one.longitude, one.access, one.parking, one.introduction,
            *map(mark, (one.wheelchair, one.elevator, one.nursing_room, one.is_open_to_public)),
        ]  # fmt: skip


def write(cells: Cells, by: User) -> Written:
    """A centre is known by its name in addresses. Codes: empty, not_known, the model's own."""
    slug = cells.needed(SLUG)
    known = Center.objects.editable_by(by).select_for_update(of=["self"], no_key=True)
    center = known.filter(slug=slug).first() or Center(slug=slug)
    wards = {ward.name: ward for ward in Ward.objects.all()}
    values = {
        "name": cells.needed(NAME),
        "kana": text.katakana(cells.needed(KANA)),
        "ward": cells.one_of(WARD, wards, what="この市の区"),
        "postcode": text.postcode(cells.text(POSTCODE)),
        "address": cells.needed(ADDRESS),
        "phone": text.phone(cells.needed(PHONE)),
        "latitude": _place(cells.decimal(LATITUDE)),
        "longitude": _place(cells.decimal(LONGITUDE)),
        "access": cells.text(ACCESS),
        "parking": cells.text(PARKING),
        "introduction": cells.text(INTRODUCTION),
        "wheelchair": cells.marked(WHEELCHAIR),
        "elevator": cells.marked(ELEVATOR),
        "nursing_room": cells.marked(NURSING),
        "is_open_to_public": cells.marked(PUBLIC),
    }
    return put(center, cells.needed(NAME), values)


def _place(number: Decimal | None) -> Decimal | None:
    return number and number.quantize(SIX_PLACES, ROUND_HALF_UP)


TABLE = Table(
    slug="centers",
    name="市民センター",
    about="1行に1つの市民センターを書きます。アドレスの名前が同じ行は、その市民センターを書きかえます。",
    columns=(
        SLUG, NAME, KANA, WARD, POSTCODE, ADDRESS, PHONE, LATITUDE, LONGITUDE, ACCESS, PARKING,
        INTRODUCTION, WHEELCHAIR, ELEVATOR, NURSING, PUBLIC,
    ),
    rows=rows,
    write=write,
    for_section=True,
)  # fmt: skip
