"""Factories for the draw of a month of rooms, and the draw taken as far as a test needs it."""

from datetime import date, timedelta

from django.utils import timezone

from centers.lottery import drawing
from centers.lottery.wishing import wish
from centers.models import Registration, Room, RoomLottery, Slot, Wish
from tests import rooms


def the_month() -> date:
    """The month after the next, which no test's bookings reach by chance."""
    return (timezone.localdate().replace(day=1) + timedelta(days=70)).replace(day=1)


def a_room_lottery(month: date | None = None, **fields) -> RoomLottery:
    """The draw of a month, taking wishes now; told in six days."""
    now = timezone.now()
    return RoomLottery.objects.create(
        **{
            "month": month or the_month(),
            "opens_at": now - timedelta(days=5),
            "closes_at": now + timedelta(days=3),
            "results_at": now + timedelta(days=6),
        }
        | fields
    )


def a_day(number: int = 3) -> date:
    """An open day of the month."""
    day = the_month().replace(day=number)
    rooms.an_open_day(day=day)
    return day


def a_wisher(name: str = "コーラス浜", **fields) -> Registration:
    """A group that may use rooms in the month."""
    return rooms.a_registration(group=rooms.a_group(name=name), on=the_month(), **fields)


def a_wish(
    lottery: RoomLottery,
    registration: Registration,
    room: Room,
    day: date,
    *slots: Slot,
    headcount: int = 12,
    **fields,
) -> Wish:
    """A wish, put in as the resident does."""
    return wish(
        lottery,
        registration,
        room,
        day,
        slots or [rooms.a_slot()],
        **{"purpose": "合唱の練習", "headcount": headcount, "by": registration.by} | fields,
    )


def over(lottery: RoomLottery) -> RoomLottery:
    """Let the time for wishes be over."""
    now = timezone.now()
    RoomLottery.objects.filter(pk=lottery.pk).update(closes_at=now - timedelta(minutes=1))
    lottery.refresh_from_db()
    return lottery


def closed(lottery: RoomLottery) -> RoomLottery:
    return drawing.close(over(lottery))


def drawn(lottery: RoomLottery, value: str = "4649", *, by=None) -> RoomLottery:
    return drawing.draw(closed(lottery), value, by=by)


def announced(lottery: RoomLottery, value: str = "4649") -> RoomLottery:
    return drawing.announce(drawn(lottery, value))
