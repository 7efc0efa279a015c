"""Two do the same at once, or the worker is killed: each lottery ends in a consistent state.

Real connections, a real process that is really killed.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction

from programs.lottery import arithmetic as lottery
from programs.lottery import drawing
from programs.models import Course, Draw, SignUp
from tests import cast
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)


def closed(*, entries: int = 12, capacity: int = 4, **fields) -> Course:
    course = cast.a_lottery(entries=entries, capacity=capacity, **fields)
    drawing.close(course)
    return course


def test_of_several_who_close_at_once_one_does():
    course = cast.a_lottery(entries=12)
    results = race(lambda _: drawing.close(course), range(6))
    assert sum(isinstance(result, Draw) for result in results) == 1
    assert results.count("already_closed") == 5
    assert Draw.objects.get().entries.count() == 12


def test_of_several_who_draw_at_once_one_does_and_its_value_stands():
    course = closed()
    results = race(lambda value: drawing.draw(course, str(value), by=None), range(6))
    (winner,) = [result for result in results if isinstance(result, Draw)]
    assert results.count("already_drawn") == 5
    draw = Draw.objects.get()
    assert draw.value == winner.value
    assert sorted(draw.entries.values_list("rank", flat=True)) == list(range(1, 13))
    assert draw.entries.filter(selected=True).count() == 4


def test_control_without_the_lock_the_database_still_lets_one_draw_stand():
    """With the course's lock taken away the second draw runs, and the trigger refuses it."""
    course = closed()
    draw = Draw.objects.get()

    def draw_without_lock(value):
        with transaction.atomic():
            seen = Draw.objects.get(pk=draw.pk)
            assert not seen.is_drawn
            time.sleep(0.3)
            drawing._draw(seen, str(value), by=None)

    results = race(draw_without_lock, range(4))
    assert results.count(None) == 1
    assert results.count("a_draw_happens_once") == 3
    assert sorted(draw.entries.values_list("rank", flat=True)) == list(range(1, 13))
    drawing.announce(course)


def test_control_without_lock_and_trigger_one_draw_silently_replaces_another():
    """Two values that happen to give the same order, so that not even the ranks collide."""
    closed(entries=2, capacity=1)
    draw = Draw.objects.get()
    listed = [lottery.Entry(*row) for row in draw.entries.values_list("receipt", "size", "tier")]

    def order(value: int) -> list[lottery.Entry]:
        seed = lottery.seed_of(bytes.fromhex(draw.secret), draw.list_hash, str(value))
        return lottery.in_order(listed, seed)

    same = [value for value in range(100) if order(value) == order(0)][:2]
    both_have_looked = Barrier(2)

    def draw_without_lock(value):
        with transaction.atomic():
            seen = Draw.objects.get(pk=draw.pk)
            both_have_looked.wait(timeout=10)
            drawing._draw(seen, str(value), by=None)

    with switched_off("programs_draw", "programs_drawentry"):
        assert race(draw_without_lock, same) == [None, None]
    assert Draw.objects.get().is_drawn, "drawn twice, and nobody was refused"


@contextmanager
def switched_off(*tables: str):
    """Without what keeps draws as they were published; the history goes too."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_announced_by_several_at_once_everybody_is_told_once():
    course = closed()
    drawing.draw(course, "4649", by=None)
    race(lambda _: drawing.announce(course), range(6))
    happened = Counter(
        SignUp.pgh_event_model.objects.filter(what__in=["selected", "reserve"]).values_list(
            "pgh_obj", flat=True
        )
    )
    assert set(happened.values()) == {1}
    assert len(happened) == 12


def test_an_entry_that_comes_in_the_instant_of_the_close_is_on_the_list_or_refused():
    course = cast.a_lottery(entries=6)
    staff = cast.section_staff()
    late = [cast.a_family(1)[1][0] for _ in range(5)]

    def go(racer):
        if racer == "close":
            return drawing.close(course)
        return course.sign_up(racer, by=staff, via=SignUp.Via.POSTCARD)

    results = race(go, [late[0], late[1], "close", *late[2:]])
    draw = Draw.objects.get()
    listed = set(draw.entries.values_list("sign_up", flat=True))
    entered = {result.pk for result in results if isinstance(result, SignUp)}
    assert entered < listed
    assert len(listed) == 6 + len(entered)
    assert results.count("closed") == 5 - len(entered)


def test_those_who_withdraw_in_the_instant_of_the_announcement_leave_no_seat_empty():
    course = closed(entries=16, capacity=6)
    draw = drawing.draw(course, "4649", by=None)
    leaving = [entry.sign_up for entry in draw.entries.filter(rank__lte=5).order_by("rank")]

    def go(racer):
        if racer == "announce":
            return drawing.announce(course)
        return racer.withdraw(by=racer.by)

    race(go, [leaving[0], leaving[1], "announce", *leaving[2:]])
    course.refresh_from_db()
    assert (course.seats_taken, course.waiting_count, course.entered_count) == (6, 5, 0)
    # Whoever is seated stood before all who wait.
    seated = course.sign_ups.seated().values_list("rank", flat=True)
    waiting = course.sign_ups.waiting().values_list("rank", flat=True)
    assert max(seated) < min(waiting)


def test_a_redraw_approved_in_the_instant_of_the_announcement_is_before_or_after_it():
    course = closed()
    drawing.draw(course, "4649", by=None)
    one, two = cast.section_staff("one@example.jp"), cast.section_staff("two@example.jp")
    drawing.ask_redraw(course, by=one, reason="x")

    def go(racer):
        if racer == "announce":
            return drawing.announce(course)
        return drawing.approve_redraw(course, by=two)

    results = race(go, ["announce", "approve"])
    assert results[0] in {"redraw_asked", "not_closed"}
    assert Draw.objects.get().is_annulled
    assert set(course.sign_ups.values_list("status", flat=True)) == {"entered"}


# ---------------------------------------------------------------- killed in the middle

HALFWAY = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
import time
from programs.lottery import drawing
from programs.models import Course, Draw

step, course = sys.argv[2], Course.objects.get(pk=int(sys.argv[3]))

def stay(*args, **kwargs):
    print("halfway", flush=True)
    time.sleep(60)

if step == "draw":
    Draw.save = stay  # every rank is written, the draw itself is not yet
    drawing.draw(course, "4649", by=None)
elif step == "announce":
    drawing.promote = stay  # every seat is given, nobody is told yet
    drawing.announce(course)
else:
    drawing.DrawEntry.objects.bulk_create = stay  # declared, without its list
    drawing.close(course)
"""


def kill_in_the_middle_of(step: str, course: Course) -> None:
    database = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HALFWAY, database, step, str(course.pk)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "halfway\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)


def test_a_worker_killed_in_the_middle_of_the_close_leaves_nothing_declared():
    course = cast.a_lottery(entries=8)
    kill_in_the_middle_of("close", course)
    assert not Draw.objects.exists()
    assert drawing.close(course).entries.count() == 8


def test_a_worker_killed_in_the_middle_of_the_draw_leaves_nothing_drawn():
    course = closed()
    kill_in_the_middle_of("draw", course)
    draw = Draw.objects.get()
    assert not draw.is_drawn
    assert not draw.entries.exclude(rank=None).exists()
    assert drawing.draw(course, "4649", by=None).entries.filter(selected=True).count() == 4


def test_a_worker_killed_between_the_seats_and_the_letters_leaves_neither(run_queue):
    course = closed()
    drawing.draw(course, "4649", by=None)
    kill_in_the_middle_of("announce", course)
    assert set(course.sign_ups.values_list("status", flat=True)) == {"entered"}
    assert not Draw.objects.get().is_announced
    drawing.announce(course)
    course.refresh_from_db()
    assert (course.seats_taken, course.waiting_count) == (4, 8)
