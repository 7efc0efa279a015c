"""Who entered a lottery, and how far each lottery has come."""

from datetime import date, datetime, time, timedelta
from random import Random

from portal.people.models import Person
from programs.models import SignUp

from .crowd import Crowd
from .made import Draft, Lottery, Stage
from .terms import CLOSE_DELAY
from .timetable import at

# Invented; everybody could look it up, and nobody knew it when the list was closed.
SOURCE = "{day}正午に市役所の玄関に掲示される、気温（度）と湿度（％）の数字"


def take_entries(
    rng: Random,
    crowd: Crowd,
    draft: Draft,
    until: datetime,
    *,
    guests: tuple[Person, ...] = (),
    times: float = 0,
) -> None:
    """Enter people for the lot: `times` as many as there are seats, or as many as chance has it."""
    offer, course = draft.offer, draft.offer.course
    share = times or rng.choice([0, 0.4, 0.8, 1.3, 1.8, 2.5])
    wanted = int((course.capacity or 0) * share)
    people = crowd.choose(rng, course, offer.stages, draft.first, wanted)
    people = [*guests, *(person for person in people if person not in guests)]
    rng.shuffle(people)
    since = draft.period.opens or until - timedelta(days=14)
    offer.sign_ups = crowd.sign_ups(rng, course, people, since, until)
    for one in offer.sign_ups:
        one.status, one.what = SignUp.Status.ENTERED, SignUp.What.ENTERED


def bring_to(rng: Random, crowd: Crowd, draft: Draft, stage: Stage, today: date) -> None:
    """Close the list of a lottery whose sign-up is over, and take it as far as `stage`."""
    course = draft.offer.course
    if course.apply_until is None:
        raise AssertionError("a lottery here has a deadline")
    closed_on = course.apply_until.date() + timedelta(days=CLOSE_DELAY)
    drawn_on = closed_on + timedelta(days=1)
    announced = at(drawn_on + timedelta(days=1), time(10))
    course.results_at = (
        announced if stage is Stage.ANNOUNCED else at(today + timedelta(days=2), time(10))
    )
    draft.offer.lottery = Lottery(
        stage=stage,
        closed_at=at(closed_on, time(9, 5)),
        drawn_at=at(drawn_on, time(13, 30)),
        announced_at=announced,
        source=SOURCE.format(day=f"{drawn_on.month}月{drawn_on.day}日"),
        value=f"{rng.randint(60, 190) / 10} {rng.randint(35, 80)}",
        by=crowd.desk(course),
    )
