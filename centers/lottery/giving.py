"""The rooms a draw gives, written set-based: the rules of a single request for thousands at once.

The order is drawn; now every room is locked, what can no longer be granted is left out, the rounds
are played, and bookings and reservations written. The database has the last word: what it refuses
counts as in use, and the rounds are played again without it, so that the file says all there is to
say and the group gets its next wish instead.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Lower, Upper
from django.utils import timezone

from centers.availability.free import keeping_out
from centers.lottery import arithmetic as lots
from centers.lottery import listed
from centers.lottery.arithmetic import Key
from centers.models import OpenSlot, Registration, Reservation, Room, RoomFee, RoomLottery, Wish
from centers.reserving.fees import let_off
from portal.japan import calendar
from portal.people.models import User

AT_ONCE = 2_000  # rows a statement


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish with all that the rules ask about it."""

    pk: int
    key: Key
    room_id: int
    center_id: int
    begins: datetime
    ends: datetime
    purpose: str
    headcount: int
    capacity: int | None
    is_bookable: bool
    is_in_use: bool
    registration_id: int
    status: str
    fiscal_year: int
    percent: int
    needs_approval: bool
    by_id: int


def give_rooms(lottery: RoomLottery, *, by: User | None) -> None:
    """Write what became of every wish, with the reservations of those that won."""
    wishes = {wish.key: wish for wish in _wishes_of(lottery, lock=True)}
    runs = _Runs(lottery, wishes.values())
    impossible = _impossible(wishes.values(), runs)
    while True:
        outcomes = _play(lottery, impossible)
        won = {key: wishes[key] for key, outcome in outcomes.items() if outcome == lots.WON}
        with transaction.atomic():
            bookings = _book(won, by)
            refused = won.keys() - bookings.keys()
            transaction.set_rollback(bool(refused))
        if not refused:
            break
        impossible |= dict.fromkeys(refused, lots.IN_USE)
    reservations = Reservation.objects.bulk_create(
        [_reservation(won[key], bookings[key], runs, by) for key in won], batch_size=AT_ONCE
    )
    made = {key: one.pk for key, one in zip(won, reservations, strict=True)}
    _write({wishes[key].pk: (outcome, made.get(key)) for key, outcome in outcomes.items()})


def outcomes_now(lottery: RoomLottery) -> dict[Key, str]:
    """What the rounds would give at this moment, without giving it."""
    wishes = _wishes_of(lottery)
    return _play(lottery, _impossible(wishes, _Runs(lottery, wishes)))


def _play(lottery: RoomLottery, impossible: Mapping[Key, str]) -> dict[Key, str]:
    ordered = lots.in_order(listed.lists_of(lottery), listed.seed_in(lottery))
    return lots.give(ordered, impossible) | dict(impossible)


# ---------------------------------------------------------------- what can no longer be granted


def _wishes_of(lottery: RoomLottery, *, lock: bool = False) -> list[Wanted]:
    wishes = Wish.objects.filter(wish_list__lottery=lottery).order_by()
    if lock:  # always in the same order, as a single request does
        rooms = Room.objects.filter(pk__in=wishes.values("room")).order_by("pk")
        list(rooms.select_for_update(of=["self"], no_key=True).values_list("pk", flat=True))
    in_use = keeping_out(
        OuterRef("room"),
        Lower(OuterRef("period")),
        Upper(OuterRef("period")),
        OuterRef("room__changeover_minutes"),
    )
    of_registration = "wish_list__registration__"
    rows = wishes.annotate(in_use=Exists(in_use)).values_list(
        "pk",
        "wish_list__receipt",
        "rank",
        "room",
        "room__center",
        "period",
        "purpose",
        "headcount",
        "room__capacity",
        "room__is_bookable",
        "room__center__is_open_to_public",
        "in_use",
        *(f"{of_registration}{name}" for name in ("pk", "status", "fiscal_year")),
        f"{of_registration}exemption_percent",
        f"{of_registration}purpose_class__needs_approval",
        F("wish_list__by"),
    )
    return [
        Wanted(
            pk,
            (receipt, rank),
            room,
            center,
            period.lower,
            period.upper,
            purpose,
            headcount,
            capacity,
            is_bookable and is_open,
            *rest,
        )
        for (
            pk,
            receipt,
            rank,
            room,
            center,
            period,
            purpose,
            headcount,
            capacity,
            is_bookable,
            is_open,
            *rest,
        ) in rows.iterator(AT_ONCE)
    ]


def _impossible(wishes, runs: "_Runs") -> dict[Key, str]:
    """The wishes that cannot be granted any more, each with the reason the file gives."""
    now = timezone.now()
    found = {}
    for wish in wishes:
        year = calendar.fiscal_year(timezone.localdate(wish.begins))
        if wish.status != Registration.Status.APPROVED or wish.fiscal_year != year:
            found[wish.key] = lots.ENDED
        elif (
            not wish.is_bookable
            or (wish.capacity is not None and wish.headcount > wish.capacity)
            or wish.begins <= now
            or not runs.of(wish)
        ):
            found[wish.key] = lots.CLOSED
        elif wish.is_in_use:
            found[wish.key] = lots.IN_USE
    return found


class _Runs:
    """Which open slots make up the time of a wish, and what they cost in its room."""

    def __init__(self, lottery: RoomLottery, wishes) -> None:
        self._open: dict[tuple[int, date], list[tuple]] = defaultdict(list)
        centers = {wish.center_id for wish in wishes}
        rows = (
            OpenSlot.objects.between(lottery.month, lottery.last_day)
            .filter(center__in=centers)
            .order_by("day", "starts_at", "slot_id")
            .values_list("center", "day", "starts_at", "ends_at", "slot", "slot__name")
        )
        for center, day, *slot in rows:
            self._open[center, day].append(tuple(slot))
        fees = RoomFee.objects.filter(room__in={wish.room_id for wish in wishes})
        self._yen = {
            (room, slot): yen for room, slot, yen in fees.values_list("room", "slot", "yen")
        }

    def of(self, wish: Wanted) -> list[tuple[int, str]]:
        """The slots, by time, as (key, name); none where the time is not one run of open slots."""
        day = timezone.localdate(wish.begins)
        run = [
            slot
            for slot in self._open[wish.center_id, day]
            if slot[0] >= wish.begins and slot[1] <= wish.ends
        ]
        if not run or run[0][0] != wish.begins or run[-1][1] != wish.ends:
            return []
        return [(slot, name) for _, _, slot, name in run]

    def fee_of(self, wish: Wanted) -> int:
        return sum(self._yen.get((wish.room_id, slot), 0) for slot, _ in self.of(wish))


# ---------------------------------------------------------------- how it is written


def _book(won: Mapping[Key, Wanted], by: User | None) -> dict[Key, int]:
    """Take the rooms in one statement; what the database will not have is left out."""
    keys = {(wish.room_id, wish.begins): key for key, wish in won.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO centers_booking (room_id, kind, period, note, changed_by_id)
            SELECT room_id, 'reservation', period, '', %s FROM centers_wish WHERE id = ANY(%s)
            ORDER BY room_id, period
            ON CONFLICT DO NOTHING
            RETURNING id, room_id, lower(period)
            """,
            [by.pk if by else None, [wish.pk for wish in won.values()]],
        )
        return {keys[room, begins]: booking for booking, room, begins in cursor.fetchall()}


def _reservation(wish: Wanted, booking: int, runs: _Runs, by: User | None) -> Reservation:
    """As `requesting.request` writes it."""
    fee = runs.fee_of(wish)
    status = Reservation.Status
    return Reservation(
        registration_id=wish.registration_id,
        booking_id=booking,
        slots="・".join(name for _, name in runs.of(wish)),
        purpose=wish.purpose,
        headcount=wish.headcount,
        fee=fee,
        exemption=let_off(fee, wish.percent),
        via=Reservation.Via.LOTTERY,
        by_id=wish.by_id,
        changed_by=by,
        status=status.REQUESTED if wish.needs_approval else status.CONFIRMED,
        what=Reservation.What.WON,
    )


def _write(results: Mapping[int, tuple[str, int | None]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE centers_wish w SET outcome = r.outcome, reservation_id = r.reservation
            FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS r (id, outcome, reservation)
            WHERE w.id = r.id
            """,
            [
                list(results),
                [outcome for outcome, _ in results.values()],
                [reservation for _, reservation in results.values()],
            ],
        )
