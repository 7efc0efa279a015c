"""Single cells as cities fill them in: dates, times, amounts, codes and places.

A value that must be right or the course would be wrong (code, date, coordinate) is refused with
a ValidationError. Where cities habitually write words (time, fee, places) the reader gives None
and the words are kept.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from portal.japan.calendar import REIWA_BEGAN
from portal.japan.text import DASHES

YEARS = range(2000, 2101)
EXCEL_DAYS = range(36_526, 73_051)  # 2000-01-01 to 2100-01-01, counted from 1899-12-30
LONGEST_DATE = 40
EXCEL_EPOCH = date(1899, 12, 30).toordinal()
LAST_MOMENT = time(23, 59, 59)
# What stands where a day or a place may be missing, and is.
NOT_GIVEN = {"", "-", "なし", "無し", "無", "特になし", "未定", "随時"}

WESTERN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
REIWA = re.compile(r"(?:令和|R)(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
AFTER_DATE = re.compile(r"\(?[月火水木金土日](曜日?)?(・?祝日?)?\)?$|0{1,2}:00(:00)?$")
AFTER_YEAR_OR_MONTH = re.compile(r"(?<=[年月])\s+")
CLOCK = re.compile(r"(午前|午後)?(\d{1,2})(?::(\d{2})(?::\d{2})?|時(?:(\d{1,2})分|(半))?)")
AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)円?")
PEOPLE = re.compile(
    r"(?:先着|抽選|申込順|先着順)?(\d{1,3}(?:,\d{3})+|\d+)[人名]?(?:様)?(?:まで)?"
    r"(?:\(?(?:先着|抽選|申込順|先着順)\)?)?"
)
JAPAN = {"latitude": (Decimal(20), Decimal(46)), "longitude": (Decimal(122), Decimal(154))}


def half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def is_given(text: str) -> bool:
    """Whether a cell names a day, a place or a number at all, right or wrong."""
    return DASHES.sub("-", half_width(text)) not in NOT_GIVEN


def municipality(text: str) -> str:
    """A 全国地方公共団体コード of six digits whose check digit is right.

    A zero at the front that a spreadsheet swallowed is put back where the check digit then fits.
    """
    code = half_width(text)
    if re.fullmatch(r"[0-9]{5}", code):
        code = f"0{code}"
    if not re.fullmatch(r"[0-9]{6}", code) or code[-1] != _check_digit(code[:5]):
        raise ValidationError(
            f"「{shortened(text)}」は全国地方公共団体コード（検査数字を含む6桁）ではありません。"
            "コードをお確かめください。",
            code="not_a_code",
        )
    return code


def _check_digit(five: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return str(11 - total % 11)[-1]


def number_of_row(text: str) -> str:
    """A row's NO as it is compared: 「0000000012」 and 「12」 are the same."""
    number = half_width(text)
    return (number.lstrip("0") or "0") if re.fullmatch(r"[0-9]+", number) else number


def day(text: str) -> date:
    """A date, written western, in Reiwa, or as the number a spreadsheet made of it."""
    plain = DASHES.sub("-", half_width(text)) if len(text) <= LONGEST_DATE else ""
    plain = AFTER_YEAR_OR_MONTH.sub("", plain)
    while shorter := AFTER_DATE.search(plain):
        if not plain[: shorter.start()].strip():
            break
        plain = plain[: shorter.start()].strip()
    try:
        found = _date_of(plain)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValidationError(
            f"「{shortened(text)}」は日付として読めません。「2026-12-05」のように書いてください。",
            code="not_a_date",
        )
    return found


def _date_of(plain: str) -> date | None:
    if match := WESTERN.fullmatch(plain) or COMPACT.fullmatch(plain):
        return date(*(int(part) for part in match.groups()))
    if match := REIWA.fullmatch(plain):
        year = 1 if match[1] == "元" else int(match[1])
        return date(REIWA_BEGAN - 1 + year, int(match[2]), int(match[3]))
    if re.fullmatch(r"[0-9]{5}", plain) and int(plain) in EXCEL_DAYS:
        return date.fromordinal(EXCEL_EPOCH + int(plain))
    return None


def clock(text: str) -> time | None:
    """A time of day; None where words stand instead. 24:00 is the day's last moment."""
    plain = re.sub(r"\s", "", half_width(text))
    if plain == "正午":
        return time(12)
    match = CLOCK.fullmatch(plain)
    if not match:
        return None
    half, hour = match[1], int(match[2])
    minute = 30 if match[5] else int(match[3] or match[4] or 0)
    if (half and hour > 12) or (half == "午前" and hour == 12):
        return None
    if half == "午後" and hour < 12:
        hour += 12
    if (hour, minute) == (24, 0):
        return LAST_MOMENT
    return time(hour, minute) if hour < 24 and minute < 60 else None


def yen(text: str) -> int | None:
    """An amount and nothing else; 無料 is 0; None where more is said or nothing."""
    plain = re.sub(r"\s", "", half_width(text))
    if plain == "無料":
        return 0
    match = AMOUNT.fullmatch(plain)
    return int(match[1].replace(",", "")) if match and len(match[1]) < 12 else None


def people(text: str) -> int | None:
    """One number of people, 「先着40名」 included; None for groups, 「約」 and the like."""
    match = PEOPLE.fullmatch(re.sub(r"\s", "", half_width(text)))
    return int(match[1].replace(",", "")) if match and len(match[1]) < 12 else None


def coordinate(axis: str, text: str) -> Decimal:
    """A latitude or longitude in Japan, in decimal degrees, to about ten centimetres."""
    low, high = JAPAN[axis]
    try:
        value = Decimal(half_width(text))
        in_japan = low <= value <= high
    except InvalidOperation:
        in_japan = False
    if not in_japan:
        raise ValidationError(
            f"「{shortened(text)}」は日本の中の場所ではありません。"
            "緯度は35.68、経度は139.76のように、度の小数で書いてください。",
            code="not_a_coordinate",
        )
    return value.quantize(Decimal("0.000001"))


def shortened(text: str) -> str:
    """A cell as a sentence quotes it: on one line, not too long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:40]}…"
