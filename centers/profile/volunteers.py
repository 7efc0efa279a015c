"""Who is there for others at a centre: how many, in which roles, how old.

Counted through what volunteers say of their centre; nothing here knows what a volunteer is besides.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from centers.models import Center
from centers.utilisation.counting import per_cent

from .people import BANDS, shown_to_public


@dataclass(frozen=True)
class Volunteers:
    """Those registered at one centre, and those posted to it by role."""

    bands: tuple[int, int, int] = (0, 0, 0)
    roles: tuple[tuple[str, int], ...] = ()

    @property
    def number(self) -> int:
        return sum(self.bands)

    @property
    def told_to_public(self) -> str:
        """In tens; nothing of fewer than ten."""
        [number] = shown_to_public([self.number])
        return "" if number is None else f"{number:,}"

    @property
    def lines(self) -> list[dict]:
        """Each band of ages with its number and share."""
        return [
            {"name": name, "people": f"{people:,}人", "share": per_cent(people, self.number)}
            for name, people in zip(BANDS, self.bands, strict=True)
        ]


NOBODY = Volunteers()


def volunteers(centers: Collection[int], year: int) -> dict[int, Volunteers]:
    """Each centre's on the last day of the fiscal year, or today: two statements."""
    day = min(timezone.localdate(), date(year + 1, 3, 31))
    roles: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    posted = (
        Center.objects.filter(pk__in=centers, postings__days__contains=day)
        .order_by("pk", "postings__role__order", "postings__role__name")
        .values("pk", "postings__role__name", "postings__role__order")
        .annotate(number=Count("postings__volunteer", distinct=True))
    )
    for row in posted:
        roles[row["pk"]].append((row["postings__role__name"], row["number"]))
    then = Q(volunteers__registered_at__date__lte=day) & (
        Q(volunteers__stopped_on=None) | Q(volunteers__stopped_on__gt=day)
    )
    under_30 = Q(volunteers__person__birth_date__gt=_years_before(day, 30))
    under_60 = Q(volunteers__person__birth_date__gt=_years_before(day, 60))
    counted = (
        Center.objects.filter(pk__in=centers)
        .order_by()
        .values("pk")
        .annotate(
            young=Count("volunteers", filter=then & under_30),
            middle=Count("volunteers", filter=then & ~under_30 & under_60),
            senior=Count("volunteers", filter=then & ~under_60),
        )
    )
    return {
        row["pk"]: Volunteers(
            (row["young"], row["middle"], row["senior"]), tuple(roles.get(row["pk"], ()))
        )
        for row in counted
    }


def _years_before(day: date, years: int) -> date:
    """Who was born after it is younger than so many years on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
