"""What the rooms were used for, and how many people of which age came."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from centers.models import Booking

from .counting import per_cent
from .facts import Asked

COURSE = Booking.Kind.COURSE.label


@dataclass(frozen=True)
class ForWhat:
    """A use class (利用種別) or a purpose: the slots it used and the uses that did."""

    name: str
    slots: int
    uses: int

    def part_of(self, slots: int) -> Decimal | None:
        """Its share of `slots`, in per cent."""
        return per_cent(self.slots, slots)


# A course has no use class; the word for what it is stands in its place.
BY_CLASS = """
SELECT coalesce(class.name, %(course)s), count(DISTINCT (use.room_id, use.day, use.slot_id)),
    count(DISTINCT use.booking_id)
FROM use
LEFT JOIN centers_reservation reservation ON reservation.id = use.reservation_id
LEFT JOIN centers_registration registration ON registration.id = reservation.registration_id
LEFT JOIN centers_purposeclass class ON class.id = registration.purpose_class_id
WHERE use.kind <> %(block)s
GROUP BY class.id ORDER BY class.order NULLS LAST, class.id
"""
BY_PURPOSE = """
SELECT reservation.purpose, count(DISTINCT (use.room_id, use.day, use.slot_id)),
    count(DISTINCT use.booking_id)
FROM use JOIN centers_reservation reservation ON reservation.id = use.reservation_id
WHERE reservation.purpose <> ''
GROUP BY reservation.purpose ORDER BY 2 DESC, 1 LIMIT %(most)s
"""


def by_class(asked: Asked) -> list[ForWhat]:
    """Open slots used, by use class, and by courses last.

    A slot in which uses of two classes met counts for both.
    """
    return _asked_for(asked, BY_CLASS, {"course": COURSE})


def by_purpose(asked: Asked, most: int = 20) -> list[ForWhat]:
    """Open slots used, by the purpose as the groups wrote it, the most frequent first.

    For the staff of the centres alone: a purpose is what somebody wrote.
    """
    return _asked_for(asked, BY_PURPOSE, {"most": most})


@dataclass(frozen=True)
class Ages:
    """How many came, by the bands of the records of use; people who come twice are two."""

    young: int = 0
    middle: int = 0
    senior: int = 0
    records: int = 0

    NAMES = ("29歳以下", "30〜59歳", "60歳以上")

    @property
    def bands(self) -> tuple[int, int, int]:
        return self.young, self.middle, self.senior

    @property
    def total(self) -> int:
        return sum(self.bands)

    @property
    def lines(self) -> Iterable[tuple[str, int, Decimal | None]]:
        """Each band: its name, its people, and their share of all."""
        return [
            (name, people, per_cent(people, self.total))
            for name, people in zip(self.NAMES, self.bands, strict=True)
        ]


AGES = """
SELECT coalesce(sum(record.young), 0), coalesce(sum(record.middle), 0),
    coalesce(sum(record.senior), 0), count(*)
FROM centers_use record
WHERE record.booking_id IN (SELECT booking_id FROM use)
"""


def ages(asked: Asked) -> Ages:
    """Those counted when the room was given back, for uses that lie in open slots."""
    with connection.cursor() as cursor:
        cursor.execute(f"{asked.uses} {AGES}", asked.values)
        return Ages(*cursor.fetchone())


def _asked_for(asked: Asked, statement: str, values: dict) -> list[ForWhat]:
    with connection.cursor() as cursor:
        cursor.execute(f"{asked.uses} {statement}", asked.values | values)
        return [ForWhat(*row) for row in cursor.fetchall()]
