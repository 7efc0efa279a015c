"""Two do the same at once, or the worker is killed: a month's draw ends in a consistent state.

Real connections, a real process that is really killed.
"""

import os
import signal
import subprocess
import sys
import time
from threading import Event

import pytest
from django.conf import settings
from django.db import connection, transaction

from centers.lottery import drawing, listed, rules
from centers.lottery.file import check
from centers.models import Booking, Reservation, RoomLottery, Wish, WishList
from centers.reserving import rules as reserving
from centers.reserving.requesting import request
from portal.refusal import refused_by_database
from tests import rooms
from tests.race import race
from tests.room_lotteries import a_day, a_room_lottery, a_wish, a_wisher, closed, drawn, over

pytestmark = pytest.mark.django_db(transaction=True)


def wished(groups: int = 3, days: int = 2) -> RoomLottery:
    """Every group wishes for the same room on the same days."""
    lottery, room = a_room_lottery(), rooms.a_room()
    for number in range(groups):
        wisher = a_wisher(f"会{number}")
        for day in range(3, 3 + days):
            a_wish(lottery, wisher, room, a_day(day))
    return lottery


def test_of_several_who_close_at_once_one_does():
    lottery = over(wished())
    results = race(lambda _: drawing.close(lottery), range(4))
    assert results.count("already_closed") == 3
    lottery.refresh_from_db()
    assert "まだ公開されていません" in check("".join(listed.file_of(lottery)))


def test_of_several_who_draw_at_once_one_does_and_its_value_stands():
    lottery = closed(wished())
    results = race(lambda value: drawing.draw(lottery, str(value), by=None), range(4))
    (winner,) = [result for result in results if isinstance(result, RoomLottery)]
    assert results.count("already_drawn") == 3
    lottery.refresh_from_db()
    assert lottery.value == winner.value
    assert sorted(WishList.objects.values_list("place", flat=True)) == [1, 2, 3]


def test_control_without_the_lock_the_database_still_lets_one_draw_stand(monkeypatch):
    lottery = closed(wished())
    monkeypatch.setattr(drawing, "_locked", lambda lottery: RoomLottery.objects.get(pk=lottery.pk))
    real = rules.refuse_unless_drawable

    def look_then_wait(lottery, value):
        real(lottery, value)
        time.sleep(0.5)

    monkeypatch.setattr(rules, "refuse_unless_drawable", look_then_wait)
    results = race(lambda value: drawing.draw(lottery, str(value), by=None), range(3))
    assert sum(isinstance(result, RoomLottery) for result in results) == 1
    refused = {one for one in results if isinstance(one, str)}
    assert refused <= {"closed", "already_drawn"}
    assert sorted(WishList.objects.values_list("place", flat=True)) == [1, 2, 3]


def test_announced_by_several_at_once_every_room_is_given_once():
    lottery = drawn(wished())
    race(lambda _: drawing.announce(lottery), range(4))
    assert Booking.objects.count() == Reservation.objects.count() == 2
    assert Wish.objects.filter(outcome="won").count() == 2


def test_a_wish_in_the_instant_of_the_close_is_on_the_list_or_refused():
    lottery = wished(groups=1)
    late, room, day = [a_wisher(f"遅い会{n}") for n in range(4)], rooms.a_room(), a_day(9)

    def go(racer):
        if racer == "close":
            return drawing.close(lottery)
        return a_wish(lottery, racer, room, day, via="phone")

    over(lottery)
    results = race(go, [late[0], late[1], "close", *late[2:]])
    entered = [result for result in results if isinstance(result, Wish)]
    lottery.refresh_from_db()
    assert len(entered) + results.count("closed") == 4
    assert sum(len(one.wishes) for one in listed.lists_of(lottery)) == 2 + len(entered)
    assert "まだ公開されていません" in check("".join(listed.file_of(lottery)))


def test_a_list_written_around_the_commands_while_it_is_closed_is_refused_by_the_database():
    lottery, late = over(wished(groups=1)), a_wisher("遅い会")
    is_held = Event()

    def go(racer):
        if racer == "close":
            with transaction.atomic():
                drawing.close(lottery)
                is_held.set()
                time.sleep(0.5)
            return None
        is_held.wait(10)
        with refused_by_database(WishList), transaction.atomic():
            return WishList.objects.create(lottery=lottery, registration=late, by=late.by)

    assert race(go, ["close", "write"])[1] == "closed"


def test_until_the_announcement_is_committed_nobody_gets_a_room_first_come():
    """Three connections: two ask while a third has given the rooms and not yet committed."""
    lottery = drawn(wished(groups=1, days=1))
    asker, room, slot = a_wisher("急ぐ会"), rooms.a_room(), rooms.a_slot()
    other, day = rooms.a_room(name="和室"), a_day(3)
    given = Event()

    def go(racer):
        if racer == "announce":
            with transaction.atomic():
                drawing.announce(lottery)
                given.set()
                time.sleep(1)
            return None
        given.wait(10)
        return request(asker, racer, day, [slot], purpose="練習", headcount=5, by=asker.by)

    # Of another room the draw is not yet told; for the one that was drawn one waits, too late.
    assert race(go, ["announce", other, room]) == [None, "too_early", "room_taken"]
    assert isinstance(race(go, [other])[0], Reservation)


def test_control_without_the_rule_a_room_is_gone_before_it_is_drawn(monkeypatch):
    lottery = drawn(wished(groups=1, days=1))
    asker = a_wisher("急ぐ会")
    monkeypatch.setattr(reserving, "refuse_before_the_draw", lambda day: None)
    early = race(
        lambda slot: request(
            asker, rooms.a_room(), a_day(3), [slot], purpose="練習", headcount=5, by=asker.by
        ),
        [rooms.a_slot()],
    )
    drawing.announce(lottery)
    assert isinstance(early[0], Reservation)
    assert Wish.objects.get().outcome == "in_use"


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
from centers.lottery import drawing, giving
from centers.models import RoomLottery, RoomRedraw

step, lottery = sys.argv[2], RoomLottery.objects.get()

def stay(*args, **kwargs):
    print("halfway", flush=True)
    time.sleep(60)

if step == "announce":
    giving._write = stay  # every room is booked and reserved, nothing is written at the wishes
    drawing.announce(lottery)
elif step == "draw":
    RoomLottery.save = stay  # every place is written, the draw itself is not yet
    drawing.draw(lottery, "4649", by=None)
else:
    RoomLottery.save = stay  # limits and changeovers are copied, nothing is declared
    drawing.close(lottery)
"""


def kill_in_the_middle_of(step: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HALFWAY, connection.settings_dict["NAME"], step],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "halfway\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)


def test_killed_in_the_middle_every_step_leaves_nothing_behind_and_can_be_taken_again():
    lottery = over(wished())
    kill_in_the_middle_of("close")
    lottery.refresh_from_db()
    assert not lottery.is_closed
    lottery = drawing.close(lottery)
    kill_in_the_middle_of("draw")
    lottery.refresh_from_db()
    assert not lottery.is_drawn
    assert not WishList.objects.exclude(place=None).exists()
    lottery = drawing.draw(lottery, "4649", by=None)
    kill_in_the_middle_of("announce")
    lottery.refresh_from_db()
    assert not lottery.is_announced
    assert not Booking.objects.exists()
    assert not Reservation.objects.exists()
    lottery = drawing.announce(lottery)
    assert Reservation.objects.count() == 2
    assert check("".join(listed.file_of(lottery))).startswith("OK")
