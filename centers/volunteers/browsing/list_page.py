"""One page of the list of openings, as its template shows it."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from centers.volunteers.models import Opening, Shift
from centers.volunteers.models.shift import ShiftQuerySet
from portal.facets import COUNT_SECONDS
from portal.japan import calendar
from portal.paging import page_of
from portal.typed import texts_in

from .asked import Asked
from .facets import counts, key_of

SIZE = 20
DATES_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """One opening with its shifts that answer what was asked."""

    opening: Opening
    shifts: list[Shift]

    @property
    def dates(self) -> list[Shift]:
        """The first few after the one that stands at the side."""
        return self.shifts[1 : 1 + DATES_SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.shifts) - 1 - DATES_SHOWN, 0)

    @property
    def left(self) -> int:
        """How many are still wanted, over all its shifts."""
        return sum(shift.left for shift in self.shifts)


class ListPage:
    """Twenty openings of an answer, with removable conditions and ways on."""

    def __init__(self, asked: Asked, query: QueryDict) -> None:
        self.asked = asked
        self.query = query.copy()
        openings, self.page = page_of(
            asked.openings().for_list().prefetch_related("fields"), query, size=SIZE
        )
        self.query.pop("page", None)
        found = with_shifts(openings, asked.shifts())
        self.rows = [Row(opening, shifts) for opening, shifts in found]

    def _address(self, query: QueryDict) -> str:
        return f"?{query.urlencode()}" if query else reverse("volunteers:openings")

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [other for other in texts_in(query, name) if other != value])
        return self._address(query)

    def conditions(self) -> list[dict]:
        """Every condition in force, in words, with the address that drops it."""
        asked, held = self.asked, []
        if asked.q:
            held.append((f"「{asked.q}」", "q", self.query.get("q", "")))
        for name, day, word in (("from", asked.first_day, "から"), ("to", asked.last_day, "まで")):
            if day:
                held.append((f"{calendar.short_date(day)}{word}", name, self.query.get(name, "")))
        if asked.age is not None:
            held.append((f"{asked.age}歳", "age", self.query.get("age", "")))
        if asked.full:
            held.append(("人数に達したものもふくむ", "full", "1"))
        for group in asked.groups:
            held += [(group.labels[v], group.name, v) for v in asked.chosen.get(group.name, ())]
        return [
            {"label": label, "remove_url": self._without(name, value)}
            for label, name, value in held
        ]

    def facets(self) -> list[dict]:
        """The groups of conditions that have any; each value with its count, and whether chosen."""
        numbers = counts(self.asked).by_value()
        return [
            {
                "name": group.name,
                "title": group.title,
                "options": [
                    {
                        "value": value,
                        "label": label,
                        "count": numbers.get(group.name, {}).get(value, 0),
                        "checked": value in self.asked.chosen.get(group.name, ()),
                    }
                    for value, label in group.labels.items()
                ],
            }
            for group in self.asked.groups
            if group.labels
        ]

    def suggestions(self) -> list[dict]:
        """Ways on from an empty list."""
        ways = []
        if self.asked.q and len(self.conditions()) > 1:
            only_words = QueryDict(mutable=True)
            only_words["q"] = self.asked.q
            ways.append(
                {"label": f"「{self.asked.q}」だけでさがす", "url": self._address(only_words)}
            )
        if not self.asked.full:
            with_full = self.query.copy()
            with_full["full"] = "1"
            ways.append(
                {"label": "人数に達した募集もふくめてさがす", "url": self._address(with_full)}
            )
        if self.conditions():
            ways.append(
                {"label": "いまある募集をすべて見る", "url": reverse("volunteers:openings")}
            )
        ways.append(
            {"label": "地域で活動している団体をさがす", "url": reverse("volunteers:organizations")}
        )
        return ways[:3]

    def context(self) -> dict:
        asked = self.asked
        return {
            "section_nav": "volunteers",
            "q": asked.q,
            "count": self.page["total"],
            "problem": " ".join(asked.problems),
            "conditions": self.conditions(),
            "clear_url": reverse("volunteers:openings"),
            "facets": self.facets,
            "facets_key": key_of(asked),
            "facets_seconds": COUNT_SECONDS,
            "filters": {
                "from": asked.first_day.isoformat() if asked.first_day else "",
                "to": asked.last_day.isoformat() if asked.last_day else "",
                "age": "" if asked.age is None else asked.age,
                "full": asked.full,
            },
            "rows": self.rows,
            "page": self.page,
            "suggestions": [] if self.rows else self.suggestions(),
        }


def with_shifts(
    openings: list[Opening], among: ShiftQuerySet | None = None
) -> list[tuple[Opening, list[Shift]]]:
    """Each opening with its shifts, all to come or `among` some, in one statement for all."""
    coming = Shift.objects.to_come() if among is None else among
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in coming.filter(opening__in=openings):
        shifts[shift.opening_id].append(shift)
    return [(opening, shifts[opening.pk]) for opening in openings]
