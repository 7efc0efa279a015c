"""A draw of rooms from its close to its announcement, and its redraw: each step one transaction.

Every step locks the draw, as every change of a wish does, so two that are begun at once follow each
other and the second is refused; a step that is cut short leaves nothing behind.
"""

import secrets
from functools import partial

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from centers.lottery import arithmetic as lots
from centers.lottery import giving, listed, rules
from centers.models import Room, RoomLottery, RoomRedraw, Wish, WishList
from portal.draws.arithmetic import SECRET_BYTES, commitment_of, plain
from portal.notices import chores
from portal.people.models import User
from portal.refusal import refused_by_database


def see_to_lotteries() -> None:
    """Close the lists and announce the results whose time has come. Run again, it does no more."""
    try:
        chores.each(RoomLottery.objects.to_close(), partial(_unless_refused, close))
    finally:
        chores.each(RoomLottery.objects.to_announce(), partial(_unless_refused, announce))


def _unless_refused(step, lottery: RoomLottery) -> None:
    try:
        step(lottery)
    except ValidationError:
        return  # somebody else was quicker


# ---------------------------------------------------------------- the three steps


def close(lottery: RoomLottery, *, by: User | None = None) -> RoomLottery:
    """Close the list (受付名簿の確定): from now on it, its hash and the commitment are public.

    The limits of the classes and the changeovers of the rooms are copied: what is drawn by is what
    was published. Codes: still_open, already_closed.
    """
    with refused_by_database(RoomLottery), transaction.atomic():
        lottery = _locked(lottery)
        rules.refuse_unless_closable(lottery)
        _copy_what_is_drawn_by(lottery)
        secret = secrets.token_bytes(SECRET_BYTES)
        lottery.closed_at, lottery.closed_by = timezone.now().replace(microsecond=0), by
        lottery.source = settings.CITY["lottery"]["source"]
        lottery.commitment, lottery.secret = commitment_of(secret), secret.hex()
        lists = listed.lists_of(lottery)
        lottery.list_hash = lots.list_hash_of(listed.head_of(lottery), lists)
        lottery.save()
        if not lists:
            _draw(lottery, lists, rules.NOTHING_TO_DRAW, by=by)
    return lottery


def draw(lottery: RoomLottery, value: str, *, by: User) -> RoomLottery:
    """Draw (抽選): the public value, the secret and the list make the order. Told to nobody yet.

    Codes: not_closed, already_drawn, redraw_asked, no_value, value_too_long, list_changed.
    """
    value = plain(value)
    with refused_by_database(RoomLottery, WishList), transaction.atomic():
        lottery = _locked(lottery)
        rules.refuse_unless_drawable(lottery, value)
        _draw(lottery, listed.lists_of(lottery), value, by=by)
    return lottery


def announce(lottery: RoomLottery, *, by: User | None = None) -> RoomLottery:
    """Give the rooms, round by round, and write to every group.

    What can no longer be granted by now (the day was closed, a course came) is left out and said
    so in the file. Once announced, nothing happens again. Codes: not_closed, not_drawn,
    redraw_asked.
    """
    from centers.tasks import tell_of_the_draw  # noqa: PLC0415  tasks import models

    with (
        refused_by_database(RoomLottery, Wish),
        transaction.atomic(),
        pghistory.context(user=by.pk if by else None, what="won"),
    ):
        lottery = _locked(lottery)
        if lottery.is_announced:
            return lottery
        rules.refuse_unless_announceable(lottery)
        giving.give_rooms(lottery, by=by)
        lottery.announced_at = timezone.now()
        lottery.save(update_fields=["announced_at"])
        tell_of_the_draw.enqueue(lottery.pk, 0)
    return lottery


# ---------------------------------------------------------------- the redraw


def ask_redraw(lottery: RoomLottery, *, by: User, reason: str) -> RoomRedraw:
    """Ask to give this draw up (やり直し); until it is decided, it rests.

    Codes: not_closed, redraw_asked, too_late_to_redraw, no_reason.
    """
    with refused_by_database(RoomRedraw), transaction.atomic():
        lottery = _locked(lottery)
        rules.refuse_to_ask(lottery, reason)
        return RoomRedraw.objects.create(
            lottery=lottery,
            number=lottery.number,
            reason=" ".join(reason.split()),
            asked_by=by,
        )


def refuse_redraw(lottery: RoomLottery, *, by: User) -> RoomRedraw:
    """Let the draw stand: take the request back, or say no to it. Code: redraw_not_asked."""
    with transaction.atomic():
        asked = rules.redraw_asked_of(_locked(lottery))
        return _decided(asked, by, approved=False)


def approve_redraw(lottery: RoomLottery, *, by: User) -> RoomRedraw:
    """Give the draw up, as a second person. Its file stays public; staff close a new list.

    Nobody was told anything yet, so nobody loses a room. Codes: redraw_not_asked, second_person,
    too_late_to_redraw.
    """
    with refused_by_database(RoomRedraw, RoomLottery), transaction.atomic():
        lottery = _locked(lottery)
        asked = rules.redraw_asked_of(lottery)
        rules.refuse_to_approve(lottery, asked, by)
        outcomes = giving.outcomes_now(lottery) if lottery.is_drawn else None
        asked.file = "".join(listed.file_of(lottery, outcomes))
        _decided(asked, by, approved=True)
        lottery.number += 1
        lottery.closed_at = lottery.closed_by = lottery.drawn_at = lottery.drawn_by = None
        lottery.list_hash = lottery.commitment = lottery.secret = ""
        lottery.source = lottery.value = ""
        lottery.save()
        WishList.objects.filter(lottery=lottery).update(place=None)
    return asked


# ---------------------------------------------------------------- how it is written


def _locked(lottery: RoomLottery) -> RoomLottery:
    return RoomLottery.objects.select_for_update().get(pk=lottery.pk)


def _decided(asked: RoomRedraw, by: User, *, approved: bool) -> RoomRedraw:
    asked.decided_by, asked.decided_at, asked.approved = by, timezone.now(), approved
    asked.save(update_fields=["decided_by", "decided_at", "approved", "file"])
    return asked


def _copy_what_is_drawn_by(lottery: RoomLottery) -> None:
    limit = WishList.objects.filter(pk=OuterRef("pk")).values(
        "registration__purpose_class__month_limit"
    )
    WishList.objects.filter(lottery=lottery).update(most=Subquery(limit))
    changeover = Room.objects.filter(pk=OuterRef("room")).values("changeover_minutes")
    Wish.objects.filter(wish_list__lottery=lottery).update(changeover=Subquery(changeover))


def _draw(lottery: RoomLottery, lists: list[lots.Wishes], value: str, *, by: User | None) -> None:
    """Order the list as it was published, and write every place."""
    if lots.list_hash_of(listed.head_of(lottery), lists) != lottery.list_hash:
        raise ValidationError(
            "受付名簿が、確定して公開したものとちがいます。抽選はできません。"
            "システムの担当者に知らせ、やり直してください。",
            code="list_changed",
        )
    lottery.value, lottery.drawn_at, lottery.drawn_by = value, timezone.now(), by
    ordered = lots.in_order(lists, listed.seed_in(lottery))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE centers_wishlist w SET place = r.place
            FROM unnest(%s::bigint[]) WITH ORDINALITY AS r (receipt, place)
            WHERE w.lottery_id = %s AND w.receipt = r.receipt
            """,
            [[one.receipt for one in ordered], lottery.pk],
        )
    lottery.save(update_fields=["value", "drawn_at", "drawn_by"])
