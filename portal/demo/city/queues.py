"""Who waits for a seat, who is offered one, and what happened to them before."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from programs.models import SignUp

from .made import Offer, Version
from .timetable import at

Status, What = SignUp.Status, SignUp.What
HOURS = 48


def queue_up(sign_ups: Sequence[SignUp]) -> None:
    """These came when the course was full."""
    for one in sign_ups:
        one.status, one.what = Status.WAITING, What.QUEUED


def arrived(sign_up: SignUp) -> Version:
    """The first line of a history: how this one was taken in."""
    status, what = Status(sign_up.status), What(sign_up.what)
    return Version(sign_up, sign_up.created_at, status, what, sign_up.changed_by)


def turn(
    offer: Offer,
    sign_ups: Sequence[SignUp],
    at: datetime,
    status: SignUp.Status,
    what: SignUp.What,
    *,
    why: str = "",
    offer_until: datetime | None = None,
    by_oneself: bool = False,
) -> None:
    """Let something happen to these at one moment, and keep how they stood before."""
    known = {id(version.sign_up) for version in offer.versions}
    for one in sign_ups:
        if id(one) not in known:
            offer.versions.append(arrived(one))
        by = one.by if by_oneself else None
        one.status, one.what, one.why, one.changed_by = status, what, why, by
        one.offer_until = offer_until
        offer.versions.append(Version(one, at, status, what, by, why, offer_until))


def move_up(
    offer: Offer, today: date, leavers: Sequence[SignUp], next_ones: Sequence[SignUp]
) -> None:
    """Some gave their seats back three days ago; the next had them at once."""
    moment = at(today - timedelta(days=3), time(12, 20))
    turn(offer, leavers, moment, Status.WITHDRAWN, What.WITHDRAWN, by_oneself=True)
    turn(offer, next_ones, moment, Status.SEATED, What.PROMOTED)


def pass_over(offer: Offer, today: date, party: Sequence[SignUp]) -> None:
    """A single seat came free that did not hold this party."""
    moment = at(today - timedelta(days=3), time(12, 20))
    why = f"空いた席は1人分で、ご一緒の{len(party)}人には足りませんでした。"
    turn(offer, party, moment, Status.WAITING, What.PASSED_OVER, why=why)


def let_lapse(offer: Offer, today: date, sign_ups: Sequence[SignUp]) -> None:
    """They were offered a seat and did not answer in time."""
    moment = at(today - timedelta(days=4), time(9, 40))
    until = moment + timedelta(hours=HOURS)
    turn(offer, sign_ups, moment, Status.OFFERED, What.OFFERED, offer_until=until)
    turn(offer, sign_ups, until, Status.LAPSED, What.LAPSED)


def decline(offer: Offer, today: date, sign_ups: Sequence[SignUp]) -> None:
    """They were offered a seat and said no the same evening."""
    moment = at(today - timedelta(days=3), time(9, 40))
    until = moment + timedelta(hours=HOURS)
    turn(offer, sign_ups, moment, Status.OFFERED, What.OFFERED, offer_until=until)
    evening = at(today - timedelta(days=3), time(20, 5))
    turn(offer, sign_ups, evening, Status.WITHDRAWN, What.DECLINED, by_oneself=True)


def offer_seats(offer: Offer, today: date, sign_ups: Sequence[SignUp]) -> None:
    """They were offered a seat last night and have until tomorrow night to answer."""
    moment = at(today - timedelta(days=1), time(18, 10))
    until = moment + timedelta(hours=HOURS)
    turn(offer, sign_ups, moment, Status.OFFERED, What.OFFERED, offer_until=until)
