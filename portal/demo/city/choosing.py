"""What a course is about, and when it meets: left to chance, or as a scene wishes."""

from dataclasses import dataclass
from datetime import date, time
from random import Random

from programs.models import Course

from .offer import CATEGORIES
from .periods import Phase, earliest_start
from .sites import Site
from .timetable import AFTER_SCHOOL, AFTERNOON, COOKING, EVENING, MORNING, TIMES, is_open
from .topics import Topic, topics_by_category

WEEKDAYS, SATURDAY, SUNDAY = [0, 1, 2, 3, 4], 5, 6


@dataclass(frozen=True)
class Wish:
    """What a course made for a scene has to be; all else is left to chance."""

    site: Site | None = None
    stages: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    method: Course.Method = Course.Method.FIRST_COME
    number: int = 1
    not_before: date | None = None
    topic: Topic | None = None

    def suits(self, topic: Topic, month: int) -> bool:
        """Whether a course on this topic grants the wish, by day."""
        return (
            topic.suits(month)
            and topic.when != "evening"
            and (not self.stages or topic.stages in self.stages)
            and (not self.words or any(word in topic.title for word in self.words))
        )


class Chooser:
    """Chooses topics and times, one course after another."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today

    def what(self, phase: Phase, category: str, wish: Wish | None) -> tuple[Topic, int, date]:
        """A topic, how many sessions it has, and from when on they may begin."""
        rng = self.rng
        if wish:
            not_before = wish.not_before or earliest_start(rng, phase, self.today, wish.number)
            return self._wished(wish, not_before.month), wish.number, not_before
        topics = topics_by_category()[category or rng.choice(CATEGORIES)[0]]
        number = rng.choices([1, 2, 3, 4, 5, 6, 8, 10], [46, 12, 12, 12, 5, 6, 4, 3])[0]
        if phase is Phase.RUNNING:
            number = max(number, 4)
        not_before = earliest_start(rng, phase, self.today, number)
        suited = [topic for topic in topics if topic.suits(not_before.month)]
        lasting = [topic for topic in suited if topic.most >= number] or suited
        weights = [1 if topic.stages == "as" else 2 for topic in lasting]
        topic = rng.choices(lasting, weights)[0]
        return topic, min(number, topic.most), not_before

    def _wished(self, wish: Wish, month: int) -> Topic:
        """A topic that grants a wish, one that lasts as long if there is any."""
        if wish.topic:
            return wish.topic
        topics = [topic for found in topics_by_category().values() for topic in found]
        suited = [topic for topic in topics if wish.suits(topic, month)]
        lasting = [topic for topic in suited if topic.most >= wish.number] or suited
        return self.rng.choice(lasting)

    def when(self, topic: Topic, site: Site, phase: Phase) -> tuple[str, list[int]]:
        """The part of the day and the weekdays that suit those it is for, and the centre."""
        rng = self.rng
        if phase is Phase.TODAY:
            parts = [part for part in TIMES if is_open(site, self.today, part)]
            return rng.choice(parts), [self.today.weekday()]
        sundays = len(site.hours) == 7
        if topic.when == "evening":
            return EVENING, [rng.choice(WEEKDAYS)]
        if "b" in topic.stages:
            return MORNING, [rng.choice(WEEKDAYS)]
        weekend = rng.random() < (0.6 if topic.stages in {"e", "et", "t", "eas"} else 0.2)
        if weekend:
            day = SUNDAY if sundays and rng.random() < 0.6 else SATURDAY
            return rng.choice([MORNING, AFTERNOON]), [day]
        if topic.stages in {"e", "et", "t"}:
            return AFTERNOON, [rng.choice(WEEKDAYS)]
        return self.part_for(topic), [rng.choice(WEEKDAYS)]

    def part_for(self, topic: Topic) -> str:
        """The part of a weekday on which those it is for have time."""
        weights = [50, 45, 5] if topic.stages == "s" else [38, 34, 28]
        if topic.when == "day":
            weights[2] = 0
        return self.rng.choices([MORNING, AFTERNOON, EVENING], weights)[0]

    def times(self, topic: Topic, part: str, day: date) -> tuple[time, time]:
        """When a session on this topic begins and ends; children come after school."""
        if topic.stages in {"e", "et", "t"} and part == AFTERNOON and day.weekday() < SATURDAY:
            return AFTER_SCHOOL
        return COOKING[part] if topic.room == "調理室" else self.rng.choice(TIMES[part])
