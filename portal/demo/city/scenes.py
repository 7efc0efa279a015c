"""One course for every way a sign-up can go, at some centres, with the featured people in them.

Only the first of these centres, whose staff are introduced on the demo's page, has them.
"""

from collections.abc import Iterator
from datetime import time, timedelta

from portal.people.models import Person
from programs.models import Course, Series, SignUp

from . import cast, newcomers, queue_scenes, queues
from .asked import ask
from .courses import CourseMaker
from .entries import bring_to, take_entries
from .made import Draft, Offer, Stage
from .periods import Phase
from .scenery import Scenery
from .sites import Site
from .timetable import TIMES, at, is_open

FIRST_WARD = "kokurakita"
QUEUES = (
    queue_scenes.at_once,
    queue_scenes.by_offer,
    queue_scenes.by_staff,
    queue_scenes.parents_and_children,
    queue_scenes.with_childcare,
)


class Scenes:
    """Makes the courses of the scenes, one after another."""

    def __init__(self, maker: CourseMaker) -> None:
        self.maker, self.crowd, self.today = maker, maker.crowd, maker.today
        self.scenery = Scenery(maker)
        self.rng = self.scenery.rng

    def all(self) -> Iterator[Offer]:
        """Courses that meet today before any other takes the rooms; then scene after scene."""
        sites = self._sites()
        yield from self._meeting_today(sites)
        for number, site in enumerate(sites[: self.maker.size.scenes]):
            if number == 0:
                self.scenery.introduce()
            yield from self._scenes_at(site)
            self.scenery.see_off()

    def _sites(self) -> list[Site]:
        """Every ward's first centre, whose manager is introduced; then all others."""
        firsts: dict[str, Site] = {}
        for site in self.maker.sites:
            firsts.setdefault(site.center.ward.slug, site)
        ordered = [firsts.pop(FIRST_WARD), *firsts.values()]
        return ordered + [site for site in self.maker.sites if site not in ordered]

    def _scenes_at(self, site: Site) -> Iterator[Offer]:
        for scene in QUEUES:
            yield scene(self.scenery, site)
        yield self._entering(site)
        for stage in Stage:
            yield self._awaiting(site, stage)
        yield from self._series(site)
        yield self._under_its_minimum(site)
        yield self._called_off(site)
        yield from self._finished(site)

    # ------------------------------------------------------------ lotteries

    def _entering(self, site: Site) -> Offer:
        draft = self.scenery.draft(site, Phase.OPEN, ahead=30, method=Course.Method.LOTTERY)
        offer, course = draft.offer, draft.offer.course
        course.priorities = [Course.Priority.FIRST_TIME, Course.Priority.WARD]
        course.capacity = 12
        guests = (*self.scenery.who(cast.ENTERED), *self.scenery.twins(1))
        until = at(self.today, time(0))
        take_entries(self.rng, self.crowd, draft, until, guests=guests, times=1.6)
        newcomers.come(self.crowd, draft, self.today, 3)
        return offer

    def _awaiting(self, site: Site, stage: Stage) -> Offer:
        """A lottery whose list is closed, drawn or announced."""
        draft = self.scenery.draft(site, Phase.AWAITED, ahead=16, method=Course.Method.LOTTERY)
        course = draft.offer.course
        course.capacity = 10
        course.priorities = [Course.Priority.NOT_SELECTED, Course.Priority.WARD]
        guests = (*self.scenery.who(cast.ENTERED), *self.scenery.without_mail(4))
        until = course.apply_until or at(self.today, time(0))
        take_entries(self.rng, self.crowd, draft, until, guests=guests, times=1.9)
        bring_to(self.rng, self.crowd, draft, stage, self.today)
        return draft.offer

    # ------------------------------------------------------------ several, few, none

    def _series(self, site: Site) -> Iterator[Offer]:
        """Three courses, one application."""
        name = "くらしの学び 3つの講座"
        series = Series(
            name=f"{site.place} {name}",
            description="ひとつの申込で、3つの講座にまとめて申し込めます。選んで申し込むこともできます。",
            center=site.center,
        )
        guests = self.scenery.who(cast.GRADUATE)
        for number in range(3):
            draft = self.scenery.draft(site, Phase.OPEN, ahead=14 + 14 * number)
            draft.offer.course.series, draft.offer.course.capacity = series, 20
            self.scenery.fill(draft, 9 - 2 * number, last=guests)
            newcomers.come(self.crowd, draft, self.today, 2 - number)
            yield draft.offer

    def _under_its_minimum(self, site: Site) -> Offer:
        draft = self.scenery.draft(site, Phase.AWAITED, ahead=9)
        course = draft.offer.course
        course.minimum_to_run, course.capacity = 8, 20
        self.scenery.fill(draft, 4)
        return draft.offer

    def _called_off(self, site: Site) -> Offer:
        """The course does not take place; all who had signed up were told."""
        draft = self.scenery.draft(site, Phase.AWAITED, ahead=12)
        offer, course = draft.offer, draft.offer.course
        self.scenery.fill(draft, 5)
        course.capacity = 16
        course.cancelled_at = at(self.today - timedelta(days=2), time(11))
        course.cancel_reason = "講師の都合により、開けなくなりました。"
        gone = (SignUp.Status.CANCELLED, SignUp.What.COURSE_CANCELLED)
        queues.turn(offer, offer.sign_ups, course.cancelled_at, *gone, why=course.cancel_reason)
        return offer

    # ------------------------------------------------------------ today, and what is over

    def _meeting_today(self, sites: list[Site]) -> Iterator[Offer]:
        """Courses in their third week, at centres that are open today: two at the first."""
        is_held = [s for s in sites if any(is_open(s, self.today, part) for part in TIMES)]
        for number in range(self.maker.size.today if is_held else 0):
            site = is_held[max(0, number - 1) % len(is_held)]
            draft = self.scenery.draft(site, Phase.TODAY, number=5)
            if draft.first > self.today:  # every room of this centre is taken today
                continue
            offer, course = draft.offer, draft.offer.course
            self.scenery.fill(draft, self.rng.randint(8, 16), last=self.scenery.twin_at(number))
            course.capacity = len(offer.sign_ups) + self.rng.randint(0, 4)
            course.completion_percent = 70
            if number % 3 == 0:
                course.fee, course.fee_note = 500, "材料費"
            if number % 4 == 1:
                last = offer.sessions[-1]
                last.cancelled_at = at(self.today - timedelta(days=1), time(16))
                last.cancel_reason = "会場の設備点検のため。"
                last.revision = 1
            ask(self.rng, offer)
            self.maker.attended.remember(offer)
            yield offer

    def _finished(self, site: Site) -> Iterator[Offer]:
        """Three that are over: one last week, whose survey is open, and two of this year."""
        guests = self.scenery.who(cast.GRADUATE)
        for ahead in (-31, -110, -200):
            draft = self.scenery.draft(site, Phase.FINISHED, ahead=ahead, number=4)
            offer, midnight = draft.offer, at(self.today, time(0))
            offer.sessions = [held for held in offer.sessions if held.ends_at < midnight]
            offer.course.completion_percent = 70
            self._fill_over(draft, guests)
            self.maker.attended.remember(draft.offer, faithful=id(guests[0]) if guests else 0)
            yield draft.offer

    def _fill_over(self, draft: Draft, guests: list[Person]) -> None:
        offer, period = draft.offer, draft.period
        besides = {id(person) for person in guests}
        people = self.crowd.choose(
            self.rng, offer.course, offer.stages, draft.first, 12, besides=besides
        )
        if period.opens is None or period.closes is None:
            raise AssertionError("a course that is over had a period")
        offer.sign_ups = self.crowd.sign_ups(
            self.rng, offer.course, [*people, *guests], period.opens, period.closes
        )
        offer.course.capacity = max(offer.course.capacity or 0, len(offer.sign_ups))
