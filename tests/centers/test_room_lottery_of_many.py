"""Many wishes at once: few statements, and nobody treated unfairly."""

import json
from collections import defaultdict

import pytest

from centers.lottery import listed
from centers.lottery.file import check, outcomes_in
from centers.models import Booking, Reservation, Wish
from tests import cast, rooms
from tests.bench.room_draw import play, wish_for
from tests.room_lotteries import a_day, the_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_center_of_rooms():
    rooms.the_city_slots()
    center = cast.a_center()
    for name in ("第1会議室", "第2会議室", "和室"):
        rooms.a_room(center, name, changeover_minutes=15)
    for day in range(1, 15):
        a_day(day)
    rooms.a_purpose_class(month_limit=2)
    cast.a_resident()


def test_as_the_bench_does_it_with_fewer(a_center_of_rooms):
    lottery, _ = wish_for(the_month(), 400)
    took = play(lottery)
    assert set(took) == {"close", "draw", "announce", "file", "check"}
    outcomes = list(Wish.objects.values_list("outcome", flat=True))
    assert "" not in outcomes
    won = outcomes.count("won")
    assert 0 < won == Reservation.objects.count() == Booking.objects.count()
    per_list = defaultdict(int)
    for own in Wish.objects.filter(outcome="won").values_list("wish_list", flat=True):
        per_list[own] += 1
    assert max(per_list.values()) <= 2


def test_the_file_gives_back_what_the_database_holds(a_center_of_rooms):
    lottery, _ = wish_for(the_month(), 240)
    play(lottery)
    lottery.refresh_from_db()
    text = "".join(listed.file_of(lottery))
    assert check(text).startswith("OK")
    stored = Wish.objects.values_list("wish_list__receipt", "rank", "outcome")
    assert outcomes_in(json.loads(text)) == {
        (receipt, rank): outcome for receipt, rank, outcome in stored
    }


def statements(number: int, month) -> dict[str, int]:
    lottery, _ = wish_for(month, number)
    return {step: asked for step, (_, asked) in play(lottery).items()}


def test_a_larger_month_takes_no_more_statements(a_center_of_rooms):
    few = statements(40, the_month())
    month = the_month().replace(year=the_month().year + 1)
    for day in range(1, 15):
        rooms.an_open_day(day=month.replace(day=day))
    assert statements(400, month) == few
    assert max(few.values()) < 40
