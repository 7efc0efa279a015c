"""The scenes of a queue: each way a full course can go on, and two with children."""

from datetime import time, timedelta

from portal.people.models import Person
from programs.models import Course, SignUp

from . import cast, queues
from .asked import ask, look_after
from .made import Offer
from .periods import Phase
from .queues import queue_up
from .scenery import Scenery, open_since
from .sites import Site
from .timetable import at

Queue = Course.Queue


def at_once(scenery: Scenery, site: Site) -> Offer:
    """A pair at the head of the queue was passed over for one person; four more wait."""
    draft = scenery.full(site, Queue.AT_ONCE, 12)
    offer, course = draft.offer, draft.offer.course
    course.party_max = 2
    leaver = offer.sign_ups[3]
    pairs = scenery.crowd.pairs(scenery.rng, 1, with_child=False, besides=offer.people)
    pair = _right_after_the_last(scenery, offer, pairs[0])
    later = scenery.after(draft, 2, [*scenery.twins(0), *scenery.who(cast.WAITS)])
    queue_up([*pair, *later])
    queues.pass_over(offer, scenery.today, pair)
    queues.move_up(offer, scenery.today, [leaver], later[:1])
    return offer


def by_offer(scenery: Scenery, site: Site) -> Offer:
    """Seats are offered to who waited; one lapsed and one was declined before."""
    draft = scenery.full(site, Queue.OFFER, 14)
    offer = draft.offer
    leavers = [offer.sign_ups[2], offer.sign_ups[5]]
    guests = [*scenery.who(cast.OFFERED), *scenery.without_mail(1)]
    silent, unwilling, *others = later = scenery.after(draft, 6, guests)
    queue_up(later)
    moment = at(scenery.today - timedelta(days=4), time(9, 40))
    left = (SignUp.Status.WITHDRAWN, SignUp.What.WITHDRAWN)
    queues.turn(offer, leavers, moment, *left, by_oneself=True)
    queues.let_lapse(offer, scenery.today, [silent])
    queues.decline(offer, scenery.today, [unwilling])
    chosen = [one for one in others if one.person in guests]
    chosen += [one for one in others if one not in chosen][: len(leavers) - len(chosen)]
    queues.offer_seats(offer, scenery.today, chosen)
    return offer


def by_staff(scenery: Scenery, site: Site) -> Offer:
    """A seat stands free, and staff have to choose who gets it."""
    draft = scenery.full(site, Queue.BY_STAFF, 10)
    offer = draft.offer
    later = scenery.after(draft, 3, scenery.who(cast.WAITS))
    queue_up(later)
    queues.move_up(offer, scenery.today, [offer.sign_ups[4]], [])
    return offer


def parents_and_children(scenery: Scenery, site: Site) -> Offer:
    """Only pairs take part; the last pairs wait."""
    draft = scenery.draft(site, Phase.OPEN, ahead=20, stages=frozenset({"e"}), words=("親子",))
    offer, course = draft.offer, draft.offer.course
    course.target, course.party_min, course.party_max = "小学生と保護者（2〜3人組）", 2, 3
    family = scenery.who(cast.FAMILY)
    pairs = scenery.crowd.pairs(scenery.rng, 7, with_child=True)
    since = at(scenery.today - timedelta(days=9), time(9))
    open_since(course, since)
    for number, pair in enumerate([*pairs[:-1], *([tuple(family)] if family else []), pairs[-1]]):
        scenery.together(offer, pair, since + timedelta(minutes=11 * number))
    course.capacity = 2 * (len(pairs) - 2)
    queue_up(offer.sign_ups[course.capacity :])
    return offer


def with_childcare(scenery: Scenery, site: Site) -> Offer:
    """Two children are looked after, two wait for a place; the course asks questions."""
    draft = scenery.draft(site, Phase.OPEN, ahead=18, number=2)
    offer = draft.offer
    made = scenery.fill(draft, 8, last=scenery.who(cast.FAMILY)[:1])
    offer.course.capacity = 16
    parents = [one for one in made if 20 <= one.person.age_on(scenery.today) < 50][-4:]
    look_after(scenery.rng, offer, 2, parents)
    ask(scenery.rng, offer)
    return offer


def _right_after_the_last(scenery: Scenery, offer: Offer, pair: tuple[Person, ...]) -> list[SignUp]:
    last = max(one.created_at for one in offer.sign_ups)
    return scenery.together(offer, pair, last + timedelta(minutes=7))
