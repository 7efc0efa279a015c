"""One registration asks for two rooms in the same instant and may have one more: it gets one."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest

from centers.models import Reservation
from centers.models.registration import RegistrationQuerySet
from centers.reserving.limits import Share
from centers.reserving.requesting import request
from tests import rooms
from tests.centers.hall import Hall
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counted_together(monkeypatch):
    """Both count before either writes, as long as nothing keeps them apart."""
    both, count = Barrier(2), Share.of.__func__

    def of(cls, registration):
        share = count(cls, registration)
        with suppress(BrokenBarrierError):
            both.wait(timeout=3)
        return share

    monkeypatch.setattr(Share, "of", classmethod(of))


def ask_for_two_rooms() -> list[str | None]:
    hall = Hall()
    one_at_once = rooms.a_purpose_class("fair", most_at_once=1)
    own = hall.registration(purpose_class=one_at_once)
    both = [hall.room, rooms.a_room(name="和室")]

    def ask(room) -> None:
        request(own, room, hall.day, [hall.morning], **hall.said(own))

    return race(ask, both)


def test_of_two_requests_in_one_instant_one_is_beyond_the_limit(counted_together):
    assert sorted(map(str, ask_for_two_rooms())) == ["None", "too_many_at_once"]
    assert Reservation.objects.count() == 1


def test_control_without_the_lock_of_the_registration_both_are_made(counted_together, monkeypatch):
    monkeypatch.setattr(RegistrationQuerySet, "select_for_update", lambda self, **_: self)
    assert ask_for_two_rooms() == [None, None]
    assert Reservation.objects.count() == 2
