"""A lottery from its close to its announcement, step by step, and what each step refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.notices.models import Message
from portal.people.models import Person
from portal.refusal import code_of
from programs.lottery import arithmetic as lottery
from programs.lottery import drawing
from programs.lottery.entries import entries_of
from programs.models import Course, Draw, DrawEntry, SignUp
from programs.sign_ups import merging, promotion
from tests import cast

pytestmark = pytest.mark.django_db


def refused(command, *arguments, **named) -> str | None:
    with pytest.raises(ValidationError) as refusal:
        command(*arguments, **named)
    return code_of(refusal.value)


def results_in(course: Course, **delta) -> Course:
    Course.objects.filter(pk=course.pk).update(results_at=timezone.now() + timedelta(**delta))
    return Course.objects.get(pk=course.pk)


def drawn(*, entries: int = 6, **fields) -> tuple[Course, Draw]:
    course = cast.a_lottery(entries=entries, **fields)
    drawing.close(course)
    return course, drawing.draw(course, "4649", by=cast.section_staff())


def by_status(course: Course) -> dict[str, int]:
    statuses = list(course.sign_ups.values_list("status", flat=True))
    return {status: statuses.count(status) for status in set(statuses)}


# ---------------------------------------------------------------- the close


def test_the_close_declares_list_hash_commitment_and_source_and_nobody_knows_more():
    course = cast.a_lottery(entries=6, capacity=4)
    draw = drawing.close(course)
    assert (draw.number, draw.seats, draw.source) == (1, 4, "ナンバーズ4 第6612回")
    entries = [lottery.Entry(e.receipt, e.size, e.tier) for e in draw.entries.order_by("receipt")]
    assert draw.list_hash == lottery.list_hash_of(draw.head, entries)
    assert draw.commitment == lottery.commitment_of(bytes.fromhex(draw.secret))
    assert not draw.entries.exclude(rank=None).exists()
    assert by_status(course) == {"entered": 6}


def test_two_closes_have_two_secrets():
    first, second = (drawing.close(cast.a_lottery(entries=0, title=title)) for title in "ab")
    assert first.secret != second.secret
    assert len(first.secret) == 64


def test_only_as_many_seats_are_drawn_as_are_left():
    course = cast.a_course(method="lottery", capacity=4, draw_source="x", queue="at_once")
    (user, person), *others = cast.many_residents(6)
    SignUp.objects.create(course=course, person=person, by=user)  # a seat that is held already
    for other, entrant in others:
        course.sign_up(entrant, by=other)
    assert drawing.close(cast.ended(course)).seats == 3


def test_before_the_deadline_nothing_is_closed():
    course = cast.a_course(method="lottery", capacity=3)
    assert refused(drawing.close, course) == "still_open"


def test_a_course_without_lots_is_not_closed():
    assert refused(drawing.close, cast.ended(cast.a_course())) == "not_a_lottery"


def test_a_course_that_was_called_off_is_not_closed():
    course = cast.a_lottery(entries=1)
    course.cancel(by=cast.section_staff(), reason="講師の都合のため")
    assert refused(drawing.close, course) == "cancelled"


def test_a_list_is_closed_once():
    course = cast.a_lottery(entries=4)
    drawing.close(course)
    assert refused(drawing.close, course) == "already_closed"


def test_the_city_says_which_value_is_used_where_the_course_does_not(settings):
    draw = drawing.close(cast.a_lottery(entries=4, draw_source=""))
    assert draw.source == settings.CITY["lottery"]["source"]


def test_a_postcard_that_came_in_time_is_entered_until_the_close_and_not_after_it():
    course = cast.a_lottery(entries=4)
    staff = cast.section_staff()
    late, too_late = (cast.a_family(1)[1][0] for _ in range(2))
    entry = course.sign_up(late, by=staff, via=SignUp.Via.POSTCARD)
    drawing.close(course)
    assert DrawEntry.objects.filter(sign_up=entry).exists()
    code = refused(course.sign_up, too_late, by=staff, via=SignUp.Via.POSTCARD)
    assert code == "closed"


def test_a_party_is_one_line_with_the_receipt_of_its_first():
    course = cast.a_course(method="lottery", capacity=2, party_max=3, queue="at_once")
    alone, together = cast.newcomers(course, 1, 3)
    entries = entries_of(cast.ended(course))
    assert {(e.receipt, e.size) for e in entries.values()} == {
        (alone.receipt, 1),
        (together.receipt, 3),
    }


def test_where_everybody_fits_no_public_value_is_needed_and_the_hour_is_kept():
    course = results_in(cast.a_lottery(entries=3, capacity=3), hours=1)
    draw = drawing.close(course)
    assert draw.is_drawn
    assert draw.needed_no_lot
    drawing.see_to_lotteries()
    assert by_status(course) == {"entered": 3}
    drawing.announce(course)
    assert by_status(course) == {"seated": 3}


# ---------------------------------------------------------------- the draw


def test_the_draw_ranks_everybody_and_selects_as_many_as_there_are_seats():
    _, draw = drawn(entries=7, capacity=3)
    entries = list(draw.entries.order_by("rank"))
    assert [entry.rank for entry in entries] == [1, 2, 3, 4, 5, 6, 7]
    assert [entry.selected for entry in entries] == [True] * 3 + [False] * 4


def test_the_draw_is_the_arithmetic_anybody_can_do():
    _, draw = drawn(entries=9, capacity=4)
    listed = [lottery.Entry(e.receipt, e.size, e.tier) for e in draw.entries.all()]
    seed = lottery.seed_of(bytes.fromhex(draw.secret), draw.list_hash, "4649")
    expected = lottery.select(lottery.in_order(listed, seed), 4)
    found = draw.entries.order_by("rank").values_list("receipt", "rank", "selected")
    assert list(found) == [tuple(place) for place in expected]


def test_a_value_typed_in_wide_digits_is_the_same_value():
    course = cast.a_lottery(entries=5)
    drawing.close(course)
    assert drawing.draw(course, " ４６４９　", by=None).value == "4649"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "no_value"),
        (" 　 ", "no_value"),
        (lottery.EVERYBODY_FITS, "no_value"),
        ("9" * 101, "value_too_long"),
    ],
)
def test_without_a_public_value_nothing_is_drawn(value, code):
    course = cast.a_lottery(entries=5)
    draw = drawing.close(course)
    assert refused(drawing.draw, course, value, by=None) == code
    draw.refresh_from_db()
    assert not draw.is_drawn


def test_lots_are_drawn_once():
    course, draw = drawn()
    assert refused(drawing.draw, course, "1111", by=None) == "already_drawn"
    draw.refresh_from_db()
    assert draw.value == "4649"


def test_without_a_closed_list_nothing_is_drawn():
    assert refused(drawing.draw, cast.a_lottery(entries=4), "1", by=None) == "not_closed"


def test_a_list_somebody_added_to_behind_our_back_is_not_drawn():
    course = cast.a_lottery(entries=4)
    draw = drawing.close(course)
    smuggled = cast.newcomers(cast.a_course(title="ほか"), 1)[0]
    DrawEntry.objects.create(draw=draw, sign_up=smuggled, receipt=1, tier=0)
    assert refused(drawing.draw, course, "4649", by=None) == "list_changed"


@pytest.mark.parametrize(
    "write",
    [
        lambda draw: Draw.objects.filter(pk=draw.pk).update(value="1111"),
        lambda draw: Draw.objects.filter(pk=draw.pk).update(secret="00" * 32),
        lambda draw: Draw.objects.filter(pk=draw.pk).update(seats=99),
        lambda draw: Draw.objects.filter(pk=draw.pk).update(drawn_at=None, value=""),
        lambda draw: draw.entries.filter(rank=1).update(rank=99),
        lambda draw: draw.entries.update(selected=True),
        lambda draw: draw.entries.filter(rank=1).update(tier=3),
        lambda draw: draw.entries.filter(rank=1).delete(),
        lambda draw: draw.delete(),
    ],
    ids=["value", "secret", "seats", "again", "rank", "selected", "tier", "line", "draw"],
)
def test_what_was_drawn_cannot_be_rewritten_by_any_path(write):
    _, draw = drawn()
    with pytest.raises(IntegrityError, match="as it is"), transaction.atomic():
        write(draw)


# ---------------------------------------------------------------- the announcement


def test_until_it_is_announced_no_sign_up_tells_anything():
    course, _ = drawn()
    assert by_status(course) == {"entered": 6}
    assert not course.sign_ups.exclude(rank=None).exists()


def test_the_announcement_seats_the_selected_and_makes_the_others_reserves_in_order():
    course, draw = drawn(entries=6, capacity=2)
    drawing.announce(course)
    course.refresh_from_db()
    assert (course.seats_taken, course.waiting_count, course.entered_count) == (2, 4, 0)
    for entry in draw.entries.select_related("sign_up"):
        expected = ("seated", "selected") if entry.selected else ("waiting", "reserve")
        assert (entry.sign_up.status, entry.sign_up.what) == expected
        assert entry.sign_up.rank == entry.rank
    queue = course.sign_ups.waiting().in_order()
    assert [one.place_in_queue() for one in queue] == [1, 2, 3, 4]
    history = queue[0].events.order_by("pgh_id").values_list("what", flat=True)
    assert list(history) == ["entered", "reserve"]


def test_a_party_is_seated_or_waits_as_one():
    course = cast.a_course(method="lottery", capacity=3, party_max=3, queue="at_once")
    cast.newcomers(course, 3, 3, 2, 1)
    course = cast.ended(course)
    drawing.close(course)
    drawing.draw(course, "4649", by=None)
    drawing.announce(course)
    for party in course.parties.all():
        assert len(set(party.sign_ups.values_list("status", "rank"))) == 1
    course.refresh_from_db()
    assert course.seats_taken <= 3


def test_announced_twice_is_told_once(run_queue):
    course, _ = drawn(entries=4, capacity=2)
    drawing.announce(course)
    first = drawing.announce(course).announced_at
    run_queue()
    assert drawing.announce(course).announced_at == first
    run_queue()
    told = Message.objects.exclude(subject__contains="申込を受け付け")
    assert told.count() == 4


def test_nothing_is_announced_that_was_not_drawn():
    course = cast.a_lottery(entries=4)
    drawing.close(course)
    assert refused(drawing.announce, course) == "not_drawn"


def test_a_course_called_off_after_the_draw_is_not_announced():
    course, _ = drawn()
    course.cancel(by=cast.section_staff("x@example.jp"), reason="講師の都合のため")
    assert refused(drawing.announce, course) == "cancelled"
    results_in(course, hours=-1)
    drawing.see_to_lotteries()
    assert by_status(course) == {"cancelled": 6}


def test_the_seat_of_one_who_withdrew_meanwhile_goes_to_the_first_reserve():
    course, draw = drawn(entries=6, capacity=2)
    gone = draw.entries.get(rank=1).sign_up
    gone.withdraw(by=gone.by)
    drawing.announce(course)
    first_reserve = SignUp.objects.get(draw_entries__rank=3)
    assert (first_reserve.status, first_reserve.what) == ("seated", "promoted")
    gone.refresh_from_db()
    assert gone.status == "withdrawn"
    course.refresh_from_db()
    assert (course.seats_taken, course.waiting_count) == (2, 3)


def test_where_seats_are_offered_the_first_reserve_is_asked():
    course, draw = drawn(entries=6, capacity=2)
    Course.objects.filter(pk=course.pk).update(queue="offer")
    gone = draw.entries.get(rank=2).sign_up
    gone.withdraw(by=gone.by)
    drawing.announce(course)
    assert SignUp.objects.get(draw_entries__rank=3).is_offered


def test_one_of_a_party_who_withdrew_leaves_the_others_their_selection():
    course = cast.a_course(method="lottery", capacity=3, party_max=3, queue="at_once")
    family = cast.newcomers(course, 3)[0]
    cast.newcomers(course, 1)
    course = cast.ended(course)
    drawing.close(course)
    draw = drawing.draw(course, "4649", by=None)
    family.withdraw(by=family.by)
    drawing.announce(course)
    others = SignUp.objects.filter(party=family.party_id).exclude(pk=family.pk)
    expected = "seated" if draw.entries.get(sign_up=family).selected else "waiting"
    # One seat was freed, so whoever was behind may have moved up; the two are still together.
    assert len(set(others.values_list("status", flat=True))) == 1
    assert expected == "waiting" or others[0].is_seated


def test_with_fewer_seats_by_now_those_selected_last_wait_first():
    course, draw = drawn(entries=6, capacity=3)
    cast.change_capacity(course, 2)
    drawing.announce(course)
    assert [
        SignUp.objects.get(draw_entries__draw=draw, draw_entries__rank=rank).status
        for rank in (1, 2, 3, 4)
    ] == ["seated", "seated", "waiting", "waiting"]


def test_with_more_seats_by_now_the_reserves_move_up_at_once():
    course, _ = drawn(entries=6, capacity=3)
    cast.change_capacity(course, 5)
    drawing.announce(course)
    assert by_status(course) == {"seated": 5, "waiting": 1}


def test_those_not_selected_are_told_kindly_what_else_they_could_join(run_queue):
    near = cast.a_course(title="となりのみそづくり")
    cast.a_course(title="満席のみそづくり", capacity=1, apply_until=timezone.now())
    course, _ = drawn(entries=4, capacity=1)
    drawing.announce(course)
    run_queue()
    told = Message.objects.filter(subject__contains="抽選の結果のお知らせ")
    assert told.count() == 3
    for letter in told:
        assert "申し訳ありません" in letter.body
        assert near.title in letter.body
        assert "満席のみそづくり" not in letter.body


# ---------------------------------------------------------------- what happens by itself


def test_the_list_closes_by_itself_some_days_after_the_deadline(settings):
    days = settings.CITY["lottery"]["close_delay_days"]
    due = cast.ended(cast.a_lottery(entries=4), days_ago=days)
    early = cast.ended(cast.a_lottery(title="まだ早い"), days_ago=days - 1)
    drawing.see_to_lotteries()
    assert Draw.objects.get().course == due
    assert not early.draws.exists()
    drawing.see_to_lotteries()
    assert Draw.objects.count() == 1


def test_results_are_told_at_the_hour_that_was_announced_and_not_before():
    course, draw = drawn(entries=4, capacity=2)
    results_in(course, minutes=5)
    drawing.see_to_lotteries()
    draw.refresh_from_db()
    assert not draw.is_announced
    results_in(course, minutes=-5)
    drawing.see_to_lotteries()
    draw.refresh_from_db()
    assert draw.is_announced


def test_looking_for_what_is_due_costs_two_statements(django_assert_num_queries):
    cast.a_lottery(entries=2)
    with django_assert_num_queries(2):
        drawing.see_to_lotteries()


# ---------------------------------------------------------------- the redraw


@pytest.fixture
def two_of_the_staff():
    return cast.section_staff("one@example.jp"), cast.section_staff("two@example.jp")


def test_a_redraw_needs_a_reason_and_a_second_person(two_of_the_staff):
    one, two = two_of_the_staff
    course, draw = drawn()
    assert refused(drawing.approve_redraw, course, by=two) == "redraw_not_asked"
    assert refused(drawing.ask_redraw, course, by=one, reason=" ") == "no_reason"
    drawing.ask_redraw(course, by=one, reason="打ちまちがい")
    assert refused(drawing.ask_redraw, course, by=two, reason="x") == "redraw_asked"
    assert refused(drawing.approve_redraw, course, by=one) == "second_person"
    drawing.approve_redraw(course, by=two)
    draw.refresh_from_db()
    assert (draw.annulled_by, draw.annul_reason) == (two, "打ちまちがい")


def test_the_database_too_wants_a_second_person(two_of_the_staff):
    one, _ = two_of_the_staff
    _, draw = drawn()
    with pytest.raises(IntegrityError, match="a_redraw_has_a_reason_and_two_people"):
        Draw.objects.filter(pk=draw.pk).update(
            annulled_at=timezone.now(), annul_reason="x", annulment_asked_by=one, annulled_by=one
        )


def test_while_a_redraw_is_asked_for_nothing_moves(two_of_the_staff):
    one, two = two_of_the_staff
    course, draw = drawn()
    drawing.ask_redraw(course, by=one, reason="打ちまちがい")
    results_in(course, minutes=-1)
    drawing.see_to_lotteries()
    assert refused(drawing.announce, course) == "redraw_asked"
    drawing.refuse_redraw(course, by=two)
    drawing.see_to_lotteries()
    draw.refresh_from_db()
    assert draw.is_announced


def test_a_redraw_before_the_announcement_begins_again_with_the_list(two_of_the_staff):
    one, two = two_of_the_staff
    course, first = drawn(entries=5)
    drawing.ask_redraw(course, by=one, reason="届いていたはがきを入れ忘れた")
    drawing.approve_redraw(course, by=two)
    forgotten = cast.a_family(1)[1][0]
    course.sign_up(forgotten, by=one, via=SignUp.Via.POSTCARD)
    drawing.see_to_lotteries()
    assert course.draws.count() == 1, "a redraw closes by hand"
    second = drawing.close(course, by=one)
    assert (second.number, second.entries.count()) == (2, 6)
    assert second.secret != first.secret
    drawing.draw(course, "1111", by=one)
    drawing.announce(course)
    assert by_status(course) == {"seated": 3, "waiting": 3}


def test_a_redraw_after_the_announcement_takes_nobodys_seat(two_of_the_staff, run_queue):
    one, two = two_of_the_staff
    course, _ = drawn(entries=6, capacity=3)
    drawing.announce(course)
    run_queue()
    seated = set(course.sign_ups.seated().values_list("pk", flat=True))
    drawing.ask_redraw(course, by=one, reason="公開の数の打ちまちがい")
    drawing.approve_redraw(course, by=two)
    assert by_status(course) == {"seated": 3, "entered": 3}
    run_queue()
    sorry = Message.objects.filter(subject__contains="抽選をやり直します")
    assert sorry.count() == 3
    assert "公開の数の打ちまちがい" in sorry[0].body
    cast.change_capacity(course, 4)
    assert drawing.close(course).seats == 1
    drawing.draw(course, "1111", by=one)
    drawing.announce(course)
    run_queue()
    assert seated < set(course.sign_ups.seated().values_list("pk", flat=True))
    assert by_status(course) == {"seated": 4, "waiting": 2}
    told = Message.objects.filter(subject__contains="抽選の結果のお知らせ")
    assert told.count() == 3 + 2, "the second result is told as well as the first"


def test_once_the_course_has_begun_nothing_is_redrawn(two_of_the_staff):
    one, _ = two_of_the_staff
    course, _ = drawn()
    course.sessions.update(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=1)
    )
    assert refused(drawing.ask_redraw, course, by=one, reason="x") == "too_late_to_redraw"


# ---------------------------------------------------------------- the command


def test_the_command_takes_a_lottery_from_close_to_result(capsys):
    course = results_in(cast.a_lottery(entries=5, draw_source=""), minutes=-1)
    call_command("draw_lottery", course.pk, source="福岡の最高気温")
    assert Draw.objects.get().source == "福岡の最高気温"
    with pytest.raises(CommandError, match="変えられません"):
        call_command("draw_lottery", course.pk, source="別の数")
    call_command("draw_lottery", course.pk, value="17.2")
    assert Draw.objects.get().is_announced
    assert "結果を知らせました" in capsys.readouterr().out


def test_the_command_without_a_course_does_what_is_due(settings):
    days = settings.CITY["lottery"]["close_delay_days"]
    course = results_in(cast.ended(cast.a_lottery(entries=2), days_ago=days), minutes=-1)
    call_command("draw_lottery")
    assert by_status(course) == {"seated": 2}


def test_the_command_says_what_it_cannot_do():
    with pytest.raises(CommandError, match="ありません"):
        call_command("draw_lottery", 999_999)
    with pytest.raises(CommandError, match="いっしょに"):
        call_command("draw_lottery", value="1")
    with pytest.raises(CommandError, match="受付が終わってから"):
        call_command("draw_lottery", cast.a_course(method="lottery").pk)


def test_a_seat_freed_before_the_redraw_waits_for_the_lot(two_of_the_staff):
    """Who queued after the first announcement does not overtake those who entered in time."""
    one, two = two_of_the_staff
    course, _ = drawn(entries=4, capacity=2)
    drawing.announce(course)
    tomorrow = timezone.now() + timedelta(days=1)
    Course.objects.filter(pk=course.pk).update(apply_until=tomorrow)
    (latecomer,) = cast.newcomers(course, 1)
    assert latecomer.is_waiting
    drawing.ask_redraw(course, by=one, reason="公開の数の打ちまちがい")
    drawing.approve_redraw(course, by=two)
    seated = course.sign_ups.seated().first()
    seated.withdraw(by=seated.by)
    promotion.keep_moving()
    latecomer.refresh_from_db()
    assert latecomer.is_waiting
    assert by_status(course) == {"seated": 1, "withdrawn": 1, "entered": 2, "waiting": 1}
    course = cast.ended(course)
    drawing.close(course)
    drawing.draw(course, "4649", by=one)
    drawing.announce(course)
    latecomer.refresh_from_db()
    assert (latecomer.is_waiting, latecomer.place_in_queue()) == (True, 2)
    assert by_status(course) == {"seated": 2, "withdrawn": 1, "waiting": 2}


def test_an_entry_on_no_list_is_not_forgotten_but_waits_behind_all():
    """As where two registrations merged before the close are two again after it."""
    staff, course = cast.section_staff(), cast.a_lottery(entries=3, capacity=1)
    kept, absorbed = (
        Person.register_at_the_desk(cast.a_person(given_name=name)) for name in ("花代", "はなよ")
    )
    Course.objects.filter(pk=course.pk).update(apply_until=timezone.now() + timedelta(days=1))
    _, second = (course.sign_up(person, by=staff, via="phone") for person in (kept, absorbed))
    course = cast.ended(course)
    done = merging.merge(kept, absorbed, by=staff)
    drawing.close(course)
    merging.undo(done, by=staff)
    drawing.draw(course, "4649", by=staff)
    drawing.announce(course)
    second.refresh_from_db()
    assert by_status(course) == {"seated": 1, "waiting": 4}
    assert second.place_in_queue() == 4
