"""Who signs up for what: residents who may, alone or together, by which channel."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from random import Random

from portal.japan import calendar
from portal.people.models import Person, User
from programs.models import Course, LifeStage, Party, SignUp
from programs.models.sign_up_rules import OF_AGE

from . import cast
from .people import Population

FEATURED_COURSES = 2
OLDEST = 120
DAYBREAK = 7
BY_TELEPHONE = 0.05  # of those who could do it themselves
PROVISIONS = (
    (SignUp.Provision.WHEELCHAIR, ""),
    (SignUp.Provision.LARGE_PRINT, ""),
    (SignUp.Provision.SIGN_LANGUAGE, ""),
    (SignUp.Provision.CAPTIONING, "前のほうの席を希望します。"),
    (SignUp.Provision.OTHER, "足が悪いので、いすの席を希望します。"),
)
PROVISIONS_SHARE = 0.03


SMALL_SCHOOL, GROWN_UP = range(6, 12), 20


class Crowd:
    """The residents by birthday, ready to be asked."""

    def __init__(self, population: Population, today: date) -> None:
        self.population = population
        self.people = sorted(population.people, key=lambda person: person.birth_date)
        self._birthdays = [person.birth_date for person in self.people]
        browsing = population.browsing()
        self._waiting = {id(person): FEATURED_COURSES for person in browsing}
        self._browsing = browsing
        featured = (one for resident in cast.RESIDENTS for one in population.of(resident))
        self._not_by_chance = {id(one) for one in featured if id(one) not in self._waiting}
        self._desks = {id(p.center): p.user for p in reversed(population.memberships) if p.center}
        self._section = population.section
        self.without_mail = [
            person
            for person in population.people
            if population.account(person) is None and person.address
        ]
        homes = [home for home in population.members.values() if len(home) > 1]
        self._couples = [
            tuple(home[:2]) for home in homes if _youngest(home[:2], today) >= GROWN_UP
        ]
        self._with_child = [
            (home[0], child)
            for home in homes
            for child in home[1:]
            if child.age_on(today) in SMALL_SCHOOL
        ]

    def choose(
        self,
        rng: Random,
        course: Course,
        stages: list[LifeStage],
        first: date,
        number: int,
        *,
        besides: Collection[int] = (),
    ) -> list[Person]:
        """At most `number` different people whom a course beginning on `first` is made for.

        None of those `besides` names, who are in it already.
        """
        youngest = course.min_age or min(stage.min_age for stage in stages)
        oldest = course.max_age or max(stage.max_age or OLDEST for stage in stages)
        low = bisect_left(self._birthdays, _years_before(first, oldest + 1))
        high = bisect_right(self._birthdays, _years_before(first, youngest))
        enough = number + number // 3 + 2 + len(besides)
        asked = rng.sample(range(low, high), min(high - low, enough))
        return [
            person
            for person in (self.people[i] for i in asked)
            if may_join(person, course, first)
            and is_meant(person, stages, first)
            and id(person) not in self._not_by_chance
            and id(person) not in besides
        ][:number]

    def pairs(
        self, rng: Random, number: int, *, with_child: bool, besides: Collection[int] = ()
    ) -> list[tuple[Person, ...]]:
        """At most `number` different pairs: parent and child, or two grown-ups of a household."""
        pairs = self._with_child if with_child else self._couples
        seen = set(besides)
        found = []
        for pair in rng.sample(pairs, len(pairs)):
            keys = {id(person) for person in pair}
            if not keys & (seen | self._not_by_chance):
                found.append(pair)
                seen |= keys
        return found[:number]

    def desk(self, course: Course) -> User:
        """Who takes telephone calls and postcards for this course."""
        return self._desks.get(id(course.center), self._section)

    def introduce(
        self, rng: Random, course: Course, stages: list[LifeStage], first: date
    ) -> list[Person]:
        """A featured resident who may take part and has few courses as yet."""
        for person in self._browsing:
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
        moments = sorted(min(_by_day(since + span * rng.random()), until) for _ in people)
        return [
            self.sign_up(rng, course, person, moment)
            for person, moment in zip(people, moments, strict=True)
        ]

    def sign_up(
        self,
        rng: Random,
        course: Course,
        person: Person,
        moment: datetime,
        *,
        party: Party | None = None,
    ) -> SignUp:
        """A seat for one person, by the household's account or through the desk."""
        account = self.population.account(person)
        via = SignUp.Via.WEB
        if account is None or rng.random() < BY_TELEPHONE:
            channels = [SignUp.Via.PHONE, SignUp.Via.COUNTER]
            via = rng.choice(
                [SignUp.Via.POSTCARD] * 4 + channels if course.is_lottery else channels
            )
        by = self.desk(course) if account is None or via != SignUp.Via.WEB else account
        provision, note = "", ""
        if rng.random() < PROVISIONS_SHARE:
            provision, note = rng.choice(PROVISIONS)
        guardian = self._guardian(person, moment.date())
        return SignUp(
            course=course,
            person=person,
            party=party,
            by=by,
            changed_by=by,
            via=via,
            created_at=moment,
            provisions=[provision] if provision else [],
            provision_note=note,
            guardian_name=guardian.full_name if guardian else "",
            guardian_phone=guardian.phone if guardian else "",
        )

    def _guardian(self, person: Person, day: date) -> Person | None:
        """Who consents for somebody under age: the one the household's account belongs to."""
        return self.population.family(person)[0] if person.age_on(day) < OF_AGE else None


def _by_day(moment: datetime) -> datetime:
    """Hardly anybody signs up in the middle of the night; ten hours later it is day."""
    return moment + timedelta(hours=10) if moment.hour < DAYBREAK else moment


def _youngest(people: Sequence[Person], today: date) -> int:
    return min(person.age_on(today) for person in people)


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
