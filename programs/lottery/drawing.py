"""A lottery from its close to its announcement, and its redraw: each step one transaction.

Every step locks the course, as every change of a sign-up does, so two that are begun at once follow
each other and the second is refused; a step that is cut short leaves nothing behind.
"""

import secrets
from functools import partial

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from portal.draws.arithmetic import plain
from portal.notices import chores
from portal.people.models import User
from portal.refusal import refused_by_database
from programs.lottery import arithmetic as lottery
from programs.lottery import rules
from programs.lottery.entries import entries_of
from programs.models import Course, Draw, DrawEntry, SignUp
from programs.sign_ups.childcare import settle
from programs.sign_ups.promotion import promote

AT_ONCE = 5_000  # rows a statement


def see_to_lotteries() -> None:
    """Close the lists and announce the results whose time has come. Run again, it does no more."""
    try:
        chores.each(lists_to_close(), partial(_unless_refused, close))
    finally:
        drawn = Draw.objects.to_announce().select_related("course")
        chores.each((draw.course for draw in drawn), partial(_unless_refused, announce))


def _unless_refused(step, course: Course) -> None:
    try:
        step(course)
    except ValidationError:
        return  # somebody else was quicker, or staff have just changed the course


def lists_to_close() -> QuerySet[Course]:
    """Lotteries with entries whose deadline, and the days for late postcards, are over.

    Only the first list closes by itself: for a redraw staff mend what was wrong, then close.
    """
    return Course.objects.lotteries_here().filter(
        closes_at__lt=timezone.now() - rules.close_delay(), entered_count__gt=0, draws=None
    )


# ---------------------------------------------------------------- the three steps


def close(course: Course, *, by: User | None = None, source: str = "") -> Draw:
    """Close the list (受付名簿の確定): from now on it, its hash and the commitment are public.

    `source` says which public value will be used; without it, the course or the city says so.
    Where everybody fits the draw is made at once, for nothing is left to chance.
    Codes: not_a_lottery, cancelled, still_open, already_closed.
    """
    with refused_by_database(Draw), transaction.atomic():
        course = _locked(course)
        rules.refuse_unless_closable(course)
        entries = entries_of(course)
        secret = secrets.token_bytes(lottery.SECRET_BYTES)
        last = course.draws.aggregate(last=Max("number"))["last"] or 0
        draw = Draw(
            course=course,
            number=last + 1,
            seats=course.seats_left or 0,
            closed_at=timezone.now().replace(microsecond=0),
            closed_by=by,
            source=rules.source_of(course, source),
            commitment=lottery.commitment_of(secret),
            secret=secret.hex(),
        )
        draw.list_hash = lottery.list_hash_of(draw.head, entries.values())
        draw.full_clean()
        draw.save(force_insert=True)
        DrawEntry.objects.bulk_create(
            (
                DrawEntry(draw=draw, sign_up_id=first, **entry._asdict())
                for first, entry in entries.items()
            ),
            batch_size=AT_ONCE,
        )
        if lottery.everybody_fits(entries.values(), draw.seats):
            _draw(draw, lottery.EVERYBODY_FITS, by=by)
    return draw


def draw(course: Course, value: str, *, by: User | None) -> Draw:
    """Draw (抽選): the public value, the secret and the list make the order. Told to nobody yet.

    Codes: not_closed, already_drawn, redraw_asked, no_value, value_too_long, list_changed.
    """
    value = plain(value)
    with refused_by_database(Draw, DrawEntry), transaction.atomic():
        current = rules.draw_of(_locked(course))
        rules.refuse_unless_drawable(current, value)
        _draw(current, value, by=by)
    return current


def announce(course: Course, *, by: User | None = None) -> Draw:
    """Give the seats and the places in the queue, and write to everybody.

    Seats of those who withdrew meanwhile go to the reserves in the same transaction. Where there
    are fewer seats by now, those selected last wait first. Once announced, nothing happens again.
    Codes: not_closed, not_drawn, redraw_asked, cancelled.
    """
    from programs.tasks import tell_all  # noqa: PLC0415  tasks import models

    with refused_by_database(Draw, SignUp, Course), transaction.atomic():
        course = _locked(course)
        current = rules.draw_of(course)
        if current.is_announced:
            return current
        rules.refuse_unless_announceable(current)
        _give_places(current, course.seats_left or 0, by=by)
        # The moment that the history of this transaction bears: a seat given in it came not before.
        current.announced_at = TransactionNow()
        current.save(update_fields=["announced_at"])
        current.refresh_from_db(fields=["announced_at"])
        promote(course)
        settle(course)
        for what in (SignUp.What.SELECTED, SignUp.What.RESERVE):
            tell_all.enqueue(course.pk, what.value)
    return current


# ---------------------------------------------------------------- the redraw


def ask_redraw(course: Course, *, by: User, reason: str) -> Draw:
    """Ask to give this draw up and to draw anew (やり直し); until it is decided, it rests.

    Codes: not_closed, no_reason, redraw_asked, too_late_to_redraw.
    """
    with transaction.atomic():
        course = _locked(course)
        current = rules.draw_of(course)
        rules.refuse_to_ask(current, reason)
        current.annulment_asked_by, current.annul_reason = by, " ".join(reason.split())
        current.save(update_fields=["annulment_asked_by", "annul_reason"])
    return current


def refuse_redraw(course: Course, *, by: User) -> Draw:
    """Let the draw stand: take the request back, or say no to it. Code: redraw_not_asked."""
    with transaction.atomic():
        current = rules.draw_of(_locked(course))
        rules.refuse_unless_asked(current)
        current.annulment_asked_by, current.annul_reason = None, ""
        current.save(update_fields=["annulment_asked_by", "annul_reason"])
    return current


def approve_redraw(course: Course, *, by: User) -> Draw:
    """Give the draw up, as a second person. It stays public; staff close a new list.

    Nobody who was told of a seat loses it: after the announcement those who still wait by lot go
    back to the lottery for the seats that are left. Before it, nobody was told anything.
    Codes: not_closed, redraw_not_asked, second_person, too_late_to_redraw.
    """
    from programs.tasks import tell_all  # noqa: PLC0415  tasks import models

    with refused_by_database(Draw), transaction.atomic():
        course = _locked(course)
        current = rules.draw_of(course)
        rules.refuse_to_approve(current, by)
        current.annulled_at, current.annulled_by = timezone.now(), by
        current.save(update_fields=["annulled_at", "annulled_by"])
        if current.is_announced:
            SignUp.objects.waiting().filter(course=course, rank__isnull=False).update(
                status=SignUp.Status.ENTERED,
                what=SignUp.What.REDRAWN,
                changed_by=by,
                why=current.annul_reason,
                rank=None,
            )
            tell_all.enqueue(course.pk, SignUp.What.REDRAWN.value)
    return current


# ---------------------------------------------------------------- how it is written


def _locked(course: Course) -> Course:
    return Course.objects.select_for_update(of=["self"]).get(pk=course.pk)


def _draw(current: Draw, value: str, *, by: User | None) -> None:
    """Order the list as it was published, and write every rank."""
    rows = list(current.entries.order_by("receipt").values_list("pk", "receipt", "size", "tier"))
    entries = [lottery.Entry(receipt, size, tier) for _, receipt, size, tier in rows]
    keys = {receipt: pk for pk, receipt, _, _ in rows}
    if lottery.list_hash_of(current.head, entries) != current.list_hash:
        raise ValidationError(
            "受付名簿が、確定して公開したものとちがいます。抽選はできません。"
            "システムの担当者に知らせ、やり直してください。",
            code="list_changed",
        )
    seed = lottery.seed_of(bytes.fromhex(current.secret), current.list_hash, value)
    places = lottery.select(lottery.in_order(entries, seed), current.seats)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE programs_drawentry e SET rank = r.rank, selected = r.selected
            FROM unnest(%s::bigint[], %s::int[], %s::bool[]) AS r (id, rank, selected)
            WHERE e.id = r.id
            """,
            [
                [keys[place.receipt] for place in places],
                [place.rank for place in places],
                [place.selected for place in places],
            ],
        )
    current.value, current.drawn_at, current.drawn_by = value, timezone.now(), by
    current.save(update_fields=["value", "drawn_at", "drawn_by"])


def _give_places(current: Draw, free: int, *, by: User | None) -> None:
    """Write the result into every entry that is still live, in one statement.

    Joined by key alone: an estimate gone wrong must not make a hundred thousand rows meet each
    other.
    """
    live: dict[int, list[int]] = {}
    entered = SignUp.objects.filter(course=current.course_id, status=SignUp.Status.ENTERED)
    for pk, party in entered.values_list("pk", "party").iterator(AT_ONCE):
        live.setdefault(party or -pk, []).append(pk)
    written: list[tuple[int, int | None, bool]] = []
    ranked = current.entries.order_by("rank").values_list(
        "sign_up", "sign_up__party", "rank", "selected"
    )
    for first, party, rank, selected in ranked.iterator(AT_ONCE):
        people = live.pop(party or -first, [])
        seated = bool(selected) and len(people) <= free
        free -= len(people) if seated else 0
        written += [(pk, rank or 0, seated) for pk in people]
    # Held again after the close, when two who had been merged became two: behind all the others.
    written += [(pk, None, False) for people in live.values() for pk in people]
    pks, ranks, seats = ([row[column] for row in written] for column in range(3))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE programs_signup s
            SET status = CASE WHEN r.seated THEN 'seated' ELSE 'waiting' END,
                what = CASE WHEN r.seated THEN 'selected' ELSE 'reserve' END,
                rank = r.rank, changed_by_id = %s, why = ''
            FROM unnest(%s::bigint[], %s::int[], %s::bool[]) AS r (id, rank, seated)
            WHERE s.id = r.id
            """,
            [by.pk if by else None, pks, ranks, seats],
        )
