"""What time does: days pass, deadlines are met to the moment, the worker is up or down."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from .life import A_MOMENT, Life, any_number, happens


class Clock(Life):
    @happens(2, hours=st.sampled_from([1, 5, 24, 47, 49, 96]), by_task=st.booleans())
    def time_passes(self, hours: int, by_task: bool) -> None:
        self.comes(self.now + timedelta(hours=hours), by_task)

    @happens(
        5,
        further=st.sampled_from([0, 0, 0, 1, 2]),
        beside=st.integers(-2, 0),
        by_task=st.booleans(),
    )
    def a_moment_comes(self, further: int, beside: int, by_task: bool) -> None:
        """The next deadline, midnight or beginning: what is done next comes before, at, after."""
        ahead = sorted({at for at in self._moments() if at > self.now + 2 * A_MOMENT})
        self.comes(ahead[min(further, len(ahead) - 1)] + beside * A_MOMENT, by_task)

    @happens(1, number=any_number)
    def the_worker_makes_its_round_or_stops_or_starts(self, number: int) -> None:
        if self.worker_is_up and number % 10 == 7:
            self.worker_is_up, self.letters.is_late = False, True
            return
        self.worker_is_up = True
        self.comes(self.now + timedelta(minutes=1), by_task=False)

    def _moments(self) -> Iterator[datetime]:
        """When something begins or ends, and the next midnight, which may end the fiscal year."""
        yield timezone.localtime(self.now).replace(hour=0, minute=0) + timedelta(days=1)
        for course in self.look.courses.values():
            yield from filter(
                None,
                [
                    course.closes_at,
                    course.by_staff_from,
                    course.starts_at,
                    course.ends_at,
                    course.results_at,
                    course.is_lottery and course.closes_at + timedelta(days=2),
                ],
            )
        yield from (row.offer_until for row in self.look.rows.values() if row.is_offered)
