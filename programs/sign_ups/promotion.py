"""Freed seats go to the queue: in its order, a party whole or not at all.

Nobody who fits is passed by. Who comes anew gets a seat at once only after the queue had its turn
(`taking_in`), so whoever still waits then is a party larger than what is free.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.notices import chores
from portal.people.models import User
from programs.models import Course, SignUp
from programs.models.sign_up import record
from programs.models.sign_up_changes import tell
from programs.sign_ups.childcare import settle

type PartyRows = list[SignUp]

CHOSEN_BY_STAFF = "会場の職員が、参加する方を選びました。"
TIMES = re.compile(r"（(\d+)回目）$")


def promote(course: Course) -> list[SignUp]:
    """Hand every free seat of `course`, which must be locked, to the next who fit.

    At once or as an offer with a deadline, as the course says; from `by_staff_from` on, and where
    staff choose, nothing moves by itself. A party that does not fit into what is free is passed
    over, which is written into its history with the numbers, and stays where it is.
    Returns the first sign-up of every party served.
    """
    if not course.promotes_by_itself(timezone.now()):
        return []
    course.refresh_from_db(fields=["capacity", "seats_taken", "waiting_count", "entered_count"])
    if course.entered_count:  # who waits for the lot of a redraw comes before who came after it
        return []
    # Without a limit there is room for all.
    free = course.waiting_count if course.seats_left is None else course.seats_left
    if not free or not course.waiting_count:
        return []
    served: list[PartyRows] = []
    too_large: list[tuple[PartyRows, int]] = []
    passed_over: list[tuple[PartyRows, int]] = []
    for party in _parties_waiting(course):
        if len(party) > free:
            too_large.append((party, free))
            continue
        free -= len(party)
        served.append(party)
        passed_over += too_large
        too_large = []
        if not free:
            break
    if served:
        _serve(course, served)
        _pass_over(_too_large(passed_over))
        course.refresh_from_db(fields=["seats_taken", "waiting_count"])
        settle(course)
    return [party[0] for party in served]


def passed_by_newcomers(course: Course) -> None:
    """Write into the history of those who wait that somebody new takes what they do not fit into.

    Called when `course` is locked, `promote` has run and the newcomers are not seated yet.
    """
    free = course.seats_left
    if free and course.waiting_count:
        _pass_over(_too_large((party, free) for party in _parties_waiting(course)))


def passed_by_choice(
    course: Course, chosen: Collection[SignUp], *, by: User, why: str = CHOSEN_BY_STAFF
) -> None:
    """Write into the history of those who stand before any of `chosen` that staff chose these.

    Before those who do not stand in the queue stand all: for them `chosen` is empty.
    """
    keys = {one.pk for one in chosen}
    ahead: set[int] = set(keys)
    passed: PartyRows = []
    for party in _parties_waiting(course):
        ahead -= {one.pk for one in party}
        if keys and not ahead:
            break
        passed += [one for one in party if one.pk not in keys]
    _pass_over(((one, why) for one in passed), by=by)


def keep_moving() -> None:
    """End every offer that ran out, and hand out what stands free while people wait.

    Both happen by themselves in the transaction, or the task, that should do it. This is for what
    was lost: a queue that was down, a capacity changed past the portal. It may run at any time,
    twice, or in two places at once.
    """
    try:
        chores.each(SignUp.objects.offers_over(), _end)
    finally:
        chores.each(Course.objects.owing_seats(), Course.promote_waiting)


def _end(offer: SignUp) -> None:
    with suppress(ValidationError):  # answered, or ended with the rest of its party
        offer.lapse()


def _parties_waiting(course: Course) -> Iterator[PartyRows]:
    """Those who wait, in order; the rows of a party stand together."""
    waiting = SignUp.objects.waiting().filter(course=course).in_order()
    waiting = waiting.only("party", "course", "what", "why")
    for _, party in groupby(waiting.iterator(200), key=lambda one: one.party_id or -one.pk):
        yield list(party)


def _serve(course: Course, served: list[PartyRows]) -> None:
    from programs.tasks import end_offer  # noqa: PLC0415  tasks import models that promote

    everyone = [one for party in served for one in party]
    if course.queue == Course.Queue.OFFER:
        what, until = SignUp.What.OFFERED, timezone.now() + timedelta(hours=course.offer_hours)
        if course.starts_at:
            until = min(until, course.starts_at)
        record(everyone, SignUp.Status.OFFERED, what, offer_until=until)
        for party in served:
            end_offer.using(run_after=until).enqueue(party[0].pk)
    else:
        what = SignUp.What.PROMOTED
        record(everyone, SignUp.Status.SEATED, what)
    for party in served:
        tell(party[0], what)


def _too_large(parties: Iterable[tuple[PartyRows, int]]) -> Iterator[tuple[SignUp, str]]:
    """Each of the parties with why it was passed over: how many seats there were for how many."""
    for party, free in parties:
        why = f"空いた席は{free}人分で、ご一緒の{len(party)}人には足りませんでした。"
        yield from ((one, why) for one in party)


def _pass_over(passed: Iterable[tuple[SignUp, str]], *, by: User | None = None) -> None:
    """Write why into their history, a statement for each reason."""
    by_reason: dict[str, PartyRows] = defaultdict(list)
    for one, why in passed:
        by_reason[_numbered(why, one)].append(one)
    for why, rows in by_reason.items():
        record(rows, SignUp.Status.WAITING, SignUp.What.PASSED_OVER, by=by, why=why)


def _numbered(why: str, before: SignUp) -> str:
    """The reason; with its number where it is the last one again, so that each time is told."""
    if before.what != SignUp.What.PASSED_OVER or not before.why.startswith(why):
        return why
    times = TIMES.search(before.why)
    return f"{why}（{int(times[1]) + 1 if times else 2}回目）"
