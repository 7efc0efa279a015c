"""Freed seats go to the queue: in its order, a party whole or not at all."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from django.utils import timezone

from programs.childcare import settle
from programs.models import Course, SignUp
from programs.models.sign_up import record, tell


def promote(course: Course) -> list[SignUp]:
    """Hand every free seat of `course`, which must be locked, to the next who fit.

    Places in childcare follow the seats of the parents, on every path that moves one.

    At once or as an offer with a deadline, as the course says; from `by_staff_from` on, and where
    staff choose, nothing moves by itself. A party that does not fit into what is free is passed
    over, which is written into its history, and stays where it is.
    Returns the first sign-up of every party served.
    """
    served = _hand_on(course)
    settle(course)
    return served


def _hand_on(course: Course) -> list[SignUp]:
    now = timezone.now()
    if course.capacity is None or not course.promotes_by_itself(now):
        return []
    course.refresh_from_db(fields=["seats_taken", "waiting_count"])
    free = course.capacity - course.seats_taken
    if free <= 0 or not course.waiting_count:
        return []
    served: list[list[SignUp]] = []
    skipped: list[list[SignUp]] = []
    passed_over: list[list[SignUp]] = []
    for party in _parties_waiting(course):
        if len(party) <= free:
            free -= len(party)
            served.append(party)
            passed_over, skipped = passed_over + skipped, []
        else:
            skipped.append(party)
        if not free:
            break
    _write(course, served, passed_over)
    return [party[0] for party in served]


def _parties_waiting(course: Course) -> Iterator[list[SignUp]]:
    """Those who wait, in order; the rows of a party stand together."""
    waiting = SignUp.objects.waiting().filter(course=course).in_order()
    for _, party in groupby(waiting.iterator(200), key=lambda one: one.party_id or -one.pk):
        yield list(party)


def _write(course: Course, served: list[list[SignUp]], passed_over: list[list[SignUp]]) -> None:
    from programs.tasks import end_offer  # noqa: PLC0415  tasks import models that promote

    everyone = [one for party in served for one in party]
    if not everyone:
        return
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
    for party in passed_over:
        record(
            party,
            SignUp.Status.WAITING,
            SignUp.What.PASSED_OVER,
            why=f"ご一緒の{len(party)}人分の席が、まだ空いていません。",
        )
    for party in served:
        tell(party[0], what)
