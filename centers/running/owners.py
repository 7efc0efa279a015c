"""What other apps do with bookings of their own: the registry they put themselves into.

The desk of rooms knows no courses. Whoever takes rooms for something of its own registers here, in
its app's `ready()`, how that is moved and who comes, so that imports never point up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from centers.models import Booking
from portal.people.models import User

from .place import Place


@dataclass(frozen=True)
class Came:
    """How many of which age, by the bands of the use record."""

    young: int = 0
    middle: int = 0
    senior: int = 0


@dataclass(frozen=True)
class Owner:
    """The app behind one kind of booking.

    `address` is where its own desk shows a booking; `move` gets where the form showed it (a
    `Place.mark`) and refuses under its own lock where that is no longer so; `told` says in the form
    who hears of a move; `number` is how many are to come, if it is known, `came` who they were.
    """

    address: Callable[[Booking], str]
    move: Callable[[Booking, Place, str, User], None]
    told: Callable[[Booking], str]
    number: Callable[[Booking], int | None]
    came: Callable[[Booking], Came]


_registered: dict[str, Owner] = {}


def register(kind: str, owner: Owner) -> None:
    """Let `owner` speak for the bookings of `kind`."""
    _registered[kind] = owner


def owner_of(booking: Booking) -> Owner | None:
    return _registered.get(booking.kind)
