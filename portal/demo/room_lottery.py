"""A month of rooms for which groups put in their wishes just now."""

from collections import defaultdict
from collections.abc import Callable
from datetime import time, timedelta
from random import Random

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.models import OpenSlot, Registration, Room, RoomLottery, Wish, WishList
from portal.demo.city import City
from portal.demo.city.timetable import at
from portal.demo.pouring import pour
from portal.japan import calendar

WISHING = 0.4  # of the groups that may
PURPOSES = ("練習", "例会", "教室", "会議", "発表会の準備")


def take_wishes(city: City, say: Callable[[str], object]) -> None:
    """The month three months ahead, in which nothing is reserved yet; open for nine days more."""
    rng = Random("room lottery")  # noqa: S311  a demo city, not a secret
    month = calendar.months_later(city.today, 3)
    lottery = RoomLottery.objects.create(
        month=month,
        opens_at=at(city.today - timedelta(days=5), time(9)),
        closes_at=at(city.today + timedelta(days=9), time(17)),
        results_at=at(city.today + timedelta(days=15), time(10)),
    )
    slots = defaultdict(list)
    for slot in OpenSlot.objects.between(month, lottery.last_day).select_related("slot"):
        slots[slot.center_id].append(slot)
    rooms = defaultdict(list)
    for room in Room.objects.bookable():
        rooms[room.center_id].append(room)
    lists, wishes = [], []
    may = Registration.objects.valid_on(month).select_related("group").order_by("pk")
    for registration in may:
        here = slots[registration.group.center_id]
        if rng.random() > WISHING or not here:
            continue
        asked = at(city.today - timedelta(days=rng.randint(1, 4)), time(rng.randint(9, 20)))
        lists.append(
            WishList(
                lottery=lottery, registration=registration, by=registration.by, created_at=asked
            )
        )
        for rank, slot in enumerate(rng.sample(here, min(len(here), rng.randint(1, 4))), start=1):
            room = rng.choice(rooms[registration.group.center_id])
            wishes.append(
                Wish(
                    wish_list=lists[-1],
                    rank=rank,
                    room=room,
                    period=DateTimeTZRange(slot.starts_at, slot.ends_at),
                    slots=slot.slot.name,
                    purpose=rng.choice(PURPOSES),
                    headcount=min(room.capacity or 10, max(2, registration.group.members)),
                )
            )
    pour(lists)
    pour(wishes)
    say(f"部屋の抽選の希望：{len(wishes):,}")
