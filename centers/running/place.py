"""A room for a while: where a booking is, or where it is to go."""

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import Booking, Room
from portal.japan import calendar


@dataclass(frozen=True)
class Place:
    """A room from one moment to another."""

    room: Room
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, booking: Booking) -> "Place":
        return cls(booking.room, booking.starts_at, booking.ends_at)

    @property
    def mark(self) -> str:
        """What a form carries, to know later whether somebody else moved the booking meanwhile."""
        return f"{self.room.pk}-{self.starts_at.timestamp():.0f}-{self.ends_at.timestamp():.0f}"

    @property
    def period(self) -> DateTimeTZRange:
        return DateTimeTZRange(self.starts_at, self.ends_at)

    def keeps_time_of(self, mark: str) -> bool:
        """Whether only the room is another than in `mark`."""
        return self.mark.partition("-")[2] == mark.partition("-")[2]

    @property
    def times(self) -> str:
        """「12/6（日）13:00〜17:00」"""
        starts, ends = calendar.local(self.starts_at), calendar.local(self.ends_at)
        return (
            f"{calendar.short_date(starts.date())}{calendar.clock(starts)}〜{calendar.clock(ends)}"
        )

    def __str__(self) -> str:
        return f"{self.times} {self.room.name}"
