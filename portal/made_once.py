"""What is dear to make and the same for everybody: made by one while the others wait."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import caches

LONGEST_WAIT = 3  # seconds for what another is making
GLANCE = 0.02  # seconds between two looks whether it is there


def made_once[Made](key: str, make: Callable[[], Made], seconds: float) -> Made:
    """What `make` makes, this many seconds old at most, and older only while one makes it anew."""
    with one_at_a_time(key) as kept:
        if kept is not None:
            return kept
        made = make()
        keep(key, made, fresh=seconds, seconds=2 * seconds)
        return made


@contextmanager
def one_at_a_time(key: str) -> Iterator[Any]:
    """What is kept under this key; None for the one who is to make it and `keep` it.

    While one makes it anew, the others get the old one; where there is none they wait for it, and
    if that takes too long each makes its own.
    """
    cache, being_made = caches["pages"], f"{key}-being-made"
    give_up_at = time.monotonic() + LONGEST_WAIT
    while True:
        is_fresh, kept = _kept(key)
        if not is_fresh and cache.add(being_made, True, LONGEST_WAIT):
            try:
                is_fresh, kept = _kept(key)  # it may have been made just now
                yield kept if is_fresh else None
            finally:
                cache.delete(being_made)
            return
        if kept is not None or time.monotonic() > give_up_at:
            yield kept
            return
        time.sleep(GLANCE)


def keep(key: str, made: Any, *, fresh: float, seconds: float) -> None:
    """Keep it: `fresh` seconds as it is, and until `seconds` are over while it is made anew."""
    caches["pages"].set(key, (time.time() + fresh, made), seconds)


def _kept(key: str) -> tuple[bool, Any]:
    fresh_until, kept = caches["pages"].get(key) or (0, None)
    return fresh_until > time.time(), kept
