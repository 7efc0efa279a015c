"""What centres offer, told by the apps above: the registry they put themselves into.

Centres know no courses. Whoever offers something in them registers here, in its app's `ready()`, a
function that counts it by category, for many centres in one statement.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Offered:
    """How many things of one category one centre offered in a fiscal year."""

    center: int
    category: str
    order: int
    number: int


Source = Callable[[Collection[int], int], Iterable[Offered]]

_registered: dict[str, Source] = {}


def register(noun: str, source: Source) -> None:
    """Take what `source` counts into every centre's profile; the same noun is replaced."""
    _registered[noun] = source


def offered(centers: Collection[int], year: int) -> list[Offered]:
    """Everything the centres (by key) offered in the fiscal year `year`, categories in order."""
    found = [one for source in _registered.values() for one in source(centers, year)]
    return sorted(found, key=lambda one: (one.order, one.category))
