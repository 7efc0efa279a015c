"""A draw of rooms as it stands in the database, in the words of its arithmetic and of its file."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from django.utils import timezone

from centers.lottery import file as published
from centers.lottery.arithmetic import Head, Key, Wishes
from centers.lottery.arithmetic import Wish as Wanted
from centers.models import Room, RoomLottery, Wish
from portal.draws.arithmetic import seed_of


def head_of(lottery: RoomLottery) -> Head:
    """What is declared with the list, as its hash is taken of it."""
    assert lottery.closed_at is not None
    return Head(
        month=lottery.month_key,
        draw=lottery.number,
        closed=timezone.localtime(lottery.closed_at).isoformat(),
        source=lottery.source,
        commitment=lottery.commitment,
    )


def lists_of(lottery: RoomLottery) -> list[Wishes]:
    """The lists that wish for something, by receipt number: what is published at the close."""
    rows = (
        Wish.objects.filter(wish_list__lottery=lottery)
        .order_by("wish_list__receipt", "rank")
        .values_list(
            "wish_list__receipt", "wish_list__most", "rank", "room", "period", "changeover"
        )
    )
    lists = []
    for (receipt, most), wishes in groupby(rows, key=lambda row: row[:2]):
        wanted = [
            Wanted(
                rank,
                room,
                timezone.localtime(period.lower).isoformat(),
                timezone.localtime(period.upper).isoformat(),
                changeover,
            )
            for *_, rank, room, period, changeover in wishes
        ]
        lists.append(Wishes(receipt, most, tuple(wanted)))
    return lists


def seed_in(lottery: RoomLottery) -> bytes:
    return seed_of(bytes.fromhex(lottery.secret), lottery.list_hash, lottery.value)


def file_of(lottery: RoomLottery, outcomes: Mapping[Key, str] | None = None) -> Iterator[str]:
    """The published file; the result goes along once it is announced, or where it is given."""
    lists = lists_of(lottery)
    if outcomes is None and lottery.is_announced:
        outcomes = _outcomes_of(lottery)
    result = None
    if outcomes is not None:
        seed = seed_in(lottery).hex()
        result = {"value": lottery.value, "secret": lottery.secret, "seed": seed}
    return published.lines_of(
        head_of(lottery),
        lottery.list_hash,
        _names_of({wish.room for one in lists for wish in one.wishes}),
        lists,
        outcomes=outcomes,
        result=result,
    )


def _outcomes_of(lottery: RoomLottery) -> dict[Key, str]:
    wishes = Wish.objects.filter(wish_list__lottery=lottery).order_by()
    return {
        (receipt, rank): outcome
        for receipt, rank, outcome in wishes.values_list("wish_list__receipt", "rank", "outcome")
    }


def _names_of(rooms: set[int]) -> dict[int, str]:
    named = Room.objects.filter(pk__in=rooms).values_list("pk", "center__name", "name")
    return {pk: f"{center} {name}" for pk, center, name in named}
