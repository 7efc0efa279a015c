"""What every scene is made with: a course as it should be, and people who come to it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from portal.people.models import Person
from programs.models import Course, Party, SignUp

from . import cast
from .choosing import Wish
from .courses import CourseMaker
from .made import Draft, Offer
from .periods import Phase
from .sites import Site
from .timetable import at

GROWN_UPS = frozenset({"as"})


class Scenery:
    """Makes courses for scenes, and finds who is in them."""

    def __init__(self, maker: CourseMaker) -> None:
        self.rng = Random("scenes")  # noqa: S311  a demo city, not a secret
        self.maker, self.crowd, self.today = maker, maker.crowd, maker.today
        self.guests: dict[str, list[Person]] = {}

    def introduce(self) -> None:
        """Let the featured people come to the scenes that follow."""
        self.guests = {one.email: self.crowd.population.of(one) for one in cast.RESIDENTS}

    def see_off(self) -> None:
        """Let the scenes that follow do without the featured people."""
        self.guests = {}

    # ------------------------------------------------------------ a course

    def draft(self, site: Site, phase: Phase, *, ahead: int = 0, **wishes) -> Draft:
        """A course for grown-ups at this centre, beginning `ahead` days from now at the soonest."""
        wishes = {"stages": GROWN_UPS} | wishes
        if ahead:
            wishes["not_before"] = self.today + timedelta(days=ahead)
        draft = self.maker.draft(phase, wish=Wish(site=site, **wishes))
        course = draft.offer.course
        course.residence, course.min_age, course.max_age = Course.Residence.ANYONE, None, None
        course.target = "どなたでも（主におとなの方）"
        course.minimum_to_run = None
        return draft

    def fill(self, draft: Draft, wanted: int, *, last: Sequence[Person] = ()) -> list[SignUp]:
        """So many people sign up, `last` of all those; each gets a seat as yet."""
        offer = draft.offer
        besides = {*offer.people, *(id(person) for person in last)}
        people = self.crowd.choose(
            self.rng, offer.course, offer.stages, draft.first, wanted, besides=besides
        )
        until = min(draft.period.closes or at(self.today, time(0)), at(self.today, time(0)))
        since = draft.period.opens or until - timedelta(days=14)
        until = min(until, at(self.today - timedelta(days=5), time(20)))
        since = min(since, until - timedelta(days=2))
        open_since(offer.course, since)
        made = self.crowd.sign_ups(self.rng, offer.course, [*people, *last], since, until)
        offer.sign_ups += made
        return made

    def full(self, site: Site, queue: Course.Queue, seats: int, **wishes) -> Draft:
        """A full course that takes sign-ups."""
        draft = self.draft(site, Phase.OPEN, ahead=24, **wishes)
        course = draft.offer.course
        made = self.fill(draft, seats)
        course.capacity, course.queue = len(made), queue
        return draft

    def together(self, offer: Offer, people: tuple[Person, ...], moment: datetime) -> list[SignUp]:
        """These sign up at one moment as a party, the first of them for all."""
        party = Party(course=offer.course, created_at=moment)
        offer.parties.append(party)
        made = [
            self.crowd.sign_up(self.rng, offer.course, person, moment, party=party)
            for person in people
        ]
        for one in made[1:]:
            one.by, one.changed_by, one.via = made[0].by, made[0].changed_by, made[0].via
        offer.sign_ups += made
        return made

    def after(self, draft: Draft, wanted: int, guests: list[Person]) -> list[SignUp]:
        """People who come after all others, in order of time, the guests second from last."""
        offer = draft.offer
        besides = {*offer.people, *(id(person) for person in guests)}
        people = self.crowd.choose(
            self.rng, offer.course, offer.stages, draft.first, wanted, besides=besides
        )
        people[-1:-1] = guests
        moment = max(one.created_at for one in offer.sign_ups)
        made = []
        for person in people:
            moment += timedelta(minutes=self.rng.randint(3, 90))
            made.append(self.crowd.sign_up(self.rng, offer.course, person, moment))
        offer.sign_ups += made
        return made

    # ------------------------------------------------------------ who comes

    def who(self, resident: cast.Featured) -> list[Person]:
        return self.guests.get(resident.email, [])

    def without_mail(self, number: int) -> list[Person]:
        """People without an account, whom staff telephone or send a postcard."""
        return self.rng.sample(self.crowd.without_mail, number)

    def twins(self, number: int) -> list[Person]:
        """Of the pairs registered twice the one with an account, in the scenes only."""
        return [self.crowd.population.twins[number][0]] if self.guests else []

    def twin_at(self, number: int) -> list[Person]:
        """The other one came by telephone, to a course that meets today."""
        twins = self.crowd.population.twins
        return [twins[number][1]] if number < len(twins) else []


def open_since(course: Course, since: datetime) -> None:
    """Let a course be written and published before it takes sign-ups from `since` on."""
    course.apply_from = min(since, course.apply_from or since)
    published = course.apply_from - timedelta(days=2)
    course.published_at = min(published, course.published_at or published)
    course.created_at = min(course.created_at, course.published_at - timedelta(days=2))
    course.updated_at = course.created_at
