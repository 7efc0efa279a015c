"""On what terms a course is offered: what it costs, how one applies, how many it takes."""

from datetime import date, datetime, time, timedelta
from random import Random

from programs.models import Course, LifeStage

from .periods import Phase
from .timetable import EVENING, at
from .topics import Topic

CHILDCARE = "1歳〜就学前、5人まで。申込のときにお知らせください。"


def fee(rng: Random, topic: Topic, number: int) -> tuple[int, str]:
    """Yen, and what for. Long courses may ask for all sessions' material at once."""
    if not topic.fee:
        return (rng.choice([300, 500]), "資料代") if rng.random() < 0.1 else (0, "")
    yen = topic.fee + rng.choice([0, 0, 0, 100, 200])
    if number >= 3 and rng.random() < 0.4:
        yen = min(3_000, yen * rng.choice([2, 3]))
        return yen, f"全{number}回分の{topic.fee_note}"
    return yen, topic.fee_note


def method(rng: Random, topic: Topic, phase: Phase, weights: list[int]) -> Course.Method:
    """Courses that need material know beforehand how many come.

    Without sign-up a course that has begun would still be open to newcomers, not just running.
    """
    methods = [Course.Method.FIRST_COME, Course.Method.LOTTERY, Course.Method.NONE]
    if topic.fee or topic.room == "調理室" or phase is Phase.RUNNING:
        weights = [*weights[:2], 0]
    return rng.choices(methods, weights)[0]


def capacity(rng: Random, course: Course, at_most: int | None) -> int | None:
    """Seats: a round number that fits into the room; none are counted where nobody signs up."""
    if course.method == Course.Method.NONE:
        return None
    return min(rng.choice([8, 10, 12, 15, 16, 20, 20, 24, 30, 40]), at_most or 40)


CLOSE_DELAY, ANNOUNCED_AFTER, BEFORE_THE_FIRST = 3, 6, 8  # days
PRIORITIES: tuple[list[Course.Priority], ...] = (
    [],
    [Course.Priority.FIRST_TIME],
    [Course.Priority.WARD],
    [Course.Priority.FIRST_TIME, Course.Priority.NOT_SELECTED],
)


def draw_in_time(rng: Random, course: Course, starts: datetime, today: date) -> bool:
    """Set when a lottery's results go out and whom it favours; False where time is too short."""
    last = at(starts.date() - timedelta(days=BEFORE_THE_FIRST), time(17))
    closes = min(course.apply_until or last, last)
    if closes.date() <= today and starts.date() <= today + timedelta(days=BEFORE_THE_FIRST):
        return False
    if course.apply_from is None or course.apply_from >= closes:
        return False
    course.apply_until = closes
    course.results_at = at(closes.date() + timedelta(days=ANNOUNCED_AFTER), time(10))
    course.priorities = list(rng.choice(PRIORITIES))
    return True


def queue_behind(rng: Random, course: Course) -> int:
    """How a full course keeps its queue, and how many stand in it."""
    course.queue = rng.choices(list(Course.Queue), [10, 50, 30, 10])[0]
    return 0 if course.queue == Course.Queue.NONE else rng.choice([0, 1, 2, 2, 3, 4, 6])


def offers_childcare(rng: Random, topic: Topic, part: str) -> bool:
    """Now and then by day, where grown-ups learn."""
    grown_ups = topic.stages in {"a", "as"}
    return grown_ups and part != EVENING and rng.random() < 0.2


def seats_wanted(rng: Random, phase: Phase, seats: int) -> int:
    """How many sign up: of current courses every seventh is full, every eighth nearly."""
    if phase is Phase.FINISHED:
        return min(seats, rng.randint(2, 10))
    roll = rng.random()
    if roll < 0.14:
        return seats
    if roll < 0.26:
        return seats - rng.randint(1, 3)
    return 0 if roll < 0.34 else int(seats * rng.uniform(0.05, 0.8))


def overlaps(stage: LifeStage, youngest: int | None, oldest: int | None) -> bool:
    """Whether anybody of this life stage is neither too young nor too old."""
    return (oldest is None or stage.min_age <= oldest) and (
        youngest is None or stage.max_age is None or youngest <= stage.max_age
    )
