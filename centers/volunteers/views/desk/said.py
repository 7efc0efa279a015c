"""What the addresses of the volunteers' desk say: keys and days; nothing for what is none."""

from datetime import date

from django.utils.dateparse import parse_date


def is_key(typed: str) -> bool:
    """Whether it can be the key of a row."""
    return typed.isdecimal() and typed.isascii() and len(typed) < 19


def keys_in(typed: list[str], most: int) -> list[int]:
    return [int(key) for key in typed[:most] if is_key(key)]


def day_of(typed: str) -> date | None:
    """A day as a date box sends it; None for one there is not."""
    try:
        return parse_date(typed)
    except ValueError:
        return None
