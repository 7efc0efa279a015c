"""Time that staff block (職員が確保): one room or the whole centre, for a reason."""

from collections.abc import Sequence
from datetime import date, time

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils import timezone

from centers.models import Booking, Room
from centers.models.booking import refuse_odd_times
from centers.reserving import waiting
from centers.reserving.terms import locked
from portal.japan import calendar
from portal.people.models import User
from portal.refusal import code_of

from .place import Place
from .taken import told, who_has

MOST_DAYS = 62
MOST_TOLD = 5


def block(
    rooms: Sequence[Room], days: Sequence[date], starts: time, ends: time, reason: str, *, by: User
) -> list[Booking]:
    """Keep these rooms free of others on each of the days; all of them, or none.

    Codes: no_reason, no_rooms, in_the_past, too_many_days, times_out_of_order, room_taken.
    """
    if not reason:
        raise ValidationError("理由を書いてください。", code="no_reason")
    if not rooms:
        raise ValidationError("部屋を選んでください。", code="no_rooms")
    if len(days) > MOST_DAYS:
        raise ValidationError(
            f"一度に確保できるのは{MOST_DAYS}日分までです。期間を分けてください。",
            code="too_many_days",
        )
    refuse_odd_times(calendar.at(days[0], starts), calendar.at(days[0], ends))
    places = [
        Place(room, calendar.at(day, starts), calendar.at(day, ends))
        for day in days
        for room in rooms
    ]
    if any(place.ends_at <= timezone.now() for place in places):
        raise ValidationError(
            "もう過ぎた時間です。これからの時間を入れてください。", code="in_the_past"
        )
    try:
        with transaction.atomic(), pghistory.context(user=by.pk, what="blocked"):
            locked(*{room.pk for room in rooms})
            _refuse_what_is_there(places)
            return [
                Booking.take(
                    place.room,
                    place.starts_at,
                    place.ends_at,
                    Booking.Kind.BLOCK,
                    by=by,
                    note=reason,
                )
                for place in places
            ]
    except ValidationError as refusal:
        if code_of(refusal) == "room_taken":
            _refuse_what_is_there(places)
        raise


def blocked_already(
    rooms: Sequence[Room], days: Sequence[date], starts: time, ends: time, reason: str
) -> list[Booking]:
    """The blocks of the same form sent before: all of them, or none."""
    periods = [DateTimeTZRange(calendar.at(day, starts), calendar.at(day, ends)) for day in days]
    found = Booking.objects.live().filter(
        kind=Booking.Kind.BLOCK, room__in=rooms, period__in=periods, note=reason
    )
    blocks = list(found.select_related("room").order_by("period", "pk"))
    return blocks if len(blocks) == len(rooms) * len(days) else []


def together_with(booking: Booking) -> QuerySet[Booking]:
    """The live blocks of the same centre, time and reason: what was blocked as one."""
    return Booking.objects.live().filter(
        kind=Booking.Kind.BLOCK,
        room__center=booking.room.center_id,
        period=booking.period,
        note=booking.note,
    )


def unblock(bookings: Sequence[Booking], *, by: User) -> None:
    """Give the rooms free again; who waits for one of them is next.

    Codes: not_live, moved_meanwhile.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, what="unblocked"):
        rooms = {room.pk: room for room in locked(*{one.room_id for one in bookings})}
        for booking in sorted(bookings, key=lambda one: one.pk):
            booking.cancel(by=by)
            if booking.room_id not in rooms:
                raise ValidationError(
                    "たったいま、ほかの職員が予定を移しました。画面を開き直してください。",
                    code="moved_meanwhile",
                )
        for booking in bookings:
            waiting.hand_on(rooms[booking.room_id], booking.period)


def _refuse_what_is_there(places: Sequence[Place]) -> None:
    """Code: room_taken; the first few who have one of the rooms are named."""
    in_the_way = [one for place in places for one in who_has(place)]
    if in_the_way:
        sentences = [told(one) for one in in_the_way[:MOST_TOLD]]
        if more := len(in_the_way) - MOST_TOLD:
            sentences += [f"ほかに{more}件あります。"] if more > 0 else []
        raise ValidationError(
            [ValidationError(sentence, code="room_taken") for sentence in sentences]
        )
