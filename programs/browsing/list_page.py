"""One page of the list of courses, as its template shows it."""

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from centers.kept import MOST_CENTERS
from portal.facets import COUNT_SECONDS, Counts
from portal.japan import calendar
from portal.paging import among_all
from portal.typed import number_in, texts_in
from programs.browsing.catalogue import Catalogue, Group
from programs.browsing.facets import counts, key_of
from programs.composed import Composed
from programs.models import Course
from programs.reference import with_reference_rows

SIZE = 20
# The list as one comes to it, before anything is asked.
FRONT_PAGE = Composed(Course.objects.current().for_list().soonest_first()[:SIZE])


class ListPage:
    """Twenty courses of an answer, with counts, removable conditions and ways on.

    Courses whose title holds the words come before those that hold them elsewhere; within both,
    what closes soonest comes first.
    """

    def __init__(self, asked: Catalogue, query: QueryDict) -> None:
        self.asked = asked
        self.counts: Counts = counts(asked)
        self.last = max(-(-self.counts.total // SIZE), 1)
        self.query = query.copy()
        self.number = self._read_number(self.query.pop("page", ["1"])[-1])
        self._asked_for = self.query.urlencode()

    def _read_number(self, typed: str) -> int:
        number = number_in(typed)
        self.exists = 1 <= number <= self.last
        if not self.exists:
            self.asked.problems.append("そのページはありません。近いページを表示しています。")
        return min(max(number, 1), self.last)

    # ------------------------------------------------------------ courses

    def courses(self) -> list[Course]:
        """The courses of this page: one statement, or two where titles end and texts begin."""
        if self.asked.is_everything and self.number == 1:
            return with_reference_rows(FRONT_PAGE.ask(timezone.now(), timezone.now()))
        found = self.asked.courses().for_list().soonest_first()
        first = (self.number - 1) * SIZE
        if not self.asked.q:
            return with_reference_rows(found[first : first + SIZE])
        titled = self.asked.courses(in_titles=True).for_list().soonest_first()
        in_titles = self.counts.wholes.get("titled", 0)
        rows = list(titled[first : first + SIZE]) if first < in_titles else []
        if len(rows) < SIZE:
            others = found.exclude(title_search__matches=self.asked.q)
            begin = max(first - in_titles, 0)
            rows += others[begin : begin + SIZE - len(rows)]
        return with_reference_rows(rows)

    # ------------------------------------------------------------ addresses

    def _address(self, query: QueryDict) -> str:
        return f"?{query.urlencode()}" if query else reverse("programs:list")

    def _page_url(self, number: int) -> str:
        parts = [self._asked_for] if self._asked_for else []
        if number > 1:
            parts.append(f"page={number}")
        return f"?{'&'.join(parts)}" if parts else reverse("programs:list")

    def _without(self, name: str, value: str) -> str:
        query = self.query.copy()
        query.setlist(name, [other for other in texts_in(query, name) if other != value])
        return self._address(query)

    # ------------------------------------------------------------ parts of the page

    def conditions(self) -> list[dict]:
        """Every condition in force, in words, with the address that drops it."""
        asked, held = self.asked, []
        if asked.q:
            held.append((f"「{asked.q}」", "q", self.query.get("q", "")))
        for name, day, word in (("from", asked.first_day, "から"), ("to", asked.last_day, "まで")):
            if day:
                held.append((f"{calendar.short_date(day)}{word}", name, self.query.get(name, "")))
        if asked.closed:
            held.append(("受付終了もふくむ", "closed", "1"))
        for group in asked.groups:
            held += [(group.labels[v], group.name, v) for v in asked.chosen.get(group.name, ())]
        return [
            {"label": label, "remove_url": self._without(name, value)}
            for label, name, value in held
        ]

    def facets(self) -> list[dict]:
        """The groups of conditions; each value with its count and whether it is chosen.

        Where more than MOST_CENTERS centres would be left, only the chosen ones are listed, and
        `too_many` says that a ward is to be chosen first.
        """
        numbers = self.counts.by_value()
        return [self._facet(group, numbers.get(group.name, {})) for group in self.asked.groups]

    def _facet(self, group: Group, numbers: dict[str, int]) -> dict:
        chosen = self.asked.chosen.get(group.name, ())
        too_many = group.name == "center" and len(numbers) > MOST_CENTERS
        return {
            "name": group.name,
            "title": group.title,
            "too_many": too_many,
            "options": [
                {
                    "value": value,
                    "label": label,
                    "count": numbers.get(value, 0),
                    "checked": value in chosen,
                }
                for value, label in group.labels.items()
                if value in chosen or not too_many
            ],
        }

    def suggestions(self) -> list[dict]:
        """Three ways on from an empty list."""
        ways = []
        if self.asked.q and (self.asked.chosen or self.asked.first_day or self.asked.last_day):
            only_words = QueryDict(mutable=True)
            only_words["q"] = self.asked.q
            ways.append(
                {"label": f"「{self.asked.q}」だけでさがす", "url": self._address(only_words)}
            )
        if not self.asked.closed:
            with_closed = self.query.copy()
            with_closed["closed"] = "1"
            ways.append({"label": "受付が終わった講座もさがす", "url": self._address(with_closed)})
        ways.append({"label": "いま申し込める講座をすべて見る", "url": "?open=1"})
        ways.append({"label": "近くの市民センターからさがす", "url": reverse("centers:list")})
        return ways[:3]

    def context(self) -> dict:
        asked = self.asked
        return {
            "section_nav": "courses",
            "q": asked.q,
            "count": self.counts.total,
            "problem": " ".join(asked.problems),
            "conditions": self.conditions(),
            "clear_url": reverse("programs:list"),
            "facets": self.facets,
            "facets_key": key_of(asked),
            "facets_seconds": COUNT_SECONDS,
            "filters": {
                "from": asked.first_day.isoformat() if asked.first_day else "",
                "to": asked.last_day.isoformat() if asked.last_day else "",
                "closed": asked.closed,
            },
            "courses": self.courses() if self.counts.total else [],
            "page": among_all(self.number, self.last, self._page_url),
            "suggestions": [] if self.counts.total else self.suggestions(),
        }
