"""The course's fields as a row fills them. What no field takes as it is stays in its cell."""

import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field

from portal.japan.text import phone, plain_spaces
from programs.models import Course

from . import columns as col
from . import values, wording
from .cells import Cells

DIGITS_OF_A_PHONE = re.compile(r"[\d()\s‐‑‒–—―−－ー─━ｰ-]+")


def of_course(name: str) -> Field:
    """The field of that name."""
    field = Course._meta.get_field(name)
    assert isinstance(field, Field), name
    return field


def fits(name: str, value: Any) -> bool:
    """Whether the course's field takes `value` as it is."""
    try:
        of_course(name).clean(value, None)
    except ValidationError:
        return False
    return True


def longest(name: str) -> int:
    return of_course(name).max_length or 0


def too_long(text: str, name: str) -> str:
    return f"{longest(name)}文字までです（いまは{len(text)}文字）。短くしてください。"


def texts(cells: Cells) -> dict[str, str]:
    """The plain texts, each from the first of its columns that fits."""
    taken = dict.fromkeys(col.TEXTS, "")
    for name, columns in col.TEXTS.items():
        for column in columns:
            text = cells.text(column)
            if text and fits(name, text) and (name != "url" or _is_web(text)):
                taken[name] = cells.place(column)
                break
    return taken


def _is_web(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def spot(cells: Cells) -> dict[str, Decimal | None]:
    """Latitude and longitude: both or neither, and in Japan."""
    found: dict[str, Decimal | None] = {"latitude": None, "longitude": None}
    for axis, columns in (("latitude", col.LATITUDE), ("longitude", col.LONGITUDE)):
        if values.is_given(cells.text(*columns)):
            try:
                found[axis] = values.coordinate(axis, cells.place(*columns))
            except ValidationError as refusal:
                cells.errors[cells.header(*columns)] = refusal
    for columns, others in ((col.LATITUDE, col.LONGITUDE), (col.LONGITUDE, col.LATITUDE)):
        if values.is_given(cells.text(*columns)) and not values.is_given(cells.text(*others)):
            cells.refuse(
                others,
                f"ありませんが、{columns[0]}はあります。緯度と経度は、両方書くか、両方空けてください。",
                code="half_a_place",
            )
    return found


def address(cells: Cells) -> str:
    """The address in one line, from a whole one or from its parts; the building after a space."""
    columns = col.ADDRESS_WHOLE if cells.text(*col.ADDRESS_WHOLE) else col.ADDRESS_PARTS
    *places, building = (plain_spaces(cells.text(column)) for column in columns)
    whole = f"{''.join(places)} {building}".strip()
    if not fits("address", whole):
        return ""
    for column in columns:
        cells.place(column)
    return whole


def capacity(cells: Cells) -> int | None:
    """The number of people, if one is given. Words about it stay besides."""
    text = cells.text(*col.CAPACITY)
    number = values.people(text)
    if not number or not fits("capacity", number):
        return None
    if re.fullmatch(r"[\d,]+", values.half_width(text)):
        cells.place(*col.CAPACITY)
    return number


def fee(cells: Cells) -> dict[str, int | str | None]:
    """The amount where the cells give one and nothing else, and what else they say.

    An unknown fee is not free.
    """
    basic, detail = cells.text(*col.FEE), cells.text(*col.FEE_NOTE)
    amount = values.yen(basic or detail)
    is_contradicted = values.yen(detail) not in {None, amount}
    if amount is None or is_contradicted or not fits("fee", amount):
        amount, note = None, "\n".join(text for text in (basic, detail) if text)
    else:
        note = "" if values.yen(detail) == amount else detail
        cells.place(*(col.FEE if basic else col.FEE_NOTE))
    if not fits("fee_note", note):
        return {"fee": amount, "fee_note": ""}
    cells.place(*col.FEE)
    cells.place(*col.FEE_NOTE)
    return {"fee": amount, "fee_note": note}


def contact_phone(cells: Cells) -> str:
    """The number in its usual form, with the extension."""
    number, extension = cells.text(*col.PHONE), cells.text(*col.EXTENSION)
    if not values.is_given(number):
        return ""
    if DIGITS_OF_A_PHONE.fullmatch(values.half_width(number)):
        number = phone(number)
    whole = f"{number} 内線{extension}" if extension else number
    if not fits("contact_phone", whole):
        return ""
    cells.place(*col.PHONE)
    cells.place(*col.EXTENSION)
    return whole


def from_sentences(cells: Cells, taken: dict[str, str]) -> dict[str, Any]:
    """What the texts say plainly without having a column of their own."""
    how = cells.text(*col.TEXTS["how_to_apply"])
    said = "\n".join([taken["description"], taken["note"], how])
    apply_url = wording.only_address(how)
    youngest, oldest = wording.ages(taken["target"])
    there_is = values.half_width(cells.text(*col.CHILDCARE))
    if there_is in {"有", "無"}:
        cells.place(*col.CHILDCARE)
    return {
        "method": wording.method(
            how, cells.text(*col.CAPACITY), taken["note"], taken["description"]
        ),
        "apply_url": apply_url if fits("apply_url", apply_url) else "",
        "min_age": youngest,
        "max_age": oldest,
        "childcare": there_is == "有" or (there_is != "無" and wording.has_childcare(said)),
        "sign_language": wording.has_sign_language(said),
        "captioning": wording.has_captioning(said),
        "online": wording.is_online(taken["venue"], said),
    }
