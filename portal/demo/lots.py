"""The draws of the demo city's lotteries: real ones, by the arithmetic anybody can check.

Taken step by step as `programs.lottery.drawing` does, with two differences: each step bears the day
it would have been taken on, and the secret number follows from the course's number, so that equal
cities are drawn equally.
"""

import hashlib

from django.db import connection

from portal.demo.city import Offer
from portal.demo.city.made import Stage
from portal.demo.histories import remember_now
from programs.lottery import arithmetic as lottery
from programs.lottery.entries import entries_of
from programs.models import Course, Draw, DrawEntry


def hold(offer: Offer) -> bool:
    """Close the list of this lottery and take it as far as it has come."""
    plan = offer.lottery
    if plan is None:
        return False
    course = Course.objects.get(pk=offer.course.pk)
    entries = entries_of(course)
    secret = hashlib.sha256(f"a demo city, no secret: {course.pk}".encode()).digest()
    draw = Draw(
        course=course,
        seats=course.capacity or 0,
        closed_at=plan.closed_at,
        closed_by=plan.by,
        source=plan.source,
        commitment=lottery.commitment_of(secret),
        secret=secret.hex(),
    )
    draw.list_hash = lottery.list_hash_of(draw.head, entries.values())
    places: dict[int, lottery.Place] = {}
    if plan.stage is not Stage.CLOSED:
        draw.value, draw.drawn_at, draw.drawn_by = plan.value, plan.drawn_at, plan.by
        seed = lottery.seed_of(secret, draw.list_hash, draw.value)
        ordered = lottery.in_order(entries.values(), seed)
        places = {place.receipt: place for place in lottery.select(ordered, draw.seats)}
    if plan.stage is Stage.ANNOUNCED:
        draw.announced_at = plan.announced_at
    draw.full_clean()
    draw.save(force_insert=True)
    DrawEntry.objects.bulk_create(
        DrawEntry(
            draw=draw,
            sign_up_id=first,
            rank=places[entry.receipt].rank if places else None,
            selected=places[entry.receipt].selected if places else None,
            **entry._asdict(),
        )
        for first, entry in entries.items()
    )
    if draw.announced_at:
        _give_places(draw)
        remember_now(course.pk, draw.announced_at)
    return True


def _give_places(draw: Draw) -> None:
    """Seats for those selected, places in the queue for the others; nobody here came together."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE programs_signup s
            SET status = CASE WHEN e.selected THEN 'seated' ELSE 'waiting' END,
                what = CASE WHEN e.selected THEN 'selected' ELSE 'reserve' END,
                rank = e.rank, changed_by_id = NULL
            FROM programs_drawentry e
            WHERE e.draw_id = %s AND e.sign_up_id = s.id
            """,
            [draw.pk],
        )
