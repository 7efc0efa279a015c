"""Which centres are like one: so that a small one is not measured by a large one."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from centers.models import Center, DistrictPopulation

ROOMS_APART = 1
# The smaller school district has two thirds at least of the people of the larger.
PEOPLE_APART = 1.5


@dataclass(frozen=True)
class Size:
    """A centre by its rooms that may be asked for, and the people of its school district."""

    center: Center
    rooms: int
    people: int | None

    def is_like(self, other: "Size") -> bool:
        """One room more or less at most; of like people too, where both are known."""
        if abs(self.rooms - other.rooms) > ROOMS_APART:
            return False
        if not self.people or not other.people:
            return True
        smaller, larger = sorted([self.people, other.people])
        return larger <= smaller * PEOPLE_APART


def sizes() -> list[Size]:
    """All centres open to the public. One statement."""
    people = (
        DistrictPopulation.objects.newest()
        .filter(center=OuterRef("pk"))
        .order_by()
        .values("center")
        .annotate(people=Sum("count"))
        .values("people")
    )
    centers = (
        Center.objects.open_to_public()
        .select_related("ward")
        .annotate(
            bookable=Count("rooms", filter=Q(rooms__is_bookable=True)), people=Subquery(people)
        )
        .order_by("ward__code", "kana")
    )
    return [Size(one, one.bookable, one.people) for one in centers]


def like(center: Center, among: list[Size]) -> tuple[Size | None, list[Size]]:
    """The centre itself, and those of `among` that are like it."""
    own = next((one for one in among if one.center.pk == center.pk), None)
    if own is None or not own.rooms:
        return own, []
    return own, [one for one in among if one is not own and one.rooms and own.is_like(one)]
