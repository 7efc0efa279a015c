"""How far a centre is from where somebody is."""

import math
import re
from dataclasses import dataclass

from django.db.models import F, FloatField
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast

from centers.models import Center

KILOMETRES_A_DEGREE = 111.2
TYPED = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,9})?),(-?[0-9]{1,3}(?:\.[0-9]{1,9})?)")


@dataclass(frozen=True)
class Spot:
    """A place on the map; `name` is empty for where the reader is."""

    latitude: float
    longitude: float
    name: str = ""

    @property
    def narrowing(self) -> float:
        """How much shorter a degree is to the east than to the north."""
        return math.cos(math.radians(self.latitude))

    def kilometres_to(self, center: Center) -> float:
        """As the crow flies, good to some metres within a city; endless where unknown."""
        if center.latitude is None or center.longitude is None:
            return math.inf
        north = float(center.latitude) - self.latitude
        east = (float(center.longitude) - self.longitude) * self.narrowing
        return KILOMETRES_A_DEGREE * math.hypot(north, east)

    def nearest_first(self) -> OrderBy:
        """Rooms in the order of `kilometres_to` their centres; where it is unknown, last."""
        north = Cast(F("center__latitude"), FloatField()) - self.latitude
        east = (Cast(F("center__longitude"), FloatField()) - self.longitude) * self.narrowing
        return OrderBy(north * north + east * east, nulls_last=True)


def spot_of(center: Center) -> Spot | None:
    if center.latitude is None or center.longitude is None:
        return None
    return Spot(float(center.latitude), float(center.longitude), center.name)


def spot_typed(typed: str) -> Spot | None:
    """「33.883,130.875」, as the browser tells it."""
    if not (found := TYPED.fullmatch(typed)):
        return None
    latitude, longitude = (float(part) for part in found.groups())
    return Spot(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
