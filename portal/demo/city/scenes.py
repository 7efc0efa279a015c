"""One course for every way a sign-up can go, at some centres, with the featured people in them.

Only the first of these centres, whose staff are introduced on the demo's page, has them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from portal.people.models import Person
from programs.models import Course, Party, Series, SignUp

from . import cast, queues
from .asked import ask, look_after
from .entries import bring_to, take_entries
from .made import Offer, Stage
from .periods import Phase
from .queues import queue_up
from .sites import Site
from .timetable import TIMES, at, is_open

if TYPE_CHECKING:
    from .courses import CourseMaker, Draft

GROWN_UPS = frozenset({"as"})
FIRST_WARD = "kokurakita"
Method, Queue = Course.Method, Course.Queue


class Scenes:
    """Makes the courses of the scenes, one after another."""

    def __init__(self, maker: "CourseMaker") -> None:
        self.rng = Random("scenes")  # noqa: S311  a demo city, not a secret
        self.maker, self.crowd, self.today = maker, maker.crowd, maker.today
        self.guests: dict[str, list[Person]] = {}

    def all(self) -> Iterator[Offer]:
        """Courses that meet today before any other takes the rooms; then scene after scene."""
        sites = self._sites()
        yield from self._meeting_today(sites)
        for number, site in enumerate(sites[: self.maker.size.scenes]):
            self.guests = self._featured() if number == 0 else {}
            yield from self._scenes_at(site)

    def _sites(self) -> list[Site]:
        """Every ward's first centre, whose manager is introduced; then all others."""
        firsts: dict[str, Site] = {}
        for site in self.maker.sites:
            firsts.setdefault(site.center.ward.slug, site)
        ordered = [firsts.pop(FIRST_WARD), *firsts.values()]
        return ordered + [site for site in self.maker.sites if site not in ordered]

    def _featured(self) -> dict[str, list[Person]]:
        return {one.email: self.crowd.population.of(one) for one in cast.RESIDENTS}

    def _scenes_at(self, site: Site) -> Iterator[Offer]:
        yield self._at_once(site)
        yield self._by_offer(site)
        yield self._by_staff(site)
        yield self._parents_and_children(site)
        yield self._with_childcare(site)
        yield self._entering(site)
        for stage in Stage:
            yield self._awaiting(site, stage)
        yield from self._series(site)
        yield self._under_its_minimum(site)
        yield self._called_off(site)
        yield from self._finished(site)

    def _who(self, resident: cast.Featured) -> list[Person]:
        return self.guests.get(resident.email, [])

    # ------------------------------------------------------------ the courses

    def _draft(self, site: Site, phase: Phase, *, ahead: int = 0, **wishes) -> "Draft":
        """A course for grown-ups at this centre, beginning `ahead` days from now at the soonest."""
        from .courses import Wish  # noqa: PLC0415  courses ask for the scenes

        wishes = {"stages": GROWN_UPS} | wishes
        if ahead:
            wishes["not_before"] = self.today + timedelta(days=ahead)
        draft = self.maker.draft(phase, wish=Wish(site=site, **wishes))
        course = draft.offer.course
        course.residence, course.min_age, course.max_age = Course.Residence.ANYONE, None, None
        course.target = "どなたでも（主におとなの方）"
        course.minimum_to_run = None
        return draft

    def _fill(self, draft: "Draft", wanted: int, *, last: Sequence[Person] = ()) -> list[SignUp]:
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
        _open_since(offer.course, since)
        made = self.crowd.sign_ups(self.rng, offer.course, [*people, *last], since, until)
        offer.sign_ups += made
        return made

    def _full(self, site: Site, queue: Course.Queue, seats: int, **wishes) -> "Draft":
        """A full course that takes sign-ups."""
        draft = self._draft(site, Phase.OPEN, ahead=24, **wishes)
        course = draft.offer.course
        made = self._fill(draft, seats)
        course.capacity, course.queue = len(made), queue
        return draft

    def _pair_up(self, draft: "Draft", pair: tuple[Person, ...]) -> list[SignUp]:
        """Two sign up together, right after who came last."""
        offer = draft.offer
        moment = max(one.created_at for one in offer.sign_ups) + timedelta(minutes=7)
        party = Party(course=offer.course, created_at=moment)
        offer.parties.append(party)
        made = [
            self.crowd.sign_up(self.rng, offer.course, person, moment, party=party)
            for person in pair
        ]
        for one in made[1:]:
            one.by, one.changed_by, one.via = made[0].by, made[0].changed_by, made[0].via
        offer.sign_ups += made
        return made

    # ------------------------------------------------------------ queues

    def _at_once(self, site: Site) -> Offer:
        """A pair at the head of the queue was passed over for one person; four more wait."""
        draft = self._full(site, Queue.AT_ONCE, 12)
        offer, course = draft.offer, draft.offer.course
        course.party_max = 2
        leaver = offer.sign_ups[3]
        pairs = self.crowd.pairs(self.rng, 1, with_child=False, besides=offer.people)
        pair = self._pair_up(draft, pairs[0])
        later = self._after(draft, 2, [*self._twins(0), *self._who(cast.WAITS)])
        queue_up([*pair, *later])
        queues.pass_over(offer, self.today, pair)
        queues.move_up(offer, self.today, [leaver], later[:1])
        return offer

    def _by_offer(self, site: Site) -> Offer:
        """Seats are offered to who waited; one lapsed and one was declined before."""
        draft = self._full(site, Queue.OFFER, 14)
        offer = draft.offer
        leavers = [offer.sign_ups[2], offer.sign_ups[5]]
        guests = [*self._who(cast.OFFERED), *self._without_mail(1)]
        silent, unwilling, *others = later = self._after(draft, 6, guests)
        queue_up(later)
        moment = at(self.today - timedelta(days=4), time(9, 40))
        left = (SignUp.Status.WITHDRAWN, SignUp.What.WITHDRAWN)
        queues.turn(offer, leavers, moment, *left, by_oneself=True)
        queues.let_lapse(offer, self.today, [silent])
        queues.decline(offer, self.today, [unwilling])
        chosen = [one for one in others if one.person in guests]
        chosen += [one for one in others if one not in chosen][: len(leavers) - len(chosen)]
        queues.offer_seats(offer, self.today, chosen)
        return offer

    def _by_staff(self, site: Site) -> Offer:
        """A seat stands free, and staff have to choose who gets it."""
        draft = self._full(site, Queue.BY_STAFF, 10)
        offer = draft.offer
        later = self._after(draft, 3, self._who(cast.WAITS))
        queue_up(later)
        queues.move_up(offer, self.today, [offer.sign_ups[4]], [])
        return offer

    def _after(self, draft: "Draft", wanted: int, guests: list[Person]) -> list[SignUp]:
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

    def _parents_and_children(self, site: Site) -> Offer:
        """Only pairs take part; the last pairs wait."""
        draft = self._draft(site, Phase.OPEN, ahead=20, stages=frozenset({"e"}), words=("親子",))
        offer, course = draft.offer, draft.offer.course
        course.target, course.party_min, course.party_max = "小学生と保護者（2〜3人組）", 2, 3
        family = self._who(cast.FAMILY)
        pairs = self.crowd.pairs(self.rng, 7, with_child=True)
        since = at(self.today - timedelta(days=9), time(9))
        _open_since(course, since)
        for number, pair in enumerate(
            [*pairs[:-1], *([tuple(family)] if family else []), pairs[-1]]
        ):
            moment = since + timedelta(minutes=11 * number)
            party = Party(course=course, created_at=moment)
            offer.parties.append(party)
            made = [
                self.crowd.sign_up(self.rng, course, person, moment, party=party) for person in pair
            ]
            for one in made[1:]:
                one.by, one.changed_by, one.via = made[0].by, made[0].changed_by, made[0].via
            offer.sign_ups += made
        course.capacity = 2 * (len(pairs) - 2)
        queue_up(offer.sign_ups[course.capacity :])
        return offer

    def _with_childcare(self, site: Site) -> Offer:
        """Two children are looked after, two wait for a place; the course asks questions."""
        draft = self._draft(site, Phase.OPEN, ahead=18, number=2)
        offer = draft.offer
        made = self._fill(draft, 8, last=self._who(cast.FAMILY)[:1])
        offer.course.capacity = 16
        parents = [one for one in made if 20 <= one.person.age_on(self.today) < 50][-4:]
        look_after(self.rng, offer, 2, parents)
        ask(self.rng, offer)
        return offer

    # ------------------------------------------------------------ lotteries

    def _entering(self, site: Site) -> Offer:
        draft = self._draft(site, Phase.OPEN, ahead=30, method=Method.LOTTERY)
        offer, course = draft.offer, draft.offer.course
        course.priorities = [Course.Priority.FIRST_TIME, Course.Priority.WARD]
        course.capacity = 12
        guests = (*self._who(cast.ENTERED), *self._twins(1))
        until = at(self.today, time(0))
        take_entries(self.rng, self.crowd, draft, until, guests=guests, times=1.6)
        return offer

    def _awaiting(self, site: Site, stage: Stage) -> Offer:
        """A lottery whose list is closed, drawn or announced."""
        draft = self._draft(site, Phase.AWAITED, ahead=16, method=Method.LOTTERY)
        course = draft.offer.course
        course.capacity = 10
        course.priorities = [Course.Priority.NOT_SELECTED, Course.Priority.WARD]
        guests = (*self._who(cast.ENTERED), *self._without_mail(4))
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
        guests = self._who(cast.GRADUATE)
        for number in range(3):
            draft = self._draft(site, Phase.OPEN, ahead=14 + 14 * number)
            draft.offer.course.series, draft.offer.course.capacity = series, 20
            self._fill(draft, 9 - 2 * number, last=guests)
            yield draft.offer

    def _under_its_minimum(self, site: Site) -> Offer:
        draft = self._draft(site, Phase.AWAITED, ahead=9)
        course = draft.offer.course
        course.minimum_to_run, course.capacity = 8, 20
        self._fill(draft, 4)
        return draft.offer

    def _called_off(self, site: Site) -> Offer:
        """The course does not take place; all who had signed up were told."""
        draft = self._draft(site, Phase.AWAITED, ahead=12)
        offer, course = draft.offer, draft.offer.course
        self._fill(draft, 5)
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
            draft = self._draft(site, Phase.TODAY, number=5)
            offer, course = draft.offer, draft.offer.course
            self._fill(draft, self.rng.randint(8, 16), last=self._twin_at(number))
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
        guests = self._who(cast.GRADUATE)
        for ahead in (-31, -110, -200):
            draft = self._draft(site, Phase.FINISHED, ahead=ahead, number=4)
            offer, midnight = draft.offer, at(self.today, time(0))
            offer.sessions = [held for held in offer.sessions if held.ends_at < midnight]
            offer.course.completion_percent = 70
            self._fill_over(draft, guests)
            self.maker.attended.remember(draft.offer, faithful=id(guests[0]) if guests else 0)
            yield draft.offer

    def _fill_over(self, draft: "Draft", guests: list[Person]) -> None:
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

    # ------------------------------------------------------------ whom no mail reaches

    def _without_mail(self, number: int) -> list[Person]:
        """People without an account, whom staff telephone or send a postcard."""
        return self.rng.sample(self.crowd.without_mail, number)

    def _twins(self, number: int) -> list[Person]:
        """Of the pairs registered twice the one with an account, in the scenes only."""
        return [self.crowd.population.twins[number][0]] if self.guests else []

    def _twin_at(self, number: int) -> list[Person]:
        """The other one came by telephone, to a course that meets today."""
        twins = self.crowd.population.twins
        return [twins[number][1]] if number < len(twins) else []


def _open_since(course: Course, since: datetime) -> None:
    """Let a course be written and published before it takes sign-ups from `since` on."""
    course.apply_from = min(since, course.apply_from or since)
    published = course.apply_from - timedelta(days=2)
    course.published_at = min(published, course.published_at or published)
    course.created_at = min(course.created_at, course.published_at - timedelta(days=2))
    course.updated_at = course.created_at
