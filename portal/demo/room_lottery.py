"""Two months of rooms given by lot: one is drawn and told, for the other wishes come in now."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

import pgtrigger
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centers.lottery import arithmetic, giving, listed
from centers.models import OpenSlot, Registration, Reservation, Room, RoomLottery, Wish, WishList
from portal.demo.city import City
from portal.demo.city.timetable import at
from portal.demo.histories import remember_first
from portal.demo.pouring import pour
from portal.draws.arithmetic import commitment_of
from portal.japan import calendar

WISHING = 0.4  # of the groups that may
WISHED = 0.25  # the month before: what was won then waits for the managers' approval
SOUGHT = 4  # slots of a centre that most wish for
PURPOSES = ("練習", "例会", "教室", "会議", "発表会の準備")
PUBLIC_VALUE = "4071"


def take_wishes(city: City, say: Callable[[str], object]) -> None:
    """The month three months ahead, in which nothing is reserved yet; open for nine days more."""
    lottery = RoomLottery.objects.create(
        month=calendar.months_later(city.today, 3),
        opens_at=at(city.today - timedelta(days=5), time(9)),
        closes_at=at(city.today + timedelta(days=9), time(17)),
        results_at=at(city.today + timedelta(days=15), time(10)),
    )
    say(f"部屋の抽選の希望：{_wish(city, lottery, 'room lottery', WISHING):,}")


def hold_a_draw(city: City, say: Callable[[str], object]) -> None:
    """The month before that, drawn by the arithmetic anybody can check and told two days ago.

    Equal cities are drawn equally: the secret number follows from the month.
    """
    month = calendar.months_later(city.today, 2)
    told = at(city.today - timedelta(days=2), time(10))
    lottery = RoomLottery.objects.create(
        month=month,
        opens_at=told - timedelta(days=20),
        closes_at=told - timedelta(days=7),
        results_at=told,
    )
    if not _wish(city, lottery, "drawn rooms", WISHED):  # nobody is registered for that year yet
        lottery.delete()
        return
    lottery.closed_at, lottery.source = lottery.closes_at, settings.CITY["lottery"]["source"]
    secret = hashlib.sha256(f"a demo city, no secret: {month}".encode()).digest()
    lottery.commitment, lottery.secret = commitment_of(secret), secret.hex()
    lists = listed.lists_of(lottery)
    lottery.list_hash = arithmetic.list_hash_of(listed.head_of(lottery), lists)
    lottery.save()
    _draw(lottery, lists, told - timedelta(days=2), city)
    giving.give_rooms(lottery, by=None)
    lottery.announced_at = told
    lottery.save(update_fields=["announced_at"])
    won = Reservation.objects.filter(via=Reservation.Via.LOTTERY)
    with pgtrigger.ignore("centers.Reservation:update_update"):
        won.update(created_at=told)
    remember_first(Reservation, "created_at", {}, where="s.via = 'lottery'")
    say(f"抽選で決まった部屋：{won.count():,}")


def _draw(
    lottery: RoomLottery, lists: list[arithmetic.Wishes], drawn_at: datetime, city: City
) -> None:
    lottery.value, lottery.drawn_at = PUBLIC_VALUE, drawn_at
    lottery.drawn_by = city.population.section
    ordered = arithmetic.in_order(lists, listed.seed_in(lottery))
    own = {one.receipt: one for one in WishList.objects.filter(lottery=lottery)}
    for place, one in enumerate(ordered, start=1):
        own[one.receipt].place = place
    WishList.objects.bulk_update(own.values(), ["place"], batch_size=1_000)
    lottery.save(update_fields=["value", "drawn_at", "drawn_by"])


def _wish(city: City, lottery: RoomLottery, chance: str, share: float) -> int:
    """Let a share of the groups wish; most like a weekend and the largest room. How many wishes."""
    rng = Random(chance)  # noqa: S311  a demo city, not a secret
    slots = defaultdict(list)
    for slot in OpenSlot.objects.between(lottery.month, lottery.last_day).select_related("slot"):
        slots[slot.center_id].append(slot)
    rooms = defaultdict(list)
    for room in Room.objects.bookable():
        rooms[room.center_id].append(room)
    may = Registration.objects.valid_on(lottery.month).order_by("pk")
    lists, wishes = [], []
    for registration in may.select_related("group", "purpose_class"):
        here = slots[registration.group.center_id]
        if rng.random() > share or not here:
            continue
        lists.append(
            WishList(
                lottery=lottery,
                registration=registration,
                by=registration.by,
                created_at=_asked(rng, lottery, city.today),
                most=registration.purpose_class.month_limit,
            )
        )
        for rank, slot in enumerate(_liked(rng, here), start=1):
            own = rooms[registration.group.center_id]
            largest = max(own, key=lambda one: (one.capacity or 0, one.pk))
            room = largest if rng.random() < 0.5 else rng.choice(own)
            wishes.append(
                Wish(
                    wish_list=lists[-1],
                    rank=rank,
                    room=room,
                    period=DateTimeTZRange(slot.starts_at, slot.ends_at),
                    slots=slot.slot.name,
                    purpose=rng.choice(PURPOSES),
                    headcount=min(room.capacity or 10, max(2, registration.group.members)),
                    changeover=room.changeover_minutes,
                )
            )
    pour(lists)
    pour(wishes)
    return len(wishes)


def _asked(rng: Random, lottery: RoomLottery, today: date) -> datetime:
    """Some moment while wishes were taken, yesterday at the latest."""
    first = calendar.local(lottery.opens_at).date()
    last = min(calendar.local(lottery.closes_at).date(), today) - timedelta(days=1)
    day = first + timedelta(days=rng.randint(1, max((last - first).days, 1)))
    return at(day, time(rng.randint(9, 20)))


def _liked(rng: Random, here: list[OpenSlot]) -> list[OpenSlot]:
    """One to four slots, each once, the first of them at the first weekends where there are any."""
    chosen = rng.sample(here, min(len(here), rng.randint(1, 4)))
    weekend = [slot for slot in here if slot.day.weekday() >= 5][:SOUGHT]
    if weekend and (first := rng.choice(weekend)) not in chosen:
        chosen[0] = first
    return chosen
