"""Two tablets at one door, with real connections: whatever arrives when, both end alike.

The control writes without the rule of the newest tap and shows the same race losing one.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from programs.attendance import taps as attendance
from programs.attendance.taps import Tap, record_taps
from programs.models import Attendance
from tests import cast

PEOPLE = 12
TABLETS = 4
PRESENT, UNKNOWN = Attendance.State.PRESENT, Attendance.State.UNKNOWN


class Tapped:
    """Every tap ever made on every person, and what must stand in the end."""

    def __init__(self) -> None:
        course = cast.a_course(days_ahead=1, apply_until=None)
        self.session, self.staff = course.sessions.get(), cast.center_staff(course.center)
        sign_ups = [course.sign_up(p, by=user) for user, p in cast.many_residents(PEOPLE)]
        chance, now = random.Random(3), timezone.now()
        self.taps = [
            Tap(sign_up.pk, chance.choice([PRESENT, UNKNOWN]), now - timedelta(seconds=ago))
            for sign_up in sign_ups
            for ago in chance.sample(range(600), 8)
        ]
        newest = sorted(self.taps, key=lambda tap: tap.at)
        self.expected = {tap.sign_up_id: tap.state.value for tap in newest}

    def send_in_any_order(self) -> None:
        """Each tap twice, in batches, by several tablets at once, the oldest last."""
        late_first = sorted(self.taps * 2, key=lambda tap: tap.at, reverse=True)
        batches = [late_first[start::16] for start in range(16)]
        chance = random.Random(4)
        for batch in batches:
            chance.shuffle(batch)

        def send(batch: list[Tap]) -> None:
            try:
                record_taps(self.session, batch, by=self.staff)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=TABLETS) as pool:
            list(pool.map(send, batches))

    def found(self) -> dict[int, str]:
        return dict(Attendance.objects.values_list("sign_up_id", "state"))


@pytest.mark.django_db(transaction=True)
def test_taps_out_of_order_and_twice_from_several_tablets_end_in_the_newest():
    tapped = Tapped()
    tapped.send_in_any_order()
    assert tapped.found() == tapped.expected
    assert Attendance.objects.count() == PEOPLE


@pytest.mark.django_db(transaction=True)
def test_control_without_the_rule_of_the_newest_the_last_to_arrive_wins(monkeypatch):
    without_rule = attendance.UPSERT.split("WHERE (a.tapped_at")[0]
    monkeypatch.setattr(attendance, "UPSERT", without_rule)
    tapped = Tapped()
    tapped.send_in_any_order()
    assert tapped.found() != tapped.expected


@pytest.mark.django_db(transaction=True)
def test_the_database_holds_one_row_for_a_person_and_a_session():
    tapped = Tapped()
    tapped.send_in_any_order()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM programs_attendance GROUP BY session_id, sign_up_id")
        assert {number for (number,) in cursor.fetchall()} == {1}
