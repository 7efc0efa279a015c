"""Who signs up for what: residents who may, as many as there are seats for."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime
from random import Random

from portal.japan import calendar
from portal.people.models import Person
from programs.models import Course, LifeStage, SignUp

from .people import Population

FEATURED_COURSES = 2
OLDEST = 120


class Crowd:
    """The residents by birthday, ready to be asked."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.people = sorted(population.people, key=lambda person: person.birth_date)
        self._birthdays = [person.birth_date for person in self.people]
        self._waiting = {id(person): FEATURED_COURSES for person in population.featured()}

    def choose(
        self, rng: Random, course: Course, stages: list[LifeStage], first: date, number: int
    ) -> list[Person]:
        """At most `number` different people whom a course beginning on `first` is made for."""
        youngest = course.min_age or min(stage.min_age for stage in stages)
        oldest = course.max_age or max(stage.max_age or OLDEST for stage in stages)
        low = bisect_left(self._birthdays, _years_before(first, oldest + 1))
        high = bisect_right(self._birthdays, _years_before(first, youngest))
        asked = rng.sample(range(low, high), min(high - low, number + number // 3 + 2))
        return [
            person
            for person in (self.people[i] for i in asked)
            if may_join(person, course, first) and is_meant(person, stages, first)
        ][:number]

    def introduce(
        self, rng: Random, course: Course, stages: list[LifeStage], first: date
    ) -> list[Person]:
        """A featured resident who may take part and has few courses as yet."""
        for person in self.population.featured():
            if (
                self._waiting[id(person)]
                and may_join(person, course, first)
                and is_meant(person, stages, first)
                and rng.random() < 0.08
            ):
                self._waiting[id(person)] -= 1
                return [person]
        return []

    def sign_ups(
        self, rng: Random, course: Course, people: list[Person], since: datetime, until: datetime
    ) -> list[SignUp]:
        """One sign-up for each, some time between `since` and `until`, in order of time."""
        span = until - since
        return [
            SignUp(course=course, person=person, by=self.population.by(person), created_at=moment)
            for person, moment in zip(
                people, sorted(since + span * rng.random() for _ in people), strict=True
            )
        ]


def may_join(person: Person, course: Course, first: date) -> bool:
    """The course's own rules of age and residence, before the database knows its first day."""
    age = calendar.age_on(person.birth_date, first)
    return (
        (course.min_age is None or course.min_age <= age)
        and (course.max_age is None or age <= course.max_age)
        and (
            course.residence == Course.Residence.ANYONE
            or person.ward is not None
            or (course.residence == Course.Residence.CITY_WIDE and person.works_or_studies_in_city)
        )
    )


def is_meant(person: Person, stages: list[LifeStage], first: date) -> bool:
    """Whether a course for these life stages has people of this age in mind."""
    age = calendar.age_on(person.birth_date, first)
    return any(s.min_age <= age and (s.max_age is None or age <= s.max_age) for s in stages)


def _years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 1 March for a day that year lacks."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
