"""Japanese text as people type it, brought into the form the city keeps (GIF DS-443, DS-445)."""

import re
import unicodedata

import jaconv

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DASHES = re.compile(r"[‐‑‒–—―−－ー─━ｰ]")


def plain_spaces(text: str) -> str:
    """Every run of spaces, full-width ones included, as one half-width space; ends trimmed."""
    return " ".join(text.split())


def as_meant(text: str) -> str:
    """What was typed into a field of many lines: one kind of line end, nothing unseen, no ends."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def katakana(text: str) -> str:
    """A reading (フリガナ) in full-width katakana, whichever kana it was typed in."""
    return plain_spaces(jaconv.hira2kata(unicodedata.normalize("NFKC", text)))


def is_katakana(text: str) -> bool:
    """Whether `text` is only full-width katakana, ー, ・ and spaces."""
    return bool(re.fullmatch(r"[ァ-ヺー・ ]+", text))


def phone(text: str) -> str:
    """A telephone number as half-width digits and hyphens (GIF DS-445), dashes unified."""
    return plain_spaces(DASHES.sub("-", unicodedata.normalize("NFKC", text)))


def postcode(text: str) -> str:
    """A postcode as seven digits without hyphen (GIF DS-443)."""
    return re.sub(r"[^0-9]", "", DASHES.sub("-", unicodedata.normalize("NFKC", text)))


# One form for the ways a reading is miswritten: small letters as large ones, voiced letters as
# plain ones (タカザキ, タカサキ), no ー, ・ or spaces. The database folds by the same pairs.
_SMALL = "ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ"
_VOICED = (
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴヲヰヱ",
    "カキクケコサシスセソタシステトハヒフヘホハヒフヘホウオイエ",
)
KANA_FROM = f"{_SMALL[0]}{_VOICED[0]}ー・ "
KANA_TO = f"{_SMALL[1]}{_VOICED[1]}"
_KANA_KEY = str.maketrans(KANA_FROM[: len(KANA_TO)], KANA_TO, KANA_FROM[len(KANA_TO) :])


def kana_key(text: str) -> str:
    """What all ways to write one reading share: 「たかざき　ﾊﾅｺ」 gives タカサキハナコ."""
    return katakana(text).translate(_KANA_KEY)


def digits(text: str) -> str:
    """Only the digits of what was typed, half-width."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
