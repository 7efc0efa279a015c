"""What staff chose to look at: months of a year, and the city, a ward, a centre or a room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404

from centers.models import Center, Room
from portal.people.models import Ward

from .facts import Asked
from .overview import years
from .periods import Period, asked_period


@dataclass(frozen=True)
class Chosen:
    """The choice as it was understood."""

    year: int
    years: list[int]
    first: date
    last: date
    ward: Ward | None = None
    center: Center | None = None
    room: Room | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str], since: date, home: Center | None) -> "Chosen":
        """What the address says; without a word about where, `home`. 404 for what is not there."""
        of_years = years(since)
        year, first, last = asked_period(query, of_years)
        center, room, ward = home if "center" not in query else None, None, None
        if number := query.get("room", ""):
            room = _found(
                Room.objects.bookable().select_related("center__ward"),
                pk=int(number) if number.isascii() and number.isdigit() else 0,
            )
            center = room.center
        elif slug := query.get("center", ""):
            center = _found(Center.objects.select_related("ward"), slug=slug)
        if not room and (slug := query.get("ward", "")):
            ward = _found(Ward.objects.all(), slug=slug)
            # Whoever chooses another ward is done with the centre that stood beside it.
            center = center if center and center.ward == ward else None
            ward = None if center else ward
        return cls(year, of_years, first, last, ward, center, room)

    @property
    def asked(self) -> Asked:
        period = Period.of_months(self.first, self.last)
        if self.room:
            return Asked(period, room=self.room.pk)
        if self.center:
            return Asked(period, centers=(self.center.pk,))
        return Asked(period, ward=self.ward.pk if self.ward else None)

    @property
    def name(self) -> str:
        if self.room:
            return f"{self.room.center}　{self.room}"
        return str(self.center or self.ward or "市全体")

    @property
    def when(self) -> str:
        """The part of the address that says which months."""
        return urlencode({"year": self.year, "from": self.first.month, "to": self.last.month})

    @property
    def address(self) -> str:
        """The whole of it."""
        where = {
            "ward": self.ward.slug if self.ward else "",
            "center": self.center.slug if self.center else "",
        }
        room = {"room": self.room.pk} if self.room else {}
        return f"{self.when}&{urlencode(where | room)}"


def _found(those, **what):
    found = those.filter(**what).first()
    if found is None:
        raise Http404
    return found
