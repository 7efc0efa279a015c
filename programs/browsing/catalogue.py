"""The list of courses: what an address asks for, and which courses answer it.

Within one group of conditions any may hold (two wards: either); between groups all must.
Only 「うれしい条件」 narrows with each tick. An unknown value is left out and said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

from centers.kept import CENTERS, WARDS
from portal.japan import calendar
from portal.typed import texts_in
from programs import reference
from programs.models import Course, Session
from programs.models.course_queryset import CourseQuerySet, is_open
from programs.search import is_searchable

LONGEST_WORDS = 100
MOST_VALUES = 20

NICE = {
    "free": ("無料", Q(fee=0)),
    "childcare": ("託児あり", Q(childcare=True)),
    "wheelchair": ("車いす可", Q(wheelchair=True)),
    "sign_language": ("手話通訳", Q(sign_language=True)),
    "captioning": ("要約筆記", Q(captioning=True)),
    "online": ("オンライン", Q(online=True)),
}


@dataclass(frozen=True)
class Group:
    """One group of conditions: its name in the address, its title, its values with labels."""

    name: str
    title: str
    labels: Mapping[str, str]


# Those that no table names.
OPEN = Group("open", "申込", {"1": "いま申し込める"})
METHOD = Group(
    "method",
    "申込のしかた",
    {choice.value: str(choice.label) for choice in Course.Method if choice != "other"},
)
WEEKDAY = Group("weekday", "曜日", {str(i): f"{day}曜" for i, day in enumerate(calendar.WEEKDAYS)})
TIME = Group("time", "時間帯", {choice.value: str(choice.label) for choice in Course.Daypart})
NICE_TO_HAVE = Group("nice", "うれしい条件", {name: label for name, (label, _) in NICE.items()})


def groups() -> list[Group]:
    """All groups in the order of the page."""
    return [
        OPEN,
        METHOD,
        Group("ward", "区", WARDS.names()),
        Group("center", "市民センター", CENTERS.names()),
        Group("category", "分野", reference.CATEGORIES.names()),
        Group("stage", "対象", reference.LIFE_STAGES.names()),
        WEEKDAY,
        TIME,
        NICE_TO_HAVE,
    ]


@dataclass
class Catalogue:
    """What one address of the list asks for."""

    groups: list[Group]
    q: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    closed: bool = False
    problems: list[str] = field(default_factory=list)

    @classmethod
    def from_query(cls, query: QueryDict) -> "Catalogue":
        """Read an address; whatever cannot be used becomes a sentence in `problems`."""
        asked = cls(groups())
        asked._read_words(query.get("q", ""))
        for group in asked.groups:
            values = tuple(dict.fromkeys(texts_in(query, group.name, MOST_VALUES)))
            known = tuple(value for value in values if value in group.labels)
            if known:
                asked.chosen[group.name] = known
            if any(value and value not in group.labels for value in values):
                asked.problems.append(
                    f"「{group.title}」に知らない条件があったので、外してさがしました。"
                )
        asked.first_day = asked._read_day(query.get("from", ""))
        asked.last_day = asked._read_day(query.get("to", ""))
        if asked.first_day and asked.last_day and asked.first_day > asked.last_day:
            asked.problems.append(
                "「この日から」が「この日まで」よりあとです。日にちを直してください。"
            )
        asked.closed = query.get("closed") == "1"
        return asked

    def _read_words(self, typed: str) -> None:
        words = " ".join(typed.replace("\x00", "").split())
        if len(words) > LONGEST_WORDS:
            words = words[:LONGEST_WORDS]
            self.problems.append(f"ことばが長いので、はじめの{LONGEST_WORDS}文字でさがしました。")
        self.q = words
        if words and not is_searchable(words):
            self.problems.append("記号だけではさがせません。ことばを入れてください。")

    def _read_day(self, typed: str) -> date | None:
        if not typed:
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            day = None
        if day is None or not 2000 <= day.year <= 2100:
            self.problems.append("日付を読み取れませんでした。例：2026-12-06")
            return None
        return day

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows or widens the list."""
        return not (self.q or self.chosen or self.first_day or self.last_day or self.closed)

    def key(self) -> str:
        """The same for every address that asks for the same."""
        chosen = sorted((name, sorted(values)) for name, values in self.chosen.items())
        return repr((self.q, chosen, self.first_day, self.last_day, self.closed))

    # ------------------------------------------------------------ the answer

    def courses(self, *, without: str = "", in_titles: bool = False) -> CourseQuerySet:
        """Courses that meet every condition; those of the group `without` left aside.

        `in_titles`: only those whose title holds the words, all of which the whole text holds too.
        """
        found = Course.objects.not_over() if self.closed else Course.objects.current()
        if self.q:
            where = "title_search" if in_titles else "search"
            found = found.filter(**{f"{where}__matches": self.q})
        if self.first_day or self.last_day:
            found = found.filter(Exists(self._sessions_between()))
        for name, values in self.chosen.items():
            if name != without:
                found = found.filter(self._condition(name, values))
        return found

    def _sessions_between(self):
        sessions = Session.objects.held().filter(course=OuterRef("pk"))
        if self.first_day:
            sessions = sessions.filter(ends_at__gte=calendar.bounds_of(self.first_day)[0])
        if self.last_day:
            sessions = sessions.filter(starts_at__lt=calendar.bounds_of(self.last_day)[1])
        return sessions

    def _condition(self, name: str, values: tuple[str, ...]) -> Q:
        match name:
            case "open":
                return is_open(timezone.now())
            case "method":
                return Q(method__in=values)
            case "ward" | "center" | "category":
                return Q(**{f"{name}__slug__in": values})
            case "stage":
                served = Course.life_stages.through.objects.filter(lifestage__slug__in=values)
                return Q(pk__in=served.values("course_id"))
            case "weekday":
                return Q(weekdays__overlap=[int(value) for value in values])
            case "time":
                return Q(dayparts__overlap=list(values))
            case _:
                together = Q()
                for value in values:
                    together &= NICE[value][1]
                return together
