"""How much each reason counts. Staff change it; what nobody changed is as shipped here."""

from collections.abc import Mapping
from dataclasses import dataclass

from centers.volunteers.models import Weight

Reason = Weight.Reason
REST_DAYS = 90

SHIPPED: Mapping[str, int] = {
    Reason.ROLE: 30,
    Reason.TRAINED: 25,
    Reason.WANTS_ROLE: 20,
    Reason.FIELD: 15,
    Reason.FREE: 15,
    Reason.SAME_CENTER: 10,
    Reason.WARD: 10,
    Reason.LANGUAGE: 10,
    Reason.RESTED: 20,
}


@dataclass(frozen=True)
class Weights:
    """The points of every reason, and after how many days somebody has rested."""

    points: Mapping[str, int]
    rest_days: int

    @classmethod
    def in_force(cls) -> "Weights":
        """As staff set them. One statement."""
        rows = {row.reason: row for row in Weight.objects.all()}
        rested = rows.get(Reason.RESTED)
        return cls(
            {
                reason: rows[reason].points if reason in rows else points
                for reason, points in SHIPPED.items()
            },
            (rested.days if rested else None) or REST_DAYS,
        )

    def used(self) -> list[str]:
        """The reasons that count, the weightiest first."""
        in_order = sorted(self.points, key=lambda reason: -self.points[reason])
        return [reason for reason in in_order if self.points[reason]]
