"""What an address or a hidden field says where a number, the key of a row or a day is expected.

Nonsense there is no fault of whoever reads the page: it is taken as nothing said.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.dateparse import parse_date

LONGEST_KEY = 18  # digits: a bigint holds every such number


def is_number(typed: str, longest: int = LONGEST_KEY) -> bool:
    """Whether it is a whole number of at most `longest` digits."""
    return typed.isascii() and typed.isdecimal() and len(typed) <= longest


def number_in(typed: str, otherwise: int = 0, *, longest: int = LONGEST_KEY) -> int:
    """The number, or `otherwise`; nought is the key of no row."""
    return int(typed) if is_number(typed, longest) else otherwise


def keys_in(typed: Iterable[str]) -> list[int]:
    """The keys among what was sent, in its order."""
    return [int(one) for one in typed if is_number(one)]


def day_in(typed: str) -> date | None:
    """A day as a date box sends it; None for one there is not."""
    try:
        return parse_date(typed)
    except ValueError:
        return None
