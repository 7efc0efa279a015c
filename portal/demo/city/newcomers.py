"""Who signs up today: what the first page of the desk counts."""

from datetime import date, datetime, time, timedelta
from random import Random

from programs.models import SignUp

from .crowd import Crowd
from .made import Draft, Offer
from .timetable import at

# As seen at midnight, when the whole day has passed.
FIRST, LAST = time(12), time(23)


def come(crowd: Crowd, draft: Draft, today: date, number: int) -> None:
    """So many more sign up today; of seats they leave at least one.

    Chance of their own: who comes today changes nothing else in the city.
    """
    offer, course = draft.offer, draft.offer.course
    if not course.is_lottery:
        number = min(number, (course.capacity or 0) - len(offer.sign_ups) - 1)
    if number <= 0:
        return
    rng = Random(f"today {course.title} {draft.first}")  # noqa: S311  a demo city, not a secret
    people = crowd.choose(rng, course, offer.stages, draft.first, number, besides=set(offer.people))
    made = crowd.sign_ups(rng, course, people, at(today, FIRST), at(today, LAST))
    if course.is_lottery:
        for one in made:
            one.status, one.what = SignUp.Status.ENTERED, SignUp.What.ENTERED
    offer.sign_ups += made


def as_of(offer: Offer, today: date, now: datetime) -> None:
    """Bring what happens today into the part of the day that has passed by `now`."""
    midnight = at(today, time(0))
    passed = min((now - midnight) / timedelta(days=1), 1)
    for one in offer.sign_ups:
        if one.created_at > midnight:
            one.created_at = midnight + (one.created_at - midnight) * passed
