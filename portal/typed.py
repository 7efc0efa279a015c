"""What an address or a form says where a number, keys of rows, several values or a day is expected.

Nonsense there is no fault of whoever reads the page: it is taken as nothing said. Whatever may be
sent more than once is read here, up to a bound.
"""

from datetime import date

from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date

LONGEST_KEY = 18  # digits: a bigint holds every such number
MOST_AT_ONCE = 200  # no page shows more boxes of one name, unless it says how many


def is_number(typed: str, longest: int = LONGEST_KEY) -> bool:
    """Whether it is a whole number of at most `longest` digits."""
    return typed.isascii() and typed.isdecimal() and len(typed) <= longest


def number_in(typed: str, otherwise: int = 0, *, longest: int = LONGEST_KEY) -> int:
    """The number, or `otherwise`; nought is the key of no row."""
    return int(typed) if is_number(typed, longest) else otherwise


def texts_in(said: MultiValueDict, name: str, most: int = MOST_AT_ONCE) -> list[str]:
    """All that was sent under `name`, in its order; of more than `most` the first."""
    return said.getlist(name)[:most]


def keys_in(said: MultiValueDict, name: str, most: int = MOST_AT_ONCE) -> list[int]:
    """The keys of rows among all that was sent under `name`."""
    return [int(one) for one in texts_in(said, name, most) if is_number(one)]


def day_in(typed: str) -> date | None:
    """A day as a date box sends it; None for one there is not."""
    try:
        return parse_date(typed)
    except ValueError:
        return None
