"""Japanese text as people type it, brought into the form the city keeps (GIF DS-443, DS-445)."""

import re
import unicodedata

import jaconv

DASHES = re.compile(r"[‐‑‒–—―−－ー─━ｰ]")


def plain_spaces(text: str) -> str:
    """Every run of spaces, full-width ones included, as one half-width space; ends trimmed."""
    return " ".join(text.split())


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
