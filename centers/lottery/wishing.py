"""Putting wishes in, and changing them until the list is closed.

Each step locks the draw, as its close does: what comes in the instant of the close is on the list
or refused.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Max

from centers.lottery import rules
from centers.models import Booking, Registration, Room, RoomLottery, Slot, Wish, WishList
from centers.reserving.rules import refuse_room, slots_in_order
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import refused_by_database

WEB = "web"
ASIDE = 1_000  # where ranks stand while they change places


def wish(
    lottery: RoomLottery,
    registration: Registration,
    room: Room,
    day: date,
    slots: Sequence[Slot],
    *,
    purpose: str,
    headcount: int,
    by: User,
    via: str = WEB,
) -> Wish:
    """Add a wish behind those there are; the first makes the list with its receipt number.

    Codes: not_open, closed, not_registered, other_month, not_bookable, too_many_people, no_slot,
    closed_day, slot_not_open, slots_apart, in_use, too_many_wishes, wished_twice.
    """
    with _taking_wishes(lottery, via) as held:
        rules.refuse_wisher(registration, held)
        rules.refuse_other_month(held, day)
        refuse_room(room, headcount)
        run = slots_in_order(room, day, slots)
        period = DateTimeTZRange(calendar.at(day, run[0].starts), calendar.at(day, run[-1].ends))
        until = end_of(room, period.upper)
        if Booking.objects.filter(room=room).overlapping(period.lower, until).exists():
            raise ValidationError(
                "この時間は、講座などで使うことが決まっています。"
                "別の時間か、別の部屋を選んでください。",
                code="in_use",
            )
        own, _ = WishList.objects.get_or_create(
            lottery=held, registration=registration, defaults={"by": by, "via": via}
        )
        rules.refuse_more_than(own.wishes.count())
        last = own.wishes.aggregate(last=Max("rank"))["last"] or 0
        return Wish.objects.create(
            wish_list=own,
            rank=last + 1,
            room=room,
            period=period,
            slots="・".join(slot.name for slot in run),
            purpose=" ".join(purpose.split()),
            headcount=headcount,
        )


def take_back(one: Wish, *, via: str = WEB) -> None:
    """Take a wish off the list; those behind it move up. Codes: not_open, closed, wish_gone."""
    with _taking_wishes(one.wish_list.lottery, via):
        one = _found(one)
        wishes, rank = one.wish_list.wishes, one.rank
        one.delete()
        # Set aside first: the database lets no two stand at one rank for even a moment.
        wishes.filter(rank__gt=rank).update(rank=F("rank") + ASIDE)
        wishes.filter(rank__gt=ASIDE).update(rank=F("rank") - ASIDE - 1)


def prefer(one: Wish, *, via: str = WEB) -> None:
    """Let a wish change places with the one before it. Codes: not_open, closed, wish_gone."""
    with _taking_wishes(one.wish_list.lottery, via):
        one = _found(one)
        wishes, rank = one.wish_list.wishes, one.rank
        if rank > 1:
            wishes.filter(rank=rank).update(rank=ASIDE)
            wishes.filter(rank=rank - 1).update(rank=rank)
            wishes.filter(rank=ASIDE).update(rank=rank - 1)


def end_of(room: Room, ends: datetime) -> datetime:
    """Until when `room` is held by a use that ends then."""
    return ends + timedelta(minutes=room.changeover_minutes)


@contextmanager
def _taking_wishes(lottery: RoomLottery, via: str) -> Iterator[RoomLottery]:
    with refused_by_database(WishList, Wish), transaction.atomic():
        lottery = RoomLottery.objects.select_for_update().get(pk=lottery.pk)
        rules.refuse_unless_taking(lottery, at_desk=via != WEB)
        yield lottery


def _found(one: Wish) -> Wish:
    """The wish as it stands now. Code: wish_gone."""
    found = Wish.objects.select_related("wish_list").filter(pk=one.pk).first()
    if found is None:
        raise ValidationError(
            "この希望は、すでに取りやめてあります。画面を開き直してください。", code="wish_gone"
        )
    return found
